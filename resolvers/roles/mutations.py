"""Changes roles."""

from typing import Annotated
from uuid import UUID

import strawberry

from auth.permissions import Scope
from auth.roles import commands
from auth.roles.queries import rows_of
from resolvers.context import Info
from resolvers.node import decode_id
from resolvers.payloads import Payload, answered
from resolvers.permissions import guarded, mutation
from resolvers.roles.inputs import CreateRoleInput, DeleteRoleInput, UpdateRoleInput
from resolvers.roles.types import Role

Input = strawberry.argument(description="What to do.")


@strawberry.type
class _RolePayload(Payload):
    role_id: strawberry.Private[UUID | None] = None

    @guarded(Scope.ROLES_READ, description="The role as it is now.", graphql_type=Role | None)
    async def role(self) -> object:
        """Read after the change was committed."""
        return (await rows_of([self.role_id])).get(self.role_id) if self.role_id else None


@strawberry.type(description="What became of it.")
class CreateRolePayload(_RolePayload):
    """Of ``createRole``."""


@strawberry.type(description="What became of it.")
class UpdateRolePayload(_RolePayload):
    """Of ``updateRole``."""


@strawberry.type(description="What became of it.")
class DeleteRolePayload(Payload):
    """Of ``deleteRole``."""

    deleted_id: strawberry.ID | None = strawberry.field(description="The id it had.", default=None)


@strawberry.type
class RoleMutations:
    """Root fields."""

    @mutation(commands.create_role, "Makes a role out of scopes that the caller holds.")
    async def create_role(self, info: Info, input: Annotated[CreateRoleInput, Input]) -> CreateRolePayload | None:
        """See the command."""

        async def create() -> CreateRolePayload:
            role_id = await info.context.perform(lambda work: commands.create_role(work, input.draft()))
            return CreateRolePayload(role_id=role_id)

        return await answered(CreateRolePayload, create())

    @mutation(commands.update_role, "Changes a role; it applies to its holders from their next request.")
    async def update_role(self, info: Info, input: Annotated[UpdateRoleInput, Input]) -> UpdateRolePayload | None:
        """See the command."""
        role_id, changes = decode_id(input.id, "rol", "input.id"), input.changes()

        async def update() -> UpdateRolePayload:
            await info.context.perform(lambda work: commands.update_role(work, role_id, changes, input.version))
            return UpdateRolePayload(role_id=role_id)

        return await answered(UpdateRolePayload, update())

    @mutation(commands.delete_role, "Deletes a role that nobody holds.")
    async def delete_role(self, info: Info, input: Annotated[DeleteRoleInput, Input]) -> DeleteRolePayload | None:
        """See the command."""
        role_id = decode_id(input.id, "rol", "input.id")

        async def delete() -> DeleteRolePayload:
            await info.context.perform(lambda work: commands.delete_role(work, role_id))
            return DeleteRolePayload(deleted_id=input.id)

        return await answered(DeleteRolePayload, delete())
