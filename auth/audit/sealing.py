"""Seals the rows that wait for it, in batches, by one runner across all processes.

A row gets its place when it is sealed, not when it is written, so nobody who writes waits for anybody, and a
transaction that commits late is sealed late. What is sealed stays so: a batch is one transaction.
"""

from typing import Any, cast

from auth.actor import SYSTEM
from auth.audit.checkpoints import Checkpoint, keep, newest, signed
from auth.audit.keys import KeyRing, KeySource
from auth.audit.rows import head, stored_id, waiting
from auth.audit.rules import Place, link
from auth.reading import Statement, fetch
from auth.unit_of_work import Units, Work
from models.database import dialect

BATCH = 250
"""Rows in one transaction: some milliseconds, which is how long a writer on SQLite waits at most."""

CHECKPOINT_EVENTS = 1000
CHECKPOINT_SECONDS = 3600
"""A checkpoint is kept after so many events, and of what is new after so many seconds."""

_LOCK_KEY = 0x6761_7465_5365_616C  # "gateSeal"


async def seal_waiting(units: Units, keys: KeySource) -> int:
    """Seals everything that waits, and tells how much that was. Does nothing while another process does it."""
    sealed = 0
    while await waiting(1):
        batch = await units.run(SYSTEM, lambda work: seal_batch(work, keys()))
        sealed += batch
        if not batch:
            break
    return sealed


async def seal_batch(work: Work, ring: KeyRing, most: int = BATCH) -> int:
    """Seals up to ``most`` rows and tells how many; 0 also when another runner is at it."""
    if not await _is_alone():
        return 0
    rows = await waiting(most)
    if not rows:
        return 0
    last = await newest()
    place = _end(await head(), last)
    seals: list[list[object]] = []
    for row in rows:
        seal = link(ring.current, cast("str", place.seal), place.position + 1, row.id, row.mac)
        place = Place(place.position + 1, seal)
        seals.append([place.position, seal, ring.current.id, stored_id(row.id)])
    await cast("Any", work.connection).execute_many(_UPDATES[dialect()], seals)  # whose type is partly unknown
    if _is_due(work, place, last):
        await keep(signed(ring.current, place.position, cast("str", place.seal), work.now))
    return len(rows)


async def sign_end(work: Work, ring: KeyRing) -> None:
    """Keeps a checkpoint when one is due though nothing has been sealed since."""
    end, last = await head(), await newest()
    is_newer = end.position > (last.position if last else 0)
    if is_newer and _is_due(work, end, last) and await _is_alone():
        await keep(signed(ring.current, end.position, cast("str", end.seal), work.now))


def _end(found: Place, last: Checkpoint | None) -> Place:
    """Where to go on. Behind the last checkpoint even if the rows up to it were cut off, so that the gap stays."""
    return Place(last.position, last.seal) if last is not None and last.position > found.position else found


def _is_due(work: Work, place: Place, last: Checkpoint | None) -> bool:
    if last is None or place.position - last.position >= CHECKPOINT_EVENTS:
        return True
    return (work.now - last.time).total_seconds() >= CHECKPOINT_SECONDS


async def _is_alone() -> bool:
    """On SQLite a unit of work is alone anyway. The lock ends with the transaction, also when the process dies."""
    if dialect() == "sqlite":
        return True
    rows = await fetch(Statement().add(f"SELECT pg_try_advisory_xact_lock({_LOCK_KEY})"))
    return bool(rows[0][0])


_UPDATES = {
    "sqlite": "UPDATE audit_events SET position = ?, seal = ?, seal_key_id = ? WHERE id = ? AND position IS NULL",
    "postgres": "UPDATE audit_events SET position = $1, seal = $2, seal_key_id = $3 WHERE id = $4 AND position IS NULL",
}
