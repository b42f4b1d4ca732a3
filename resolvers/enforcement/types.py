"""Enforced single sign-on as the schema shows it."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, cast
from uuid import UUID

import strawberry

from auth.enforcement.queries import BreakGlassRow, EnforcementRow
from auth.identity_providers.rows import provider_by_id
from auth.permissions import Scope
from resolvers.context import Info
from resolvers.identity_providers.types import IdentityProvider
from resolvers.node import encode_id
from resolvers.permissions import guarded, plain
from resolvers.sessions.types import account

if TYPE_CHECKING:
    from resolvers.users.types import User

LazyUser = Annotated["User", strawberry.lazy("resolvers.users.types")]


def _user_id(key: UUID | None) -> strawberry.ID | None:
    return None if key is None else encode_id("usr", key)


@strawberry.type(description="An account that signs in by its password and second factor all the same.")
class BreakGlassAccount:
    """Its values are ``BreakGlassRow``."""

    named_at: datetime = plain("When it was named.")

    @strawberry.field(description="The account.")
    def user_id(self) -> strawberry.ID:
        """``self`` is the row."""
        return encode_id("usr", cast("BreakGlassRow", self).user_id)

    @guarded(Scope.USERS_READ, description="The account.", graphql_type=LazyUser | None)
    async def user(self, info: Info) -> object:
        """``self`` is the row. All accounts are read together."""
        return await account(info, cast("BreakGlassRow", self).user_id)

    @strawberry.field(description="The account that named it; null when the host did.")
    def named_by_id(self) -> strawberry.ID | None:
        """``self`` is the row."""
        return _user_id(cast("BreakGlassRow", self).named_by_id)


@strawberry.type(description="That people sign in by providers alone: passwords that are kept here are not accepted.")
class SsoEnforcement:
    """Its values are ``EnforcementRow``."""

    enforced_at: datetime = plain("Since when.")

    @strawberry.field(description="The account that asked for it.")
    def enforced_by_id(self) -> strawberry.ID | None:
        """``self`` is the row."""
        return _user_id(cast("EnforcementRow", self).enforced_by_id)

    @strawberry.field(
        description="The provider by which an administrator had come in then; it cannot be deleted meanwhile.",
        graphql_type=IdentityProvider | None,
    )
    async def provider(self, info: Info) -> object:
        """``self`` is the row."""
        return await provider_by_id(info.context.actor, cast("EnforcementRow", self).provider_id, info.selection)

    @strawberry.field(
        description="The accounts that are exempt, the first named first.", graphql_type=list[BreakGlassAccount]
    )
    def break_glass_accounts(self) -> object:
        """``self`` is the row."""
        return cast("EnforcementRow", self).exempt
