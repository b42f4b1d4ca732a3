"""Direct SQL against the trail, on both engines: what was done is found and named."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest

from auth.actor import anonymous
from auth.audit.checkpoints import Checkpoint, exported, imported, signed
from auth.audit.rows import head
from auth.audit.rules import Flaw
from auth.audit.verification import FINDINGS_MOST, Wanted, verify
from auth.errors import DomainError, Forbidden, Unauthenticated
from models.audit_event import AuditEvent
from models.database import Dialect
from tests.support.chain import EVERYTHING, ROTATED, flaws, forge, seal, verified
from tests.support.house import NOON, House
from tests.support.keys import RING

END = 12
"""How many events the trail has."""


@pytest.fixture
async def trail(house: House) -> House:
    """A sealed trail of twelve events."""
    number = 0
    while await AuditEvent.all().count() < END:
        number += 1
        await house.role(f"role{number}")
    assert await seal(house) == END
    assert (await verified()).is_whole
    return house


async def now(house: House) -> Checkpoint:
    """A checkpoint of this moment."""
    end = await head()
    return signed(RING.current, end.position, end.seal or "", house.clock.now())


EDITS = {
    "UPDATE audit_events SET action = 'user.deleted' WHERE position = 5": "what happened",
    "UPDATE audit_events SET outcome = 'REFUSED' WHERE position = 5": "how it ended",
    "UPDATE audit_events SET actor_name = 'somebody' WHERE position = 5": "who",
    "UPDATE audit_events SET actor_name = NULL WHERE position = 5": "who, taken away",
    "UPDATE audit_events SET target_id = 'another' WHERE position = 5": "on what",
    "UPDATE audit_events SET occurred_at = '2020-01-01 00:00:00+00:00' WHERE position = 5": "when",
    "UPDATE audit_events SET note = 'added' WHERE position = 5": "a remark",
    "UPDATE audit_events SET ip_address = '203.0.113.9' WHERE position = 5": "from where",
    "UPDATE audit_events SET changes_json = '[]' WHERE position = 5": "what changed",
    "UPDATE audit_events SET changes_json = '{' WHERE position = 5": "nothing readable",
    "UPDATE audit_events SET changes_json = '[1]' WHERE position = 5": "no changes at all",
    "UPDATE audit_events SET commitments_json = '{}', salts_json = '{}' WHERE position = 5": "the proof",
    "UPDATE audit_events SET commitments_json = '[', salts_json = '7' WHERE position = 5": "the proof, unreadably",
    "UPDATE audit_events SET mac = 'x' WHERE position = 5": "the code",
}


@pytest.mark.parametrize("statement", EDITS, ids=EDITS.values())
@pytest.mark.usefixtures("trail")
async def test_an_edited_event_is_found(statement: str) -> None:
    edited = await AuditEvent.get(position=5)
    await forge(statement)
    found = await verified()
    assert (Flaw.ALTERED, 5) in flaws(found)
    assert {finding.event_id for finding in found.findings} == {str(edited.id)}


@pytest.mark.usefixtures("trail")
async def test_swapped_events_are_found() -> None:
    one, other = await AuditEvent.get(position=4), await AuditEvent.get(position=9)
    for row, position in ((one, 99), (other, 4), (one, 9)):
        await AuditEvent.filter(id=row.id).update(position=position)
    found = await verified()
    assert {finding.event_id for finding in found.findings} >= {str(one.id), str(other.id)}
    assert {flaw for flaw, _ in flaws(found)} == {Flaw.OUT_OF_PLACE}


@pytest.mark.usefixtures("trail")
async def test_swapped_words_of_two_events_are_found() -> None:
    one, other = await AuditEvent.get(position=4), await AuditEvent.get(position=9)
    await AuditEvent.filter(id=one.id).update(target_id=other.target_id, target_name=other.target_name)
    await AuditEvent.filter(id=other.id).update(target_id=one.target_id, target_name=one.target_name)
    assert flaws(await verified()) == [(Flaw.ALTERED, 4), (Flaw.ALTERED, 9)]


async def test_an_inserted_event_is_found_before_and_after_it_is_sealed(trail: House) -> None:
    model = await AuditEvent.get(position=6)
    await AuditEvent.filter(id=model.id).update(position=None)
    copy = await AuditEvent.get(id=model.id)
    await AuditEvent.filter(id=model.id).update(position=6)
    copy.id = UUID(int=1)
    copy.action = "user.reactivated"
    await copy.save(force_create=True)
    assert [(finding.flaw, finding.event_id) for finding in (await verified()).findings] == [
        (Flaw.ALTERED, str(copy.id))
    ]
    await seal(trail)
    assert flaws(await verified()) == [(Flaw.ALTERED, END + 1)]


@pytest.mark.usefixtures("trail")
async def test_removed_events_are_found() -> None:
    await forge("DELETE FROM audit_events WHERE position IN (1, 5, 6)")
    found = await verified()
    assert [(each.flaw, each.position, each.until) for each in found.findings] == [
        (Flaw.REMOVED, 1, 1),
        (Flaw.REMOVED, 5, 6),
    ]
    assert found.events == END - 3


async def test_an_event_that_is_put_back_into_the_queue_leaves_its_gap(trail: House) -> None:
    await forge("UPDATE audit_events SET position = NULL, seal = NULL, seal_key_id = NULL WHERE position = 5")
    await seal(trail)
    assert flaws(await verified()) == [(Flaw.REMOVED, 5)]


async def test_a_cut_tail_is_found_against_an_exported_checkpoint(trail: House) -> None:
    checkpoint = imported(orjson.dumps(exported(RING, await now(trail))))
    await forge("DELETE FROM audit_events WHERE position > 9")
    await forge("DELETE FROM audit_checkpoints")
    assert (await verified()).is_whole, "without any checkpoint there is nothing that could tell"
    found = await verified(Wanted(checkpoint=checkpoint))
    assert [(each.flaw, each.position, each.until) for each in found.findings] == [(Flaw.TAIL_CUT, 10, END)]


@pytest.mark.usefixtures("trail")
async def test_a_cut_tail_is_found_by_the_checkpoints_that_are_kept() -> None:
    await forge("DELETE FROM audit_events WHERE position > 9")
    assert flaws(await verified()) == [(Flaw.TAIL_CUT, 10)]


async def test_a_tail_that_was_written_anew_contradicts_the_checkpoint(trail: House) -> None:
    checkpoint = await now(trail)
    await forge("DELETE FROM audit_events WHERE position > 9")
    await forge("DELETE FROM audit_checkpoints")
    for number in range(3):
        await trail.role(f"anew{number}")
    await seal(trail)
    assert (await verified()).is_whole
    assert flaws(await verified(Wanted(checkpoint=checkpoint))) == [(Flaw.CHECKPOINT_CONTRADICTED, END)]


async def test_forged_checkpoints_are_found(trail: House) -> None:
    genuine = await now(trail)
    for forged, flaw in (
        (Checkpoint(3, genuine.seal, genuine.time, genuine.key_id, genuine.signature), Flaw.CHECKPOINT_FORGED),
        (Checkpoint(END, "0" * 64, genuine.time, genuine.key_id, genuine.signature), Flaw.CHECKPOINT_FORGED),
        (Checkpoint(END, genuine.seal, NOON, genuine.key_id, "no hex"), Flaw.CHECKPOINT_FORGED),
        (Checkpoint(END, genuine.seal, NOON, "?", genuine.signature), Flaw.KEY_UNKNOWN),
    ):
        assert flaws(await verified(Wanted(checkpoint=forged))) == [(flaw, forged.position)]
    await forge("UPDATE audit_checkpoints SET seal = 'x'")
    assert {flaw for flaw, _ in flaws(await verified())} == {Flaw.CHECKPOINT_FORGED}


@pytest.mark.usefixtures("trail")
async def test_values_that_are_taken_out_by_hand_are_no_erasure() -> None:
    await forge("UPDATE audit_events SET actor_name = NULL, target_name = NULL, salts_json = '{}' WHERE position = 5")
    found = await verified()
    assert flaws(found) == [(Flaw.ERASED_WITHOUT_RECORD, 5)]
    assert found.erased_events == 1


@pytest.mark.usefixtures("trail")
async def test_a_key_that_is_not_there_any_more_is_told() -> None:
    found = await verified(ring=type(ROTATED)(ROTATED.keys[:1]))
    assert found.flaws == 2 * END + 1, "each row, each seal, and the checkpoint"
    assert {flaw for flaw, _ in flaws(found)} == {Flaw.KEY_UNKNOWN}


@pytest.mark.usefixtures("trail")
async def test_many_flaws_are_counted_and_the_first_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auth.audit.verification.FINDINGS_MOST", 3)
    await forge("UPDATE audit_events SET action = 'forged'")
    found = await verified()
    assert (found.flaws, len(found.findings)) == (END, 3)
    assert FINDINGS_MOST == 100


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "value", ["id = 'no uuid'", "position = 'text'", "occurred_at = 7", "position = 4.5", "actor_id = x'00'"]
)
async def test_what_only_sqlite_would_store_stops_neither_sealing_nor_verifying(
    trail: House, engine: Dialect, value: str
) -> None:
    assert engine == "sqlite"
    await forge("UPDATE audit_events SET VALUE WHERE position = 5".replace("VALUE", value))
    await trail.role("after")
    await seal(trail)
    found = await verified()
    assert not found.is_whole
    assert found.unsealed == 0


async def test_who_may_not_read_the_trail_may_not_verify_it(trail: House) -> None:
    with pytest.raises(Forbidden):
        await verify(await trail.acting("helpdesk", "users:read"), RING, EVERYTHING)
    with pytest.raises(Unauthenticated):
        await verify(anonymous(), RING, EVERYTHING)


async def test_more_events_than_allowed_are_refused(trail: House) -> None:
    assert trail
    with pytest.raises(DomainError) as refused:
        await verified(Wanted(most=END - 1))
    assert (refused.value.code, refused.value.field) == ("TOO_MANY_EVENTS", "occurred_from")
    assert (await verified(Wanted(most=END))).is_whole


async def days(house: House, count: int) -> list[Any]:
    """A day each with an event and its checkpoint; gives where each day's chain ends."""
    ends: list[Any] = []
    for number in range(count):
        house.clock.turn(days=1)
        await house.role(f"day{number}")
        await seal(house)
        ends.append((await head()).position)
    return ends


async def test_a_span_of_time_is_verified_alone(trail: House) -> None:
    ends = await days(trail, 5)
    start = NOON + timedelta(days=2, hours=-1)
    found = await verified(Wanted(start=start, end=start + timedelta(days=2)))
    assert (found.is_whole, found.first_position, found.last_position) == (True, ends[0] + 1, ends[3])
    nothing = await verified(Wanted(start=NOON + timedelta(days=90)))
    assert (nothing.is_whole, nothing.events) == (True, 0)
    assert (await verified(Wanted(end=start))).first_position == 1


async def test_an_edit_in_the_span_is_found_also_when_its_time_is_moved_out(trail: House) -> None:
    ends = await days(trail, 5)
    await AuditEvent.filter(position=ends[2]).update(occurred_at=NOON - timedelta(days=900))
    start = NOON + timedelta(days=3, hours=-1)
    span = Wanted(start=start, end=start + timedelta(days=1))
    assert (Flaw.ALTERED, ends[2]) in flaws(await verified(span))
    before = Wanted(start=NOON + timedelta(days=1, hours=-1), end=NOON + timedelta(days=1, hours=1))
    assert (await verified(before)).is_whole
