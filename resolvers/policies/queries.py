"""Reads policies."""

from typing import Annotated

import strawberry

from auth.permissions import Scope
from auth.policies.rows import EVERY_POLICY, count_policies, list_policies
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
from resolvers.policies.inputs import PolicyFilterInput
from resolvers.policies.types import Policy

Filter = Annotated[PolicyFilterInput | None, strawberry.argument(description="Which policies; all if absent.")]


@strawberry.type
class PolicyQueries:
    """Root fields."""

    @guarded(Scope.LDAP_READ, description="Policies by position.", graphql_type=Connection[Policy] | None)
    async def policies(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        offset: Offset = None,
        filter: Filter = None,
    ) -> object:
        """A page of policies."""
        actor, wanted = info.context.actor, filter.wanted() if filter else EVERY_POLICY
        page = page_request(first, after, last, before, offset)
        found = await list_policies(actor, page, rows_selected(info.selection), wanted)

        async def count(at_most: int | None) -> int:
            counted = await count_policies(actor, wanted)
            return counted if at_most is None else min(counted, at_most)

        return listed(found, count)
