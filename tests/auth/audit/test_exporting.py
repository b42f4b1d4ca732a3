"""A span of the stored trail is exported, verified by its secret keys meanwhile and by the public one afterwards."""

import tracemalloc
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

import orjson
import pytest

from auth.actor import HOST, SYSTEM
from auth.audit.checkpoints import Checkpoint, signed
from auth.audit.commands import record_export
from auth.audit.erasing import erase_account
from auth.audit.events import AuditVerified, Verified
from auth.audit.export_check import FileFlaw, FileVerification, verify_lines
from auth.audit.export_format import public_key
from auth.audit.exporting import Export, begin_export
from auth.audit.keys import KeyRing, key_ring
from auth.audit.rows import head
from auth.audit.sealing import CHECKPOINT_EVENTS
from auth.errors import DomainError, Forbidden
from auth.unit_of_work import Work
from models.audit_event import AuditCheckpoint, AuditEvent
from tests.support.chain import NEWER, ROTATED, forge, seal
from tests.support.house import NOON, House
from tests.support.keys import RING
from tests.support.trail import Told, hearing

PUBLIC = public_key(RING.current)
OTHER = public_key(key_ring([NEWER]).current)
MONTH = timedelta(days=30)


async def exported(
    house: House, start: datetime | None = None, end: datetime | None = None, ring: KeyRing = RING
) -> tuple[list[bytes], Export]:
    """The lines of an export, with what its verification found."""
    made = await begin_export(HOST, ring, start, end, house.clock.now())
    lines = [line async for line in made.lines()]
    return [*lines, *made.ending()], made


def verified(lines: Sequence[bytes], *keys: str, given: Checkpoint | None = None) -> FileVerification:
    return verify_lines(lines, keys or (PUBLIC,), given)


def flaws(found: FileVerification) -> list[FileFlaw]:
    return [finding.flaw for finding in found.findings]


async def months(house: House) -> None:
    """Three months of six sealed accounts each."""
    for month in "abc":
        for number in range(6):
            await house.user(f"{month}00{number}", email=f"{month}00{number}@example.com")
        await seal(house)
        house.clock.turn(days=30)


async def positions(**columns: str) -> list[int]:
    """The places of events in the chain."""
    return sorted(cast("list[int]", await AuditEvent.filter(**columns).values_list("position", flat=True)))


async def test_a_month_out_of_many_is_verified_with_the_public_key_alone(house: House) -> None:
    await months(house)
    lines, made = await exported(house, NOON + MONTH, NOON + 2 * MONTH)
    found = verified(lines)
    first = min(await positions(target_name="b000"))
    assert made.found.is_whole
    assert found.is_whole, found.findings
    assert (found.first_position, found.events) == (first, made.written.events)
    assert found.last_position == first + found.events - 1
    events = [fields["event"] for fields in map(orjson.loads, lines) if "event" in fields]
    assert {event["target_name"] for event in events} == {f"b00{number}" for number in range(6)}
    assert (found.occurred_from, found.occurred_before) == (
        (NOON + MONTH).isoformat(),
        (NOON + 2 * MONTH).isoformat(),
    )


async def test_months_that_follow_each_other_are_joined_by_their_checkpoints(house: House) -> None:
    await months(house)
    january, _ = await exported(house, None, NOON + MONTH)
    february, _ = await exported(house, NOON + MONTH, NOON + 2 * MONTH)
    closing = orjson.loads(january[-2])["summary"]["closing"]
    opening = orjson.loads(february[0])["opening"]
    assert (closing["position"], closing["hash"]) == (opening["position"], opening["hash"])
    assert closing["position"] > 0


async def test_an_event_says_everything_that_the_secret_key_needs_to_check_it(house: House) -> None:
    await house.user("asa", email="asa@example.com")
    await seal(house)
    lines, _ = await exported(house)
    stored = await AuditEvent.get(action="user.created", target_name="asa")
    line = next(fields for fields in map(orjson.loads, lines) if fields.get("event", {}).get("id") == str(stored.id))
    assert (line["mac"], line["seal"], line["keyId"]) == (stored.mac, stored.seal, stored.key_id)
    assert line["commitments"] == orjson.loads(stored.commitments_json)
    assert line["salts"] == orjson.loads(stored.salts_json)
    assert line["event"]["id"] == str(stored.id)
    assert line["event"]["changes"] == orjson.loads(stored.changes_json)
    assert line["erased"] == []


async def test_erased_values_are_told_and_the_file_still_verifies(house: House) -> None:
    asa = await house.user("asa", email="asa@example.com")
    await seal(house)
    erased = await erase_account(house.units, HOST, asa)
    await seal(house)
    lines, made = await exported(house)
    found = verified(lines)
    assert made.found.is_whole
    assert found.is_whole, found.findings
    assert (found.erased_values, found.erased_events) == (erased.values, erased.events)
    assert b"asa@example.com" not in b"".join(lines)


async def test_another_key_verifies_nothing_and_a_rotated_one_still_does(house: House) -> None:
    await months(house)
    old, _ = await exported(house)
    assert flaws(verified(old, OTHER)) == [FileFlaw.KEY_UNKNOWN]
    new, made = await exported(house, ring=ROTATED)
    assert made.found.is_whole
    assert verified(new, OTHER).is_whole
    assert flaws(verified(new, PUBLIC)) == [FileFlaw.KEY_UNKNOWN]
    assert verified(old, OTHER, PUBLIC).is_whole


async def test_a_checkpoint_that_was_kept_elsewhere_is_compared(house: House) -> None:
    await months(house)
    lines, made = await exported(house, NOON + MONTH, NOON + 2 * MONTH)
    within = await AuditEvent.get(position=made.span.first + 1)
    real = signed(RING.current, made.span.first + 1, within.seal or "", NOON)
    assert (verified(lines, given=real).is_whole, verified(lines, given=real).compared) == (True, True)
    other = signed(RING.current, made.span.first + 1, "0" * 64, NOON)
    assert flaws(verified(lines, given=other)) == [FileFlaw.CHECKPOINT_CONTRADICTED]
    forged = signed(key_ring([NEWER]).current, made.span.first + 1, within.seal or "", NOON)
    assert flaws(verified(lines, given=forged)) == [FileFlaw.CHECKPOINT_FORGED]
    outside = signed(RING.current, made.span.first - 3, "0" * 64, NOON)
    assert (verified(lines, given=outside).is_whole, verified(lines, given=outside).compared) == (True, False)


async def test_a_checkpoint_from_within_the_span_shows_that_the_end_is_missing(house: House) -> None:
    await months(house)
    end = await head()
    kept = signed(RING.current, end.position, end.seal or "", NOON + MONTH + timedelta(days=1))
    later = signed(RING.current, end.position, end.seal or "", NOON + 5 * MONTH)
    lines, _ = await exported(house, NOON, NOON + 2 * MONTH)
    assert flaws(verified(lines, given=kept)) == [FileFlaw.TAIL_CUT]
    assert verified(lines, given=later).is_whole


@pytest.mark.parametrize(
    "hand",
    [
        "UPDATE audit_events SET action = 'forged' WHERE position = {first} + 1",
        "DELETE FROM audit_events WHERE position = {first} + 1",
        "DELETE FROM audit_events WHERE position = {last}",
        "DELETE FROM audit_events WHERE position = {first}",
        "UPDATE audit_events SET salts_json = '{{}}', target_name = NULL WHERE position = {first} + 1",
        "UPDATE audit_events SET changes_json = 'x' WHERE position = {first} + 1",
    ],
)
async def test_the_export_of_a_broken_trail_says_so_in_the_file(house: House, hand: str) -> None:
    await months(house)
    places = await positions(target_name__startswith="b")
    await forge(hand.format(first=places[0], last=places[-1]))
    lines, made = await exported(house, NOON + MONTH, NOON + 2 * MONTH)
    assert not made.found.is_whole
    assert FileFlaw.EXPORTED_BROKEN in flaws(verified(lines))


async def test_an_end_that_was_cut_off_the_trail_is_told_by_its_own_checkpoints(house: House) -> None:
    await months(house)
    end = await head()
    assert await AuditCheckpoint.filter(position=end.position).exists()
    await forge(f"DELETE FROM audit_events WHERE position > {end.position - 2}")  # noqa: S608 — a number
    _, made = await exported(house)
    assert not made.found.is_whole


async def test_an_export_is_told_to_the_trail_without_its_content(house: House) -> None:
    await months(house)
    _, made = await exported(house, NOON + MONTH, NOON + 2 * MONTH)
    async with hearing() as heard:
        await house.do(HOST, lambda work: record_export(work, made))
    changes: dict[str, tuple[object, object]] = {
        "occurred_from": (None, (NOON + MONTH).isoformat()),
        "occurred_before": (None, (NOON + 2 * MONTH).isoformat()),
        "first_position": (None, made.span.first),
        "last_position": (None, made.span.last),
        "events": (None, made.written.events),
        "flaws": (None, 0),
    }
    assert list(heard.events) == [Told("audit.exported", "host", changes=changes)]


async def test_a_span_without_events_is_refused_and_strangers_export_nothing(house: House) -> None:
    await months(house)
    with pytest.raises(DomainError) as refused:
        await begin_export(HOST, RING, NOON + 9 * MONTH, None, NOON)
    assert refused.value.code == "NO_EVENTS"
    stranger = await house.acting("clerk", "users:read")
    with pytest.raises(Forbidden):
        await begin_export(stranger, RING, None, None, NOON)


async def test_twenty_thousand_events_pass_through_with_bounded_memory(house: House) -> None:
    await house.user("asa")
    await seal(house)
    await _many(house, 20_000)
    made = await begin_export(HOST, RING, None, None, house.clock.now())
    tracemalloc.start()
    try:
        lines = 0
        async for _ in made.lines():
            lines += 1
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert made.found.is_whole, made.found.findings
    assert lines == 1 + made.written.events + made.written.checkpoints
    assert made.written.events > 20_000
    assert made.written.checkpoints >= 20_000 // CHECKPOINT_EVENTS
    assert peak < 8 << 20


async def _many(house: House, count: int) -> None:
    """Sealed events, written and sealed by the product's own functions, in few transactions."""
    for start in range(0, count, 2_000):

        async def write(work: Work, start: int = start) -> None:
            for number in range(start, start + 2_000):
                work.record(AuditVerified(after=Verified(1, number, 0)))

        await house.do(SYSTEM, write)
    await seal(house)
