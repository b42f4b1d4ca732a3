"""Never more are signed in than the licence allows, administrators aside; and a place is free the moment it is left."""

import asyncio
from datetime import timedelta

import pytest

from auth.installation import CountedBy
from auth.licence.queries import signed_in
from auth.licence.rules import SignedIn
from auth.login.finish import Wish
from auth.login.outcomes import LoginRefusal, Refusal
from auth.login.outcomes import SignedIn as Opened
from auth.login.password import Attempt, login
from auth.session_ending.commands import end_my_sessions
from auth.sessions.commands import sign_out
from auth.sessions.states import AsOf
from auth.settings.pages import LicenceSettings, SessionSettings
from auth.settings.queries import current
from auth.users.lifecycle import deactivate_user
from models.session import Delivery, Session
from tests.support.house import PASSWORD, House
from tests.support.licences import ruled_by_file
from tests.support.trail import Told, nothing_changes

FULL = Refusal(LoginRefusal.SESSION_LIMIT_REACHED)
EXPIRED = Refusal(LoginRefusal.LICENCE_EXPIRED)
COOKIE = Wish(Delivery.COOKIE)
NAMES = ("asa", "bea", "cid")


async def people(house: House, *names: str) -> None:
    password = await house.password()
    for name in names:
        await house.user(name, password=password)


async def counted(house: House) -> SignedIn:
    return await signed_in(AsOf(await current(SessionSettings), house.clock.now()))


async def test_at_the_cap_one_more_is_refused_after_the_right_password_only(house: House) -> None:
    await people(house, *NAMES)
    await house.set(LicenceSettings, max_users=2)
    await house.sign_in("asa")
    await house.sign_in("bea")
    async with nothing_changes(Told("login.failed", None, "cid", "LICENCE_CAP", refused=True)):
        assert await house.login("cid") == FULL
    wrong = Refusal(LoginRefusal.INVALID_CREDENTIALS)
    assert await house.login("cid", "wrong") == await house.login("nobody") == wrong
    assert await counted(house) == SignedIn(2, 2)


async def test_without_a_cap_anybody_comes(house: House) -> None:
    await people(house, *NAMES)
    for name in NAMES:
        await house.sign_in(name)
    assert await counted(house) == SignedIn(3, 3)


async def test_administrators_are_never_refused_and_take_places(house: House) -> None:
    await people(house, *NAMES)
    password = await house.password()
    await house.user("ada", "admin", password=password)
    await house.role("boss", "users:write", "roles:write", "settings:write")
    await house.user("bob", "boss", password=password)
    await house.role("half", "users:write", "roles:write", level=3)
    await house.user("hal", "half", password=password)
    await house.set(LicenceSettings, max_users=1)
    await house.sign_in("asa")
    await house.sign_in("ada")
    await house.sign_in("bob")
    assert await house.login("hal") == FULL
    await Session.filter(user_id=await house.user_id("asa")).delete()
    assert await house.login("bea") == FULL
    assert await counted(house) == SignedIn(2, 2)


async def test_signing_out_frees_the_place_at_once(house: House) -> None:
    await people(house, *NAMES)
    await house.set(LicenceSettings, max_users=1)
    signed = await house.sign_in("asa")
    assert await house.login("bea") == FULL
    await house.do(signed.caller.actor, sign_out)
    signed = await house.sign_in("bea")
    assert await house.login("cid") == FULL
    await house.do(signed.caller.actor, end_my_sessions)
    await house.sign_in("cid")


async def test_resting_too_long_frees_the_place_at_once_and_no_job_runs(house: House) -> None:
    await people(house, *NAMES)
    await house.set(LicenceSettings, max_users=1)
    await house.sign_in("asa")
    house.clock.turn(minutes=480, seconds=-1)
    assert await house.login("bea") == FULL
    house.clock.turn(seconds=1)
    await house.sign_in("bea")
    assert await Session.filter(ended_at=None).count() == 2  # nobody wrote that the first ran out
    assert await counted(house) == SignedIn(1, 1)


async def test_settings_as_they_are_now_decide_who_has_run_out(house: House) -> None:
    await people(house, *NAMES)
    await house.set(LicenceSettings, max_users=1)
    await house.sign_in("asa")
    house.clock.turn(minutes=10)
    assert await house.login("bea") == FULL
    await house.set(SessionSettings, idle_timeout_minutes=10)
    await house.sign_in("bea")


async def test_whoever_is_deactivated_takes_no_place(house: House) -> None:
    await people(house, *NAMES)
    await house.set(LicenceSettings, max_users=1)
    await house.set(SessionSettings, end_on_deactivation=False)
    await house.sign_in("asa")
    root, asa = await house.root(), await house.user_id("asa")
    await Session.filter(user_id=root.user_id).delete()
    await house.do(root, lambda work: deactivate_user(work, asa))
    assert await house.login("bea") == FULL  # its session goes on, as the settings say
    await house.set(SessionSettings, end_on_deactivation=True)
    await house.sign_in("bea")


async def test_an_account_that_is_signed_in_takes_no_further_place_but_its_sessions_do(house: House) -> None:
    await people(house, *NAMES)
    await house.set(LicenceSettings, max_users=1)
    await house.sign_in("asa")
    await house.sign_in("asa")
    assert await house.login("bea") == FULL
    await house.set(LicenceSettings, counted_by=CountedBy.SESSIONS, max_users=3)
    await house.sign_in("bea")
    assert await house.login("bea") == await house.login("asa") == FULL
    assert await counted(house) == SignedIn(2, 3)


@pytest.mark.parametrize("way", CountedBy)
async def test_the_session_that_must_go_gives_its_place_to_the_new_one(house: House, way: CountedBy) -> None:
    await people(house, "asa")
    await house.set(LicenceSettings, max_users=1, counted_by=way)
    await house.set(SessionSettings, sessions_per_account=1)
    await house.sign_in("asa")
    await house.sign_in("asa")
    assert await counted(house) == SignedIn(1, 1)


@pytest.mark.parametrize("way", CountedBy)
async def test_a_browser_gives_its_place_to_whoever_signs_in_with_it(house: House, way: CountedBy) -> None:
    await people(house, *NAMES)
    await house.set(LicenceSettings, max_users=2, counted_by=way)
    await house.sign_in("cid")
    first = await house.sign_in("asa", wish=COOKIE)
    actor = (await house.caller(first.token)).actor
    assert isinstance(
        await login(house.units, house.hashing, house.directories, actor, Attempt("bea", PASSWORD, COOKIE)), Opened
    )
    assert await counted(house) == SignedIn(2, 2)
    assert await house.login("asa") == FULL


@pytest.mark.parametrize("way", CountedBy)
async def test_a_lowered_cap_ends_nothing_and_lets_in_whoever_takes_no_further_place(
    house: House, way: CountedBy
) -> None:
    await people(house, *NAMES)
    await house.set(SessionSettings, sessions_per_account=1)
    for name in NAMES:
        await house.sign_in(name)
    await house.set(LicenceSettings, max_users=1, counted_by=way)
    assert await counted(house) == SignedIn(3, 3)
    await house.sign_in("asa")
    await Session.filter(user_id=await house.user_id("asa")).delete()
    async with nothing_changes(Told("login.failed", None, "asa", "LICENCE_CAP", refused=True)):
        assert await house.login("asa") == FULL


async def test_a_refusal_ends_no_session_to_make_room(house: House) -> None:
    await people(house, *NAMES)
    await house.set(LicenceSettings, max_users=1)
    browser = await house.sign_in("asa", wish=COOKIE)
    await house.set(LicenceSettings, max_users=0)
    await house.sign_in("asa")
    await house.sign_in("cid")
    await house.set(LicenceSettings, max_users=1)
    actor = (await house.caller(browser.token)).actor
    async with nothing_changes(Told("login.failed", "asa", "bea", "LICENCE_CAP", refused=True)):
        assert (
            await login(house.units, house.hashing, house.directories, actor, Attempt("bea", PASSWORD, COOKIE)) == FULL
        )
    assert (await house.caller(browser.token)).actor.name == "asa"


async def test_a_file_caps_instead_of_the_settings(house: House) -> None:
    await people(house, *NAMES)
    await house.set(LicenceSettings, max_users=1, counted_by=CountedBy.SESSIONS)
    held = ruled_by_file(house, max_users=2)
    for name in ("asa", "asa", "bea"):
        await house.sign_in(name)
    assert await house.login("cid") == FULL
    held.signed = None
    assert await house.login("asa") == FULL


async def test_an_expired_file_lets_everybody_in_for_two_weeks_and_then_administrators_alone(house: House) -> None:
    await people(house, *NAMES)
    await house.user("ada", "admin", password=await house.password())
    ruled_by_file(house, max_users=0, expires_at=house.clock.now() + timedelta(days=1))
    await house.sign_in("asa")
    house.clock.turn(days=15, seconds=-1)
    signed = await house.sign_in("asa")
    house.clock.turn(seconds=1)
    async with nothing_changes(Told("login.failed", None, "asa", "LICENCE_EXPIRED", refused=True)):
        assert await house.login("asa") == EXPIRED
    assert await house.login("asa", "wrong") == Refusal(LoginRefusal.INVALID_CREDENTIALS)
    await house.sign_in("ada")
    assert (await house.caller(signed.token)).actor.name == "asa"  # who is in stays in


@pytest.mark.parametrize("way", CountedBy)
async def test_of_many_at_once_as_many_come_in_as_there_are_places(house: House, way: CountedBy) -> None:
    names = [f"user{place}" for place in range(12)]
    await people(house, *names)
    await house.set(LicenceSettings, max_users=3, counted_by=way)
    outcomes = await asyncio.gather(*(house.login(name) for name in names))
    assert [outcome for outcome in outcomes if not isinstance(outcome, Opened)] == [FULL] * 9
    assert await counted(house) == SignedIn(3, 3)


async def test_a_place_that_is_left_and_wanted_at_once_is_never_given_twice(house: House) -> None:
    names = [f"user{place}" for place in range(8)]
    await people(house, *names)
    await house.set(LicenceSettings, max_users=2)
    leaving = [await house.sign_in(name) for name in names[:2]]
    await asyncio.gather(
        *(house.do(signed.caller.actor, sign_out) for signed in leaving), *(house.login(name) for name in names)
    )
    assert (await counted(house)).accounts <= 2
