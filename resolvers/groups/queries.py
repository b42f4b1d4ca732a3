"""Reads groups."""

from typing import Annotated

import strawberry

from auth.groups.queries import count_groups, group_by_id, group_by_name, list_groups
from auth.permissions import Scope
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
from resolvers.context import Info
from resolvers.groups.types import Group
from resolvers.node import decode_id
from resolvers.permissions import guarded, telling

Search = Annotated[
    str | None, strawberry.argument(description="Part of a name, without regard to case; at most 200 characters.")
]


@strawberry.input(description="Which group: by exactly one of these.", one_of=True)
class GroupLookup:
    """One of."""

    id: strawberry.Maybe[strawberry.ID] = telling("Group.id", "By its id.")
    name: strawberry.Maybe[str] = telling("Group.name", "By its name, without regard to case.")


@strawberry.type
class GroupQueries:
    """Root fields."""

    @guarded(Scope.GROUPS_READ, description="Groups by name.", graphql_type=Connection[Group] | None)
    async def groups(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        offset: Offset = None,
        search: Search = None,
    ) -> object:
        """A page of groups."""
        actor, page = info.context.actor, page_request(first, after, last, before, offset)
        found = await list_groups(actor, page, search, rows_selected(info.selection))
        return listed(found, lambda at_most: count_groups(actor, search, at_most))

    @guarded(Scope.GROUPS_READ, description="One group; null where there is none.", graphql_type=Group | None)
    async def group(
        self, info: Info, by: Annotated[GroupLookup, strawberry.argument(description="Which one.")]
    ) -> object:
        """A group."""
        actor = info.context.actor
        if by.id:
            return await group_by_id(actor, decode_id(by.id.value, "grp", "by.id"), info.selection)
        return await group_by_name(actor, by.name.value if by.name else "", info.selection)
