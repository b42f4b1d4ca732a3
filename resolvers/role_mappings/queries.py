"""Reads role mappings."""

from typing import Annotated

import strawberry

from auth.permissions import Scope
from auth.role_mappings.rows import EVERY_MAPPING, count_mappings, list_mappings
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
from resolvers.permissions import guarded
from resolvers.role_mappings.inputs import RoleMappingFilterInput
from resolvers.role_mappings.types import RoleMapping

Filter = Annotated[RoleMappingFilterInput | None, strawberry.argument(description="Which mappings; all if absent.")]


@strawberry.type
class RoleMappingQueries:
    """Root fields."""

    @guarded(
        Scope.SSO_READ,
        description="Role mappings by provider, each provider's in the order in which they were made.",
        graphql_type=Connection[RoleMapping] | None,
    )
    async def role_mappings(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        offset: Offset = None,
        filter: Filter = None,
    ) -> object:
        """A page of mappings."""
        actor, wanted = info.context.actor, filter.wanted() if filter else EVERY_MAPPING
        page = page_request(first, after, last, before, offset)
        found = await list_mappings(actor, page, rows_selected(info.selection), wanted)

        async def count(at_most: int | None) -> int:
            counted = await count_mappings(actor, wanted)
            return counted if at_most is None else min(counted, at_most)

        return listed(found, count)
