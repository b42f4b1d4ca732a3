"""Back-channel logout tokens: what they say where they are good, and that no other token is one."""

from collections.abc import AsyncGenerator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from auth.clock import Stopped
from auth.sources.failures import SsoFailure, SsoRefused
from auth.sources.logout_tokens import EVENT, LogoutNotice
from tests.support.hostile_provider import CLIENT, HostileProvider, encoded, hostile_provider, rsa
from tests.support.sso import Client


@pytest.fixture
async def there() -> AsyncGenerator[HostileProvider]:
    async with hostile_provider() as provider:
        yield provider


def claims(there: HostileProvider, **members: object) -> dict[str, Any]:
    at = int(there.now.timestamp())
    usual: dict[str, Any] = {
        "iss": there.issuer,
        "aud": CLIENT,
        "iat": at,
        "exp": at + 120,
        "jti": "one",
        "sub": "ann-1",
        "sid": "s-1",
    }
    usual |= {"events": {EVENT: {}}, **members}
    return {name: value for name, value in usual.items() if value is not ...}


async def notice(there: HostileProvider, header: dict[str, Any] | None = None, **members: object) -> object:
    token = there.signed({**there.header, "typ": "logout+jwt", **(header or {})}, claims(there, **members))
    return await Client(there).source.logout_notice(there.provider(), token)


@pytest.mark.parametrize(
    ("members", "subject", "sid"),
    [
        ({}, "ann-1", "s-1"),
        ({"sid": ...}, "ann-1", None),
        ({"sub": ...}, None, "s-1"),
        ({"aud": [CLIENT]}, "ann-1", "s-1"),
        ({"events": {EVENT: {"x": 1}, "other": {}}}, "ann-1", "s-1"),
    ],
    ids=["both", "subject", "session", "list", "more"],
)
async def test_who_signed_out_there(there: HostileProvider, members: dict[str, Any], subject: str, sid: str) -> None:
    until = datetime.fromtimestamp(int(there.now.timestamp()) + 150, UTC)
    assert await notice(there, **members) == LogoutNotice(subject, sid, "one", until)


@pytest.mark.parametrize("header", [{"typ": "JWT"}, {"typ": "application/logout+jwt"}, {"typ": "Logout+JWT"}], ids=str)
async def test_how_its_type_may_be_written(there: HostileProvider, header: dict[str, Any]) -> None:
    assert isinstance(await notice(there, header), LogoutNotice)


async def test_it_is_remembered_for_an_hour_at_most_and_is_too_old_afterwards(there: HostileProvider) -> None:
    far = there.now.timestamp() + 10**8
    found = await notice(there, exp=far)
    assert isinstance(found, LogoutNotice)
    assert found.remember_until <= there.now + timedelta(hours=1, seconds=30)
    token = there.signed(there.header, claims(there, exp=far))
    later = Client(there, clock=Stopped(found.remember_until))
    assert await later.source.logout_notice(there.provider(), token) == SsoRefused(SsoFailure.EXPIRED)


REFUSED: dict[str, tuple[SsoFailure, dict[str, Any]]] = {
    "issuer of another": (SsoFailure.WRONG_ISSUER, {"iss": "https://evil.test"}),
    "issuer missing": (SsoFailure.WRONG_ISSUER, {"iss": ...}),
    "audience of another": (SsoFailure.WRONG_AUDIENCE, {"aud": "another"}),
    "audience with another": (SsoFailure.WRONG_AUDIENCE, {"aud": [CLIENT, "another"]}),
    "audience missing": (SsoFailure.WRONG_AUDIENCE, {"aud": ...}),
    "expired": (SsoFailure.EXPIRED, {"exp": 1}),
    "no end": (SsoFailure.TIME_MISSING, {"exp": ...}),
    "no beginning": (SsoFailure.TIME_MISSING, {"iat": ...}),
    "two hours old": (SsoFailure.EXPIRED, {"iat": 1_500_000_000, "exp": 4_000_000_000}),
    "of tomorrow": (SsoFailure.NOT_YET_VALID, {"iat": 4_000_000_000, "exp": 4_000_000_001}),
    "no event": (SsoFailure.NO_LOGOUT_EVENT, {"events": ...}),
    "another event": (SsoFailure.NO_LOGOUT_EVENT, {"events": {"http://evil.test/event": {}}}),
    "an event as text": (SsoFailure.NO_LOGOUT_EVENT, {"events": {EVENT: "yes"}}),
    "events in a list": (SsoFailure.NO_LOGOUT_EVENT, {"events": [EVENT]}),
    "events as text": (SsoFailure.NO_LOGOUT_EVENT, {"events": EVENT}),
    "with a nonce": (SsoFailure.LOGOUT_WITH_NONCE, {"nonce": "n"}),
    "with a nonce that is null": (SsoFailure.LOGOUT_WITH_NONCE, {"nonce": None}),
    "no id": (SsoFailure.NO_TOKEN_ID, {"jti": ...}),
    "an empty id": (SsoFailure.NO_TOKEN_ID, {"jti": ""}),
    "a number as id": (SsoFailure.NO_TOKEN_ID, {"jti": 1}),
    "an id of 100 kB": (SsoFailure.NO_TOKEN_ID, {"jti": "j" * 100_000}),
    "nobody": (SsoFailure.NOBODY_NAMED, {"sub": ..., "sid": ...}),
    "a session that is none": (SsoFailure.NOBODY_NAMED, {"sid": 1}),
    "an empty session": (SsoFailure.NOBODY_NAMED, {"sid": ""}),
    "an empty subject": (SsoFailure.SUBJECT_MALFORMED, {"sub": ""}),
    "a subject in a list": (SsoFailure.SUBJECT_MALFORMED, {"sub": ["ann-1"]}),
}


@pytest.mark.parametrize(("because", "members"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_is_no_logout_token(there: HostileProvider, because: SsoFailure, members: dict[str, Any]) -> None:
    assert await notice(there, **members) == SsoRefused(because)


def _unsigned(there: HostileProvider) -> str:
    return f"{encoded({'alg': 'none'})}.{encoded(claims(there))}."


def _unsigned_with_signature(there: HostileProvider) -> str:
    return f"{encoded({'alg': 'none'})}.{encoded(claims(there))}.AAAA"


def _of_another(there: HostileProvider) -> str:
    there.key = rsa("other")
    return there.signed(there.header, claims(there))


def _id_token(there: HostileProvider) -> str:
    return there.id_token()


def _access_token(there: HostileProvider) -> str:
    return there.signed({**there.header, "typ": "at+jwt"}, claims(there))


FORGED: list[tuple[Callable[[HostileProvider], str], SsoFailure]] = [
    (_unsigned, SsoFailure.TOKEN_MALFORMED),
    (_unsigned_with_signature, SsoFailure.ALGORITHM_REFUSED),
    (_of_another, SsoFailure.WRONG_SIGNATURE),
    (_id_token, SsoFailure.NO_LOGOUT_EVENT),
    (_access_token, SsoFailure.HEADER_REFUSED),
    (lambda _there: "", SsoFailure.TOKEN_MALFORMED),
    (lambda _there: "é.ü.ö", SsoFailure.TOKEN_MALFORMED),
    (lambda _there: "a.b.c" * 100_000, SsoFailure.TOKEN_MALFORMED),
]


@pytest.mark.parametrize(
    ("forge", "because"),
    FORGED,
    ids=["unsigned", "none", "another's", "id token", "access token", "nothing", "letters", "long"],
)
async def test_no_other_token_is_one(
    there: HostileProvider, forge: Callable[[HostileProvider], str], because: SsoFailure
) -> None:
    found = await Client(there).source.logout_notice(there.provider(), forge(there))
    assert found == SsoRefused(because)
    assert there.asked["/jwks"] <= 2


async def test_a_logout_token_signs_nobody_in(there: HostileProvider) -> None:
    there.resign = lambda _token: there.signed({**there.header, "typ": "logout+jwt"}, claims(there))
    assert await Client(there).sign_in() == SsoRefused(SsoFailure.HEADER_REFUSED)
    there.resign = lambda _token: there.signed(there.header, claims(there))
    assert await Client(there).sign_in() == SsoRefused(SsoFailure.WRONG_NONCE)
