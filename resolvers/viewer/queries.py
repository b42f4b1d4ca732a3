"""Reads the caller's own account."""

import strawberry

from auth.users.viewer import viewer as read_viewer
from resolvers.context import Info
from resolvers.permissions import public
from resolvers.viewer.types import Viewer


@strawberry.type
class ViewerQueries:
    """Root fields."""

    @public("The caller's own account; null when nobody is signed in.", graphql_type=Viewer | None)
    async def viewer(self, info: Info) -> object:
        """Nobody is no error."""
        return await read_viewer(info.context.actor, info.selection)
