"""A server, a provider, a page of a product and a browser: single sign-on as people and administrators have it."""

import socket
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.browser import profile
from tests.support.journey import administrator, unhurried
from tests.support.openid_provider import CLIENT_SECRET, PASSWORD, OpenIdProvider
from tests.support.server import Api, Home, Server, running
from tests.support.single_page import SinglePage, single_page

SLUG, CLIENT = "corp", "gatehouse"
SESSION = "gatehouse-dev"
"""Name of the cookie on loopback."""

CREATE = """
mutation ($input: CreateIdentityProviderInput!) {
  createIdentityProvider(input: $input) {
    identityProvider { id slug isEnabled hasClientSecret callbackUrl backchannelLogoutUrl postLogoutRedirectUrl }
    errors { code message path }
  }
}
"""
UPDATE = """
mutation ($input: UpdateIdentityProviderInput!) {
  updateIdentityProvider(input: $input) { errors { code message path } }
}
"""
ENABLE = "mutation ($id: ID!) { enableIdentityProvider(input: {id: $id}) { errors { code message path } } }"
MAP = """
mutation ($input: CreateRoleMappingInput!) {
  createRoleMapping(input: $input) { roleMapping { id } errors { code message path } }
}
"""
ENTER = """
mutation ($username: String!, $password: String!) {
  login(input: {username: $username, password: $password, delivery: COOKIE}) { __typename }
}
"""
USER = """
query ($name: String!) {
  user(by: {username: $name}) {
    id username email emailVerified authMethod
    roleGrants { role { name } source rule }
    externalIdentities { subject loginName }
  }
}
"""


@dataclass(frozen=True, slots=True)
class Scene:
    """All of them.

    Attributes:
        admin: The first administrator, by a token.
        provider_id: Of the provider as Gatehouse has it.
    """

    server: Server
    admin: Api
    there: OpenIdProvider
    page: SinglePage
    browser: Browser
    provider_id: str

    def change(self, **changes: object) -> None:
        """Changes the provider's row."""
        done(self.admin.data(UPDATE, input={"id": self.provider_id, **changes})["updateIdentityProvider"])

    def map(self, group: str, role: str, kind: str = "EXACT") -> None:
        """Has a group of the provider's give a role."""
        mapping = {"providerId": self.provider_id, "kind": kind, "value": group, "role": role}
        done(self.admin.data(MAP, input=mapping)["createRoleMapping"])

    def user(self, name: str) -> dict[str, Any]:
        """What an administrator sees of an account."""
        return self.admin.data(USER, name=name)["user"]

    @contextmanager
    def person(self, login: str) -> Generator["Visit"]:
        """Somebody with a browser of their own."""
        with profile(self.browser) as context:
            yield Visit(self, context, context.new_page(), login)


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody in their browser; ``tab`` is the one they look at."""

    scene: Scene
    context: BrowserContext
    tab: Page
    login: str

    def another_tab(self) -> "Visit":
        """The same person, beside it."""
        return Visit(self.scene, self.context, self.context.new_page(), self.login)

    def opens(self, path: str = "/") -> None:
        """Goes to a place in the product, and waits until the page knows who that is."""
        self.tab.goto(f"{self.scene.page.url}{path}")
        self.settled()

    def leaves(self, path: str = "/") -> None:
        """Opens the product and clicks the provider's button."""
        self.opens(path)
        self.tab.click(f"#by-{SLUG}")

    def signs_out(self, button: str) -> None:
        """Clicks a button of ours that leads to the provider, and there the one that signs out."""
        self.tab.click(button)
        self.tab.wait_for_url(f"{self.scene.there.issuer}/**")
        self.tab.click("button")

    def proves(self) -> None:
        """Fills in the provider's page."""
        self.tab.fill("[name=login]", self.login)
        self.tab.fill("[name=password]", PASSWORD)
        self.tab.click("button:has-text('Sign in')")

    def signs_in(self, path: str = "/") -> "Visit":
        """From the click to the product's page."""
        self.leaves(path)
        self.proves()
        self.settled()
        return self

    def again(self, path: str = "/") -> "Visit":
        """The same for who is signed in at the provider still, and has to fill in nothing."""
        self.context.clear_cookies(domain="127.0.0.1")
        self.opens(path)
        with self.tab.expect_navigation(url=f"{self.scene.page.url}/**"):
            self.tab.click(f"#by-{SLUG}")
        self.settled()
        return self

    def comes_back(self, url: str) -> None:
        """Goes to the provider for something else than signing in, proves themselves there, and comes back."""
        self.tab.goto(url)
        self.proves()
        self.settled()

    def enters(self, username: str, password: str) -> None:
        """Signs in by a password, on the product's own page."""
        self.opens()
        outcome = self.asks(ENTER, username=username, password=password)["login"]
        assert outcome == {"__typename": "LoginSucceeded"}, outcome
        self.opens()

    def settled(self) -> None:
        """Waits until the product's page has asked."""
        self.tab.wait_for_url(f"{self.scene.page.url}/**")
        expect(self.tab.locator("#state")).not_to_have_text("asking", timeout=20_000)

    def asks(self, query: str, **variables: object) -> dict[str, Any]:
        """What the page gets to a document of its own, with the browser's cookies."""
        return self.tab.evaluate("([query, variables]) => graphql(query, variables)", [query, variables])

    def sees(self, state: str) -> bool:
        """Whether the product's page says so when it is opened anew."""
        self.opens()
        return self.seen["state"] == state

    @property
    def seen(self) -> dict[str, str]:
        """What the product's page shows."""
        names = ("state", "here", "code", "done", "username", "roles", "wanted")
        shown = {name: self.tab.locator(f"#{name}").inner_text() for name in names}
        return {name: text for name, text in shown.items() if text}

    @property
    def session(self) -> str | None:
        """The token that the browser keeps, which no script can read."""
        kept = {cookie.get("name"): cookie.get("value") for cookie in self.context.cookies(self.scene.server.url)}
        return kept.get(SESSION)

    @property
    def reference(self) -> str:
        """What a refused person can tell an administrator."""
        return self.tab.locator("#reference").inner_text()


@contextmanager
def scene(
    home: Home, there: OpenIdProvider, browser: Browser, *, has_page: bool = True, **values: object
) -> Generator[Scene]:
    """A server that has just been installed, whose administrator has connected the provider, with further values.

    ``has_page``: whether it knows of the product's page; without one it shows plain pages of its own.
    """
    with single_page() as page, running(with_page(home, page) if has_page else home) as server:
        page.api = server.url
        admin = unhurried(administrator(server))
        there.client(CLIENT, server.url, SLUG)
        given = {
            "kind": "GENERIC",
            "name": "Corp",
            "slug": SLUG,
            "issuer": there.issuer,
            "clientId": CLIENT,
            "clientSecret": CLIENT_SECRET,
            "allowsPrivateAddresses": True,
            "createsAccounts": True,
            **values,
        }
        made = done(admin.data(CREATE, input=given)["createIdentityProvider"])["identityProvider"]
        assert made["callbackUrl"] == f"{server.url}/auth/sso/{SLUG}/callback"
        done(admin.data(ENABLE, id=made["id"])["enableIdentityProvider"])
        yield Scene(server, admin, there, page, browser, made["id"])
        assert CLIENT_SECRET not in server.output
        assert PASSWORD not in server.output


def with_page(home: Home, page: SinglePage) -> Home:
    """A home at a port of its own, whose people are sent to the product's page."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    ours = {"GATEHOUSE_SPA_URL": page.url, "GATEHOUSE_ALLOWED_ORIGINS": page.url}
    return Home(home.directory, {**home.variables, **ours}).on_port(port)


def done(payload: dict[str, Any]) -> dict[str, Any]:
    """A mutation's payload, which must not be refused."""
    assert payload["errors"] == [], payload["errors"]
    return payload
