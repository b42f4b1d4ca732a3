"""The chain: how sealed rows follow each other, and what is wrong where they do not.

A row's seal is ``HMAC-SHA256(key, previous seal ‖ position ‖ id ‖ mac)``, each on a line. Its ``mac`` covers what it
says (``auth.audit.content``). So whoever has no key can neither change a row nor its place.
"""

import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from auth.audit.content import Json, code, commit, value_at
from auth.audit.keys import AuditKey, KeyRing

GENESIS = "0" * 64
"""What the first row follows."""


class Flaw(StrEnum):
    """Why the trail is not whole."""

    ALTERED = "ALTERED"
    REMOVED = "REMOVED"
    OUT_OF_PLACE = "OUT_OF_PLACE"
    KEY_UNKNOWN = "KEY_UNKNOWN"
    ERASED_WITHOUT_RECORD = "ERASED_WITHOUT_RECORD"
    TAIL_CUT = "TAIL_CUT"
    CHECKPOINT_CONTRADICTED = "CHECKPOINT_CONTRADICTED"
    CHECKPOINT_FORGED = "CHECKPOINT_FORGED"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong.

    Attributes:
        position: Where in the chain, or where it begins; ``None`` for a row that is not sealed yet.
        until: Where it ends, the same as ``position`` for a single row.
        event_id: The row, where there is one.
        detail: A sentence for a person; holds no personal value.
    """

    flaw: Flaw
    position: int | None
    until: int | None
    event_id: str | None
    detail: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A row of the trail as it was found.

    Attributes:
        content: ``None`` where it cannot be read as an event at all.
        commitments: By label.
        salts: By label.
    """

    id: str
    content: Json | None
    commitments: Mapping[str, str]
    salts: Mapping[str, str]
    key_id: str
    mac: str
    position: int | None
    seal: str | None
    seal_key_id: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where the chain was followed to. ``seal`` is ``None`` where the row at ``position`` is missing."""

    position: int
    seal: str | None


START = Place(0, GENESIS)


def link(key: AuditKey, previous: str, position: int, event_id: str, mac: str) -> str:
    """The seal of a row at a position."""
    return hmac.digest(key.chain, f"{previous}\n{position}\n{event_id}\n{mac}".encode(), "sha256").hex()


def follow(ring: KeyRing, before: Place, row: Stored, position: float) -> Iterator[Finding]:
    """What is wrong with a row's place, which is ``position`` as it claims; on SQLite that can be any number."""
    if not isinstance(position, int) or position <= before.position:
        yield Finding(Flaw.OUT_OF_PLACE, None, None, row.id, "It has a position that no event can have.")
        return
    if position > before.position + 1:
        first, last = before.position + 1, position - 1
        yield Finding(Flaw.REMOVED, first, last, None, f"{last - first + 1} events that were sealed here are gone.")
        return  # what it follows is not known any more
    key = ring.named(row.seal_key_id)
    if key is None:
        yield Finding(Flaw.KEY_UNKNOWN, position, position, row.id, "It was sealed with a key that is not here.")
    elif before.seal is not None and not _equal(row.seal, link(key, before.seal, position, row.id, row.mac)):
        yield Finding(Flaw.OUT_OF_PLACE, position, position, row.id, "Its seal does not follow from the one before it.")


def examine(ring: KeyRing, row: Stored) -> Iterator[Finding]:
    """What is wrong with what a row says."""
    key = ring.named(row.key_id)
    if key is None:
        yield _of(row, Flaw.KEY_UNKNOWN, "It was written with a key that is not here, or not by Gatehouse.")
    elif row.content is None or not _says_so(key, row.content, row):
        yield _of(row, Flaw.ALTERED, "It is not as Gatehouse wrote it, or Gatehouse did not write it.")
    elif altered := [label for label in row.commitments if not _stands(key, row.content, row, label)]:
        yield _of(row, Flaw.ALTERED, f"{', '.join(altered)} is not what was written.")


def erased_labels(row: Stored) -> list[str]:
    """The personal values that are gone together with their salts."""
    return [label for label in row.commitments if label not in row.salts]


def _says_so(key: AuditKey, content: Json, row: Stored) -> bool:
    try:
        return _equal(row.mac, code(key, content, row.commitments))
    except (LookupError, TypeError, ValueError):  # a place that is not there, a shape that no event has
        return False


def _stands(key: AuditKey, content: Json, row: Stored, label: str) -> bool:
    value, salt = value_at(content, label), row.salts.get(label)
    if value is None or salt is None:
        return value is None and salt is None
    return _equal(row.commitments[label], commit(key, label, salt, value))


def _of(row: Stored, flaw: Flaw, detail: str) -> Finding:
    return Finding(flaw, row.position, row.position, row.id, detail)


def _equal(given: str | None, wanted: str) -> bool:
    return given is not None and given.isascii() and hmac.compare_digest(given, wanted)
