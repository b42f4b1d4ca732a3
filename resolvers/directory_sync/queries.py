"""Reads comparisons of accounts with their directory."""

from typing import Annotated

import strawberry

from auth.directory_sync.queries import count_syncs, list_syncs
from auth.permissions import Scope
from resolvers.connection import After, Before, Connection, First, Last, Offset, listed, page_request
from resolvers.context import Info
from resolvers.directory_sync.types import DirectorySync
from resolvers.node import decode_id
from resolvers.permissions import guarded

ProfileId = Annotated[strawberry.ID, strawberry.argument(description="The directory profile.")]


@strawberry.type
class DirectorySyncQueries:
    """Root fields."""

    @guarded(
        Scope.LDAP_READ,
        description="Comparisons of a profile's accounts with its directory, the newest first; the last 50 are kept.",
        graphql_type=Connection[DirectorySync] | None,
    )
    async def directory_syncs(
        self,
        info: Info,
        profile_id: ProfileId,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        offset: Offset = None,
    ) -> object:
        """A page of them; none where there is no such profile."""
        actor, key = info.context.actor, decode_id(profile_id, "ldp", "profileId")
        page = await list_syncs(actor, key, page_request(first, after, last, before, offset))
        return listed(page, lambda at_most: count_syncs(actor, key, at_most))
