"""Groups as plain rows, with what hangs on them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from auth.reading import Row, Statement, boolean, fetch, instant, key
from auth.resources.rows import COLUMNS as RESOURCE_COLUMNS
from auth.resources.rows import LoadUsers, ResourceRow, add_owners, optional_resource
from auth.selection import NOT_LOADED, Selection


@dataclass(slots=True)
class GroupRow:
    """A group as a caller reads it; what was not asked for is ``NOT_LOADED``, and showing it is a fault."""

    id: UUID
    name: str
    description: str
    is_default: bool
    created_at: datetime
    updated_at: datetime
    version: int
    member_count: Any = NOT_LOADED
    resource_grants: Any = NOT_LOADED


@dataclass(frozen=True, slots=True)
class GroupGrantRow:
    """What joining a group brings: one resource, or every resource of a type, present and future."""

    id: UUID
    type: str
    resource: ResourceRow | None
    reason: str | None
    granted_at: datetime


COLUMNS = "g.id, g.name, g.description, g.is_default, g.created_at, g.updated_at, g.version"
"""What ``read_group`` takes, of ``groups g``."""
COLUMN_COUNT = 7


def read_group(row: Row) -> GroupRow:
    """A group of its columns."""
    id_, name, description, is_default, created, updated, version = row
    return GroupRow(key(id_), name, description, boolean(is_default), instant(created), instant(updated), version)


async def add_relations(rows: Sequence[GroupRow], selection: Selection, load: LoadUsers) -> None:
    """Adds to groups what ``selection`` wants beside their columns, one statement for each."""
    ids = [row.id for row in rows]
    if "member_count" in selection and ids:
        counts = await member_counts(ids)
        for row in rows:
            row.member_count = counts.get(row.id, 0)
    if "resource_grants" in selection and ids:
        grants = await _grants_of(ids, selection["resource_grants"], load)
        for row in rows:
            row.resource_grants = grants.get(row.id, [])


async def member_counts(group_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many accounts are in each group that has any. No permission is asked."""
    statement = Statement().add("SELECT group_id, count(*) FROM group_members")
    rows = await fetch(statement.add(f"WHERE {statement.among('group_id', group_ids)} GROUP BY group_id"))
    return {key(group_id): count for group_id, count in rows}


async def group_grant_by_id(grant_id: UUID, selection: Selection, load: LoadUsers) -> GroupGrantRow | None:
    """One grant of a group, or ``None``. No permission is asked."""
    statement = _select_grants()
    found = await _read_grants(statement.add(f"WHERE b.id = {statement.bind(grant_id)}"), selection, load)
    return next((grant for grants in found.values() for grant in grants), None)


async def _grants_of(
    group_ids: Sequence[UUID], selection: Selection, load: LoadUsers
) -> dict[UUID, list[GroupGrantRow]]:
    statement = _select_grants()
    statement.add(f"WHERE {statement.among('b.group_id', group_ids)} ORDER BY b.id")
    return await _read_grants(statement, selection, load)


def _select_grants() -> Statement:
    statement = Statement().add(f"SELECT b.group_id, b.id, b.type_id, b.reason, b.granted_at, {RESOURCE_COLUMNS}")
    return statement.add("FROM group_resource_grants b LEFT JOIN resources r ON r.id = b.resource_id")


async def _read_grants(statement: Statement, selection: Selection, load: LoadUsers) -> dict[UUID, list[GroupGrantRow]]:
    found: dict[UUID, list[GroupGrantRow]] = defaultdict(list)
    resources: list[ResourceRow] = []
    for row in await fetch(statement):
        group_id, id_, type_name, reason, granted_at, *of_resource = row
        resource = optional_resource(of_resource)
        resources += [resource] if resource else []
        found[key(group_id)].append(GroupGrantRow(key(id_), type_name, resource, reason, instant(granted_at)))
    await add_owners(resources, selection.get("resource", {}), load)
    return found
