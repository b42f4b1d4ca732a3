"""What mutations on groups answer with."""

from uuid import UUID

import strawberry

from auth.groups.queries import groups_by_id
from auth.permissions import Scope
from resolvers.context import Info
from resolvers.groups.types import Group
from resolvers.payloads import Payload
from resolvers.permissions import guarded, plain


@strawberry.type
class GroupPayload(Payload):
    """The part that they share; each has its own type."""

    group_id: strawberry.Private[UUID | None] = None

    @guarded(Scope.GROUPS_READ, description="The group as it is now.", graphql_type=Group | None)
    async def group(self, info: Info) -> object:
        """Read after the change was committed."""
        return (await groups_by_id([self.group_id], info.selection)).get(self.group_id) if self.group_id else None


@strawberry.type(description="What became of it.")
class CreateGroupPayload(GroupPayload):
    """Of ``createGroup``."""


@strawberry.type(description="What became of it.")
class UpdateGroupPayload(GroupPayload):
    """Of ``updateGroup``."""


@strawberry.type(description="What became of it.")
class AddGroupMembersPayload(GroupPayload):
    """Of ``addGroupMembers``."""


@strawberry.type(description="What became of it.")
class RemoveGroupMembersPayload(GroupPayload):
    """Of ``removeGroupMembers``."""


@strawberry.type(description="What became of it.")
class DeleteGroupPayload(Payload):
    """Of ``deleteGroup``."""

    deleted_id: strawberry.ID | None = plain("The id it had.", default=None)
