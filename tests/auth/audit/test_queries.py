"""The trail as it is read: newest first, by what it speaks of, and blind to what the reader may not see."""

from datetime import timedelta

import pytest

from auth.actor import SYSTEM
from auth.audit.queries import AuditFilter, audit_event_by_id, count_audit_events, list_audit_events
from auth.errors import Forbidden
from auth.paging import PageRequest
from auth.permissions import Scope
from auth.users.commands import update_user
from auth.users.rules import UserChanges
from models.audit_event import ActorKind, AuditEvent, AuditOutcome
from tests.support.house import CLIENT, NOON, House, all_but

EVERYTHING = AuditFilter()


async def seen(wanted: AuditFilter) -> list[str]:
    rows = (await list_audit_events(SYSTEM, wanted, PageRequest(first=250))).rows
    assert await count_audit_events(SYSTEM, wanted) == len(rows)
    assert await count_audit_events(SYSTEM, wanted, at_most=1) == min(len(rows), 1)
    return [row.action for row in rows]


async def test_pages_from_either_end_are_the_whole_trail_newest_first(house: House) -> None:
    for place in range(5):
        house.clock.turn(seconds=place % 2)
        await house.user(f"user{place}")
    whole = [event.id for event in await AuditEvent.all().order_by("-occurred_at", "-id")]
    for size in (1, 4, 250):
        there = await walk(size, backward=False)
        back = await walk(size, backward=True)
        assert there == back == whole


async def walk(size: int, *, backward: bool) -> list[object]:
    found: list[object] = []
    cursor: str | None = None
    while True:
        page = PageRequest(last=size, before=cursor) if backward else PageRequest(first=size, after=cursor)
        got = await list_audit_events(SYSTEM, EVERYTHING, page)
        ids = [row.id for row in got.rows]
        found = [*ids, *found] if backward else [*found, *ids]
        if not (got.has_previous if backward else got.has_next):
            return found
        cursor = got.cursors[0] if backward else got.cursors[-1]


async def test_every_filter_takes_what_fits_and_nothing_else(house: House) -> None:
    root = await house.root()
    house.clock.turn(hours=1)
    user_id = await house.user("asa", password=await house.password())
    await house.login("asa", "wrong")
    await house.do(root, lambda work: update_user(work, user_id, UserChanges(phone="1")))
    half = NOON + timedelta(minutes=30)
    assert await seen(AuditFilter(occurred_after=half)) == [
        "user.updated",
        "login.failed",
        "user.roles_changed",
        "user.created",
    ]
    assert await seen(AuditFilter(occurred_after=half, occurred_before=half)) == []
    assert await seen(AuditFilter(actor_id=root.user_id)) == ["user.updated"]
    assert await seen(AuditFilter(outcome=AuditOutcome.REFUSED)) == ["login.failed"]
    assert await seen(AuditFilter(actions=("user.updated", "nope", "\0"))) == ["user.updated"]
    assert await seen(AuditFilter(actions=())) == []
    assert len(await seen(AuditFilter(target_id=str(user_id)))) == 4
    assert await seen(AuditFilter(target_type="\0")) == []


async def test_pages_of_several_actions_are_cut_out_of_one_list(house: House) -> None:
    for number in range(6):
        await house.user(f"asa{number}", password=await house.password())
        await house.login(f"asa{number}", "wrong")
        house.clock.turn(minutes=number % 2)
    actions = ("login.failed", "user.created", "user.created", "nope")
    whole = (await list_audit_events(SYSTEM, EVERYTHING, PageRequest(first=250))).rows
    ids = [row.id for row in whole if row.action in actions]
    wanted = AuditFilter(actions=actions)
    assert [row.id for row in (await list_audit_events(SYSTEM, wanted, PageRequest(first=250))).rows] == ids
    assert await count_audit_events(SYSTEM, wanted) == len(ids) > 10
    for size in (1, 4):
        after = before = None
        for start in range(0, len(ids), size):
            page = await list_audit_events(SYSTEM, wanted, PageRequest(first=size, after=after))
            assert [row.id for row in page.rows] == ids[start : start + size]
            back = await list_audit_events(SYSTEM, wanted, PageRequest(last=size, before=before))
            end = len(ids) - start
            assert [row.id for row in back.rows] == ids[max(0, end - size) : end]
            jumped = await list_audit_events(SYSTEM, wanted, PageRequest(first=size, offset=start))
            assert ([row.id for row in jumped.rows], jumped.has_next) == (ids[start : start + size], page.has_next)
            after, before = page.cursors[-1], back.cursors[0]


async def test_pages_of_a_span_stay_inside_it_from_either_end(house: House) -> None:
    for number in range(6):
        await house.user(f"asa{number}")
        house.clock.turn(hours=1)
    wanted = AuditFilter(occurred_after=NOON + timedelta(minutes=30), occurred_before=NOON + timedelta(hours=4))
    rows = (await list_audit_events(SYSTEM, EVERYTHING, PageRequest(first=250))).rows
    ids = [row.id for row in rows if NOON + timedelta(minutes=30) < row.occurred_at < NOON + timedelta(hours=4)]
    whole = await list_audit_events(SYSTEM, EVERYTHING, PageRequest(first=250))
    for place, cursor in enumerate(whole.cursors):
        older = {row.id for row in rows[place + 1 :]}
        newer = {row.id for row in rows[:place]}
        after = await list_audit_events(SYSTEM, wanted, PageRequest(first=250, after=cursor))
        assert [row.id for row in after.rows] == [key for key in ids if key in older]
        before = await list_audit_events(SYSTEM, wanted, PageRequest(last=250, before=cursor))
        assert [row.id for row in before.rows] == [key for key in ids if key in newer]


async def test_an_event_tells_who_did_what_from_where(house: House) -> None:
    await house.user("asa", password=await house.password())
    signed = await house.sign_in("asa")
    row = (await list_audit_events(SYSTEM, AuditFilter(actions=("login.succeeded",)), PageRequest())).rows[0]
    actor = signed.caller.actor
    assert (row.actor_kind, row.actor_id, row.actor_name) == (ActorKind.USER, actor.user_id, "asa")
    assert (row.session_id, row.target_type, row.target_id) == (actor.session_id, "USER", str(actor.user_id))
    assert (row.ip_address, row.user_agent, row.request_id) == (CLIENT.ip_address, CLIENT.user_agent, CLIENT.request_id)
    assert (row.occurred_at, row.outcome, row.reason, row.changes) == (NOON, AuditOutcome.SUCCESS, None, [])
    assert await audit_event_by_id(SYSTEM, row.id) == row


async def test_changes_of_contact_details_are_for_those_who_may_read_them(house: House) -> None:
    await house.user("asa", email="asa@example.com", phone="1", contact_note="x", first_name="\u00c5sa")
    plain = await house.acting("plain", Scope.AUDIT_READ)
    insider = await house.acting("insider", Scope.AUDIT_READ, Scope.USERS_READ_CONTACT)
    wanted = AuditFilter(actions=("user.created",))
    for reader, contact in ((plain, False), (insider, True)):
        rows = (await list_audit_events(reader, wanted, PageRequest())).rows
        asa = next(row for row in rows if row.target_name == "asa")
        fields = {change.field for change in asa.changes}
        assert ({"email", "phone", "contact_note"} <= fields) is contact
        assert ({"email", "phone", "contact_note"} & fields != set()) is contact
        assert "first_name" in fields


async def test_reading_the_trail_needs_its_scope(house: House) -> None:
    curious = await house.acting("curious", *all_but(Scope.AUDIT_READ))
    event = await AuditEvent.first()
    assert event is not None
    for read in (
        list_audit_events(curious, EVERYTHING, PageRequest()),
        count_audit_events(curious, EVERYTHING),
        audit_event_by_id(curious, event.id),
    ):
        with pytest.raises(Forbidden):
            await read
