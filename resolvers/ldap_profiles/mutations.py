"""Changes directory profiles."""

from typing import Annotated, TypeVar
from uuid import UUID

import strawberry

from auth.ldap_profiles import commands
from auth.ldap_profiles.creating import create_profile
from auth.ldap_profiles.rows import rows_of
from auth.permissions import Scope
from auth.unit_of_work import Command
from resolvers.context import Info
from resolvers.ldap_profiles import inputs
from resolvers.ldap_profiles.types import LdapProfile
from resolvers.node import decode_id
from resolvers.payloads import Payload, answered
from resolvers.permissions import guarded, mutation

Input = strawberry.argument(description="What to do.")


@strawberry.type
class _ProfilePayload(Payload):
    profile_id: strawberry.Private[UUID | None] = None

    @guarded(Scope.LDAP_READ, description="The profile as it is now.", graphql_type=LdapProfile | None)
    async def ldap_profile(self, info: Info) -> object:
        """Read after the change was committed."""
        found = await rows_of([self.profile_id], info.selection) if self.profile_id else ()
        return next(iter(found), None)


@strawberry.type(description="What became of it.")
class CreateLdapProfilePayload(_ProfilePayload):
    """Of ``createLdapProfile``."""


@strawberry.type(description="What became of it.")
class UpdateLdapProfilePayload(_ProfilePayload):
    """Of ``updateLdapProfile``."""


@strawberry.type(description="What became of it.")
class EnableLdapProfilePayload(_ProfilePayload):
    """Of ``enableLdapProfile``."""


@strawberry.type(description="What became of it.")
class DisableLdapProfilePayload(_ProfilePayload):
    """Of ``disableLdapProfile``."""


@strawberry.type(description="What became of it.")
class ReorderLdapProfilesPayload(Payload):
    """Of ``reorderLdapProfiles``."""

    profile_ids: strawberry.Private[tuple[UUID, ...]] = ()

    @guarded(Scope.LDAP_READ, description="The profiles in their order now.", graphql_type=list[LdapProfile] | None)
    async def ldap_profiles(self, info: Info) -> object:
        """Read after the change was committed."""
        return await rows_of(self.profile_ids, info.selection)


PayloadT = TypeVar("PayloadT", bound=_ProfilePayload)


async def _changed(info: Info, payload: type[PayloadT], command: Command[UUID]) -> PayloadT:
    async def change() -> PayloadT:
        return payload(profile_id=await info.context.perform(command))

    return await answered(payload, change())


@strawberry.type
class LdapProfileMutations:
    """Root fields."""

    @mutation(
        commands.create_ldap_profile,
        "Makes a directory profile that is switched off. Without a base DN the directory is asked for it first.",
    )
    async def create_ldap_profile(
        self, info: Info, input: Annotated[inputs.CreateLdapProfileInput, Input]
    ) -> CreateLdapProfilePayload | None:
        """See the command."""
        context, idempotency = info.context, input.idempotency()

        async def create() -> CreateLdapProfilePayload:
            made = await create_profile(context.units, context.ldap, context.actor, input.draft(), idempotency)
            return CreateLdapProfilePayload(profile_id=made)

        return await answered(CreateLdapProfilePayload, create())

    @mutation(commands.update_ldap_profile, "Changes a directory profile.")
    async def update_ldap_profile(
        self, info: Info, input: Annotated[inputs.UpdateLdapProfileInput, Input]
    ) -> UpdateLdapProfilePayload | None:
        """See the command."""
        return await _changed(info, UpdateLdapProfilePayload, input.command())

    @mutation(commands.enable_ldap_profile, "Lets people sign in by a directory.")
    async def enable_ldap_profile(
        self, info: Info, input: Annotated[inputs.EnableLdapProfileInput, Input]
    ) -> EnableLdapProfilePayload | None:
        """See the command."""
        profile_id = decode_id(input.id, "ldp", "input.id")
        return await _changed(
            info, EnableLdapProfilePayload, lambda work: commands.enable_ldap_profile(work, profile_id)
        )

    @mutation(
        commands.disable_ldap_profile,
        "Lets nobody sign in by a directory; the sessions of its accounts are refused while it is off.",
    )
    async def disable_ldap_profile(
        self, info: Info, input: Annotated[inputs.DisableLdapProfileInput, Input]
    ) -> DisableLdapProfilePayload | None:
        """See the command."""
        profile_id = decode_id(input.id, "ldp", "input.id")
        return await _changed(
            info, DisableLdapProfilePayload, lambda work: commands.disable_ldap_profile(work, profile_id)
        )

    @mutation(commands.reorder_ldap_profiles, "Says in which directory an unknown name is looked for first.")
    async def reorder_ldap_profiles(
        self, info: Info, input: Annotated[inputs.ReorderLdapProfilesInput, Input]
    ) -> ReorderLdapProfilesPayload | None:
        """See the command."""
        ids = [decode_id(text, "ldp", f"input.profileIds.{place}") for place, text in enumerate(input.profile_ids)]

        async def reorder() -> ReorderLdapProfilesPayload:
            await info.context.perform(lambda work: commands.reorder_ldap_profiles(work, ids))
            return ReorderLdapProfilesPayload(profile_ids=tuple(ids))

        return await answered(ReorderLdapProfilesPayload, reorder())
