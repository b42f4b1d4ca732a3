"""Resources and their grants as the schema shows them."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import strawberry

from auth.permissions import Scope
from auth.resources.of_users import ResourceGrantRow
from auth.resources.queries import grant_by_id, resource_by_id
from auth.resources.rows import ResourceRow
from auth.selection import Selection
from models.resource import ResourceGrantSource
from resolvers.context import Context
from resolvers.enums import described
from resolvers.node import Node, RowType, node_type
from resolvers.permissions import guarded, plain

if TYPE_CHECKING:
    from resolvers.groups.types import Group
    from resolvers.users.types import User

described(
    ResourceGrantSource,
    "What brought an account a resource.",
    BY_HAND="Somebody granted it to the account.",
    GROUP="The account was in a group that is granted it; leaving the group does not take it away.",
)


async def _load_resource(context: Context, key: UUID, selection: Selection) -> ResourceRow | None:
    return await resource_by_id(context.actor, key, selection)


@node_type("res", ResourceRow, _load_resource)
@strawberry.type(description="A thing of the product, such as a report or a device.")
class Resource(RowType, Node):
    """Its values are ``ResourceRow``."""

    type: str = plain("Kind of thing, as the product names it.")
    external_id: str = plain("The product's own id.")
    label: str = plain("What people call it.")
    owner: Annotated["User", strawberry.lazy("resolvers.users.types")] | None = guarded(
        Scope.USERS_READ, description="The account that owns it."
    )
    created_at: datetime = plain("When it was registered.")
    updated_at: datetime = plain("When it was last changed.")


async def _load_grant(context: Context, key: UUID, selection: Selection) -> ResourceGrantRow | None:
    return await grant_by_id(context.actor, key, selection)


@node_type("rgr", ResourceGrantRow, _load_grant)
@strawberry.type(description="A resource that an account may use, and why.")
class ResourceGrant(RowType, Node):
    """Its values are ``ResourceGrantRow``."""

    type: str = plain("Kind of resource.")
    resource: Resource | None = plain("Which one; null for every resource of the type, present and future.")
    source: ResourceGrantSource = plain("What brought it.")
    group: Annotated["Group", strawberry.lazy("resolvers.groups.types")] | None = guarded(
        Scope.GROUPS_READ, description="The group that brought it; null by hand, and where the group is gone."
    )
    reason: str | None = plain("What was said when the account, or the group, was granted it.")
    granted_at: datetime = plain("When the account received it.")
