"""What SQL says of sessions is what the rules say, whatever the settings, the account and the age of the session."""

from datetime import datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from auth.actor import SYSTEM
from auth.errors import BadInput
from auth.paging import PageRequest
from auth.sessions.queries import SessionFilter, SessionListing, count_sessions, list_sessions, session_order
from auth.sessions.rows import SessionRow
from auth.sessions.rules import SessionState
from auth.settings.pages import SessionSettings
from models.session import Session, SessionEnd, SignInMethod
from models.user import User, UserStatus
from tests.support.house import NOON, House
from tests.support.identity_providers import provider_row
from tests.support.profiles import person, profile_row

OPEN, ENDED, EXPIRED = SessionState.OPEN, SessionState.ENDED, SessionState.EXPIRED
EVERYTHING = PageRequest(first=250)
SETTINGS: list[dict[str, Any]] = [
    {},
    {"idle_timeout_minutes": 60},
    {"absolute_lifetime_hours": 0},
    {"absolute_lifetime_hours": 2, "remember_me_days": 0},
    {"idle_timeout_minutes": 3_000, "remember_me_days": 1, "end_on_deactivation": False},
]
OVERRIDES = (0, 1, 90, 2_880)
AGES = (timedelta(), timedelta(minutes=1), timedelta(hours=2), timedelta(days=1), timedelta(days=2), timedelta(days=40))


async def listed(house: House, **wanted: Any) -> list[SessionRow]:  # noqa: ANN401 — fields of a filter
    """Every session of a filter, of which there must be as many as counted."""
    meant, now = SessionFilter(**wanted), house.clock.now()
    page = await list_sessions(SYSTEM, SessionListing(filter=meant, page=EVERYTHING), {}, now)
    assert not page.has_next
    assert await count_sessions(SYSTEM, meant, now) == len(page.rows)
    return list(page.rows)


async def grown(house: House) -> None:
    """Sessions of every age, rest and kind, of accounts with every override, active, inactive and locked."""
    for minutes in OVERRIDES:
        user_id = await house.user(f"own-{minutes}", idle_timeout_minutes=minutes)
        for (created, seen), remembered in product(ages(), (True, False)):
            await house.open(user_id, created_at=created, last_seen_at=seen, remembered=remembered)
    for name, columns in (("off", {"status": UserStatus.INACTIVE}), ("locked", {"locked_at": NOON})):
        user_id = await house.user(name)
        await house.open(user_id)
        await house.open(user_id, last_seen_at=NOON - timedelta(days=3), created_at=NOON - timedelta(days=3))
        await User.filter(id=user_id).update(**columns)
    for name, on in (("let-in", True), ("shut-out", False)):
        user_id = await person(house, name, await profile_row(f"of {name}", is_enabled=on))
        await house.open(user_id)
        await house.open(user_id, last_seen_at=NOON - timedelta(days=3), created_at=NOON - timedelta(days=3))
    shut = await profile_row("shut", is_enabled=False)
    for name, columns in (("off-and-shut", {"status": UserStatus.INACTIVE}), ("locked-and-shut", {"locked_at": NOON})):
        user_id = await person(house, name, shut)
        await house.open(user_id)
        await User.filter(id=user_id).update(**columns)
    for provider, on in ((await provider_row("on"), True), (await provider_row("off", is_enabled=False), False)):
        user_id = await house.user(f"came-by-{'on' if on else 'off'}")
        await house.open(user_id, source_id=provider.id)
        await house.open(user_id, source_id=provider.id, last_seen_at=NOON - timedelta(days=3))
    done = {"ended_at": NOON}
    user_id = await house.user("gone")
    for reason in SessionEnd:
        await house.open(user_id, end_reason=reason, **done)


def ages() -> list[tuple[datetime, datetime]]:
    """Moments of opening and last use at every end and a breath beside it."""
    beside = (timedelta(), timedelta(microseconds=1), timedelta(microseconds=-1))
    pairs = [(age, rest) for age in AGES for rest in AGES if rest <= age]
    return [(NOON - age - breath, NOON - rest - breath) for (age, rest), breath in product(pairs, beside)]


@pytest.mark.parametrize("settings", SETTINGS)
async def test_sql_and_the_rules_judge_every_session_alike(house: House, settings: dict[str, Any]) -> None:
    await grown(house)
    await house.set(SessionSettings, **settings)
    by_state: dict[SessionState, set[UUID]] = {}
    for state in SessionState:
        ids, found = set[UUID](), True
        page = PageRequest(first=250)
        while found:
            rows = await list_sessions(SYSTEM, SessionListing(SessionFilter(state=(state,)), page=page), {}, NOON)
            assert {row.state for row in rows.rows} <= {state}
            ids |= {row.id for row in rows.rows}
            found, page = rows.has_next, PageRequest(first=250, after=rows.cursors[-1] if rows.cursors else None)
        assert await count_sessions(SYSTEM, SessionFilter(state=(state,)), NOON) == len(ids)
        by_state[state] = ids
    assert sum(len(ids) for ids in by_state.values()) == await Session.all().count()
    assert all(by_state.values())


@pytest.mark.parametrize("settings", SETTINGS)
async def test_reasons_are_found_whether_written_or_not(house: House, settings: dict[str, Any]) -> None:
    await grown(house)
    await house.set(SessionSettings, **settings)
    total = 0
    for reason in SessionEnd:
        wanted = SessionFilter(state=tuple(SessionState), end_reason=reason)
        page = await list_sessions(SYSTEM, SessionListing(filter=wanted, page=EVERYTHING), {}, NOON)
        assert {row.end_reason for row in page.rows} == {reason}
        total += await count_sessions(SYSTEM, wanted, NOON)
    assert total == await count_sessions(SYSTEM, SessionFilter(state=(ENDED, EXPIRED)), NOON)


async def test_a_session_that_ran_out_unwritten_shows_when_and_why(house: House) -> None:
    user_id = await house.user("asa")
    await house.open(user_id)
    house.clock.turn(hours=9)
    (row,) = await listed(house, state=(EXPIRED,))
    assert (row.state, row.end_reason, row.ended_at) == (EXPIRED, SessionEnd.IDLE, NOON + timedelta(hours=8))
    assert (row.expires_at, row.idle_expires_at, row.ended_by_id) == (None, None, None)
    assert await listed(house) == await listed(house, state=(ENDED,)) == []
    await Session.filter(user_id=user_id).update(last_seen_at=NOON + timedelta(hours=20))
    house.clock.turn(hours=20)
    (row,) = await listed(house, state=(EXPIRED,))
    assert (row.end_reason, row.ended_at) == (SessionEnd.ABSOLUTE_LIFETIME, NOON + timedelta(hours=24))


async def test_each_filter_narrows_the_list(house: House) -> None:
    asa, bo = await house.user("asa"), await house.user("bob")
    await house.open(asa, ip_address="192.0.2.1", user_agent="Fire_fox 100%")
    house.clock.turn(minutes=10)
    await house.open(asa, ip_address="192.0.2.2", user_agent="curl/8")
    house.clock.turn(minutes=10)
    await house.open(bo, ip_address="192.0.2.1")
    first, second, third = sorted(await listed(house), key=lambda row: row.created_at)
    middle = NOON + timedelta(minutes=10)
    table: list[tuple[dict[str, Any], list[SessionRow]]] = [
        ({}, [first, second, third]),
        ({"ids": (second.id, third.id)}, [second, third]),
        ({"ids": ()}, []),
        ({"user_ids": (asa,)}, [first, second]),
        ({"user_ids": ()}, []),
        ({"ip_address": "192.0.2.1"}, [first, third]),
        ({"ip_address": "192.0.2.1", "user_ids": (bo,)}, [third]),
        ({"user_agent": "FIRE_"}, [first]),
        ({"user_agent": "0%"}, [first]),
        ({"user_agent": "r%f"}, []),
        ({"user_agent": "ire.fox"}, []),
        ({"user_agent": "\0"}, []),
        ({"opened_by": SignInMethod.PASSWORD}, [first, second, third]),
        ({"opened_after": middle}, [third]),
        ({"opened_before": middle}, [first]),
        ({"last_seen_after": NOON, "last_seen_before": middle + timedelta(seconds=1)}, [second]),
        ({"state": ()}, []),
        ({"end_reason": SessionEnd.IDLE}, []),
    ]
    for wanted, expected in table:
        assert {row.id for row in await listed(house, **wanted)} == {row.id for row in expected}, wanted
    with pytest.raises(BadInput):
        await listed(house, user_agent="x" * 201)


@pytest.mark.parametrize("name", ["created_at", "last_seen_at"])
@pytest.mark.parametrize("descending", [True, False])
async def test_pages_go_through_ties_in_both_directions(house: House, name: str, *, descending: bool) -> None:
    user_id = await house.user("asa")
    for minute in (0, 0, 0, 1, 1, 2):
        moment = NOON - timedelta(minutes=minute)
        await house.open(user_id, created_at=moment, last_seen_at=moment)
    order = session_order(name, descending=descending)
    whole = await list_sessions(SYSTEM, SessionListing(order=order, page=EVERYTHING), {}, NOON)
    ids = [row.id for row in whole.rows]
    assert [getattr(row, name) for row in whole.rows] == sorted(
        (getattr(row, name) for row in whole.rows), reverse=descending
    )
    forward, after = list[UUID](), None
    while len(forward) < len(ids):
        page = await list_sessions(
            SYSTEM, SessionListing(order=order, page=PageRequest(first=2, after=after)), {}, NOON
        )
        forward, after = forward + [row.id for row in page.rows], page.cursors[-1]
    assert forward == ids
    backward, before = list[UUID](), None
    while len(backward) < len(ids):
        page = await list_sessions(
            SYSTEM, SessionListing(order=order, page=PageRequest(last=4, before=before)), {}, NOON
        )
        backward, before = [row.id for row in page.rows] + backward, page.cursors[0]
    assert backward == ids
