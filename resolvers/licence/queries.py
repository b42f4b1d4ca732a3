"""Reads the licence."""

import strawberry

from auth.licence.queries import read_licence_row
from auth.permissions import Scope
from resolvers.context import Info
from resolvers.licence.types import Licence
from resolvers.permissions import guarded


@strawberry.type
class LicenceQueries:
    """Root fields."""

    @guarded(
        Scope.LICENCE_READ,
        description="What the licence allows, by settings or file, and what of it is used.",
        graphql_type=Licence | None,
    )
    async def licence(self, info: Info) -> object:
        """As of now."""
        context = info.context
        return await read_licence_row(context.actor, context.units.installation, context.clock.now())
