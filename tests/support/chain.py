"""A sealed trail: pure rows for tests of the rules, and hands on the stored one for tests of what finds forgers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import UUID

from tortoise.connection import get_connections

from auth.actor import HOST
from auth.audit.content import COLUMNS, content_of, prove
from auth.audit.keys import KeyRing, key_ring
from auth.audit.rules import START, Finding, Flaw, Place, Stored, examine, follow, link
from auth.audit.sealing import seal_waiting
from auth.audit.verification import Verification, Wanted, verify
from tests.support.house import House
from tests.support.keys import KEY, RING

NEWER = "n" * 43 + "="
ROTATED = key_ring([NEWER, KEY])
EVERYTHING = Wanted()


def row_of(number: int, ring: KeyRing = RING, **columns: Any) -> Stored:  # noqa: ANN401 — columns of an event
    """An event about an account, written but not sealed."""
    values: dict[str, Any] = dict.fromkeys(COLUMNS)
    values |= {"id": UUID(int=number), "occurred_at": datetime(2026, 11, 21, tzinfo=UTC), "action": "user.updated"}
    values |= {"actor_name": f"actor-{number}", "target_type": "USER", "target_id": str(number), **columns}
    changes = [{"field": "email", "before": None, "after": f"{number}@example.com"}]
    content = content_of(values, changes)
    salts = count()
    proof = prove(ring.current, content, lambda: f"{number}-{next(salts)}")
    return Stored(content["id"], content, proof.commitments, proof.salts, proof.key_id, proof.mac, None, None, None)


def sealed(rows: Sequence[Stored], ring: KeyRing = RING) -> list[Stored]:
    """The rows in a chain, in this order."""
    chain: list[Stored] = []
    seal = START.seal or ""
    for position, row in enumerate(rows, 1):
        seal = link(ring.current, seal, position, row.id, row.mac)
        chain.append(replace(row, position=position, seal=seal, seal_key_id=ring.current.id))
    return chain


def findings(rows: Sequence[Stored], ring: KeyRing = RING) -> list[Finding]:
    """What is wrong with rows that are read in the order of their positions."""
    found: list[Finding] = []
    place = START
    for row in sorted(rows, key=lambda row: row.position or 0):
        found += [*follow(ring, place, row, row.position or 0), *examine(ring, row)]
        place = Place(row.position or 0, row.seal)
    return found


async def seal(house: House, ring: KeyRing = RING) -> int:
    """Seals everything that waits."""
    return await seal_waiting(house.units, lambda: ring)


async def verified(wanted: Wanted = EVERYTHING, ring: KeyRing = RING) -> Verification:
    """What a verification by the host finds."""
    return await verify(HOST, ring, wanted)


def flaws(found: Verification) -> list[tuple[Flaw, int | None]]:
    """What is wrong and where."""
    return [(finding.flaw, finding.position) for finding in found.findings]


async def forge(statement: str) -> None:
    """Changes the database behind the product's back."""
    await get_connections().get("default").execute_script(statement)
