"""Signing in at a provider that behaves: what is asked, what comes back, and what must go on working."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import pytest
from joserfc.jwk import Key

from auth.clock import Stopped
from auth.sources.failures import SsoFailure, SsoRefused, SsoStep
from auth.sources.identity import ExternalGroup, ExternalIdentity
from auth.sources.oidc import NotThere, StillThere
from auth.sources.provider import ProviderKind, SecondFactorRule, SigningAlgorithm
from auth.sources.redirect import Authorization, Started, Tokens, Wish
from models.user import AuthMethod
from tests.support.hostile_provider import (
    ACCESS,
    CLIENT,
    REDIRECT,
    REFRESH,
    SECRET,
    HostileProvider,
    basic,
    ec,
    hostile_provider,
    okp,
    public,
    rsa,
)
from tests.support.hostile_ways import good_keys
from tests.support.sso import WISH, Client


@pytest.fixture
async def there() -> AsyncGenerator[HostileProvider]:
    async with hostile_provider() as provider:
        yield provider


async def sent(client: Client, wish: Wish = WISH, **values: Any) -> tuple[Authorization, dict[str, str]]:  # noqa: ANN401 — as the provider takes them
    found = await client.source.authorization(client.there.provider(**values), wish)
    assert isinstance(found, Authorization), found
    return found, dict(parse_qsl(urlsplit(found.url).query))


async def test_somebody_signs_in(there: HostileProvider) -> None:
    found = await Client(there).signed_in()
    assert found.identity == ExternalIdentity(
        source_id=UUID(int=7),
        method=AuthMethod.OIDC,
        subject="ann-1",
        login_name="ann",
        email="ann@example.com",
        email_verified=True,
        first_name="Ann",
        last_name="Lee",
        groups=(ExternalGroup("staff"), ExternalGroup("admins")),
    )
    assert found.issuer == there.issuer
    assert (found.tokens.access, found.tokens.refresh) == (ACCESS, REFRESH)
    assert found.claims["sub"] == "ann-1"


async def test_the_browser_takes_along_what_the_standard_asks_for_and_no_secret(there: HostileProvider) -> None:
    found, asked = await sent(Client(there))
    assert found.url.startswith(f"{there.issuer}/authorize?")
    assert asked == {
        "response_type": "code",
        "client_id": CLIENT,
        "redirect_uri": REDIRECT,
        "scope": "openid email profile",
        "state": found.started.state,
        "nonce": found.started.nonce,
        "code_challenge": asked["code_challenge"],
        "code_challenge_method": "S256",
    }
    assert found.started.verifier not in found.url
    assert len({found.started.state, found.started.nonce, found.started.verifier}) == 3


async def test_what_is_kept_meanwhile_is_plain_and_shows_no_secret(there: HostileProvider) -> None:
    found, _asked = await sent(Client(there))
    started = found.started
    assert Started(**asdict(started)) == started
    assert not any(secret in repr(started) for secret in (started.state, started.nonce, started.verifier))
    assert SECRET not in repr(there.provider())
    assert ACCESS not in repr(Tokens(ACCESS, REFRESH, "x.y.z"))


async def test_a_new_sign_in_a_name_and_a_class_are_asked_for(there: HostileProvider) -> None:
    rule = SecondFactorRule(acr=frozenset({"urn:mfa", "phr"}))
    wish = Wish(redirect_uri=REDIRECT, login_hint="ann@example.com", max_age_seconds=0)
    _found, asked = await sent(Client(there), wish, second_factor=rule, hosted_domains=("example.com",))
    extra = {name: asked[name] for name in ("login_hint", "max_age", "acr_values", "hd")}
    assert extra == {"login_hint": "ann@example.com", "max_age": "0", "acr_values": "phr urn:mfa", "hd": "example.com"}


async def test_google_has_a_parameter_in_place_of_the_scope(there: HostileProvider) -> None:
    _found, asked = await sent(Client(there), kind=ProviderKind.GOOGLE, scopes=("openid", "offline_access"))
    assert (asked["scope"], asked["access_type"]) == ("openid", "offline")


@pytest.mark.parametrize("way", [None, "client_secret_basic", "client_secret_post", "none"], ids=str)
async def test_we_say_who_we_are_as_the_provider_wants_it(there: HostileProvider, way: str | None) -> None:
    if way is not None:
        there.metadata["token_endpoint_auth_methods_supported"] = ["private_key_jwt", way]
    provider = there.provider(client_secret=None) if way == "none" else there.provider()
    await Client(there).signed_in(provider)
    [form], header = there.forms, there.headers[1].get("authorization", "")
    assert form["grant_type"] == "authorization_code"
    assert form["redirect_uri"] == REDIRECT
    if way in {None, "client_secret_basic"}:
        assert basic(header) == (CLIENT, SECRET)
        assert "client_secret" not in form
    else:
        assert header == ""
        assert (form["client_id"], form.get("client_secret")) == (CLIENT, None if way == "none" else SECRET)


async def test_a_sign_in_with_everything_at_hand_asks_once(there: HostileProvider) -> None:
    client = Client(there)
    await client.signed_in()
    there.asked.clear()
    await client.signed_in()
    assert dict(there.asked) == {"/token": 1}


async def test_what_the_id_token_leaves_out_costs_one_more(there: HostileProvider) -> None:
    client = Client(there)
    await client.signed_in()
    there.asked.clear()
    for claim in ("email", "email_verified", "groups"):
        there.userinfo[claim] = there.claims.pop(claim)
    found = await client.signed_in()
    assert dict(there.asked) == {"/token": 1, "/userinfo": 1}
    assert (found.identity.email, found.identity.email_verified) == ("ann@example.com", True)
    assert found.identity.groups == (ExternalGroup("staff"), ExternalGroup("admins"))
    assert there.headers[-1]["authorization"] == f"Bearer {ACCESS}"


async def test_the_signed_token_wins_over_userinfo(there: HostileProvider) -> None:
    there.claims.pop("given_name")
    there.claims.pop("family_name")
    there.userinfo |= {"email": "eve@evil.test", "email_verified": True, "groups": ["root"], "given_name": "Ann"}
    there.userinfo |= {"preferred_username": "root", "iss": "https://evil.test"}
    found = await Client(there).signed_in()
    assert (found.identity.email, found.identity.login_name, found.identity.first_name) == (
        "ann@example.com",
        "ann",
        "Ann",
    )
    assert found.identity.groups == (ExternalGroup("staff"), ExternalGroup("admins"))
    assert found.claims["iss"] == there.issuer


async def test_many_tabs_at_once(there: HostileProvider) -> None:
    client, provider = Client(there), there.provider()
    tabs = [await client.source.authorization(provider, WISH) for _ in range(4)]
    for tab in reversed(tabs):
        assert isinstance(tab, Authorization)
        back = there.authorize(tab.url)
        there.nonce = tab.started.nonce
        assert not isinstance(await client.source.complete(provider, tab.started, back), SsoRefused)


async def test_an_answer_fits_its_own_tab_alone(there: HostileProvider) -> None:
    client, provider = Client(there), there.provider()
    one, _asked = await sent(client)
    other, _asked = await sent(client)
    back = there.authorize(one.url)
    there.asked.clear()
    found = await client.source.complete(provider, other.started, back)
    assert found == SsoRefused(SsoFailure.WRONG_STATE)
    assert not there.asked, "a code that is not ours to use was sent"


async def test_a_code_from_another_tab_with_ones_own_state_is_worth_nothing(there: HostileProvider) -> None:
    client, provider = Client(there), there.provider()
    victim, _asked = await sent(client)
    own, _asked = await sent(client)
    there.authorize(victim.url)
    injected = [("code", "code-1"), ("state", own.started.state), ("iss", there.issuer)]
    found = await client.source.complete(provider, own.started, injected)
    assert found == SsoRefused(SsoFailure.GRANT_REFUSED, SsoStep.TOKEN), "PKCE binds the code"
    there.challenge = ""
    there.replies["/token"] = {"id_token": there.id_token(), **there.answer}
    found = await client.source.complete(provider, own.started, injected)
    assert found == SsoRefused(SsoFailure.WRONG_NONCE), "and so does the nonce, where a provider does not look"


@pytest.mark.parametrize("change", [{"id": UUID(int=8)}, {"issuer": "https://other.test"}], ids=["id", "issuer"])
async def test_an_answer_fits_its_own_provider_alone(there: HostileProvider, change: dict[str, Any]) -> None:
    client = Client(there)
    found, _asked = await sent(client)
    back = there.authorize(found.url)
    there.asked.clear()
    other = there.provider(**change)
    assert await client.source.complete(other, found.started, back) == SsoRefused(SsoFailure.WRONG_PROVIDER)
    assert not there.asked


async def test_parameters_that_come_twice_are_refused(there: HostileProvider) -> None:
    client = Client(there)
    found, _asked = await sent(client)
    back = [*there.authorize(found.url), ("code", "code-2")]
    refused = await client.source.complete(there.provider(), found.started, back)
    assert refused == SsoRefused(SsoFailure.REPEATED_PARAMETER)


async def test_nobody_may_be_away_for_longer_than_ten_minutes(there: HostileProvider) -> None:
    client = Client(there)
    found, _asked = await sent(client)
    back = there.authorize(found.url)
    early = replace(found.started, started_at=there.now - timedelta(minutes=10, seconds=1))
    assert await client.source.complete(there.provider(), early, back) == SsoRefused(SsoFailure.TOO_LATE)
    just = replace(found.started, started_at=there.now - timedelta(minutes=10))
    assert not isinstance(await client.source.complete(there.provider(), just, back), SsoRefused)


async def test_a_provider_that_promises_no_issuer_need_not_name_it(there: HostileProvider) -> None:
    there.metadata.pop("authorization_response_iss_parameter_supported")
    there.callback["iss"] = None
    await Client(there).signed_in()


async def test_other_members_of_the_metadata_mean_nothing(there: HostileProvider) -> None:
    there.metadata |= {"proxy": f"http://127.0.0.1:{there.elsewhere_port}", "verify": False, "timeout": 0}
    there.metadata |= {"follow_redirects": True, "transport": "x", "headers": {"X-Evil": "1"}, "trust_env": True}
    there.metadata |= {"nonce": "fixed", "response_type": "token", "prompt": "none"}
    client = Client(there)
    _found, asked = await sent(client)
    assert asked["response_type"] == "code"
    assert asked["nonce"] != "fixed"
    await client.signed_in()
    assert there.elsewhere == 0
    assert not any("x-evil" in headers for headers in there.headers)


async def test_the_environment_names_no_proxy(there: HostileProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{there.elsewhere_port}")
    await Client(there).signed_in()
    assert there.elsewhere == 0


# Keys.


@pytest.mark.parametrize(
    ("algorithm", "key"), good_keys().items(), ids=lambda value: value if isinstance(value, str) else ""
)
async def test_every_algorithm_on_the_list(there: HostileProvider, algorithm: str, key: Key) -> None:
    there.key, there.header = key, {"alg": algorithm, "kid": key.kid}
    there.jwks = {"keys": [public(rsa("k2")), public(okp("o2")), public(ec("e9")), public(key)]}
    await Client(there).signed_in()


async def test_an_algorithm_that_is_off_the_list_is_refused(there: HostileProvider) -> None:
    provider = there.provider(algorithms=(SigningAlgorithm.ES256,))
    assert await Client(there).sign_in(provider) == SsoRefused(SsoFailure.ALGORITHM_REFUSED)


async def test_a_new_key(there: HostileProvider) -> None:
    client = Client(there)
    await client.signed_in()
    there.key, there.header["kid"] = rsa("k2"), "k2"
    there.jwks = {"keys": [public(rsa("k1")), public(rsa("k2"))]}
    await client.signed_in()
    assert there.asked["/jwks"] == 2


async def test_a_new_key_under_the_same_name(there: HostileProvider) -> None:
    client = Client(there)
    await client.signed_in()
    there.key = rsa("other")
    there.jwks = {"keys": [public(there.key, kid="k1")]}
    await client.signed_in()
    assert there.asked["/jwks"] == 2


async def test_a_new_key_for_many_at_once_is_fetched_once(there: HostileProvider) -> None:
    client = Client(there)
    await client.signed_in()
    there.key = rsa("other")
    there.jwks = {"keys": [public(there.key, kid="k1")]}
    provider = there.provider()
    tokens = [there.id_token() for _ in range(9)]
    notices = [client.source.logout_notice(provider, token) for token in tokens]
    found = await asyncio.gather(*notices)
    assert {getattr(each, "because", None) for each in found} == {SsoFailure.NO_LOGOUT_EVENT}, "the signature is good"
    assert there.asked["/jwks"] == 2


async def test_a_flood_of_bad_tokens_is_no_flood_of_requests(there: HostileProvider) -> None:
    client = Client(there)
    await client.signed_in()
    there.key = rsa("other")
    for _ in range(20):
        assert await client.sign_in() == SsoRefused(SsoFailure.WRONG_SIGNATURE)
    assert there.asked["/jwks"] == 2


async def test_keys_that_cannot_be_used_do_no_harm(there: HostileProvider) -> None:
    odd = [{"kty": "PQC"}, {"kty": "RSA", "kid": "k1"}, 7, public(rsa("k1"), use="enc"), {"kty": "EC", "crv": "P-0"}]
    there.jwks = {"keys": [*odd, public(rsa("k1"), x5c=["x"], key_ops=["verify"], use="sig"), *odd]}
    await Client(there).signed_in()


async def test_a_key_without_a_name(there: HostileProvider) -> None:
    there.jwks = {"keys": [public(rsa("k2"), kid=None), public(rsa("k1"), kid=None)]}
    there.header = {"alg": "RS256", "typ": "JWT"}
    await Client(there).signed_in()


# Time.


@pytest.mark.parametrize("off", [-30, 30], ids=["behind", "ahead"])
async def test_a_clock_that_is_30_seconds_off(there: HostileProvider, off: int) -> None:
    ours = there.now + timedelta(seconds=off)
    await Client(there, clock=Stopped(ours)).signed_in()


async def test_a_clock_that_is_31_seconds_behind_ours_is_refused(there: HostileProvider) -> None:
    clock = Stopped(there.now + timedelta(seconds=32))
    assert await Client(there, clock=clock).sign_in() == SsoRefused(SsoFailure.ISSUED_TOO_EARLY)


async def test_a_sign_in_there_must_be_as_fresh_as_it_was_asked_for(there: HostileProvider) -> None:
    wish, now = Wish(redirect_uri=REDIRECT, max_age_seconds=60), there.now.timestamp()
    too_old = SsoRefused(SsoFailure.SIGN_IN_TOO_OLD)
    assert await Client(there).sign_in(wish=wish) == too_old
    there.claims["auth_time"] = now - 95
    assert await Client(there).sign_in(wish=wish) == too_old
    there.claims["auth_time"] = now - 85
    found = await Client(there).signed_in(wish=wish)
    assert found.facts.auth_time is not None


# Refresh tokens and signing out.


async def test_a_refresh_token_tells_that_somebody_is_still_there(there: HostileProvider) -> None:
    client = Client(there)
    there.answer["refresh_token"] = "refresh-token-2"
    found = await client.source.refresh(there.provider(), REFRESH, "ann-1")
    assert isinstance(found, StillThere)
    assert found.tokens.refresh == "refresh-token-2"
    assert there.forms == [{"grant_type": "refresh_token", "refresh_token": REFRESH}]


async def test_a_refresh_token_that_is_not_renewed_stays(there: HostileProvider) -> None:
    there.answer |= {"refresh_token": ..., "id_token": ...}
    found = await Client(there).source.refresh(there.provider(), REFRESH, "ann-1")
    assert isinstance(found, StillThere)
    assert found.tokens.refresh == REFRESH


async def test_a_refresh_token_that_is_refused_tells_that_somebody_is_gone(there: HostileProvider) -> None:
    there.status["/token"] = 400
    there.replies["/token"] = {"error": "invalid_grant"}
    assert await Client(there).source.refresh(there.provider(), REFRESH, "ann-1") == NotThere()


@pytest.mark.parametrize(
    ("status", "answer", "because"),
    [
        (503, {}, SsoFailure.UNAVAILABLE),
        (401, {"error": "invalid_client"}, SsoFailure.CLIENT_REFUSED),
        (400, {"error": "invalid_request"}, SsoFailure.TOKEN_REFUSED),
    ],
    ids=["down", "client", "request"],
)
async def test_other_answers_to_a_refresh_token_tell_nothing(
    there: HostileProvider, status: int, answer: dict[str, str], because: SsoFailure
) -> None:
    there.status["/token"], there.replies["/token"] = status, answer
    found = await Client(there).source.refresh(there.provider(), REFRESH, "ann-1")
    assert found == SsoRefused(because, SsoStep.TOKEN)


async def test_tokens_of_somebody_else_are_no_answer_to_a_refresh_token(there: HostileProvider) -> None:
    found = await Client(there).source.refresh(there.provider(), REFRESH, "bob-1")
    assert found == SsoRefused(SsoFailure.OTHER_SUBJECT)


async def test_where_to_sign_out(there: HostileProvider) -> None:
    client, provider = Client(there), there.provider()
    there.metadata["end_session_endpoint"] += "?tenant=1"
    url = await client.source.logout_url(provider, "x.y.z", "https://gatehouse.test/", "state-1")
    assert isinstance(url, str)
    assert url.startswith(f"{there.issuer}/logout?")
    assert dict(parse_qsl(urlsplit(url).query)) == {
        "tenant": "1",
        "id_token_hint": "x.y.z",
        "client_id": CLIENT,
        "post_logout_redirect_uri": "https://gatehouse.test/",
        "state": "state-1",
    }


async def test_not_every_provider_lets_sign_out(there: HostileProvider) -> None:
    there.metadata.pop("end_session_endpoint")
    assert await Client(there).source.logout_url(there.provider(), None, REDIRECT, "s") is None
