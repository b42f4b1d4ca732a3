"""API tokens as the schema shows them: to whoever may read everybody's, and to whoever answers for one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import strawberry

from auth.permissions import Scope
from auth.selection import Selection, hashable
from auth.tokens.queries import TokenRow, api_token_by_id
from auth.tokens.rules import ApiTokenState
from auth.users.relations import users_by_id
from auth.users.rows import UserRow
from resolvers.context import Context, Info
from resolvers.enums import described
from resolvers.node import Node, RowType, encode_id, node_type
from resolvers.permissions import guarded, plain

if TYPE_CHECKING:
    from resolvers.users.types import User

LazyUser = Annotated["User", strawberry.lazy("resolvers.users.types")]

__all__ = ["ApiToken", "ApiTokenState", "ViewerApiToken"]

described(
    ApiTokenState,
    "Whether an API token is good.",
    ACTIVE="It is, unless its account is deactivated or locked.",
    EXPIRED="Its time is over.",
    REVOKED="Somebody ended it.",
)


@strawberry.type
class _Told:
    """What everybody is told who may know of a token."""

    name: str = plain("By which its owner knows it.")
    prefix: str = plain("Its first 12 characters; the rest was shown once, when it was made.")
    scopes: list[str] = plain("What it carries; it may do of this what its account may at that moment.")
    state: ApiTokenState = plain("Whether it is good.")
    created_at: datetime = plain("When it was made.")
    expires_at: datetime | None = plain("When it ends by itself; null for never.")
    last_used_at: datetime | None = plain("When it was last used, to within a minute; null for never.")
    last_used_ip: str | None = plain("Address that it was used from at that moment.")
    revoked_at: datetime | None = plain("When somebody ended it.")


@strawberry.type(description="An API token that the caller answers for: an own one, or one of an own service account.")
class ViewerApiToken(_Told):
    """Its values are ``OwnTokenRow``."""

    @strawberry.field(description="The token's id, the same as of its ApiToken.")
    def id(self) -> strawberry.ID:
        """``self`` is the row."""
        return encode_id("tok", self.id)  # type: ignore[arg-type] # the row's key

    username: str = plain("The account that programs come as by it.")


async def _load(context: Context, key: UUID, _selection: Selection) -> TokenRow | None:
    return await api_token_by_id(context.actor, key, context.clock.now())


@node_type("tok", TokenRow, _load)
@strawberry.type(description="An API token, by which a program acts as an account with a part of its scopes.")
class ApiToken(_Told, RowType, Node):
    """Its values are ``TokenRow``."""

    @strawberry.field(description="The account that programs come as by it.")
    def user_id(self) -> strawberry.ID:
        """``self`` is the row."""
        return encode_id("usr", self.user_id)  # type: ignore[arg-type] # the row's key

    @guarded(
        Scope.USERS_READ,
        description="The account that programs come as by it.",
        graphql_type=LazyUser | None,
    )
    async def user(self, info: Info) -> object:
        """``self`` is the row. The accounts of a list of tokens are read together."""
        selection = info.selection

        async def load(user_ids: Sequence[UUID]) -> Mapping[UUID, UserRow]:
            return await users_by_id(user_ids, selection)

        of: UUID = self.user_id  # type: ignore[assignment] # the row's key
        return await info.context.together(("user of a token", hashable(selection)), of, load)

    @strawberry.field(description="The account that made it; null when the system or the host did.")
    def created_by_id(self) -> strawberry.ID | None:
        """``self`` is the row."""
        return _account_id(self.created_by_id)  # type: ignore[arg-type] # the row's key

    @strawberry.field(description="The account that ended it; null when nobody, the system or the host did.")
    def revoked_by_id(self) -> strawberry.ID | None:
        """``self`` is the row."""
        return _account_id(self.revoked_by_id)  # type: ignore[arg-type] # the row's key


def _account_id(key: UUID | None) -> strawberry.ID | None:
    return None if key is None else encode_id("usr", key)
