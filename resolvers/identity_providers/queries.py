"""Reads identity providers."""

from typing import Annotated

import strawberry

from auth.identity_providers.rows import count_providers, list_providers, provider_by_id, provider_by_slug
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
from resolvers.identity_providers.types import IdentityProvider
from resolvers.node import decode_id
from resolvers.permissions import guarded, telling


@strawberry.input(description="Which identity provider: by exactly one of these.", one_of=True)
class IdentityProviderLookup:
    """One of."""

    id: strawberry.Maybe[strawberry.ID] = telling("IdentityProvider.id", "By its id.")
    slug: strawberry.Maybe[str] = telling("IdentityProvider.slug", "By its slug.")


@strawberry.type
class IdentityProviderQueries:
    """Root fields."""

    @guarded(
        Scope.SSO_READ,
        description="Identity providers in the order in which a sign-in page shows them.",
        graphql_type=Connection[IdentityProvider] | None,
    )
    async def identity_providers(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        offset: Offset = None,
    ) -> object:
        """A page of providers."""
        actor, page = info.context.actor, page_request(first, after, last, before, offset)
        found = await list_providers(actor, page, rows_selected(info.selection))
        return listed(found, lambda at_most: _count(info, at_most))

    @guarded(
        Scope.SSO_READ,
        description="One identity provider; null where there is none.",
        graphql_type=IdentityProvider | None,
    )
    async def identity_provider(
        self, info: Info, by: Annotated[IdentityProviderLookup, strawberry.argument(description="Which one.")]
    ) -> object:
        """A provider."""
        actor = info.context.actor
        if by.id:
            return await provider_by_id(actor, decode_id(by.id.value, "idp", "by.id"), info.selection)
        return await provider_by_slug(actor, by.slug.value if by.slug else "", info.selection)


async def _count(info: Info, at_most: int | None) -> int:
    counted = await count_providers(info.context.actor)
    return counted if at_most is None else min(counted, at_most)
