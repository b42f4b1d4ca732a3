"""Changes role mappings."""

from typing import Annotated
from uuid import UUID

import strawberry

from auth.errors import BadInput, DomainError, Refused
from auth.permissions import Scope
from auth.policies.previewing import RuleChange, preview
from auth.role_mappings import commands
from auth.role_mappings.previewing import preview_role_mapping_change
from auth.role_mappings.rows import all_mappings
from resolvers.context import Info
from resolvers.node import decode_id
from resolvers.payloads import Payload, answered
from resolvers.permissions import guarded, mutation, plain
from resolvers.policies.mutations import placed
from resolvers.policies.payloads import PolicyPreview, shown
from resolvers.role_mappings import inputs
from resolvers.role_mappings.types import RoleMapping

Input = strawberry.argument(description="What to do.")


@strawberry.type
class RoleMappingPayload(Payload):
    """The part that they share; each has its own type."""

    mapping_id: strawberry.Private[UUID | None] = None

    @guarded(Scope.SSO_READ, description="The mapping as it is now.", graphql_type=RoleMapping | None)
    async def role_mapping(self, info: Info) -> object:
        """Read after the change was committed."""
        if self.mapping_id is None:
            return None
        return next((row for row in await all_mappings(info.selection) if row.id == self.mapping_id), None)


@strawberry.type(description="What became of it.")
class CreateRoleMappingPayload(RoleMappingPayload):
    """Of ``createRoleMapping``."""


@strawberry.type(description="What became of it.")
class UpdateRoleMappingPayload(RoleMappingPayload):
    """Of ``updateRoleMapping``."""


@strawberry.type(description="What became of it.")
class DeleteRoleMappingPayload(Payload):
    """Of ``deleteRoleMapping``."""

    deleted_id: strawberry.ID | None = plain("The id it had.", default=None)


@strawberry.type(description="What would become of it. Nothing was changed.")
class PreviewRoleMappingChangePayload(Payload):
    """Of ``previewRoleMappingChange``."""

    preview: PolicyPreview | None = plain("What would follow; null where the change would be refused.", default=None)


@strawberry.type
class RoleMappingMutations:
    """Root fields."""

    @mutation(
        commands.create_role_mapping,
        "Makes a role mapping; it counts from each account's next sign-in by its provider.",
    )
    async def create_role_mapping(
        self, info: Info, input: Annotated[inputs.CreateRoleMappingInput, Input]
    ) -> CreateRoleMappingPayload | None:
        """See the command."""
        draft, once, bound = input.draft(), input.idempotency(), input.preview_fingerprint

        async def create() -> CreateRoleMappingPayload:
            mapping_id = await info.context.perform(lambda work: commands.create_role_mapping(work, draft, once, bound))
            return CreateRoleMappingPayload(mapping_id=mapping_id)

        return await answered(CreateRoleMappingPayload, create())

    @mutation(
        commands.update_role_mapping,
        "Changes a role mapping; it counts from each account's next sign-in by its provider.",
    )
    async def update_role_mapping(
        self, info: Info, input: Annotated[inputs.UpdateRoleMappingInput, Input]
    ) -> UpdateRoleMappingPayload | None:
        """See the command."""
        mapping_id, changes = decode_id(input.id, "map", "input.id"), input.changes()
        version, bound = input.version, input.preview_fingerprint

        async def update() -> UpdateRoleMappingPayload:
            await info.context.perform(
                lambda work: commands.update_role_mapping(work, mapping_id, changes, version, bound)
            )
            return UpdateRoleMappingPayload(mapping_id=mapping_id)

        return await answered(UpdateRoleMappingPayload, update())

    @mutation(
        commands.delete_role_mapping,
        "Deletes a role mapping. Sessions go on; what it gave goes with each account's next sign-in by a provider.",
    )
    async def delete_role_mapping(
        self, info: Info, input: Annotated[inputs.DeleteRoleMappingInput, Input]
    ) -> DeleteRoleMappingPayload | None:
        """See the command."""
        mapping_id = decode_id(input.id, "map", "input.id")

        async def delete() -> DeleteRoleMappingPayload:
            await info.context.perform(
                lambda work: commands.delete_role_mapping(work, mapping_id, input.version, input.preview_fingerprint)
            )
            return DeleteRoleMappingPayload(deleted_id=input.id)

        return await answered(DeleteRoleMappingPayload, delete())

    @mutation(
        preview_role_mapping_change,
        "Tells who gains and loses what at their next sign-in by a change, which is made and taken back.",
    )
    async def preview_role_mapping_change(
        self, info: Info, input: Annotated[inputs.PreviewRoleMappingChangeInput, Input]
    ) -> PreviewRoleMappingChangePayload | None:
        """See the command."""
        context, (where, change) = info.context, _change(input)

        async def look() -> PreviewRoleMappingChangePayload:
            try:
                found = await preview(context.units, context.actor, change, preview_role_mapping_change)
            except (Refused, DomainError) as refused:
                placed(refused, where)
                raise
            return PreviewRoleMappingChangePayload(preview=shown(found))

        return await answered(PreviewRoleMappingChangePayload, look())


def _change(input: inputs.PreviewRoleMappingChangeInput) -> tuple[str, RuleChange]:
    """Which change is meant, with the very command that makes it. Raises ``BadInput`` for an id that is none."""
    if input.create:
        draft, bound = input.create.value.draft("input.create"), input.create.value.preview_fingerprint
        return "create", lambda work: commands.create_role_mapping(work, draft, None, bound)
    if input.update:
        wanted = input.update.value
        mapping_id, changes = decode_id(wanted.id, "map", "input.update.id"), wanted.changes()
        return "update", lambda work: commands.update_role_mapping(
            work, mapping_id, changes, wanted.version, wanted.preview_fingerprint
        )
    if input.delete:
        gone = input.delete.value
        mapping_id = decode_id(gone.id, "map", "input.delete.id")
        return "delete", lambda work: commands.delete_role_mapping(
            work, mapping_id, gone.version, gone.preview_fingerprint
        )
    if input.provider:
        return "provider", input.provider.value.command("input.provider")
    raise BadInput("input", "Give exactly one change.")
