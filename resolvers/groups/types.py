"""Groups as the schema shows them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

import strawberry

from auth.groups.members import count_members, members_of
from auth.groups.queries import group_by_id
from auth.groups.rows import GroupGrantRow, GroupRow
from auth.paging import Page
from auth.permissions import Scope
from auth.resources.queries import grant_of_group_by_id
from auth.selection import Selection, hashable
from auth.users.rows import UserRow
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
        """``self`` is the row. The groups of a list read their members together."""
        context, group_id = info.context, UUID(str(self.id))
        page, selection = page_request(first, after, last, before, offset), rows_selected(info.selection)

        async def load(group_ids: Sequence[UUID]) -> Mapping[UUID, Page[UserRow]]:
            return await members_of(context.actor, group_ids, page, selection)

        async def count(at_most: int | None) -> int:
            counted = await context.together("members counted", group_id, partial(count_members, context.actor)) or 0
            return counted if at_most is None else min(counted, at_most)

        found = await context.together(("members", page, hashable(selection)), group_id, load)
        return listed(found, count) if found else None
