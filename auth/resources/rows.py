"""Resources and their grants as plain rows."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from auth.reading import Row, instant, key, optional_key
from auth.selection import NOT_LOADED, Selection

LoadUsers: TypeAlias = Callable[[Sequence[UUID], Selection], Awaitable[Mapping[UUID, object]]]
"""Reads accounts by their ids: handed in, because accounts in turn show resources."""


@dataclass(slots=True)
class ResourceRow:
    """A resource as a caller reads it; ``owner`` is ``NOT_LOADED`` unless it was asked for."""

    id: UUID
    type: str
    external_id: str
    label: str
    owner_id: UUID | None
    created_at: datetime
    updated_at: datetime
    owner: Any = NOT_LOADED


COLUMNS = "r.id, r.type_id, r.external_id, r.label, r.owner_id, r.created_at, r.updated_at"
"""What ``read_resource`` takes, of ``resources r``."""
COLUMN_COUNT = 7


def read_resource(row: Row) -> ResourceRow:
    """A resource of its columns."""
    id_, type_name, external_id, label, owner_id, created, updated = row
    return ResourceRow(
        key(id_), type_name, external_id, label, optional_key(owner_id), instant(created), instant(updated)
    )


def optional_resource(row: Row) -> ResourceRow | None:
    """A resource of the columns of an outer join."""
    return None if row[0] is None else read_resource(row)


async def add_owners(rows: Sequence[ResourceRow], selection: Selection, load: LoadUsers) -> None:
    """Adds to resources what ``selection`` wants of their owners, in one statement."""
    if "owner" not in selection or not rows:
        return
    owners = {row.owner_id for row in rows if row.owner_id is not None}
    users = await load(sorted(owners), selection["owner"])
    for row in rows:
        row.owner = users.get(row.owner_id) if row.owner_id else None
