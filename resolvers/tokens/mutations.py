"""Makes and revokes API tokens."""

from typing import Annotated
from uuid import UUID

import strawberry

from auth.tokens.commands import create_api_token, revoke_api_token
from auth.tokens.queries import token_by_id
from auth.tokens.spelling import new_api_token
from resolvers.context import Info
from resolvers.node import decode_id
from resolvers.payloads import Payload, answered
from resolvers.permissions import mutation, plain
from resolvers.tokens.inputs import CreateApiTokenInput, RevokeApiTokenInput
from resolvers.tokens.types import ViewerApiToken

Input = strawberry.argument(description="What to do.")


@strawberry.type
class TokenPayload(Payload):
    """The part that they share; each has its own type."""

    token_id: strawberry.Private[UUID | None] = None

    @strawberry.field(description="The token as it is now.", graphql_type=ViewerApiToken | None)
    async def api_token(self, info: Info) -> object:
        """Read after the change was committed; whoever made or ended it may see it."""
        return await token_by_id(self.token_id, info.context.clock.now()) if self.token_id else None


@strawberry.type(description="What became of it.")
class CreateApiTokenPayload(TokenPayload):
    """Of ``createApiToken``."""

    secret: str | None = plain(
        "The token itself, to be sent as a bearer token (RFC 6750). Shown this once; null when the call is repeated.",
        default=None,
    )
    is_repeated: bool = plain(
        "Whether an earlier call with this idempotency key had made it. Its secret was shown then and cannot be shown"
        " again: if it was lost, revoke the token and make another.",
        default=False,
    )


@strawberry.type(description="What became of it.")
class RevokeApiTokenPayload(TokenPayload):
    """Of ``revokeApiToken``."""


@strawberry.type
class TokenMutations:
    """Root fields."""

    @mutation(
        create_api_token,
        "Makes an API token: one's own, or for a service account that one owns or, by tokens:write, may manage.",
    )
    async def create_api_token(
        self, info: Info, input: Annotated[CreateApiTokenInput, Input]
    ) -> CreateApiTokenPayload | None:
        """See the command."""
        wanted, idempotency, made = input.wanted(), input.idempotency(), new_api_token()

        async def create() -> CreateApiTokenPayload:
            issued = await info.context.perform(lambda work: create_api_token(work, wanted, made, idempotency))
            secret = None if issued.earlier else made.text
            return CreateApiTokenPayload(token_id=issued.token_id, secret=secret, is_repeated=issued.earlier)

        return await answered(CreateApiTokenPayload, create())

    @mutation(
        revoke_api_token,
        "Ends an API token for good: one that one answers for or, by tokens:write, anybody's.",
    )
    async def revoke_api_token(
        self, info: Info, input: Annotated[RevokeApiTokenInput, Input]
    ) -> RevokeApiTokenPayload | None:
        """See the command."""
        token_id = decode_id(input.id, "tok", "input.id")

        async def revoke() -> RevokeApiTokenPayload:
            return RevokeApiTokenPayload(
                token_id=await info.context.perform(lambda work: revoke_api_token(work, token_id))
            )

        return await answered(RevokeApiTokenPayload, revoke())
