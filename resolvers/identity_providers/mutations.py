"""Changes identity providers."""

from typing import Annotated, TypeVar
from uuid import UUID

import strawberry

from auth.identity_providers import commands
from auth.identity_providers.rows import rows_of
from auth.permissions import Scope
from auth.unit_of_work import Command
from resolvers.context import Info
from resolvers.identity_providers import inputs
from resolvers.identity_providers.types import IdentityProvider
from resolvers.node import decode_id
from resolvers.payloads import Payload, answered
from resolvers.permissions import guarded, mutation

Input = strawberry.argument(description="What to do.")


@strawberry.type
class _ProviderPayload(Payload):
    provider_id: strawberry.Private[UUID | None] = None

    @guarded(Scope.SSO_READ, description="The provider as it is now.", graphql_type=IdentityProvider | None)
    async def identity_provider(self, info: Info) -> object:
        """Read after the change was committed."""
        found = await rows_of([self.provider_id], info.selection) if self.provider_id else ()
        return next(iter(found), None)


@strawberry.type(description="What became of it.")
class CreateIdentityProviderPayload(_ProviderPayload):
    """Of ``createIdentityProvider``."""


@strawberry.type(description="What became of it.")
class UpdateIdentityProviderPayload(_ProviderPayload):
    """Of ``updateIdentityProvider``."""


@strawberry.type(description="What became of it.")
class EnableIdentityProviderPayload(_ProviderPayload):
    """Of ``enableIdentityProvider``."""


@strawberry.type(description="What became of it.")
class DisableIdentityProviderPayload(_ProviderPayload):
    """Of ``disableIdentityProvider``."""


@strawberry.type(description="What became of it.")
class ReorderIdentityProvidersPayload(Payload):
    """Of ``reorderIdentityProviders``."""

    provider_ids: strawberry.Private[tuple[UUID, ...]] = ()

    @guarded(
        Scope.SSO_READ, description="The providers in their order now.", graphql_type=list[IdentityProvider] | None
    )
    async def identity_providers(self, info: Info) -> object:
        """Read after the change was committed."""
        return await rows_of(self.provider_ids, info.selection)


PayloadT = TypeVar("PayloadT", bound=_ProviderPayload)


async def _changed(info: Info, payload: type[PayloadT], command: Command[UUID]) -> PayloadT:
    async def change() -> PayloadT:
        return payload(provider_id=await info.context.perform(command))

    return await answered(payload, change())


@strawberry.type
class IdentityProviderMutations:
    """Root fields."""

    @mutation(
        commands.create_identity_provider,
        "Makes an identity provider that is switched off; give its callbackUrl to the provider, then switch it on.",
    )
    async def create_identity_provider(
        self, info: Info, input: Annotated[inputs.CreateIdentityProviderInput, Input]
    ) -> CreateIdentityProviderPayload | None:
        """See the command."""
        draft, once = input.draft(), input.idempotency()
        return await _changed(
            info, CreateIdentityProviderPayload, lambda work: commands.create_identity_provider(work, draft, once)
        )

    @mutation(commands.update_identity_provider, "Changes an identity provider.")
    async def update_identity_provider(
        self, info: Info, input: Annotated[inputs.UpdateIdentityProviderInput, Input]
    ) -> UpdateIdentityProviderPayload | None:
        """See the command."""
        return await _changed(info, UpdateIdentityProviderPayload, input.command())

    @mutation(commands.enable_identity_provider, "Lets people sign in by an identity provider.")
    async def enable_identity_provider(
        self, info: Info, input: Annotated[inputs.EnableIdentityProviderInput, Input]
    ) -> EnableIdentityProviderPayload | None:
        """See the command."""
        provider_id = decode_id(input.id, "idp", "input.id")
        return await _changed(
            info, EnableIdentityProviderPayload, lambda work: commands.enable_identity_provider(work, provider_id)
        )

    @mutation(
        commands.disable_identity_provider,
        "Lets nobody sign in by an identity provider; the sessions that it opened are refused while it is off.",
    )
    async def disable_identity_provider(
        self, info: Info, input: Annotated[inputs.DisableIdentityProviderInput, Input]
    ) -> DisableIdentityProviderPayload | None:
        """See the command."""
        provider_id = decode_id(input.id, "idp", "input.id")
        return await _changed(
            info, DisableIdentityProviderPayload, lambda work: commands.disable_identity_provider(work, provider_id)
        )

    @mutation(commands.reorder_identity_providers, "Says in which order a sign-in page shows the identity providers.")
    async def reorder_identity_providers(
        self, info: Info, input: Annotated[inputs.ReorderIdentityProvidersInput, Input]
    ) -> ReorderIdentityProvidersPayload | None:
        """See the command."""
        ids = [decode_id(text, "idp", f"input.providerIds.{place}") for place, text in enumerate(input.provider_ids)]

        async def reorder() -> ReorderIdentityProvidersPayload:
            await info.context.perform(lambda work: commands.reorder_identity_providers(work, ids))
            return ReorderIdentityProvidersPayload(provider_ids=tuple(ids))

        return await answered(ReorderIdentityProvidersPayload, reorder())
