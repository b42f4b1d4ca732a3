"""Verifies the trail: reads it in batches along the chain and says what is wrong, or that nothing is.

Nothing is locked and memory stays the same however long the trail is. What is verified is what was sealed when it
began; rows that wait for their seal are looked at too, and counted.
"""

from collections.abc import AsyncGenerator, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from auth.actor import Actor
from auth.audit.checkpoints import Checkpoint, around, flaw_of, kept
from auth.audit.events import AuditErased
from auth.audit.keys import KeyRing
from auth.audit.rows import (
    astray,
    erased_accounts,
    head,
    positions_between,
    seal_at,
    sealed_after,
    unsealed_after,
)
from auth.audit.rules import START, Finding, Flaw, Place, Stored, erased_labels, examine, follow
from auth.errors import DomainError
from auth.permissions import Scope, demand

FINDINGS_MOST = 100
"""Findings that are told one by one; further ones are counted."""

_BATCH = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to verify.

    Attributes:
        start: Events from this moment on; the chain is followed from the last checkpoint before it.
        end: Events before this moment; the chain is followed to the first checkpoint after it.
        checkpoint: An exported one to compare with.
        most: Refuse to verify more events than this; ``None`` for any number.
    """

    start: datetime | None = None
    end: datetime | None = None
    checkpoint: Checkpoint | None = None
    most: int | None = None


@dataclass(slots=True)
class Verification:
    """What came of it.

    Attributes:
        first_position: Where the chain was followed from; 1 is its beginning.
        last_position: To where; 0 where nothing is sealed yet.
        events: How many sealed events were looked at.
        erased_values: Personal values that were erased, in ``erased_events`` of them.
        unsealed: Events that wait for their seal.
        oldest_unsealed: When the oldest of them happened; long ago means that no worker runs.
        checkpoints: Signed checkpoints that were compared.
        flaws: How many things are wrong.
        findings: The first 100 of them.
    """

    first_position: int
    last_position: int
    events: int = 0
    erased_values: int = 0
    erased_events: int = 0
    unsealed: int = 0
    oldest_unsealed: datetime | None = None
    checkpoints: int = 0
    flaws: int = 0
    findings: list[Finding] = field(default_factory=list[Finding])

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.flaws

    def note(self, found: Iterable[Finding]) -> None:
        """Counts what is wrong."""
        for finding in found:
            self.flaws += 1
            if len(self.findings) < FINDINGS_MOST:
                self.findings.append(finding)


async def verify(actor: Actor, ring: KeyRing, wanted: Wanted) -> Verification:
    """Follows the chain.

    Raises ``Forbidden``, ``Unauthenticated``; ``DomainError`` when there are more than ``wanted.most`` events.
    """
    demand(actor, "verifyAuditLog", Scope.AUDIT_READ)
    begin, last = await extent(wanted)
    if wanted.most is not None and last - begin.position > wanted.most:
        message = f"These are more than {wanted.most} events. Give a shorter span, or use `gatehouse audit verify`."
        raise DomainError("TOO_MANY_EVENTS", message, "occurred_from")
    found = Verification(begin.position + 1, last)
    erased = await erased_accounts(AuditErased.action)
    async for _ in along(ring, found, begin, erased):
        pass
    await _waiting(ring, found, erased)
    await beyond(ring, found, wanted.checkpoint)
    return found


async def extent(wanted: Wanted) -> tuple[Place, int]:
    """From which place to follow the chain, and to which position."""
    end = await head()
    if wanted.start is None and wanted.end is None:
        return START, end.position
    first, last = await positions_between(wanted.start, wanted.end)
    before, behind = await around(wanted.start, wanted.end)
    begin = min([each for each in (before and before.position, first and first - 1) if each is not None], default=0)
    stops = [each for each in (behind and behind.position, last) if each is not None]
    until = end.position if wanted.end is None or behind is None else max(stops)
    return await _place(begin if wanted.start else 0), min(until, end.position)


async def _place(position: int) -> Place:
    return Place(position, await seal_at(position)) if position else START


async def along(
    ring: KeyRing, found: Verification, place: Place, erased: frozenset[str]
) -> AsyncGenerator[Stored | Checkpoint]:
    """Follows the chain from a place to ``found.last_position``, notes what is wrong, and gives what it looked at.

    A checkpoint that the trail keeps comes right behind the row at its position.
    """
    await _begin(ring, found, place)
    while place.position < found.last_position:
        rows = await sealed_after(place.position, found.last_position, _BATCH)
        if not rows:
            found.note([_gone(place.position + 1, found.last_position)])
            return
        signed = {each.position: each for each in await kept(place.position, cast("int", rows[-1].position))}
        for row in rows:
            position = cast("int", row.position)  # the statement asks for it
            found.note(follow(ring, place, row, position))
            await _look_at(ring, found, row, erased)
            place = Place(position, row.seal)
            found.events += 1
            yield row
            if position in signed:
                yield _compared(ring, found, signed.pop(position), row.seal)
        for checkpoint in signed.values():  # of rows that are gone
            _compare(ring, found, checkpoint, None)


async def _begin(ring: KeyRing, found: Verification, place: Place) -> None:
    """Looks at where a part of the chain is hung up."""
    if place.seal is None:
        found.note([_gone(place.position, place.position)])
    for checkpoint in await kept(place.position - 1, place.position):
        _compare(ring, found, checkpoint, place.seal)


def _gone(first: int, last: int) -> Finding:
    return Finding(Flaw.REMOVED, first, last, None, f"{last - first + 1} events that were sealed here are gone.")


async def _look_at(ring: KeyRing, found: Verification, row: Stored, erased: frozenset[str]) -> None:
    found.note(examine(ring, row))
    labels = erased_labels(row)
    if not labels or row.content is None:
        return
    found.erased_events += 1
    found.erased_values += len(labels)
    about = {row.content["actor_id"], row.content["target_id"]}
    # Asked again, because it may have been erased since.
    if erased.isdisjoint(about) and (await erased_accounts(AuditErased.action)).isdisjoint(about):
        detail = f"{', '.join(labels)} are gone, and no event tells that Gatehouse erased them."
        found.note([Finding(Flaw.ERASED_WITHOUT_RECORD, row.position, row.position, row.id, detail)])


def _compared(ring: KeyRing, found: Verification, checkpoint: Checkpoint, seal: str | None) -> Checkpoint:
    _compare(ring, found, checkpoint, seal)
    return checkpoint


def _compare(ring: KeyRing, found: Verification, checkpoint: Checkpoint, seal: str | None) -> None:
    """``seal`` is that of the row at the checkpoint's position."""
    found.checkpoints += 1
    position, flaw = checkpoint.position, flaw_of(ring, checkpoint)
    if flaw is Flaw.KEY_UNKNOWN:
        found.note([Finding(flaw, position, position, None, "A checkpoint was signed with a key that is not here.")])
    elif flaw is not None:
        found.note([Finding(flaw, position, position, None, "A checkpoint was not signed by Gatehouse.")])
    elif seal is not None and seal != checkpoint.seal:
        detail = "A checkpoint was signed with another seal at this position: the trail was written anew."
        found.note([Finding(Flaw.CHECKPOINT_CONTRADICTED, position, position, None, detail)])


async def _waiting(ring: KeyRing, found: Verification, erased: frozenset[str]) -> None:
    after: str | None = None
    while rows := await unsealed_after(after, _BATCH):
        for row in rows:
            await _look_at(ring, found, row, erased)
            found.unsealed += 1
            found.oldest_unsealed = _older(found.oldest_unsealed, row)
        after = rows[-1].id
    for row in await astray(FINDINGS_MOST):
        found.note([Finding(Flaw.OUT_OF_PLACE, None, None, row.id, "It has a position that no event can have.")])


def _older(oldest: datetime | None, row: Stored) -> datetime | None:
    if row.content is None:
        return oldest
    occurred = datetime.fromisoformat(row.content["occurred_at"])
    return occurred if oldest is None else min(oldest, occurred)


async def beyond(ring: KeyRing, found: Verification, given: Checkpoint | None) -> None:
    """Checkpoints, kept and given, of positions that the chain does not reach any more."""
    end = await head()
    checkpoints: Sequence[Checkpoint] = [*await kept(end.position), *([given] if given else [])]
    for checkpoint in checkpoints:
        _compare(ring, found, checkpoint, await seal_at(checkpoint.position))
        if checkpoint.position > end.position and flaw_of(ring, checkpoint) is None:
            first, last = end.position + 1, checkpoint.position
            detail = f"{last - first + 1} events that a checkpoint says were sealed are gone from the end."
            found.note([Finding(Flaw.TAIL_CUT, first, last, None, detail)])
