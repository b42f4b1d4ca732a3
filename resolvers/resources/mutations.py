"""Changes resources, grants and ownership."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

import strawberry

from auth.groups.queries import groups_by_id
from auth.permissions import Scope
from auth.resources import commands
from auth.resources.queries import resource_by_id
from auth.users.relations import users_by_id
from resolvers.context import Info
from resolvers.groups.types import Group
from resolvers.node import decode_id, encode_id
from resolvers.payloads import Payload, answered
from resolvers.permissions import guarded, mutation, plain
from resolvers.resources.inputs import (
    GrantResourceInput,
    RegisterOwnedResourceInput,
    RevokeResourceGrantInput,
    TransferOwnershipInput,
)
from resolvers.resources.types import Resource
from resolvers.users.types import User

Input = strawberry.argument(description="What to do.")

GRANTS: Mapping[str, str] = {"user": "rgr", "group": "ggr"}
"""How ids of grants begin, by who holds them."""


@strawberry.type(description="What became of it.")
class RegisterOwnedResourcePayload(Payload):
    """Of ``registerOwnedResource``."""

    resource_id: strawberry.Private[UUID | None] = None

    @guarded(Scope.RESOURCES_READ, description="The resource as it is now.", graphql_type=Resource | None)
    async def resource(self, info: Info) -> object:
        """Read after the change was committed."""
        key = self.resource_id
        return await resource_by_id(info.context.actor, key, info.selection) if key else None


@strawberry.type(description="What became of it.")
class GrantResourcePayload(Payload):
    """Of ``grantResource``."""

    user_id: strawberry.Private[UUID | None] = None
    group_id: strawberry.Private[UUID | None] = None
    grant_id: strawberry.ID | None = plain("The grant, to be revoked by.", default=None)

    @guarded(Scope.USERS_READ, description="The account that it was granted to.", graphql_type=User | None)
    async def user(self, info: Info) -> object:
        """Read after the change was committed."""
        return (await users_by_id([self.user_id], info.selection)).get(self.user_id) if self.user_id else None

    @guarded(Scope.GROUPS_READ, description="The group that it was granted to.", graphql_type=Group | None)
    async def group(self, info: Info) -> object:
        """Read after the change was committed."""
        return (await groups_by_id([self.group_id], info.selection)).get(self.group_id) if self.group_id else None


@strawberry.type(description="What became of it.")
class RevokeResourceGrantPayload(Payload):
    """Of ``revokeResourceGrant``."""

    revoked_id: strawberry.ID | None = plain("The grant that is no more.", default=None)


@strawberry.type(description="What became of it.")
class TransferOwnershipPayload(Payload):
    """Of ``transferOwnership``."""

    receiver_id: strawberry.Private[UUID | None] = None

    @guarded(Scope.USERS_READ, description="The account that took over.", graphql_type=User | None)
    async def to(self, info: Info) -> object:
        """Read after the change was committed."""
        key = self.receiver_id
        return (await users_by_id([key], info.selection)).get(key) if key else None


@strawberry.type
class ResourceMutations:
    """Root fields."""

    @mutation(commands.register_owned_resource, "Makes a resource of the product known, or renews its label.")
    async def register_owned_resource(
        self, info: Info, input: Annotated[RegisterOwnedResourceInput, Input]
    ) -> RegisterOwnedResourcePayload | None:
        """See the command."""
        draft = input.draft()

        async def register() -> RegisterOwnedResourcePayload:
            key = await info.context.perform(lambda work: commands.register_owned_resource(work, draft))
            return RegisterOwnedResourcePayload(resource_id=key)

        return await answered(RegisterOwnedResourcePayload, register())

    @mutation(commands.grant_resource, "Grants a resource, or all of a type, to an account or to a group.")
    async def grant_resource(
        self, info: Info, input: Annotated[GrantResourceInput, Input]
    ) -> GrantResourcePayload | None:
        """See the command."""
        wanted = input.wanted()

        async def grant() -> GrantResourcePayload:
            key = await info.context.perform(lambda work: commands.grant_resource(work, wanted))
            prefix = GRANTS["user" if wanted.user_id else "group"]
            return GrantResourcePayload(
                user_id=wanted.user_id, group_id=wanted.group_id, grant_id=encode_id(prefix, key)
            )

        return await answered(GrantResourcePayload, grant())

    @mutation(commands.revoke_resource_grant, "Takes a grant of an account or of a group back.")
    async def revoke_resource_grant(
        self, info: Info, input: Annotated[RevokeResourceGrantInput, Input]
    ) -> RevokeResourceGrantPayload | None:
        """See the commands."""
        of_group = input.id.startswith(f"{GRANTS['group']}_")
        command = commands.revoke_group_grant if of_group else commands.revoke_resource_grant
        key = decode_id(input.id, GRANTS["group" if of_group else "user"], "input.id")

        async def revoke() -> RevokeResourceGrantPayload:
            await info.context.perform(lambda work: command(work, key))
            return RevokeResourceGrantPayload(revoked_id=input.id)

        return await answered(RevokeResourceGrantPayload, revoke())

    @mutation(commands.transfer_ownership, "Gives everything that one account owns to another.")
    async def transfer_ownership(
        self, info: Info, input: Annotated[TransferOwnershipInput, Input]
    ) -> TransferOwnershipPayload | None:
        """See the command."""
        giver, receiver = decode_id(input.from_, "usr", "input.from"), decode_id(input.to, "usr", "input.to")

        async def transfer() -> TransferOwnershipPayload:
            await info.context.perform(lambda work: commands.transfer_ownership(work, giver, receiver, input.note))
            return TransferOwnershipPayload(receiver_id=receiver)

        return await answered(TransferOwnershipPayload, transfer())
