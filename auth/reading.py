"""Plain SQL where the ORM would make it slow: bound parameters, plain rows, the same values on both engines.

Text of a statement never holds a value: values are bound, identifiers are literals of our own code.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Literal, LiteralString, TypeVar, cast
from uuid import UUID

import orjson
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.models import Model

from models.database import dialect, reading

Row = Sequence[Any]
ModelT = TypeVar("ModelT", bound=Model)

ROWS_AT_ONCE = 200
"""Rows that one statement adds at most: engines bound how many values it may have."""

_NEVER_STORED = re.compile("[\0\ud800-\udfff]")


def storable(text: str) -> str:
    """A text to look for. No stored text has NUL (which PostgreSQL refuses) or half a surrogate pair."""
    return _NEVER_STORED.sub("\ufffd", text)


class Statement:
    """A statement in the making."""

    def __init__(self) -> None:
        """Speaks the dialect of the open database."""
        self.dialect: Literal["sqlite", "postgres"] = dialect()
        self.values: list[object] = []
        self._parts: list[str] = []

    def bind(self, value: object) -> str:
        """Takes a value and gives the placeholder that stands for it; it may be used several times."""
        self.values.append(self._stored(value))
        number = len(self.values)
        return f"${number}" if self.dialect == "postgres" else f"?{number}"

    def among(self, column: str, values: Sequence[object]) -> str:
        """The condition that a column is one of these values; the text does not depend on how many there are."""
        stored = [self._stored(value) for value in values]
        if self.dialect == "postgres":
            return f"{column} = ANY({self.bind(stored)})"
        listed = orjson.dumps(stored).decode()
        return f"{column} IN (SELECT value FROM json_each({self.bind(listed)}))"

    def add(self, text: str) -> "Statement":
        """Appends text."""
        self._parts.append(text)
        return self

    @property
    def for_update(self) -> str:
        """What ends a statement whose rows are to be locked; on SQLite a unit of work has the one lock there is."""
        return "FOR UPDATE" if self.dialect == "postgres" else ""

    @property
    def text(self) -> str:
        """The whole statement."""
        return "\n".join(self._parts)

    def _stored(self, value: object) -> object:
        if isinstance(value, str):
            return storable(value)
        if self.dialect == "postgres":
            return value
        if isinstance(value, UUID):
            return str(value)
        return value.astimezone(UTC).isoformat(" ") if isinstance(value, datetime) else value


async def fetch(statement: Statement) -> Sequence[Row]:
    """The rows of a statement, read inside the unit of work where one is open, else beside all writers."""
    connection = cast("Any", reading())  # its answer is typed as dictionaries, which it is not
    _, rows = await connection.execute_query(statement.text, statement.values)
    return [tuple(row) for row in rows]


async def load(model: type[ModelT], rest: Statement) -> list[ModelT]:
    """Rows of a table as the ORM's objects; ``rest`` is the statement from its condition on.

    For what every sign-in reads: the ORM takes longer to write such a statement than a database to answer it.
    """
    meta = model._meta  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] — where Tortoise tells of a table
    columns = list(meta.fields_db_projection.values())
    statement = f"SELECT {', '.join(columns)} FROM {meta.db_table}\n{rest.text}"
    connection = cast("Any", reading())
    _, rows = await connection.execute_query(statement, rest.values)
    made = cast("Any", model)._init_from_db  # noqa: SLF001 — as Tortoise makes them of the rows of its own statements
    return [made(**row) for row in rows]


async def write(connection: BaseDBAsyncClient, statement: Statement) -> int:
    """Has a statement change rows in the transaction of a unit of work, and tells how many."""
    changed, _ = await cast("Any", connection).execute_query(statement.text, statement.values)
    return changed


async def insert(connection: BaseDBAsyncClient, table: LiteralString, row: Mapping[LiteralString, object]) -> None:
    """Adds a row in the transaction of a unit of work; columns that are left out are null."""
    await insert_all(connection, table, [row])


async def insert_all(
    connection: BaseDBAsyncClient, table: LiteralString, rows: Sequence[Mapping[LiteralString, object]]
) -> None:
    """Adds rows, which all name the same columns, in the transaction of a unit of work."""
    for start in range(0, len(rows), ROWS_AT_ONCE):
        some = rows[start : start + ROWS_AT_ONCE]
        statement = Statement()
        values = ", ".join(f"({', '.join(statement.bind(value) for value in row.values())})" for row in some)
        await write(connection, statement.add(f"INSERT INTO {table} ({', '.join(some[0])}) VALUES {values}"))


def key(value: UUID | str) -> UUID:
    """A key as both engines give it."""
    return value if isinstance(value, UUID) else UUID(value)


def optional_key(value: UUID | str | None) -> UUID | None:
    """A key that may be missing."""
    return None if value is None else key(value)


def instant(value: datetime | str) -> datetime:
    """A moment as both engines give it: aware, in UTC."""
    return (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(UTC)


def optional_instant(value: datetime | str | None) -> datetime | None:
    """A moment that may be missing."""
    return None if value is None else instant(value)


def optional_day(value: date | str | None) -> date | None:
    """A day that may be missing."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def boolean(value: bool | int) -> bool:  # noqa: FBT001 — SQLite has no booleans
    """A truth value as both engines give it."""
    return bool(value)
