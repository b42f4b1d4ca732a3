"""A real OpenID provider, npm's certified oidc-provider, with people who are moved between groups while it runs.

``openid_provider.mjs`` is the other end; see there for what it keeps. ``make provider`` starts one to try things with.
"""

import json
import select
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import httpx2
import pytest

from auth.sources.redirect import Query
from tests.support.node import locked_packages, program

PROGRAM = Path(__file__).with_suffix(".mjs")
START_SECONDS = 30
MOST_STEPS = 10
"""Redirects and pages on the way through a sign-in."""

CLIENT_SECRET = "of-the-client-0123456789"
PASSWORD = "Kn0wn-at-the-provider"
"""Of everybody there."""


@dataclass(slots=True)
class Person:
    """Somebody there.

    Attributes:
        sub: By what the provider knows them, for ever.
        groups: ``None`` where the claim is missing.
        amr: How they sign in (RFC 8176); ``acr`` in which class.
        claims: Further ones.
    """

    login: str
    sub: str
    groups: tuple[str, ...] | None = ()
    amr: tuple[str, ...] | None = None
    acr: str | None = None
    email: str | None = None
    email_verified: object = True
    is_disabled: bool = False
    claims: dict[str, object] = field(default_factory=dict[str, object])

    def told(self) -> dict[str, object]:
        """As the provider's program takes it."""
        email = {} if self.email is None else {"email": self.email, "email_verified": self.email_verified}
        groups = {} if self.groups is None else {"groups": self.groups}
        usual = {"preferred_username": self.login, "given_name": self.login.title(), "family_name": "Lee"}
        return {
            "login": self.login,
            "sub": self.sub,
            "password": PASSWORD,
            "isDisabled": self.is_disabled,
            "amr": self.amr,
            "acr": self.acr,
            "claims": {**usual, **email, **groups, **self.claims},
        }


@dataclass(frozen=True, slots=True)
class OpenIdProvider:
    """The running program.

    Attributes:
        issuer: Its address and its name.
        people: By login.
    """

    issuer: str
    control: str
    people: dict[str, Person] = field(default_factory=dict[str, Person])

    def client(self, client_id: str, base_url: str, slug: str, **metadata: object) -> None:
        """Knows a client from now on, whose routes are Gatehouse's (OpenID Connect Registration 1.0 §2)."""
        usual = {
            "client_id": client_id,
            "client_secret": CLIENT_SECRET,
            "redirect_uris": [f"{base_url}/auth/sso/{slug}/callback"],
            "post_logout_redirect_uris": [f"{base_url}/auth/logged-out"],
            "backchannel_logout_uri": f"{base_url}/auth/sso/{slug}/backchannel-logout",
            "backchannel_logout_session_required": True,
            "grant_types": ["authorization_code", "refresh_token"],
        }
        self._do("client", **{**usual, **metadata})

    def person(self, login: str, **values: Any) -> Person:  # noqa: ANN401 — any of a person's values
        """Somebody new, whose address is their login's at example.com unless it is said otherwise."""
        usual = Person(login, f"sub-of-{login}", email=f"{login}@example.com")
        person = replace(usual, **values)
        self.people[login] = person
        self._do("person", **person.told())
        return person

    def change(self, login: str, **values: Any) -> None:  # noqa: ANN401 — as above
        """Has other values for somebody from now on."""
        person = self.people[login]
        for name, value in values.items():
            setattr(person, name, value)
        self._do("person", **person.told())

    def tell_in_id_token(self, claims: bool) -> None:  # noqa: FBT001 — a switch
        """Whether everything stands in the ID token, or most of it at the userinfo endpoint."""
        self._do("wish", claimsInIdToken=claims)

    def hang(self, *paths: str) -> None:
        """Never answers at these paths from now on; at none, where none is named."""
        self._do("wish", hangs=paths)

    def rotate(self, *, keeps_id: bool = False) -> None:
        """Signs by a new key; the earlier one is gone."""
        self._do("rotate", keepsId=keeps_id)

    def sign_out(self, login: str, client_id: str) -> None:
        """Ends somebody's sessions there, and says so to the client (Back-Channel Logout 1.0)."""
        self._do("signOut", sub=self.people[login].sub, client_id=client_id)

    def asked(self) -> list[str]:
        """Method and path of each request since this was last called."""
        return self._do("asked")

    def _do(self, verb: str, **values: object) -> Any:  # noqa: ANN401 — JSON
        answer = httpx2.post(f"{self.control}/{verb}", json=values, timeout=15, verify=False)
        assert answer.status_code == httpx2.codes.OK, answer.text
        return answer.json()


class Visitor:
    """A browser without scripts: it keeps cookies, and fills in the provider's page."""

    def __init__(self) -> None:
        """It has been nowhere yet."""
        self._cookies = httpx2.Cookies()

    def sign_in(self, url: str, login: str, password: str = PASSWORD) -> Query:
        """From the address of the sign-in to the parameters with which the browser is sent back."""
        return self._goes(url, {"login": login, "password": password})

    def cancel(self, url: str) -> Query:
        """The same for somebody who thinks better of it."""
        return self._goes(url, {"cancel": "1"})

    def _goes(self, url: str, form: dict[str, str]) -> Query:
        with httpx2.Client(verify=False, timeout=15, cookies=self._cookies) as http:
            home, answer = urlsplit(url).netloc, http.get(url)
            for _ in range(MOST_STEPS):
                if not answer.is_redirect:
                    assert "<form" in answer.text, answer.text
                    answer = http.post(answer.url, data=form)
                    assert answer.is_redirect, answer.text
                there = urljoin(str(answer.url), answer.headers["location"])
                if urlsplit(there).netloc != home:
                    self._cookies = http.cookies
                    return parse_qsl(urlsplit(there).query, keep_blank_values=True)
                answer = http.get(there)
        raise AssertionError(f"the provider does not send the browser back: {answer.url}")


@dataclass(frozen=True, slots=True)
class Return:
    """A browser on its way back to Gatehouse."""

    url: str
    cookie: str

    def arrives(self) -> httpx2.Response:
        """What it is answered."""
        return httpx2.get(self.url, headers={"cookie": self.cookie}, timeout=30, verify=False)


def left(base_url: str, slug: str, login: str) -> Return:
    """Somebody who has left Gatehouse for the provider and proven themselves there."""
    way = f"{base_url}/auth/sso/{slug}"
    sent = httpx2.get(f"{way}/login", timeout=30, verify=False)
    assert sent.is_redirect, sent.text
    back = Visitor().sign_in(sent.headers["location"], login)
    return Return(f"{way}/callback?{urlencode(back)}", sent.headers["set-cookie"].partition(";")[0])


@contextmanager
def running_openid_provider() -> Generator[OpenIdProvider]:
    """A provider for the length of a block, which ends with it, and with the tests, whatever becomes of them."""
    words = (program("node"), str(PROGRAM), str(locked_packages("openid_provider")))
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield OpenIdProvider(**json.loads(_first_line(process)))
        finally:
            process.kill()


def _first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    readable, _, _ = select.select([process.stdout], [], [], START_SECONDS)
    assert readable, f"the provider did not start within {START_SECONDS} s"
    return process.stdout.readline()


@pytest.fixture(scope="module")
def openid_provider() -> Generator[OpenIdProvider]:
    """One for all tests of a module; each has its own people."""
    with running_openid_provider() as provider:
        yield provider


def furnish(provider: OpenIdProvider, base_url: str) -> None:
    """A client and people to try things with, as the README has them."""
    provider.client("gatehouse", base_url, "corp")
    provider.person("ann", groups=("staff", "analysts"))
    provider.person("bob", groups=("staff",))


def main(base_url: str) -> None:
    """Runs one for a Gatehouse at an address, until it is interrupted, and says how to use it."""
    with running_openid_provider() as provider:
        furnish(provider, base_url)
        print(f"""An OpenID provider for {base_url}, with two people, until Ctrl-C:

  Issuer         {provider.issuer}
  Client id      gatehouse
  Client secret  {CLIENT_SECRET}
  Slug           corp
  People         ann (groups staff, analysts) and bob (staff); password {PASSWORD}
""")
        with suppress(KeyboardInterrupt):
            signal.pause()


if __name__ == "__main__":
    main(*sys.argv[1:2] or ["http://127.0.0.1:8000"])
