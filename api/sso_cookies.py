"""The cookies of browsers that are away at an identity provider: one for each way under way, so that many tabs work.

They are ``Lax``, because another site sends the browser back; for ten minutes; and each is good for one return.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from api.cookies import Headers, session_cookie

SUFFIX = "-sso-"
"""Stands between the session cookie's name and a state's."""

MOST = 10
"""Ways that one browser has under way; the oldest is given up for another."""

KEPT_SECONDS = 600
"""How long somebody may be away."""


@dataclass(frozen=True, slots=True)
class StateCookies:
    """How they are kept by a browser.

    Attributes:
        prefix: What their names begin with; the rest is the name of a state.
        secure: Whether they go over https only; so everywhere but on a loopback base URL.
    """

    prefix: str
    secure: bool

    def read(self, header: str | None) -> Mapping[str, str]:
        """What a ``Cookie`` header holds, by names of states, oldest first (RFC 6265 §5.4); nothing told twice."""
        found: dict[str, set[str]] = {}
        for pair in (header or "").split(";"):
            name, _, value = pair.strip().partition("=")
            if name.startswith(self.prefix):
                found.setdefault(name.removeprefix(self.prefix), set()).add(value)
        return {name: values.pop() for name, values in found.items() if len(values) == 1}

    def set(self, headers: Headers, name: str, token: str, held: Collection[str]) -> None:
        """Gives the browser one more; of those that it holds, the oldest are forgotten if there are too many."""
        others = [each for each in held if each != name]
        for each in others[: max(0, len(others) + 1 - MOST)]:
            self.clear(headers, each)
        headers.append("set-cookie", f"{self.prefix}{name}={token}; Max-Age={KEPT_SECONDS}{self._flags}")

    def clear(self, headers: Headers, name: str) -> None:
        """Makes the browser forget one."""
        headers.append("set-cookie", f"{self.prefix}{name}=; Max-Age=0{self._flags}")

    @property
    def _flags(self) -> str:
        return f"; Path=/; HttpOnly; SameSite=Lax{'; Secure' if self.secure else ''}"


def state_cookies(*, secure: bool) -> StateCookies:
    """The cookies of an installation that browsers reach by https (``secure``) or by plain http on loopback."""
    session = session_cookie(secure=secure)
    return StateCookies(session.name + SUFFIX, session.secure)
