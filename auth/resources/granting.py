"""Grants that groups bring to their members, and the locks behind which they are given.

Registering a resource, joining a group and granting to a group meet at the type's row: whoever comes second sees what
the first has written, so that no member misses a grant. Locks are taken in the order group, type, account.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from auth.reading import Statement, fetch, key
from auth.resources.rules import Due, GroupGrant, grants_due
from auth.unit_of_work import Work
from models.group import GroupResourceGrant
from models.resource import Resource, ResourceGrant, ResourceGrantSource, ResourceType

_ROWS_AT_ONCE = 500


async def lock_types(work: Work, names: Iterable[str]) -> None:
    """Locks types of resources until the unit of work ends; one that is new comes into being."""
    wanted = sorted(set(names))
    if not wanted:
        return
    rows = [ResourceType(name=name, created_at=work.now) for name in wanted]
    await ResourceType.bulk_create(rows, ignore_conflicts=True)
    await ResourceType.filter(name__in=wanted).order_by("name").select_for_update()


async def grants_of_groups(group_ids: Collection[UUID]) -> list[GroupGrant]:
    """What these groups bring, the oldest first."""
    rows = await GroupResourceGrant.filter(group_id__in=list(group_ids)).order_by("id")
    return [GroupGrant(row.group_id, row.type_id, row.resource_id, row.reason) for row in rows]


async def give(work: Work, users: Collection[UUID], grants: Sequence[GroupGrant]) -> int:
    """Gives accounts what groups bring them now; tells how many grants that were.

    The caller holds the locks of the groups and types, and ``users`` cannot be deleted meanwhile.
    """
    if not users or not grants:
        return 0
    whole = {grant.type for grant in grants if grant.resource_id is None}
    present: dict[str, list[UUID]] = defaultdict(list)
    for resource in await Resource.filter(type_id__in=list(whole)).order_by("id").only("id", "type_id"):
        present[resource.type_id].append(resource.id)
    due = grants_due(users, grants, present, await _live(users, {grant.group_id for grant in grants}))
    await _write(work, due)
    return len(due)


async def give_new(work: Work, resource: Resource) -> int:
    """Gives a resource that was just registered to the members of all groups that are granted its whole type."""
    standing = await GroupResourceGrant.filter(type_id=resource.type_id, resource_id=None).order_by("id")
    grants = {row.group_id: GroupGrant(row.group_id, row.type_id, None, row.reason) for row in standing}
    due: list[Due] = []
    for group_id, user_id in await members_kept(list(grants)):
        due += grants_due([user_id], [grants[group_id]], {resource.type_id: [resource.id]}, ())
    await _write(work, due)
    return len(due)


async def _live(users: Collection[UUID], groups: Collection[UUID]) -> set[tuple[UUID, UUID, UUID]]:
    statement = Statement().add("SELECT user_id, group_id, resource_id FROM resource_grants")
    theirs, brought = statement.among("user_id", list(users)), statement.among("group_id", list(groups))
    rows = await fetch(statement.add(f"WHERE {theirs} AND {brought} AND revoked_at IS NULL"))
    return {(key(user), key(group), key(resource)) for user, group, resource in rows}


async def members_kept(groups: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    """Group and account of every membership; the accounts cannot be deleted until the unit of work ends.

    A key-share lock waits for a deletion that has begun and lets everything else go on.
    """
    statement = Statement()
    statement.add("SELECT m.group_id, m.user_id FROM group_members m JOIN users u ON u.id = m.user_id")
    statement.add(f"WHERE {statement.among('m.group_id', groups)} ORDER BY u.id, m.group_id")
    if statement.dialect == "postgres":
        statement.add("FOR KEY SHARE OF u")
    return [(key(group), key(user)) for group, user in await fetch(statement)]


async def _write(work: Work, due: Sequence[Due]) -> None:
    rows = [
        ResourceGrant(
            user_id=each.user_id,
            type_id=each.type,
            resource_id=each.resource_id,
            source=ResourceGrantSource.GROUP,
            group_id=each.group_id,
            reason=each.reason,
            granted_at=work.now,
            granted_by_id=work.actor.user_id,
        )
        for each in due
    ]
    if rows:
        await ResourceGrant.bulk_create(rows, batch_size=_ROWS_AT_ONCE)
