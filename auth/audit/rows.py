"""The trail's rows as they are stored, for sealing, verifying and erasing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import orjson

from auth.audit.content import COLUMNS, Json, content_of
from auth.audit.rules import START, Place, Stored
from auth.reading import Row, Statement, fetch, instant, key
from models.database import dialect

_KEYS = ("id", "actor_id", "session_id", "token_id")
_PROOF = ("changes_json", "commitments_json", "salts_json", "key_id", "mac", "position", "seal", "seal_key_id")
HIGHEST = (1 << 63) - 1
"""The highest position. SQLite would also store a text in its place, which is higher than every number."""

_SELECT = f"SELECT {', '.join(f'e.{name}' for name in (*COLUMNS, *_PROOF))} FROM audit_events e"


async def sealed_after(position: int, until: int, most: int) -> list[Stored]:
    """Sealed rows behind a position, in the order of the chain."""
    statement = Statement()
    bounds = f"e.position > {statement.bind(position)} AND e.position <= {statement.bind(until)}"
    rows = await fetch(statement.add(f"{_SELECT} WHERE {bounds} ORDER BY e.position LIMIT {most:d}"))
    return [_stored(row) for row in rows]


async def unsealed_after(event_id: str | None, most: int) -> list[Stored]:
    """Rows that wait for their seal, in the order of their ids."""
    statement = Statement()
    start = f" AND e.id > {statement.bind(stored_id(event_id))}" if event_id else ""
    rows = await fetch(statement.add(f"{_SELECT} WHERE e.position IS NULL{start} ORDER BY e.id LIMIT {most:d}"))
    return [_stored(row) for row in rows]


async def of_account(account: UUID, after: str | None, most: int) -> list[Stored]:
    """Rows that an account acted in or that are about it, in the order of their ids."""
    statement = Statement()
    actor, target = statement.bind(account), statement.bind(str(account))
    about = f"(e.actor_id = {actor} OR (e.target_id = {target} AND e.target_type = 'USER'))"
    start = f" AND e.id > {statement.bind(stored_id(after))}" if after else ""
    rows = await fetch(statement.add(f"{_SELECT} WHERE {about}{start} ORDER BY e.id LIMIT {most:d}"))
    return [_stored(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row that is to be sealed."""

    id: str
    mac: str


async def waiting(most: int) -> list[Waiting]:
    """Rows without a seal, whatever time they tell: one that is committed late has its turn too."""
    some = f"SELECT e.id, e.mac FROM audit_events e WHERE e.position IS NULL LIMIT {most:d}"
    rows = await fetch(Statement().add(some))
    return sorted((Waiting(str(row[0]), row[1]) for row in rows), key=lambda row: row.id)


async def head() -> Place:
    """The end of the chain."""
    newest = "SELECT e.position, e.seal FROM audit_events e WHERE"
    rows = await fetch(Statement().add(f"{newest} e.position <= {HIGHEST} ORDER BY e.position DESC LIMIT 1"))
    return Place(rows[0][0], rows[0][1]) if rows else START


async def astray(most: int) -> list[Stored]:
    """Rows whose position no row can have."""
    statement = Statement().add(f"{_SELECT} WHERE e.position < 1 OR e.position > {HIGHEST}")
    rows = await fetch(statement.add(f"ORDER BY e.position LIMIT {most:d}"))
    return [_stored(row) for row in rows]


async def seal_at(position: int) -> str | None:
    """The seal of the row at a position, ``None`` where there is none."""
    statement = Statement()
    rows = await fetch(
        statement.add(f"SELECT e.seal FROM audit_events e WHERE e.position = {statement.bind(position)}")
    )
    return rows[0][0] if rows else None


async def positions_between(start: datetime | None, end: datetime | None) -> tuple[int | None, int | None]:
    """The first and last position among the events of a span; ``None`` where it has none."""
    statement = Statement()
    bounds = [f"e.occurred_at >= {statement.bind(start)}"] if start else []
    bounds += [f"e.occurred_at < {statement.bind(end)}"] if end else []
    where = " AND ".join([*bounds, f"e.position <= {HIGHEST}"])
    rows = await fetch(statement.add(f"SELECT min(e.position), max(e.position) FROM audit_events e WHERE {where}"))
    return rows[0][0], rows[0][1]


async def erased_accounts(action: str) -> frozenset[str]:
    """The accounts whose personal values were erased by Gatehouse, from the events that tell of it."""
    statement = Statement()
    told = f"SELECT DISTINCT e.target_id FROM audit_events e WHERE e.action = {statement.bind(action)}"
    return frozenset(row[0] for row in await fetch(statement.add(told)))


async def accounts_once_named(name: str) -> list[UUID]:
    """The ids of deleted accounts that had this name at their end."""
    statement = Statement()
    gone = f"e.action = 'user.deleted' AND lower(e.target_name) = lower({statement.bind(name)})"
    rows = await fetch(statement.add(f"SELECT DISTINCT e.target_id FROM audit_events e WHERE {gone}"))
    return [UUID(row[0]) for row in rows]


def stored_id(event_id: str) -> object:
    """A row's key as the engine wants it in a statement. On SQLite it may be any text that somebody put there."""
    return event_id if dialect() == "sqlite" else UUID(event_id)


def _stored(row: Row) -> Stored:
    values = dict(zip((*COLUMNS, *_PROOF), row, strict=True))
    return Stored(
        id=str(values["id"]),
        content=_content(values),
        commitments=_texts(values["commitments_json"]),
        salts=_texts(values["salts_json"]),
        key_id=str(values["key_id"]),
        mac=str(values["mac"]),
        position=values["position"],
        seal=_text(values["seal"]),
        seal_key_id=_text(values["seal_key_id"]),
    )


def _content(values: dict[str, Any]) -> Json | None:
    """What the row says; ``None`` for a row that somebody else than Gatehouse made unreadable."""
    try:
        columns = {name: values[name] for name in COLUMNS}
        columns |= {name: key(values[name]) for name in _KEYS if values[name] is not None}
        columns["occurred_at"] = instant(values["occurred_at"])
        return content_of(columns, _changes(values["changes_json"]))
    except (ValueError, TypeError, AttributeError):
        return None


def _changes(text: str) -> list[Json]:
    changes: object = orjson.loads(text)
    if not isinstance(changes, list):
        raise TypeError("changes are a list")
    return [dict(cast("Json", change)) for change in cast("Sequence[object]", changes)]


def _texts(text: object) -> dict[str, str]:
    """A JSON object of texts; empty for anything else."""
    try:
        read: object = orjson.loads(cast("str", text))
    except orjson.JSONDecodeError:
        return {}
    items = cast("dict[str, object]", read).items() if isinstance(read, dict) else ()
    return {name: str(value) for name, value in items}


def _text(value: object) -> str | None:
    return None if value is None else str(value)
