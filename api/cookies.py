"""The cookies: name, flags, lifetime (RFC 6265bis §4.1).

``__Host-`` makes a browser refuse the cookie unless it is secure, for this host alone and for every path, so that no
neighbour can set or widen it. Such a cookie cannot exist over plain http: on a loopback address it has another name.
"""

from dataclasses import dataclass
from typing import Protocol

SECURE_NAME = "__Host-gatehouse"
LOOPBACK_NAME = "gatehouse-dev"
PENDING_SUFFIX = "-pending"
"""Ends the name of the cookie that holds a sign-in which waits for a step."""


class Headers(Protocol):
    """The headers of an answer, as Starlette has them."""

    def append(self, key: str, value: str) -> None:
        """Adds one more."""
        ...


@dataclass(frozen=True, slots=True)
class TokenCookie:
    """How a token is kept by a browser.

    Attributes:
        name: Of the cookie.
        secure: Whether it goes over https only; so everywhere but on a loopback base URL.
    """

    name: str
    secure: bool

    def read(self, header: str | None) -> str | None:
        """The token in a ``Cookie`` header; ``None`` when it holds none, or several that differ."""
        prefix = f"{self.name}="
        found = {
            pair.strip().removeprefix(prefix) for pair in (header or "").split(";") if pair.strip().startswith(prefix)
        }
        return found.pop() if len(found) == 1 else None

    def set(self, headers: Headers, token: str, max_age_seconds: int | None) -> None:
        """Gives the browser a token; with ``None`` it is forgotten when the browser closes."""
        lifetime = "" if max_age_seconds is None else f"; Max-Age={max_age_seconds}"
        headers.append("set-cookie", f"{self.name}={token}{lifetime}{self._flags}")

    def clear(self, headers: Headers) -> None:
        """Makes the browser forget the token."""
        headers.append("set-cookie", f"{self.name}=; Max-Age=0{self._flags}")

    @property
    def _flags(self) -> str:
        return f"; Path=/; HttpOnly; SameSite=Strict{'; Secure' if self.secure else ''}"


def session_cookie(*, secure: bool) -> TokenCookie:
    """The cookie of an installation that browsers reach by https (``secure``) or by plain http on loopback."""
    return TokenCookie(SECURE_NAME, secure=True) if secure else TokenCookie(LOOPBACK_NAME, secure=False)


def pending_cookie(*, secure: bool) -> TokenCookie:
    """The cookie of a sign-in that waits for a step, with the same flags."""
    session = session_cookie(secure=secure)
    return TokenCookie(session.name + PENDING_SUFFIX, session.secure)
