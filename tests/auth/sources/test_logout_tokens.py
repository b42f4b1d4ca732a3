"""Back-channel logout tokens: what they say where they are good, and that no other token is one."""

from collections.abc import AsyncGenerator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from auth.clock import Stopped
from auth.sources.failures import SsoFailure, SsoRefused
from auth.sources.logout_tokens import EVENT, LogoutNotice
from tests.support.hostile_provider import CLIENT, HostileProvider, hostile_provider
from tests.support.logout_tokens import FORGED, REFUSED, claims, logout_token
from tests.support.sso import Client


@pytest.fixture
async def there() -> AsyncGenerator[HostileProvider]:
    async with hostile_provider() as provider:
        yield provider


async def notice(there: HostileProvider, header: dict[str, Any] | None = None, **members: object) -> object:
    return await Client(there).source.logout_notice(there.provider(), logout_token(there, header, **members))


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


@pytest.mark.parametrize(("because", "members"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_is_no_logout_token(there: HostileProvider, because: SsoFailure, members: dict[str, Any]) -> None:
    assert await notice(there, **members) == SsoRefused(because)


@pytest.mark.parametrize(
    ("forge", "because"),
    FORGED.values(),
    ids=FORGED.keys(),
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
