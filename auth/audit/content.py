"""What a row of the trail says, in the one form that is authenticated, and what of it is personal.

The form is a JSON object (RFC 8259) in UTF-8 without spaces, its members in the order of their names: every column of
the event, ``changes`` as the list that it is, ids as text with dashes, moments in UTC with microseconds and ``+00:00``.
In the place of each personal value stands ``null``, and ``commitments`` has the commitment to it, by its label: the
column, or ``changes.N.before`` and ``changes.N.after``. So a row whose values were erased has the same form.
Columns of ``LATER_COLUMNS`` are members only where they hold something.

A commitment is ``HMAC-SHA256(key, JSON of [label, salt, value])`` with a random salt of 128 bits for each value; with
the salt gone nobody can try values against it, not even who has the key.
"""

import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any, TypeAlias
from uuid import UUID

import orjson

from auth.audit.keys import AuditKey

Json: TypeAlias = dict[str, Any]
"""An object as JSON has it."""

COLUMNS = (
    *("id", "occurred_at", "action", "outcome", "reason", "actor_kind", "actor_id", "actor_name", "session_id"),
    "token_id",
    *("target_type", "target_id", "target_name", "ip_address", "user_agent", "request_id", "note"),
)
"""Every column of an event but its changes."""

LATER_COLUMNS = ("token_id",)
"""Columns that came after the first rows: where one is empty, the form has no member for it, as it had none before."""

PERSONAL_COLUMNS = ("actor_name", "target_name", "ip_address", "user_agent", "note")

IMPERSONAL_FIELDS = frozenset(
    {
        *("kind", "status", "roles", "groups", "idle_timeout_minutes", "session_limit", "classification_level"),
        *("mfa_required", "mfa_enabled", "backup_codes_left"),
        *("scope", "effect", "ends_at", "expires_at", "review_date", "resource_grants", "events", "values"),
    }
)
"""Changes of an account that say nothing about the person. Whatever is not listed here can be erased."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What stands beside an event's values.

    Attributes:
        commitments: By label.
        salts: By label; without those of erased values.
        key_id: Of the key they were made with.
        mac: The event's code, 64 hexadecimal digits.
    """

    commitments: Mapping[str, str]
    salts: Mapping[str, str]
    key_id: str
    mac: str


def content_of(columns: Mapping[str, object], changes: list[Json]) -> Json:
    """An event's columns as JSON values."""
    told = (name for name in COLUMNS if name not in LATER_COLUMNS or columns[name] is not None)
    return {**{name: _plain(columns[name]) for name in told}, "changes": changes}


def _plain(value: object) -> object:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case UUID():
            return str(value)
        case Enum():
            return value.value
        case _:
            return value


def prove(key: AuditKey, content: Json, new_salt: Callable[[], str]) -> Proof:
    """The proof of an event that is being written."""
    personal = personal_values(content)
    salts = {label: new_salt() for label in personal}
    commitments = {label: commit(key, label, salts[label], value) for label, value in personal.items()}
    return Proof(commitments, salts, key.id, code(key, content, commitments))


def personal_values(content: Json) -> dict[str, object]:
    """The values that can be erased, by label; those that are not there need no commitment."""
    found = {name: content[name] for name in PERSONAL_COLUMNS}
    if content["target_type"] == "USER":
        found |= {label: change[side] for label, change, side in _sides(content) if _is_personal(change)}
    return {label: value for label, value in found.items() if value is not None}


def _is_personal(change: Json) -> bool:
    return change["field"] not in IMPERSONAL_FIELDS


def _sides(content: Json) -> Iterator[tuple[str, Json, str]]:
    for index, change in enumerate(content["changes"]):
        for side in ("before", "after"):
            yield f"changes.{index}.{side}", change, side


def value_at(content: Json, label: str) -> object:
    """The value that a label names, ``None`` where it was erased. Raises ``LookupError`` for no such place."""
    if label in PERSONAL_COLUMNS:
        return content[label]
    _, index, side = label.split(".")
    return content["changes"][int(index)][side]


def without(content: Json, labels: Iterable[str]) -> Json:
    """The content with ``null`` in the place of these values."""
    changes = [dict(change) for change in content["changes"]]
    stripped = {**content, "changes": changes}
    for label in labels:
        name, _, place = label.partition(".")
        if place:
            index, _, side = place.partition(".")
            changes[int(index)][side] = None
        else:
            stripped[name] = None
    return stripped


def commit(key: AuditKey, label: str, salt: str, value: object) -> str:
    """The commitment to a value."""
    return hmac.digest(key.commitment, orjson.dumps([label, salt, value]), "sha256").hex()


def code(key: AuditKey, content: Json, commitments: Mapping[str, str]) -> str:
    """The code that nobody without the key can make (RFC 2104)."""
    return hmac.digest(key.event, authenticated(content, commitments), "sha256").hex()


def authenticated(content: Json, commitments: Mapping[str, str]) -> bytes:
    """The form of an event that is authenticated; see above."""
    public = without(content, commitments)
    return orjson.dumps({**public, "commitments": dict(commitments)}, option=orjson.OPT_SORT_KEYS)
