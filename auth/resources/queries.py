"""Reads resources and grants by their ids."""

from uuid import UUID

from auth.actor import Actor
from auth.groups.rows import GroupGrantRow, group_grant_by_id
from auth.permissions import Scope, demand
from auth.reading import Statement, fetch
from auth.resources.of_users import ResourceGrantRow, resource_grant_by_id
from auth.resources.rows import COLUMNS, ResourceRow, add_owners, read_resource
from auth.selection import Selection
from auth.users.relations import users_by_id


async def resource_by_id(actor: Actor, resource_id: UUID, selection: Selection) -> ResourceRow | None:
    """One resource, or ``None``."""
    demand(actor, "resource", Scope.RESOURCES_READ)
    statement = Statement().add(f"SELECT {COLUMNS} FROM resources r")
    found = [read_resource(row) for row in await fetch(statement.add(f"WHERE r.id = {statement.bind(resource_id)}"))]
    await add_owners(found, selection, users_by_id)
    return found[0] if found else None


async def grant_by_id(actor: Actor, grant_id: UUID, selection: Selection) -> ResourceGrantRow | None:
    """One live grant of an account, or ``None``."""
    demand(actor, "resourceGrants", Scope.USERS_READ, Scope.RESOURCES_READ)
    return await resource_grant_by_id(grant_id, selection, users_by_id)


async def grant_of_group_by_id(actor: Actor, grant_id: UUID, selection: Selection) -> GroupGrantRow | None:
    """One grant of a group, or ``None``."""
    demand(actor, "resourceGrants", Scope.GROUPS_READ, Scope.RESOURCES_READ)
    return await group_grant_by_id(grant_id, selection, users_by_id)
