"""Groups as the schema shows them."""

from datetime import datetime
from uuid import UUID

import strawberry

from auth.groups.queries import group_by_id, members_listing
from auth.groups.rows import GroupGrantRow, GroupRow
from auth.permissions import Scope
from auth.resources.queries import grant_of_group_by_id
from auth.selection import Selection
from auth.users.queries import count_users, list_users
from resolvers.connection import (
    After,
    Before,
    Connection,
    First,
    Last,
    Offset,
    listed,
    page_request,
    rows_selected,
)
from resolvers.context import Context, Info
from resolvers.node import Node, RowType, node_type
from resolvers.permissions import guarded, plain
from resolvers.resources.types import Resource
from resolvers.users.types import User


async def _load_grant(context: Context, key: UUID, selection: Selection) -> GroupGrantRow | None:
    return await grant_of_group_by_id(context.actor, key, selection)


@node_type("ggr", GroupGrantRow, _load_grant)
@strawberry.type(description="What joining a group brings.")
class GroupResourceGrant(RowType, Node):
    """Its values are ``GroupGrantRow``."""

    type: str = plain("Kind of resource.")
    resource: Resource | None = plain("Which one; null for every resource of the type, present and future.")
    reason: str | None = plain("What was said when the group was granted it.")
    granted_at: datetime = plain("When the group was granted it.")


async def _load(context: Context, key: UUID, selection: Selection) -> GroupRow | None:
    return await group_by_id(context.actor, key, selection)


@node_type("grp", GroupRow, _load)
@strawberry.type(description="A named set of accounts.")
class Group(RowType, Node):
    """Its values are ``GroupRow``."""

    name: str = plain("Unique without regard to case.")
    description: str = plain("What the group is for.")
    is_default: bool = plain("Whether new accounts join it by themselves.")
    member_count: int = plain("How many accounts are in it.")
    resource_grants: list[GroupResourceGrant] | None = guarded(
        Scope.RESOURCES_READ, description="What joining it brings; members keep that when they leave."
    )
    created_at: datetime = plain("When it was made.")
    updated_at: datetime = plain("When it was last changed.")
    version: int = plain("Goes up with each change; give it back to refuse stale writes.")

    @guarded(
        Scope.USERS_READ,
        description="The accounts in it by username, inactive ones too.",
        graphql_type=Connection[User] | None,
    )
    async def members(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        offset: Offset = None,
    ) -> object:
        """``self`` is the row."""
        actor, group_id = info.context.actor, UUID(str(self.id))
        listing = members_listing(group_id, page_request(first, after, last, before, offset))
        page = await list_users(actor, listing, rows_selected(info.selection))
        return listed(page, lambda at_most: count_users(actor, listing, at_most))
