"""Pages of a list: keyset cursors for programs, a bounded offset for numbered pages.

A cursor holds the sorted value and the key of its row, so pages stay right while rows come and go. Empty values sort
last in both directions.
"""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Generic, TypeVar
from uuid import UUID

import orjson

from auth.errors import BadInput
from auth.reading import Statement

PAGE_DEFAULT = 25
PAGE_MOST = 250
OFFSET_MOST = 10_000

RowT = TypeVar("RowT")


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page somebody asked for: ``first``/``after``, ``last``/``before``, or ``first``/``offset``."""

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None
    offset: int | None = None

    @property
    def backward(self) -> bool:
        """Whether the page is counted from the end."""
        return self.last is not None

    @property
    def size(self) -> int:
        """Rows of the page, at most."""
        return self.last if self.last is not None else PAGE_DEFAULT if self.first is None else self.first

    def check(self) -> None:
        """Raises ``BadInput`` naming the argument that is out of bounds or does not go with another."""
        for name in ("first", "last"):
            value = getattr(self, name)
            if value is not None and not 1 <= value <= PAGE_MOST:
                raise BadInput(name, f"A page has from 1 to {PAGE_MOST} rows.")
        if self.first is not None and self.last is not None:
            raise BadInput("last", "Give either first or last.")
        if self.before is not None and not self.backward:
            raise BadInput("before", "It goes with last.")
        if self.after is not None and self.backward:
            raise BadInput("after", "It goes with first.")
        if self.offset is None:
            return
        if not 0 <= self.offset <= OFFSET_MOST:
            raise BadInput("offset", f"It is from 0 to {OFFSET_MOST}; go further by cursor.")
        if self.after is not None or self.backward:
            raise BadInput("offset", "It goes with first alone, not with a cursor.")


def text_value(raw: object) -> str:
    """A sorted text out of a cursor. Raises ``TypeError``."""
    if not isinstance(raw, str):
        raise TypeError("a text was sorted by")
    return raw


def moment_value(raw: object) -> datetime:
    """A sorted moment out of a cursor, in UTC. Raises ``TypeError``, ``ValueError``, ``OverflowError``."""
    moment = datetime.fromisoformat(text_value(raw))
    if moment.tzinfo is None:
        raise ValueError("a moment has an offset")
    return moment.astimezone(UTC)


def day_value(raw: object) -> date:
    """A sorted day out of a cursor. Raises ``TypeError``, ``ValueError``."""
    return date.fromisoformat(text_value(raw))


@dataclass(frozen=True, slots=True)
class Order:
    """By what a list is sorted.

    Attributes:
        name: Public name; a cursor is only good for the order it was made in.
        column: The SQL expression, a literal of ours.
        value: The sorted value of a row's raw text from a cursor, typed for the engine.
    """

    name: str
    column: str
    nullable: bool = False
    descending: bool = False
    value: Callable[[object], object] = text_value


@dataclass(frozen=True, slots=True)
class Page(Generic[RowT]):
    """One page. ``cursors`` go with ``rows``."""

    rows: Sequence[RowT]
    cursors: Sequence[str]
    has_next: bool
    has_previous: bool


def encode_cursor(order: Order, value: object, key: UUID) -> str:
    """The opaque cursor of a row."""
    parts = [order.name, order.descending, value, key.hex]
    return base64.urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")


def decode_cursor(text: str, order: Order, argument: str) -> tuple[object, UUID]:
    """The sorted value and the key in a cursor. Raises ``BadInput``."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        name, descending, value, key = orjson.loads(raw)
        if (name, descending) != (order.name, order.descending):
            raise BadInput(argument, "This cursor belongs to a list in another order.")
        return (None if value is None and order.nullable else order.value(value)), UUID(hex=key)
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise BadInput(argument, "This is not a cursor of this list.") from error


def keyset(statement: Statement, order: Order, page: PageRequest, key_column: str) -> str | None:
    """The condition that starts a page at its cursor, or ``None`` for the first page."""
    text, argument = (page.before, "before") if page.backward else (page.after, "after")
    if text is None:
        return None
    value, key = decode_cursor(text, order, argument)
    sign = "<" if order.descending != page.backward else ">"
    bound = statement.bind(key)
    if not order.nullable:
        return f"({order.column}, {key_column}) {sign} ({statement.bind(value)}, {bound})"
    if value is None:
        beside = f"({order.column} IS NULL AND {key_column} {sign} {bound})"
        return f"({order.column} IS NOT NULL OR {beside})" if page.backward else beside
    placed = statement.bind(value)
    further = f"({order.column}, {key_column}) {sign} ({placed}, {bound})"
    return further if page.backward else f"({further} OR {order.column} IS NULL)"


def order_by(order: Order, page: PageRequest, key_column: str) -> str:
    """The ORDER BY and LIMIT of a page; one row more than asked tells whether there are more."""
    direction = "DESC" if order.descending != page.backward else "ASC"
    empty_last = f"({order.column} IS NULL) {'DESC' if page.backward else 'ASC'}, " if order.nullable else ""
    offset = f" OFFSET {page.offset:d}" if page.offset else ""
    return f"ORDER BY {empty_last}{order.column} {direction}, {key_column} {direction} LIMIT {page.size + 1:d}{offset}"


def cut(rows: Sequence[RowT], cursors: Sequence[str], page: PageRequest) -> Page[RowT]:
    """The page out of the rows that were read, in the list's own order."""
    more = len(rows) > page.size
    kept, marks = list(rows[: page.size]), list(cursors[: page.size])
    if page.backward:
        kept.reverse()
        marks.reverse()
        return Page(kept, marks, has_next=page.before is not None, has_previous=more)
    return Page(kept, marks, has_next=more, has_previous=page.after is not None or bool(page.offset))


def page_of(
    rows: Sequence[RowT], order: Order, page: PageRequest, place: Callable[[RowT], tuple[str, UUID]]
) -> Page[RowT]:
    """One page of a short list that is in memory whole. ``place`` gives a row's sorted value and key."""
    page.check()
    ordered = sorted(rows, key=place, reverse=order.descending != page.backward)
    text, argument = (page.before, "before") if page.backward else (page.after, "after")
    if text is not None:
        start = decode_cursor(text, order, argument)
        smaller = order.descending != page.backward
        ordered = [row for row in ordered if (place(row) < start if smaller else place(row) > start)]
    wanted = ordered[page.offset or 0 :][: page.size + 1]
    return cut(wanted, [encode_cursor(order, *place(row)) for row in wanted], page)
