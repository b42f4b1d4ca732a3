"""Deletes identity providers."""

from typing import Annotated

import strawberry

from auth.identity_providers.deletion import ProviderDeletion, delete_identity_provider
from resolvers.context import Info
from resolvers.identity_providers.enums import AccountsBecome, ProviderConsequenceKind
from resolvers.node import decode_id
from resolvers.payloads import Payload, answered
from resolvers.permissions import mutation, plain


@strawberry.type(description="One thing that follows, or would, from the deletion of an identity provider.")
class IdentityProviderConsequence:
    """Its values are a ``ProviderConsequence``."""

    kind: ProviderConsequenceKind = plain("What.")
    message: str = plain("One sentence for a person.")
    count: int = plain("Of how many things.")
    names: list[str] = plain("The mappings that are lost for good; empty for anything else.")


@strawberry.input(description="An identity provider to delete, and what becomes of its accounts.")
class DeleteIdentityProviderInput:
    """Becomes a ``ProviderDeletion``."""

    id: strawberry.ID = plain("The provider; its mappings go with it.")
    accounts: AccountsBecome = plain("What becomes of the accounts that come by it alone.")
    to_provider_id: strawberry.ID | None = plain("With MOVE_TO_PROVIDER: the provider from now on.", default=None)
    confirm: bool = plain("Whether to do it; otherwise the answer says what would follow.", default=False)
    version: int | None = plain("The version that was read; a newer one refuses the deletion.", default=None)
    note: str | None = plain("Why, for the audit trail; at most 2,000 characters.", default=None)

    def deletion(self) -> ProviderDeletion:
        """For the command. Raises ``BadInput`` for an id that is none."""
        other = None if self.to_provider_id is None else decode_id(self.to_provider_id, "idp", "input.toProviderId")
        return ProviderDeletion(
            provider_id=decode_id(self.id, "idp", "input.id"),
            accounts=self.accounts,
            to_provider_id=other,
            confirm=self.confirm,
            version=self.version,
            note=self.note,
        )


@strawberry.type(description="What became of it.")
class DeleteIdentityProviderPayload(Payload):
    """Of ``deleteIdentityProvider``."""

    deleted_id: strawberry.ID | None = plain("The id it had; null where it was refused or not confirmed.", default=None)
    consequences: list[IdentityProviderConsequence] = plain(
        "What followed, or would if it were confirmed; empty where it was refused.", default_factory=list
    )


@strawberry.type
class IdentityProviderDeletionMutations:
    """Root fields."""

    @mutation(
        delete_identity_provider,
        "Deletes an identity provider with its mappings, links, the sessions it opened and the roles it gave. "
        "Without confirm nothing changes: the answer says what would follow.",
    )
    async def delete_identity_provider(
        self,
        info: Info,
        input: Annotated[DeleteIdentityProviderInput, strawberry.argument(description="What to do.")],
    ) -> DeleteIdentityProviderPayload | None:
        """See the command."""
        context, wanted = info.context, input.deletion()

        async def delete() -> DeleteIdentityProviderPayload:
            deleted = await context.perform(lambda work: delete_identity_provider(work, wanted))
            shown = [
                IdentityProviderConsequence(
                    kind=each.kind, message=each.message, count=each.count, names=list(each.names)
                )
                for each in deleted.consequences
            ]
            return DeleteIdentityProviderPayload(
                deleted_id=input.id if deleted.is_deleted else None, consequences=shown
            )

        return await answered(DeleteIdentityProviderPayload, delete())
