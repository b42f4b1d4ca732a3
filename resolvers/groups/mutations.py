"""Changes groups."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, TypeVar
from uuid import UUID

import strawberry

from auth.groups import commands
from auth.unit_of_work import Work
from resolvers.context import Info
from resolvers.groups import inputs, payloads
from resolvers.node import decode_id
from resolvers.payloads import answered
from resolvers.permissions import mutation

Input = strawberry.argument(description="What to do.")
PayloadT = TypeVar("PayloadT", bound=payloads.GroupPayload)


async def _changed(info: Info, payload: type[PayloadT], command: Callable[[Work], Awaitable[UUID]]) -> PayloadT:
    """Performs a command that gives back the group's id, and answers with the group."""

    async def change() -> PayloadT:
        return payload(group_id=await info.context.perform(command))

    return await answered(payload, change())


def _user_ids(given: Sequence[strawberry.ID]) -> list[UUID]:
    return [decode_id(text, "usr", f"input.userIds.{index}") for index, text in enumerate(given)]


@strawberry.type
class GroupMutations:
    """Root fields."""

    @mutation(commands.create_group, "Makes a group without members.")
    async def create_group(
        self, info: Info, input: Annotated[inputs.CreateGroupInput, Input]
    ) -> payloads.CreateGroupPayload | None:
        """See the command."""
        draft, idempotency = input.draft(), input.idempotency()
        return await _changed(
            info, payloads.CreateGroupPayload, lambda work: commands.create_group(work, draft, idempotency)
        )

    @mutation(commands.update_group, "Changes a group.")
    async def update_group(
        self, info: Info, input: Annotated[inputs.UpdateGroupInput, Input]
    ) -> payloads.UpdateGroupPayload | None:
        """See the command."""
        group_id, changes = decode_id(input.id, "grp", "input.id"), input.changes()
        return await _changed(
            info,
            payloads.UpdateGroupPayload,
            lambda work: commands.update_group(work, group_id, changes, input.version),
        )

    @mutation(commands.delete_group, "Deletes a group; its members keep the resources it brought them.")
    async def delete_group(
        self, info: Info, input: Annotated[inputs.DeleteGroupInput, Input]
    ) -> payloads.DeleteGroupPayload | None:
        """See the command."""
        group_id = decode_id(input.id, "grp", "input.id")

        async def delete() -> payloads.DeleteGroupPayload:
            await info.context.perform(lambda work: commands.delete_group(work, group_id, input.version))
            return payloads.DeleteGroupPayload(deleted_id=input.id)

        return await answered(payloads.DeleteGroupPayload, delete())

    @mutation(commands.add_group_members, "Puts accounts into a group; they receive what it brings.")
    async def add_group_members(
        self, info: Info, input: Annotated[inputs.AddGroupMembersInput, Input]
    ) -> payloads.AddGroupMembersPayload | None:
        """See the command."""
        group_id, user_ids = decode_id(input.group_id, "grp", "input.groupId"), _user_ids(input.user_ids)
        return await _changed(
            info,
            payloads.AddGroupMembersPayload,
            lambda work: commands.add_group_members(work, group_id, user_ids),
        )

    @mutation(commands.remove_group_members, "Takes accounts out of a group; what it brought them they keep.")
    async def remove_group_members(
        self, info: Info, input: Annotated[inputs.RemoveGroupMembersInput, Input]
    ) -> payloads.RemoveGroupMembersPayload | None:
        """See the command."""
        group_id, user_ids = decode_id(input.group_id, "grp", "input.groupId"), _user_ids(input.user_ids)
        return await _changed(
            info,
            payloads.RemoveGroupMembersPayload,
            lambda work: commands.remove_group_members(work, group_id, user_ids),
        )
