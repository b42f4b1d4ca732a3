"""Creates, changes and deletes groups, and says who is in them."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from tortoise.exceptions import IntegrityError

from auth.errors import DomainError, NotFound, Problems, Refused, VersionConflict
from auth.events import Target
from auth.groups.events import GroupCreated, GroupDeleted, GroupState, GroupUpdated
from auth.groups.membership import join, leave, opened
from auth.groups.rules import GroupChanges, GroupDraft, draft_problems, members_problems
from auth.idempotency import Idempotency, earlier_result, remember_result
from auth.permissions import Scope, requires
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.texts import canonical
from auth.unit_of_work import Work
from auth.unset import given
from auth.users.accounts import manage_many
from models.group import Group


@requires(Scope.GROUPS_WRITE)
async def create_group(work: Work, draft: GroupDraft, idempotency: Idempotency | None = None) -> UUID:
    """Makes a group without members and gives back its id. Raises ``Refused`` naming each field that is wrong."""
    earlier = await earlier_result(work, "create_group", idempotency)
    if earlier is not None:
        return earlier
    await _check(draft, None)
    group = Group(
        name=draft.name,
        name_key=canonical(draft.name),
        description=draft.description,
        is_default=draft.is_default,
        created_at=work.now,
        updated_at=work.now,
    )
    await remember_result(work, "create_group", idempotency, group.id)
    await _store(group, is_new=True)
    work.record(GroupCreated(target=_target(group), after=_state(draft)))
    return group.id


@requires(Scope.GROUPS_WRITE)
async def update_group(work: Work, group_id: UUID, changes: GroupChanges, version: int | None = None) -> UUID:
    """Changes the given values of a group.

    Raises ``NotFound``, ``VersionConflict`` when ``version`` is stale, ``Refused`` naming each field that is wrong.
    """
    group = await _locked(group_id, "id", version)
    before = GroupDraft(group.name, group.description, group.is_default)
    after = replace(
        before,
        name=given(changes.name, before.name),
        description=given(changes.description, before.description),
        is_default=given(changes.is_default, before.is_default),
    )
    await _check(after, group_id)
    group.name, group.name_key = after.name, canonical(after.name)
    group.description, group.is_default = after.description, after.is_default
    group.updated_at, group.version = work.now, group.version + 1
    await _store(group, is_new=False)
    work.record(GroupUpdated(target=_target(group), before=_state(before), after=_state(after)))
    return group_id


@requires(Scope.GROUPS_WRITE)
@asks_fresh_factor(StepUp.DELETION)
async def delete_group(work: Work, group_id: UUID, version: int | None = None) -> None:
    """Deletes a group; its members keep the resources it had brought them. Raises ``NotFound``, ``VersionConflict``."""
    group = await _locked(group_id, "id", version)
    draft = GroupDraft(group.name, group.description, group.is_default)
    await group.delete()
    work.record(GroupDeleted(target=_target(group), before=_state(draft)))


@requires(Scope.GROUPS_WRITE)
async def add_group_members(work: Work, group_id: UUID, user_ids: Sequence[UUID]) -> UUID:
    """Puts accounts into a group, all or none; they receive what it brings. Members already stay what they are.

    Raises ``NotFound``; ``Refused`` naming each account that does not exist or may do more than the caller.
    """
    _refuse_count(user_ids)
    doors = await opened(work, [group_id])
    if not doors.groups:
        raise NotFound("group", "group_id")
    for change in await join(work, doors, await manage_many(work, user_ids, "user_ids")):
        work.record(change)
    return group_id


@requires(Scope.GROUPS_WRITE)
async def remove_group_members(work: Work, group_id: UUID, user_ids: Sequence[UUID]) -> UUID:
    """Takes accounts out of a group, all or none; what it brought them they keep. Others stay what they are.

    Raises ``NotFound``; ``Refused`` naming each account that does not exist or may do more than the caller.
    """
    _refuse_count(user_ids)
    group = await _locked(group_id, "group_id", None)
    for change in await leave(group, await manage_many(work, user_ids, "user_ids")):
        work.record(change)
    return group_id


def _refuse_count(user_ids: Sequence[UUID]) -> None:
    problems = Problems()
    problems.extend(members_problems(len(user_ids)))
    problems.refuse()


async def _locked(group_id: UUID, field: str, version: int | None) -> Group:
    group = await Group.filter(id=group_id).select_for_update().get_or_none()
    if group is None:
        raise NotFound("group", field)
    if version is not None and version != group.version:
        raise VersionConflict(group.version)
    return group


async def _check(draft: GroupDraft, group_id: UUID | None) -> None:
    problems = Problems()
    problems.extend(draft_problems(draft))
    problems.refuse()
    same = await Group.get_or_none(name_key=canonical(draft.name))
    if same is not None and same.id != group_id:
        raise Refused(_name_taken())


async def _store(group: Group, *, is_new: bool) -> None:
    """Writes a group; the table's key decides where two callers race for a name."""
    try:
        await group.save(force_create=is_new)
    except IntegrityError as error:
        raise Refused(_name_taken()) from error


def _name_taken() -> DomainError:
    return DomainError("GROUP_NAME_TAKEN", "There is a group of that name already.", "name")


def _state(draft: GroupDraft) -> GroupState:
    return GroupState(draft.name, draft.description, draft.is_default)


def _target(group: Group) -> Target:
    return Target("GROUP", str(group.id), group.name)
