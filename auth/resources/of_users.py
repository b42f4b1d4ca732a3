"""What many accounts are granted and own, at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from auth.groups.rows import COLUMN_COUNT as GROUP_COLUMN_COUNT
from auth.groups.rows import COLUMNS as GROUP_COLUMNS
from auth.groups.rows import GroupRow, read_group
from auth.groups.rows import add_relations as add_to_groups
from auth.reading import Row, Statement, fetch, instant, key
from auth.resources.rows import COLUMNS, LoadUsers, ResourceRow, add_owners, optional_resource, read_resource
from auth.selection import Selection
from models.resource import ResourceGrantSource


@dataclass(frozen=True, slots=True)
class ResourceGrantRow:
    """A live grant of an account.

    Attributes:
        resource: ``None`` for every resource of the type, present and future.
        group: That brought it, while it exists.
        reason: What was said when the account, or the group, was granted it.
    """

    id: UUID
    type: str
    resource: ResourceRow | None
    source: ResourceGrantSource
    group: GroupRow | None
    reason: str | None
    granted_at: datetime


async def resource_grants_of(
    user_ids: Sequence[UUID], selection: Selection, load: LoadUsers
) -> dict[UUID, list[ResourceGrantRow]]:
    """The live grants of each account, the oldest first: one statement, and one for each relation wanted of them."""
    statement = _select_grants()
    statement.add(f"WHERE {statement.among('x.user_id', user_ids)} AND x.revoked_at IS NULL ORDER BY x.id")
    return await _read_grants(statement, selection, load)


async def resource_grant_by_id(grant_id: UUID, selection: Selection, load: LoadUsers) -> ResourceGrantRow | None:
    """One live grant, or ``None``. No permission is asked."""
    statement = _select_grants()
    statement.add(f"WHERE x.id = {statement.bind(grant_id)} AND x.revoked_at IS NULL")
    found = await _read_grants(statement, selection, load)
    return next((grant for grants in found.values() for grant in grants), None)


async def owned_resources_of(
    user_ids: Sequence[UUID], selection: Selection, load: LoadUsers
) -> dict[UUID, list[ResourceRow]]:
    """The resources that each account owns, by type and the product's id."""
    statement = Statement().add(f"SELECT {COLUMNS} FROM resources r")
    statement.add(f"WHERE {statement.among('r.owner_id', user_ids)} ORDER BY r.type_id, r.external_id")
    rows = [read_resource(row) for row in await fetch(statement)]
    await add_owners(rows, selection, load)
    found: dict[UUID, list[ResourceRow]] = defaultdict(list)
    for row in rows:
        if row.owner_id is not None:
            found[row.owner_id].append(row)
    return found


def _select_grants() -> Statement:
    statement = Statement().add("SELECT x.user_id, x.id, x.type_id, x.source, x.reason, x.granted_at,")
    statement.add(f"{GROUP_COLUMNS}, {COLUMNS} FROM resource_grants x")
    return statement.add("LEFT JOIN groups g ON g.id = x.group_id LEFT JOIN resources r ON r.id = x.resource_id")


async def _read_grants(
    statement: Statement, selection: Selection, load: LoadUsers
) -> dict[UUID, list[ResourceGrantRow]]:
    found: dict[UUID, list[ResourceGrantRow]] = defaultdict(list)
    for user_id, *row in await fetch(statement):
        found[key(user_id)].append(_grant(row))
    grants = [grant for own in found.values() for grant in own]
    groups = [grant.group for grant in grants if grant.group]
    await add_to_groups(groups, selection.get("group", {}), load)
    await add_owners([grant.resource for grant in grants if grant.resource], selection.get("resource", {}), load)
    return found


def _grant(row: Row) -> ResourceGrantRow:
    id_, type_name, source, reason, granted_at, *more = row
    of_group, of_resource = more[:GROUP_COLUMN_COUNT], more[GROUP_COLUMN_COUNT:]
    return ResourceGrantRow(
        id=key(id_),
        type=type_name,
        resource=optional_resource(of_resource),
        source=ResourceGrantSource(source),
        group=None if of_group[0] is None else read_group(of_group),
        reason=reason,
        granted_at=instant(granted_at),
    )
