"""Reads roles."""

from typing import Annotated

import strawberry

from auth.permissions import Scope
from auth.roles.queries import count_roles, list_roles, role_by_id, role_by_name
from resolvers.connection import After, Before, Connection, First, Last, Offset, listed, page_request
from resolvers.context import Info
from resolvers.node import decode_id
from resolvers.permissions import guarded, plain
from resolvers.roles.types import Role


@strawberry.input(description="Which role: by exactly one of these.", one_of=True)
class RoleLookup:
    """One of."""

    id: strawberry.Maybe[strawberry.ID] = plain("By its id.", default=None)
    name: strawberry.Maybe[str] = plain("By its name, without regard to case.", default=None)


@strawberry.type
class RoleQueries:
    """Root fields."""

    @guarded(Scope.ROLES_READ, description="Roles by name.", graphql_type=Connection[Role] | None)
    async def roles(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        offset: Offset = None,
    ) -> object:
        """A page of roles."""
        actor = info.context.actor
        page = await list_roles(actor, page_request(first, after, last, before, offset))
        return listed(page, lambda at_most: _count(info, at_most))

    @guarded(Scope.ROLES_READ, description="One role; null where there is none.", graphql_type=Role | None)
    async def role(
        self, info: Info, by: Annotated[RoleLookup, strawberry.argument(description="Which one.")]
    ) -> object:
        """A role."""
        if by.id:
            return await role_by_id(info.context.actor, decode_id(by.id.value, "rol"))
        return await role_by_name(info.context.actor, by.name.value if by.name else "")


async def _count(info: Info, at_most: int | None) -> int:
    counted = await count_roles(info.context.actor)
    return counted if at_most is None else min(counted, at_most)
