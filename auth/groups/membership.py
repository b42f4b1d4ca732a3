"""Joining and leaving, as parts of commands. Locks are taken in the order group, type of resource, account."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from auth.events import user_target
from auth.groups.events import GroupsJoined, UserGroupsChanged
from auth.resources.granting import give, grants_of_groups, lock_types
from auth.resources.rules import GroupGrant
from auth.unit_of_work import Work
from models.group import Group, GroupMember
from models.user import User

Names = Mapping[UUID, str]
"""Groups by their ids."""


@dataclass(frozen=True, slots=True)
class Doors:
    """Groups that can be joined: locked, with what they bring, until the unit of work ends."""

    groups: Sequence[Group]
    grants: Sequence[GroupGrant]


async def opened(work: Work, group_ids: Collection[UUID]) -> Doors:
    """Locks groups and the types of what they bring. A group that does not exist is left out."""
    groups = await Group.filter(id__in=list(group_ids)).order_by("id").select_for_update()
    grants = await grants_of_groups([group.id for group in groups])
    await lock_types(work, (grant.type for grant in grants))
    return Doors(groups, grants)


NO_GROUPS = Doors((), ())


async def default_groups(work: Work) -> Doors:
    """The groups that new accounts join."""
    return await opened(work, [group.id for group in await Group.filter(is_default=True).only("id")])


async def join(work: Work, doors: Doors, users: Sequence[User]) -> list[UserGroupsChanged]:
    """Puts accounts, which the caller has locked or just made, into groups and gives them what those bring.

    Gives back what the caller is to record.
    """
    if not doors.groups:
        return []
    before = await groups_joined([user.id for user in users])
    for group in doors.groups:
        fresh = [user.id for user in users if group.id not in before[user.id]]
        rows = [
            GroupMember(group_id=group.id, user_id=user_id, joined_at=work.now, added_by_id=work.actor.user_id)
            for user_id in fresh
        ]
        if rows:
            await GroupMember.bulk_create(rows)
        await give(work, fresh, [grant for grant in doors.grants if grant.group_id == group.id])
    entered = {group.id: group.name for group in doors.groups}
    return _told((user, before[user.id], {**before[user.id], **entered}) for user in users)


async def leave(group: Group, users: Sequence[User]) -> list[UserGroupsChanged]:
    """Takes accounts out of a group; what it brought them they keep. Gives back what the caller is to record."""
    before = await groups_joined([user.id for user in users])
    await GroupMember.filter(group_id=group.id, user_id__in=[user.id for user in users]).delete()
    stayed = {user.id: {key: name for key, name in before[user.id].items() if key != group.id} for user in users}
    return _told((user, before[user.id], stayed[user.id]) for user in users)


async def groups_joined(user_ids: Sequence[UUID]) -> dict[UUID, dict[UUID, str]]:
    """The groups of each account, by id with their names."""
    found: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    for member in await GroupMember.filter(user_id__in=list(user_ids)).select_related("group"):
        found[member.user_id][member.group_id] = member.group.name
    return found


def _told(changes: Iterable[tuple[User, Names, Names]]) -> list[UserGroupsChanged]:
    return [
        UserGroupsChanged(target=user_target(user.id, user.username), before=_joined(before), after=_joined(after))
        for user, before, after in changes
        if before != after
    ]


def _joined(names: Names) -> GroupsJoined:
    return GroupsJoined(tuple(sorted(names.values())))
