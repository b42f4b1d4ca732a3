"""Who comes with a token: derived anew for each request, by the settings as they are now."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from auth.actor import SYSTEM
from auth.opaque import digest, new_token
from auth.permissions import EVERY_KNOWN_SCOPE
from auth.sessions.caller import Caller, caller_of
from auth.sessions.commands import sign_out, touch
from auth.sessions.queries import own_session
from auth.settings.pages import ApiSettings, SessionSettings
from auth.users.commands import update_user
from auth.users.rules import UserChanges
from models.audit_event import ActorKind
from models.role import RoleGrant
from models.session import Session, SessionEnd
from models.user import User
from tests.support.house import CLIENT, NOON, ROOT, House, spoiled
from tests.support.trail import Told, hearing, nothing_changes

EXPIRED, ENDED, INVALID = "SESSION_EXPIRED", "SESSION_ENDED", "INVALID_TOKEN"


async def reason(house: House, token: str) -> str | None:
    caller = await house.caller(token)
    assert (caller.actor.user_id is None) is (caller.actor.permissions.reason is not None)
    return caller.actor.permissions.reason


async def test_a_token_gives_its_account_with_all_that_it_may_do(house: House) -> None:
    root = await User.get(username=ROOT)
    token = await house.open(root.id)
    caller = await house.caller(token)
    session = await Session.get(user_id=root.id)
    actor = caller.actor
    assert (actor.kind, actor.user_id, actor.name, actor.session_id) == (ActorKind.USER, root.id, ROOT, session.id)
    assert (actor.level, actor.permissions.scopes, actor.origin) == (3, EVERY_KNOWN_SCOPE, CLIENT)
    assert actor.permissions.authenticated
    assert caller.api == ApiSettings()
    assert caller.expiry is not None
    assert (caller.expiry.idle_at, caller.expiry.absolute_at) == (NOON + timedelta(hours=8), NOON + timedelta(hours=24))


async def test_anything_but_the_very_token_is_nobody(house: House) -> None:
    token = await house.open((await User.get(username=ROOT)).id)
    for near in [*spoiled(token), new_token()]:
        caller = await house.caller(near)
        assert (caller.actor.kind, caller.actor.user_id, caller.expiry) == (ActorKind.ANONYMOUS, None, None)
        assert caller.actor.permissions.reason == INVALID
        assert caller.api.introspection is False


async def test_an_account_without_any_role_is_somebody_who_may_nothing(house: House) -> None:
    user_id = await house.user("asa")
    await RoleGrant.filter(user_id=user_id).delete()
    actor = await house.actor(user_id)
    assert (actor.permissions.scopes, actor.level, actor.permissions.authenticated) == (frozenset(), 0, True)


LIVES: list[tuple[dict[str, Any], dict[str, int], int, timedelta]] = [
    ({}, {}, 0, timedelta(hours=8)),
    ({}, {"idle_timeout_minutes": 5}, 0, timedelta(minutes=5)),
    ({}, {"absolute_lifetime_hours": 1}, 0, timedelta(hours=1)),
    ({}, {"idle_timeout_minutes": 2_000}, 0, timedelta(hours=24)),
    ({}, {"idle_timeout_minutes": 2_000, "absolute_lifetime_hours": 0}, 0, timedelta(minutes=2_000)),
    ({}, {}, 15, timedelta(minutes=15)),
    ({}, {}, 2_880, timedelta(hours=48)),
    ({"remembered": True}, {}, 0, timedelta(days=30)),
    ({"remembered": True}, {}, 15, timedelta(days=30)),
    ({"remembered": True}, {"remember_me_days": 1}, 0, timedelta(days=1)),
    ({"remembered": True}, {"remember_me_days": 0}, 0, timedelta(hours=8)),
]


@pytest.mark.parametrize(("columns", "settings", "override", "life"), LIVES)
async def test_a_session_that_rests_lives_until_its_first_end_and_tightened_settings_bind_it(
    house: House, columns: dict[str, Any], settings: dict[str, int], override: int, life: timedelta
) -> None:
    user_id = await house.user("asa")
    token = await house.open(user_id, **columns)
    await house.set(SessionSettings, **settings)
    await house.do(SYSTEM, lambda work: update_user(work, user_id, UserChanges(idle_timeout_minutes=override)))
    house.clock.moment = NOON + life - timedelta(seconds=1)
    assert await reason(house, token) is None
    house.clock.moment = NOON + life
    assert await reason(house, token) == EXPIRED


async def test_the_absolute_end_comes_however_busy_a_session_is(house: House) -> None:
    token = await house.open(await house.user("asa"))
    for _ in range(24):
        assert await reason(house, token) is None
        house.clock.turn(hours=1)
        await Session.filter(ended_at=None).update(last_seen_at=house.clock.now())
    assert await reason(house, token) == EXPIRED


async def test_this_request_restarts_the_idle_time_and_a_passive_one_does_not(house: House) -> None:
    token = await house.open(await house.user("asa"))
    now = house.clock.turn(hours=1)
    caller = await house.caller(token)
    assert caller.expiry is not None
    assert (caller.expiry.idle_at, caller.is_due_for_touch) == (now + timedelta(hours=8), True)
    passive = await passively(house, token)
    assert passive.expiry is not None
    assert (passive.expiry.idle_at, passive.is_due_for_touch) == (NOON + timedelta(hours=8), False)


async def passively(house: House, token: str) -> Caller:
    return await caller_of(digest(token), CLIENT, house.clock.now(), passive=True)


async def test_last_activity_is_written_at_most_every_thirty_seconds_and_told_to_nobody(house: House) -> None:
    token = await house.open(await house.user("asa"))
    session, written = await Session.get(), 0
    async with hearing() as heard:
        for _ in range(90):
            house.clock.turn(seconds=1)
            caller = await house.caller(token)
            if caller.is_due_for_touch:
                await house.do(caller.actor, lambda work: touch(work, session.id))
                written += 1
    assert written == 3
    assert (await Session.get()).last_seen_at == house.clock.now()
    assert list(heard.events) == []


async def test_a_touch_never_goes_back_and_never_wakes_an_ended_session(house: House) -> None:
    await house.open(await house.user("asa"))
    session = await Session.get()
    house.clock.turn(minutes=-5)
    async with nothing_changes():
        await house.do(SYSTEM, lambda work: touch(work, session.id))
    house.clock.turn(minutes=10)
    await Session.filter(ended_at=None).update(ended_at=house.clock.now())
    async with nothing_changes():
        await house.do(SYSTEM, lambda work: touch(work, session.id))


async def test_signing_out_ends_this_session_alone_and_is_told(house: House) -> None:
    user_id = await house.user("asa")
    token, other = await house.open(user_id), await house.open(user_id)
    actor = (await house.caller(token)).actor
    async with hearing() as heard:
        await house.do(actor, sign_out)
    assert (await reason(house, token), await reason(house, other)) == (ENDED, None)
    session = await Session.get(id=actor.session_id)
    assert (session.ended_at, session.end_reason) == (NOON, SessionEnd.SIGNED_OUT)
    assert list(heard.events) == [Told("session.ended", "asa", "asa", "SIGNED_OUT")]
    async with nothing_changes():
        await house.do(actor, sign_out)


async def test_ones_own_session_is_read_with_both_its_ends(house: House) -> None:
    token = await house.open(await house.user("asa"), remembered=True, ip_address="192.0.2.1", user_agent="probe")
    caller = await house.caller(token)
    row = await own_session(caller.actor, caller.expiry, {}, house.clock.now())
    assert row is not None
    assert (row.id, row.created_at, row.remembered) == (caller.actor.session_id, NOON, True)
    assert (row.expires_at, row.idle_expires_at) == (NOON + timedelta(days=30), None)
    assert (row.ip_address, row.user_agent) == ("192.0.2.1", "probe")
    assert await own_session(SYSTEM, None, {}, NOON) is None
    assert await own_session(replace(caller.actor, session_id=None), caller.expiry, {}, NOON) is None
