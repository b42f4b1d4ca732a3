"""A provider is asked about sessions in use: who is gone there is signed out here; silence changes nothing."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

import pytest

from auth.settings.pages import SsoSettings
from auth.single_sign_on.checking import PARALLEL, ProviderChecks
from auth.sources.redirecting import RedirectSources
from auth.vault import Purpose
from models.identity_provider import IdentityProvider, ProviderKind
from models.provider_sign_in import ProviderSignIn
from models.session import Session, SessionEnd
from models.user import User, UserStatus
from tests.support.hostile_provider import REFRESH, HostileProvider, hostile_provider
from tests.support.house import House
from tests.support.identity_providers import from_provider
from tests.support.keys import INSTALLATION
from tests.support.provider_sign_ins import came_by, row_of, sealed, turn
from tests.support.trail import Told, hearing, nothing_changes


@pytest.fixture
async def there(house: House) -> AsyncGenerator[HostileProvider]:
    async with hostile_provider() as provider:
        provider.answer["id_token"] = ...
        provider.now = house.clock.now()
        yield provider


def checks_of(house: House) -> ProviderChecks:
    """Of a process of its own."""
    return ProviderChecks(house.units, RedirectSources(house.clock))


async def looked(house: House, checks: ProviderChecks | None = None) -> None:
    """What the periodic work does, to the end."""
    made = checks or checks_of(house)
    await made.run_due()
    await made.settled()


async def used(house: House, corp: IdentityProvider, name: str = "asa", **columns: Any) -> tuple[str, ProviderSignIn]:  # noqa: ANN401 — columns of a row
    """A session by the provider that is in use, half an hour after the sign-in."""
    user_id = await from_provider(house, corp, name)
    kept = {"refresh_token_sealed": sealed("first"), "checked_at": house.clock.now() - timedelta(minutes=30)}
    token, row = await came_by(house, user_id, corp, **(kept | columns))
    return token, row


def opened(text: str | None) -> str | None:
    return None if text is None else INSTALLATION.vault.open(Purpose.SSO_TOKENS, text)


async def test_who_is_still_there_goes_on_with_the_token_that_came(house: House, there: HostileProvider) -> None:
    corp = await row_of(there)
    token, row = await used(house, corp)
    await looked(house)
    assert [form["refresh_token"] for form in there.forms] == ["first"]
    assert there.forms[0]["grant_type"] == "refresh_token"
    await row.refresh_from_db()
    assert (opened(row.refresh_token_sealed), row.checked_at, row.claimed_until) == (REFRESH, house.clock.now(), None)
    assert (await house.caller(token)).actor.user_id == row.user_id
    await looked(house)
    assert len(there.forms) == 1


async def test_where_no_other_token_came_the_first_one_stays(house: House, there: HostileProvider) -> None:
    _, row = await used(house, await row_of(there))
    there.answer["refresh_token"] = ...
    await looked(house)
    await row.refresh_from_db()
    assert (opened(row.refresh_token_sealed), row.checked_at) == ("first", house.clock.now())


async def test_who_is_gone_there_is_signed_out_here_and_stays_an_account(house: House, there: HostileProvider) -> None:
    corp = await row_of(there)
    token, row = await used(house, corp)
    by_password = await house.open(row.user_id)
    there.status["/token"], there.replies["/token"] = 400, {"error": "invalid_grant"}
    async with hearing() as heard:
        await looked(house)
    assert list(heard.events) == [Told("session.ended", "system", "asa", "GONE_THERE")]
    assert (await house.caller(token)).actor.permissions.reason == "SESSION_ENDED"
    assert (await house.caller(by_password)).actor.user_id == row.user_id
    assert (await Session.get(id=row.session_id)).end_reason is SessionEnd.GONE_THERE
    assert (await User.get(id=row.user_id)).status is UserStatus.ACTIVE
    assert not await ProviderSignIn.exists()


OUTAGES: dict[str, tuple[int, Any]] = {
    "down": (503, {}),
    "its own fault": (500, {}),
    "too often": (429, {}),
    "we are refused": (401, {"error": "invalid_client"}),
    "not JSON": (200, b"<html>"),
    "another error": (400, {"error": "temporarily_unavailable"}),
}


@pytest.mark.parametrize("name", OUTAGES)
async def test_what_it_does_not_say_changes_nothing_and_it_is_left_alone(
    house: House, there: HostileProvider, name: str
) -> None:
    corp = await row_of(there)
    token, row = await used(house, corp)
    there.status["/token"], there.replies["/token"] = OUTAGES[name]
    checks = checks_of(house)
    before = (row.refresh_token_sealed, row.checked_at)
    async with hearing() as heard:
        await looked(house, checks)
        await looked(house, checks)
        await looked(house)
    assert (list(heard.events), there.asked["/token"]) == ([], 1)
    await row.refresh_from_db()
    assert (row.refresh_token_sealed, row.checked_at) == before
    assert (await house.caller(token)).actor.user_id == row.user_id
    there.status.clear()
    there.replies.clear()
    house.clock.turn(minutes=6)
    await looked(house, checks)
    await row.refresh_from_db()
    assert (opened(row.refresh_token_sealed), there.asked["/token"]) == (REFRESH, 2)


NOT_DUE: dict[str, dict[str, Any]] = {
    "asked a moment ago": {"checked_at": timedelta(minutes=14)},
    "no refresh token": {"refresh_token_sealed": None},
    "somebody asks": {"claimed_until": -timedelta(minutes=1)},
}


@pytest.mark.parametrize("name", NOT_DUE)
async def test_nobody_is_asked_who_need_not_be(house: House, there: HostileProvider, name: str) -> None:
    corp, now = await row_of(there), house.clock.now()
    columns: dict[str, Any] = {
        key: now - each if isinstance(each, timedelta) else each for key, each in NOT_DUE[name].items()
    }
    await used(house, corp, "asa", **columns)
    async with nothing_changes():
        await looked(house)
    assert not there.asked


@pytest.mark.parametrize("why", ["at rest", "ended", "off", "never", "GitHub", "waits for a step"])
async def test_nor_where_nobody_is_there_or_it_is_not_wished(house: House, there: HostileProvider, why: str) -> None:
    corp = await row_of(there, kind=ProviderKind.GITHUB if why == "GitHub" else ProviderKind.GENERIC)
    _, row = await used(house, corp)
    if why == "at rest":
        await Session.filter(id=row.session_id).update(last_seen_at=row.checked_at)
    if why == "ended":
        await Session.filter(id=row.session_id).update(ended_at=house.clock.now())
    if why == "off":
        await turn(corp, on=False)
    if why == "never":
        await house.set(SsoSettings, check_interval_minutes=0)
    if why == "waits for a step":
        await ProviderSignIn.filter(id=row.id).update(session_id=None)
    async with nothing_changes():
        await looked(house)
    assert not there.asked


async def test_two_processes_ask_once(house: House, there: HostileProvider) -> None:
    corp = await row_of(there)
    for number in range(12):
        await used(house, corp, f"person-{number}", refresh_token_sealed=sealed(f"token-{number}"))
    await asyncio.gather(*(looked(house) for _ in range(3)))
    assert sorted(form["refresh_token"] for form in there.forms) == sorted(f"token-{each}" for each in range(12))


async def test_what_a_process_that_died_had_begun_is_asked_by_another(house: House, there: HostileProvider) -> None:
    await used(house, await row_of(there), claimed_until=house.clock.now() + timedelta(minutes=2))
    await looked(house)
    assert not there.asked
    house.clock.turn(minutes=3)
    await looked(house)
    assert there.asked["/token"] == 1


async def test_a_slow_provider_holds_no_other_up_and_is_asked_a_few_at_a_time(
    house: House, there: HostileProvider
) -> None:
    async with hostile_provider() as quick:
        quick.answer["id_token"] = ...
        corp, lab = await row_of(there), await row_of(quick, "lab")
        for number in range(PARALLEL + 3):
            await used(house, corp, f"slow-{number}")
        await used(house, lab, "quick")
        there.pause_seconds = 60
        checks = checks_of(house)
        async with asyncio.timeout(5):
            await checks.run_due()
            while not quick.asked["/token"]:  # noqa: ASYNC110 — what another server hears has no event
                await asyncio.sleep(0.02)
            await checks.run_due()
        assert sum(there.asked.values()) <= PARALLEL
        await checks.stop()
    assert await Session.filter(ended_at=None).count() >= PARALLEL + 4


async def test_a_token_whose_key_is_gone_is_dropped(house: House, there: HostileProvider) -> None:
    token, row = await used(house, await row_of(there), refresh_token_sealed="of a key that is gone")
    await looked(house)
    await row.refresh_from_db()
    assert (row.refresh_token_sealed, there.asked["/token"]) == (None, 0)
    assert (await house.caller(token)).actor.user_id == row.user_id


async def test_where_the_secret_cannot_be_opened_nobody_is_asked(house: House, there: HostileProvider) -> None:
    await used(house, await row_of(there, client_secret_sealed="of a key that is gone"))
    async with nothing_changes():
        await looked(house)
    assert not there.asked


async def test_a_session_that_ended_while_it_was_asked_stays_ended(house: House, there: HostileProvider) -> None:
    _, row = await used(house, await row_of(there))
    there.pause_seconds = 0.3
    checks = checks_of(house)
    await checks.run_due()
    await asyncio.sleep(0.1)
    await ProviderSignIn.filter(id=row.id).delete()
    await Session.filter(id=row.session_id).update(ended_at=house.clock.now(), end_reason=SessionEnd.SIGNED_OUT)
    await checks.settled()
    assert not await ProviderSignIn.exists()
    assert (await Session.get(id=row.session_id)).end_reason is SessionEnd.SIGNED_OUT
