"""Links the caller to people at providers, and takes such links away."""

from typing import Annotated
from uuid import UUID

import strawberry

from auth.budgets.rules import Budget
from auth.permissions import Scope
from auth.provisioning.unlinking import unlink_identity
from auth.single_sign_on.linking import link_identity
from auth.single_sign_on.starting import BeginWish
from auth.users.relations import users_by_id
from auth.users.viewer import viewer as read_viewer
from models.provider_sign_in import SsoPurpose
from resolvers.context import Info
from resolvers.node import decode_id
from resolvers.payloads import Payload, answered, within
from resolvers.permissions import guarded, mutation, plain
from resolvers.single_sign_on.departing import path_of, sent_away
from resolvers.users.identities import IDENTITY
from resolvers.users.types import User
from resolvers.viewer.types import Viewer

Input = strawberry.argument(description="What to do.")


@strawberry.input(description="At which provider the caller wants to be known.")
class LinkIdentityInput:
    """One."""

    provider: str = plain("Slug of the provider, one of signInOptions; at most 50 characters.")
    return_to: str | None = plain("Path of the product to come back to; at most 2048 characters.", default=None)


@strawberry.type(description="Where the browser is to go.")
class LinkIdentityPayload(Payload):
    """Of ``linkIdentity``."""

    authorization_url: str | None = plain(
        "The provider's page. This browser comes back from there within ten minutes; null where nothing was begun.",
        default=None,
    )


@strawberry.input(description="An identity to unlink.")
class UnlinkIdentityInput:
    """One."""

    id: strawberry.ID = plain(
        "Of externalIdentities: one's own, or with sso:write and users:write of an account that may do no more."
    )


@strawberry.type(description="What became of it.")
class UnlinkIdentityPayload(Payload):
    """Of ``unlinkIdentity``."""

    user_id: strawberry.Private[UUID | None] = None
    unlinked_id: strawberry.ID | None = plain("The id it had; null where nothing was done.", default=None)

    @strawberry.field(
        description="The caller's own account as it is now; null where it was somebody else's.",
        graphql_type=Viewer | None,
    )
    async def viewer(self, info: Info) -> object:
        """Read after the change was committed."""
        actor = info.context.actor
        is_own = self.user_id is not None and actor.is_user(self.user_id)
        return await read_viewer(actor, info.selection) if is_own else None

    @guarded(Scope.USERS_READ, description="The account as it is now.", graphql_type=User | None)
    async def user(self, info: Info) -> object:
        """Read after the change was committed."""
        return (await users_by_id([self.user_id], info.selection)).get(self.user_id) if self.user_id else None


@strawberry.type
class IdentityLinkMutations:
    """Root fields."""

    @mutation(
        link_identity,
        "Sends the caller's browser to an identity provider; whom that proves is linked to the caller's account, as a "
        "further way in. It comes back to returnTo, or with the code NOT_LINKED.",
    )
    async def link_identity(self, info: Info, input: Annotated[LinkIdentityInput, Input]) -> LinkIdentityPayload | None:
        """See the command."""
        context = info.context

        async def link() -> LinkIdentityPayload:
            await within(context, Budget.OWN_CREDENTIALS)
            path = path_of(input.return_to)
            slug = await context.perform(lambda work: link_identity(work, input.provider))
            wish = BeginWish(slug=slug, purpose=SsoPurpose.LINK, return_to=path)
            return LinkIdentityPayload(authorization_url=await sent_away(context, wish))

        return await answered(LinkIdentityPayload, link())

    @mutation(
        unlink_identity,
        "Takes an identity at a provider away from its account. What was opened by it ends, and the roles that the "
        "provider gave are gone; the account's owner is told by mail.",
    )
    async def unlink_identity(
        self, info: Info, input: Annotated[UnlinkIdentityInput, Input]
    ) -> UnlinkIdentityPayload | None:
        """See the command."""
        identity_id = decode_id(input.id, IDENTITY, "input.id")

        async def unlink() -> UnlinkIdentityPayload:
            user_id = await info.context.perform(lambda work: unlink_identity(work, identity_id))
            return UnlinkIdentityPayload(user_id=user_id, unlinked_id=input.id)

        return await answered(UnlinkIdentityPayload, unlink())
