"""The protocol's core at a certified provider that is not ours, from the redirect to the logout token."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import pytest

from auth.clock import SystemClock
from auth.sources.failures import SsoFailure, SsoRefused, SsoStep
from auth.sources.identity import ExternalGroup, ExternalIdentity
from auth.sources.logout_tokens import LogoutNotice
from auth.sources.oidc import NotThere, OpenIdSource, StillThere
from auth.sources.outgoing import Limits, Outgoing
from auth.sources.provider import Provider, ProviderKind, SecondFactorRule
from auth.sources.redirect import Authorization, SignedIn, Wish
from models.user import AuthMethod
from tests.support.openid_provider import CLIENT_SECRET, OpenIdProvider, Visitor, openid_provider

__all__ = ["openid_provider"]

BASE, CLIENT = "https://gatehouse.test", "gatehouse"
WISH = Wish(redirect_uri=f"{BASE}/auth/sso/corp/callback")
SHORT = Limits(total_seconds=6, call_seconds=1.5)
"""What never answers is given up soon."""
RULE = SecondFactorRule(amr=frozenset({"otp"}), acr=frozenset({"urn:example:strong"}))


class Listener:
    """Takes what is posted to it."""

    def __init__(self) -> None:
        self.url = ""
        self.bodies: asyncio.Queue[str] = asyncio.Queue()

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request, whatever it is about."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("ascii").lower()
        length = int(head.partition("content-length:")[2].split()[0])
        self.bodies.put_nowait((await reader.readexactly(length)).decode("ascii"))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        writer.close()


@asynccontextmanager
async def listening() -> AsyncGenerator[Listener]:
    listener = Listener()
    async with await asyncio.start_server(listener.take, "127.0.0.1") as server:
        listener.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/logout"
        yield listener


class Client:
    """Our end, with caches of its own."""

    def __init__(self, there: OpenIdProvider) -> None:
        self.there = there
        self.outgoing = Outgoing(SHORT)
        self.source = OpenIdSource(self.outgoing, SystemClock())
        there.client(CLIENT, BASE, "corp")
        there.asked()

    def provider(self, **values: Any) -> Provider:  # noqa: ANN401 — any of its values
        usual = Provider(
            id=UUID(int=7),
            slug="corp",
            name="Corp",
            kind=ProviderKind.GENERIC,
            issuer=self.there.issuer,
            client_id=CLIENT,
            client_secret=CLIENT_SECRET,
            scopes=("openid", "email", "profile"),
            allows_private_addresses=True,
            second_factor=RULE,
            version=1,
        )
        return replace(usual, **values)

    async def sent(self, wish: Wish = WISH) -> Authorization:
        sent = await self.source.authorization(self.provider(), wish)
        assert isinstance(sent, Authorization), sent
        return sent

    async def sign_in(self, login: str, wish: Wish = WISH) -> SignedIn | SsoRefused:
        sent = await self.sent(wish)
        back = await asyncio.to_thread(Visitor().sign_in, sent.url, login)
        return await self.source.complete(self.provider(), sent.started, back)

    async def signed_in(self, login: str, wish: Wish = WISH) -> SignedIn:
        found = await self.sign_in(login, wish)
        assert isinstance(found, SignedIn), found
        return found


@pytest.fixture
def client(openid_provider: OpenIdProvider) -> Generator[Client]:
    made = Client(openid_provider)
    yield made
    openid_provider.hang()
    openid_provider.tell_in_id_token(claims=False)
    made.outgoing.close()


async def test_discovery_says_what_the_sign_in_needs(client: Client) -> None:
    metadata = await client.source.discovery.metadata(client.provider())
    keys = await client.source.keys.keys(client.provider())
    assert metadata.answers_with_issuer, "RFC 9207"
    assert metadata.end_session is not None
    assert metadata.userinfo is not None
    assert len(keys.keys) == 1


async def test_somebody_signs_in_and_two_requests_are_enough_once_keys_are_known(client: Client) -> None:
    client.there.person("ann", groups=("staff", "admins"))
    found = await client.signed_in("ann")
    assert found.identity == ExternalIdentity(
        source_id=UUID(int=7),
        method=AuthMethod.OIDC,
        subject="sub-of-ann",
        login_name="ann",
        email="ann@example.com",
        email_verified=True,
        first_name="Ann",
        last_name="Lee",
        groups=(ExternalGroup("staff"), ExternalGroup("admins")),
    )
    assert found.issuer == client.there.issuer
    assert found.facts.sid
    client.there.asked()
    await client.signed_in("ann")
    assert ours(client.there.asked()) == ["POST /token", "GET /me"]


async def test_userinfo_is_not_asked_where_the_id_token_says_it_all(client: Client) -> None:
    client.there.person("ida", groups=("staff",))
    client.there.tell_in_id_token(claims=True)
    first = await client.signed_in("ida")
    client.there.asked()
    again = await client.signed_in("ida")
    assert first.identity == again.identity
    assert again.identity.groups == (ExternalGroup("staff"),)
    assert ours(client.there.asked()) == ["POST /token"]


@pytest.mark.parametrize(
    ("amr", "acr", "is_proven"),
    [
        pytest.param(None, None, False, id="nothing"),
        pytest.param(("pwd",), None, False, id="a_password"),
        pytest.param(("pwd", "otp"), None, True, id="a_code"),
        pytest.param(("pwd",), "urn:example:strong", True, id="a_strong_class"),
    ],
)
async def test_what_the_provider_says_of_a_second_factor(
    client: Client, amr: tuple[str, ...] | None, acr: str | None, *, is_proven: bool
) -> None:
    client.there.person("bob", amr=amr, acr=acr)
    found = await client.signed_in("bob")
    assert (found.facts.amr, found.facts.acr) == (amr or (), acr)
    assert found.facts.has_second_factor is is_proven


async def test_groups_that_are_not_told_are_unknown_and_an_empty_list_is_none(client: Client) -> None:
    client.there.person("cem", groups=None)
    assert (await client.signed_in("cem")).identity.groups is None
    client.there.change("cem", groups=())
    assert (await client.signed_in("cem")).identity.groups == ()


async def test_an_address_counts_as_proven_by_the_boolean_true_alone(client: Client) -> None:
    client.there.person("dia", email_verified="true")
    assert not (await client.signed_in("dia")).identity.email_verified


async def test_a_code_is_worth_nothing_twice(client: Client) -> None:
    client.there.person("eva")
    sent = await client.sent()
    back = await asyncio.to_thread(Visitor().sign_in, sent.url, "eva")
    assert isinstance(await client.source.complete(client.provider(), sent.started, back), SignedIn)
    again = await client.source.complete(client.provider(), sent.started, back)
    assert again == SsoRefused(SsoFailure.GRANT_REFUSED, SsoStep.TOKEN)


async def test_a_wrong_client_secret_is_told_apart(client: Client) -> None:
    client.there.person("fay")
    sent = await client.sent()
    back = await asyncio.to_thread(Visitor().sign_in, sent.url, "fay")
    found = await client.source.complete(client.provider(client_secret="other"), sent.started, back)
    assert found == SsoRefused(SsoFailure.CLIENT_REFUSED, SsoStep.TOKEN)


async def test_who_cancels_there_is_told_by_our_word_alone(client: Client) -> None:
    sent = await client.sent()
    back = await asyncio.to_thread(Visitor().cancel, sent.url)
    assert dict(back)["error_description"].startswith("<b>")
    assert await client.source.complete(client.provider(), sent.started, back) == SsoRefused(SsoFailure.DENIED_THERE)


async def test_a_new_sign_in_can_be_asked_for(client: Client) -> None:
    client.there.person("gus")
    visitor, first = Visitor(), await client.sent()
    await asyncio.to_thread(visitor.sign_in, first.url, "gus")
    fresh = await client.sent(Wish(redirect_uri=WISH.redirect_uri, max_age_seconds=0))
    client.there.asked()
    back = await asyncio.to_thread(visitor.sign_in, fresh.url, "gus")
    assert any(each.startswith("POST /interaction/") for each in client.there.asked()), "the page is shown again"
    found = await client.source.complete(client.provider(), fresh.started, back)
    assert isinstance(found, SignedIn), found
    assert found.facts.auth_time is not None


@pytest.mark.parametrize("keeps_id", [pytest.param(False, id="new_id"), pytest.param(True, id="same_id")])
async def test_a_new_key_is_found_without_anybody_doing_anything(client: Client, *, keeps_id: bool) -> None:
    client.there.person("hal")
    await client.signed_in("hal")
    client.there.rotate(keeps_id=keeps_id)
    client.there.asked()
    await client.signed_in("hal")
    assert ours(client.there.asked()) == ["POST /token", "GET /jwks", "GET /me"]


async def test_refresh_tokens_are_exchanged_until_the_account_is_disabled_there(client: Client) -> None:
    client.there.person("ike")
    tokens = (await client.signed_in("ike")).tokens
    assert tokens.refresh is not None
    still = await client.source.refresh(client.provider(), tokens.refresh, "sub-of-ike")
    assert isinstance(still, StillThere), still
    assert still.tokens.refresh not in {None, tokens.refresh}, "oidc-provider gives a new one each time"
    client.there.hang("/token")
    outage = await client.source.refresh(client.provider(), still.tokens.refresh or "", "sub-of-ike")
    assert isinstance(outage, SsoRefused), outage
    assert outage.is_outage
    client.there.hang()
    client.there.change("ike", is_disabled=True)
    assert await client.source.refresh(client.provider(), still.tokens.refresh or "", "sub-of-ike") == NotThere()


async def test_a_logout_token_names_the_session_of_the_sign_in(client: Client) -> None:
    client.there.person("joy")
    async with listening() as listener:
        client.there.client(CLIENT, BASE, "corp", backchannel_logout_uri=listener.url)
        found = await client.signed_in("joy")
        await asyncio.to_thread(client.there.sign_out, "joy", CLIENT)
        told = await listener.bodies.get()
    notice = await client.source.logout_notice(client.provider(), dict(parse_qsl(told))["logout_token"])
    assert isinstance(notice, LogoutNotice), notice
    assert (notice.subject, notice.sid) == ("sub-of-joy", found.facts.sid)


async def test_a_logout_token_is_no_id_token(client: Client) -> None:
    client.there.person("kit")
    found = await client.signed_in("kit")
    assert found.tokens.id_token is not None
    refused = await client.source.logout_notice(client.provider(), found.tokens.id_token)
    assert isinstance(refused, SsoRefused)
    assert refused.because is SsoFailure.NO_LOGOUT_EVENT


async def test_the_browser_can_sign_out_there_too(client: Client) -> None:
    client.there.person("lou")
    found = await client.signed_in("lou")
    url = await client.source.logout_url(client.provider(), found.tokens.id_token, f"{BASE}/auth/logged-out", "state-1")
    assert isinstance(url, str)
    asked = dict(parse_qsl(urlsplit(url).query))
    assert asked["id_token_hint"] == found.tokens.id_token
    assert (asked["client_id"], asked["state"]) == (CLIENT, "state-1")


def ours(asked: list[str]) -> list[str]:
    """What we asked, without what the browser did."""
    return [each for each in asked if not each.startswith(("GET /auth", "GET /interaction/", "POST /interaction/"))]
