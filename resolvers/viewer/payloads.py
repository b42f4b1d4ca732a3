"""What mutations on the caller's own account answer with."""

import strawberry

from auth.users.viewer import viewer as read_viewer
from resolvers.context import Info
from resolvers.payloads import Payload
from resolvers.viewer.types import Viewer


@strawberry.type
class ViewerPayload(Payload):
    """The part that they share; each has its own type."""

    is_done: strawberry.Private[bool] = False

    @strawberry.field(description="The caller's own account as it is now.", graphql_type=Viewer | None)
    async def viewer(self, info: Info) -> object:
        """Read after the change was committed."""
        return await read_viewer(info.context.actor, info.selection) if self.is_done else None
