"""Compares accounts with their directory."""

from typing import Annotated
from uuid import UUID

import strawberry

from auth.directory_sync.commands import WantedSync, begin_sync
from auth.directory_sync.queries import stored_sync
from auth.directory_sync.running import PATIENCE_SECONDS
from auth.permissions import Scope
from resolvers.context import Info
from resolvers.directory_sync.types import DirectorySync
from resolvers.node import decode_id
from resolvers.payloads import Payload, answered
from resolvers.permissions import guarded, mutation, plain

Input = strawberry.argument(description="What to do.")


@strawberry.input(description="Which accounts to compare, and how.")
class SyncDirectoryInput:
    """Becomes a ``WantedSync``."""

    profile_id: strawberry.ID = plain("The directory profile, which has to be switched on.")
    dry_run: bool = plain("Whether only to tell what would change.", default=False)
    force: bool = plain(
        "Whether to change however many accounts; else directorySettings.syncMostPercent stops it.", default=False
    )

    def wanted(self) -> WantedSync:
        """For the command. Raises ``BadInput`` for an id that is none."""
        key = decode_id(self.profile_id, "ldp", "input.profileId")
        return WantedSync(key, dry_run=self.dry_run, force=self.force)


@strawberry.type(description="What became of it.")
class SyncDirectoryPayload(Payload):
    """Of ``syncDirectory``."""

    sync_id: strawberry.Private[UUID | None] = None

    @guarded(
        Scope.LDAP_READ,
        description="The comparison: at its end, or after 12 seconds still RUNNING; then ask node(id) again.",
        graphql_type=DirectorySync | None,
    )
    async def sync(self) -> object:
        """As it is now."""
        return await stored_sync(self.sync_id) if self.sync_id else None


@strawberry.type
class DirectorySyncMutations:
    """Root fields."""

    @mutation(
        begin_sync,
        "Compares a profile's accounts with its directory: who is gone or disabled there is deactivated, who was "
        "deactivated by that and is back is reactivated, names and groups are brought up to date. One at a time.",
    )
    async def sync_directory(
        self, info: Info, input: Annotated[SyncDirectoryInput, Input]
    ) -> SyncDirectoryPayload | None:
        """See ``DirectorySyncs``."""
        context, wanted = info.context, input.wanted()

        async def run() -> SyncDirectoryPayload:
            made = await context.provers.syncs.run(context.actor, wanted, PATIENCE_SECONDS)
            return SyncDirectoryPayload(sync_id=made)

        return await answered(SyncDirectoryPayload, run())
