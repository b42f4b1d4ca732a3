"""What ran out is over for good, by whomever it is seen first; what ended long ago is forgotten."""

import asyncio
from datetime import datetime, timedelta

import pytest

from auth.actor import SYSTEM
from auth.events import user_target
from auth.sessions import sweep as sweeping
from auth.sessions.commands import end_all, end_run_out
from auth.sessions.sweep import KEPT, forget_old_sessions, sweep
from auth.settings.pages import AtSessionLimit, SessionSettings
from models.session import Session, SessionEnd
from models.user import User, UserStatus
from tests.support.house import NOON, House
from tests.support.trail import Told, hearing, nothing_changes

GENEROUS = {"idle_timeout_minutes": 525_600, "absolute_lifetime_hours": 0}


async def how_it_ended() -> list[tuple[SessionEnd | None, datetime | None]]:
    return [(row.end_reason, row.ended_at) for row in await Session.all().order_by("id")]


async def test_the_worker_ends_what_ran_out_at_the_moment_it_did(house: House) -> None:
    user_id = await house.user("asa")
    await house.open(user_id)
    await house.open(user_id, last_seen_at=NOON + timedelta(hours=23))
    await house.open(user_id, remembered=True)
    house.clock.turn(hours=25)
    async with hearing() as heard:
        await sweep(house.units)
    assert await how_it_ended() == [
        (SessionEnd.IDLE, NOON + timedelta(hours=8)),
        (SessionEnd.ABSOLUTE_LIFETIME, NOON + timedelta(hours=24)),
        (None, None),
    ]
    assert list(heard.events) == [
        Told("session.ended", "system", "asa", "IDLE"),
        Told("session.ended", "system", "asa", "ABSOLUTE_LIFETIME"),
    ]
    async with nothing_changes():
        await sweep(house.units)


async def test_looser_settings_never_revive_what_ran_out(house: House) -> None:
    token = await house.open(await house.user("asa"))
    house.clock.turn(hours=9)
    caller = await house.caller(token)
    assert (caller.actor.permissions.reason, caller.run_out) == ("SESSION_EXPIRED", (await Session.get()).id)
    assert caller.run_out is not None
    seen = caller.run_out
    await house.do(SYSTEM, lambda work: end_run_out(work, [seen]))
    await house.set(SessionSettings, **GENEROUS)
    assert (await house.caller(token)).actor.permissions.reason == "SESSION_ENDED"
    assert await how_it_ended() == [(SessionEnd.IDLE, NOON + timedelta(hours=8))]


async def test_a_session_that_lives_is_no_matter_for_the_sweep(house: House) -> None:
    token = await house.open(await house.user("asa"))
    session = await Session.get()
    async with nothing_changes():
        await house.do(SYSTEM, lambda work: end_run_out(work, [session.id]))
        await sweep(house.units)
    assert (await house.caller(token)).run_out is None


async def test_a_sign_in_writes_the_end_of_what_ran_out(house: House) -> None:
    await house.user("asa", password=await house.password())
    await house.set(SessionSettings, at_limit=AtSessionLimit.REFUSE, sessions_per_account=1)
    await house.sign_in("asa")
    house.clock.turn(hours=9)
    await house.sign_in("asa")
    assert (await how_it_ended())[0] == (SessionEnd.IDLE, NOON + timedelta(hours=8))


async def test_whoever_ends_all_ends_what_ran_out_for_what_it_was(house: House) -> None:
    user_id = await house.user("asa")
    await house.open(user_id)
    house.clock.turn(hours=9)
    await house.open(user_id)
    target = user_target(user_id, "asa")
    assert await house.do(SYSTEM, lambda work: end_all(work, target, SessionEnd.LOCKED)) == 1
    assert await how_it_ended() == [
        (SessionEnd.IDLE, NOON + timedelta(hours=8)),
        (SessionEnd.LOCKED, house.clock.now()),
    ]


@pytest.mark.parametrize(
    ("columns", "reason"),
    [({"status": UserStatus.INACTIVE}, SessionEnd.DEACTIVATED), ({"locked_at": NOON}, SessionEnd.LOCKED)],
)
async def test_what_is_refused_for_its_account_is_ended_too(
    house: House, columns: dict[str, object], reason: SessionEnd
) -> None:
    user_id = await house.user("asa")
    await house.open(user_id)
    await User.filter(id=user_id).update(**columns)
    async with hearing() as heard:
        await sweep(house.units)
    assert await how_it_ended() == [(reason, NOON)]
    assert list(heard.events) == [Told("session.ended", "system", "asa", reason.value)]


async def test_a_deactivated_accounts_sessions_run_on_where_the_setting_says_so(house: House) -> None:
    user_id = await house.user("asa")
    await house.set(SessionSettings, end_on_deactivation=False)
    await house.open(user_id)
    await User.filter(id=user_id).update(status=UserStatus.INACTIVE)
    async with nothing_changes():
        await sweep(house.units)


async def test_many_are_ended_batch_by_batch_each_once_by_several_workers(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "BATCH", 3)
    user_id = await house.user("asa")
    for _ in range(10):
        await house.open(user_id)
    house.clock.turn(hours=9)
    async with hearing() as heard:
        await asyncio.gather(*(sweep(house.units) for _ in range(4)))
    assert await Session.filter(end_reason=SessionEnd.IDLE).count() == len(heard.events) == 10


async def test_what_ended_ninety_days_ago_is_forgotten_batch_by_batch(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "FORGET_BATCH", 2)
    user_id = await house.user("asa")
    for _ in range(5):
        await house.open(user_id, ended_at=NOON, end_reason=SessionEnd.SIGNED_OUT)
    await house.open(user_id, ended_at=NOON + timedelta(seconds=1), end_reason=SessionEnd.SIGNED_OUT)
    await house.open(user_id)
    house.clock.moment = NOON + KEPT
    async with nothing_changes():
        await forget_old_sessions(house.units)
    house.clock.turn(seconds=1)
    await forget_old_sessions(house.units)
    assert await Session.all().count() == 2
