"""Reads whether single sign-on is enforced."""

import strawberry

from auth.enforcement.queries import enforcement
from auth.permissions import Scope
from resolvers.context import Info
from resolvers.enforcement.types import SsoEnforcement
from resolvers.permissions import guarded


@strawberry.type
class EnforcementQueries:
    """Root fields."""

    @guarded(
        Scope.SSO_READ,
        description="How single sign-on is enforced; null where it is not.",
        graphql_type=SsoEnforcement | None,
    )
    async def sso_enforcement(self, info: Info) -> object:
        """What is in force now."""
        return await enforcement(info.context.actor)
