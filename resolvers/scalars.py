"""Scalars: each names the document that specifies it."""

from datetime import UTC, date, datetime
from typing import NewType

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

JSON = NewType("JSON", object)
"""Any JSON value, of an object whose shape the schema cannot know; only ever given out."""


def _write_moment(value: object) -> str:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise GraphQLError(f"DateTime cannot represent a {type(value).__name__}.")
    return value.astimezone(UTC).isoformat()


def _read_moment(value: object) -> datetime:
    if isinstance(value, str) and "T" in value.upper():
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
        if moment is not None and moment.tzinfo is not None:
            return moment.astimezone(UTC)
    raise GraphQLError("DateTime is a moment with its offset, such as 2026-01-31T09:00:00Z (RFC 3339 §5.6).")


def _write_day(value: object) -> str:
    if type(value) is not date:
        raise GraphQLError(f"Date cannot represent a {type(value).__name__}.")
    return value.isoformat()


def _read_day(value: object) -> date:
    try:
        if isinstance(value, str) and len(value) == len("2026-01-31"):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise GraphQLError("Date is a day such as 2026-01-31 (RFC 3339 §5.6, full-date).")


def _no_input(_value: object) -> object:
    raise GraphQLError("JSON is only given out.")


SCALARS: dict[object, ScalarDefinition] = {
    datetime: strawberry.scalar(
        name="DateTime",
        description="A moment with its offset (RFC 3339); always given out in UTC.",
        specified_by_url="https://scalars.graphql.org/andimarek/date-time.html",
        serialize=_write_moment,
        parse_value=_read_moment,
    ),
    date: strawberry.scalar(
        name="Date",
        description="A day (RFC 3339, full-date).",
        specified_by_url="https://scalars.graphql.org/andimarek/local-date.html",
        serialize=_write_day,
        parse_value=_read_day,
    ),
    JSON: strawberry.scalar(
        name="JSON",
        description="Any JSON value; only given out.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc8259",
        serialize=lambda value: value,
        parse_value=_no_input,
    ),
}
"""Python types and the scalars that stand for them."""
