"""Reads directory profiles."""

from typing import Annotated

import strawberry

from auth.ldap_profiles.rows import count_profiles, list_profiles, profile_by_id, profile_by_name
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
from resolvers.ldap_profiles.types import LdapProfile
from resolvers.node import decode_id
from resolvers.permissions import guarded, telling


@strawberry.input(description="Which directory profile: by exactly one of these.", one_of=True)
class LdapProfileLookup:
    """One of."""

    id: strawberry.Maybe[strawberry.ID] = telling("LdapProfile.id", "By its id.")
    name: strawberry.Maybe[str] = telling("LdapProfile.name", "By its name, without regard to case.")


@strawberry.type
class LdapProfileQueries:
    """Root fields."""

    @guarded(
        Scope.LDAP_READ,
        description="Directory profiles in the order in which an unknown name is looked for.",
        graphql_type=Connection[LdapProfile] | None,
    )
    async def ldap_profiles(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        offset: Offset = None,
    ) -> object:
        """A page of profiles."""
        actor, page = info.context.actor, page_request(first, after, last, before, offset)
        found = await list_profiles(actor, page, rows_selected(info.selection))
        return listed(found, lambda at_most: _count(info, at_most))

    @guarded(
        Scope.LDAP_READ,
        description="One directory profile; null where there is none.",
        graphql_type=LdapProfile | None,
    )
    async def ldap_profile(
        self, info: Info, by: Annotated[LdapProfileLookup, strawberry.argument(description="Which one.")]
    ) -> object:
        """A profile."""
        actor = info.context.actor
        if by.id:
            return await profile_by_id(actor, decode_id(by.id.value, "ldp", "by.id"), info.selection)
        return await profile_by_name(actor, by.name.value if by.name else "", info.selection)


async def _count(info: Info, at_most: int | None) -> int:
    counted = await count_profiles(info.context.actor)
    return counted if at_most is None else min(counted, at_most)
