"""Comparisons of accounts with their directory as the schema shows them."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, cast
from uuid import UUID

import strawberry

from auth.directory_sync.queries import DirectorySyncRow, sync_by_id
from auth.directory_sync.rules import Change, SyncAction, SyncReason
from auth.permissions import Scope
from auth.selection import Selection
from models.ldap_profile import SyncOutcome
from resolvers.context import Context, Info
from resolvers.enums import described
from resolvers.node import Node, RowType, encode_id, node_type
from resolvers.permissions import guarded, plain
from resolvers.sessions.types import account

if TYPE_CHECKING:
    from resolvers.users.types import User

LazyUser = Annotated["User", strawberry.lazy("resolvers.users.types")]

described(
    SyncOutcome,
    "What became of a comparison.",
    RUNNING="It is under way.",
    DONE="It was made.",
    ASKED_ONLY="It was only asked what would change; nothing did.",
    TOO_MANY="It would have changed more accounts than settings allow, so nothing did: look, then say force.",
    UNAVAILABLE="The directory did not answer, or not to the end, which says nothing about anybody; nothing changed.",
    FAILED="It did not come to its end. What it changed until then stays.",
)
described(
    SyncAction,
    "What a comparison does to an account, or would.",
    DEACTIVATE="It is deactivated.",
    REACTIVATE="It is reactivated: an earlier comparison had deactivated it.",
    KEEP="It is left active although it would have to go.",
)
described(
    SyncReason,
    "Why a comparison does something to an account.",
    GONE="The directory has no such person any more.",
    DISABLED="The directory says that the person may not sign in.",
    RETURNED="The directory has the person again, or lets them in again.",
    LAST_ADMINISTRATOR="No administrator could get in any more without it.",
)


@strawberry.type(description="What a comparison did to one account, or would.")
class DirectorySyncChange:
    """Its values are a ``Change``."""

    action: SyncAction = plain("What.")
    reason: SyncReason = plain("Why.")

    @strawberry.field(description="The account, which may be deleted meanwhile.")
    def user_id(self) -> strawberry.ID:
        """``self`` is the change."""
        return encode_id("usr", cast("Change", self).user_id)

    @guarded(Scope.USERS_READ, description="The account; null once it is deleted.", graphql_type=LazyUser | None)
    async def user(self, info: Info) -> object:
        """``self`` is the change. All accounts of a comparison are read together."""
        return await account(info, cast("Change", self).user_id)


async def _load(context: Context, key: UUID, _selection: Selection) -> DirectorySyncRow | None:
    return await sync_by_id(context.actor, key)


@node_type("syn", DirectorySyncRow, _load)
@strawberry.type(description="One comparison of a directory profile's accounts with its directory.")
class DirectorySync(RowType, Node):
    """Its values are ``DirectorySyncRow``."""

    started_at: datetime = plain("When it began.")
    finished_at: datetime | None = plain("When it ended; null while it runs.")
    is_scheduled: bool = plain("Whether nobody asked for it.")
    outcome: SyncOutcome = plain("What became of it.")
    entries: int = plain("People that the directory told of.")
    checked: int = plain("Accounts that were looked for among them.")
    deactivated: int = plain("Accounts that it deactivated, or would.")
    reactivated: int = plain("Accounts that it reactivated, or would.")
    refreshed: int = plain("Accounts whose names or groups it brought up to date, or would.")
    failure: str | None = plain("Why it did not come to its end; null where it did.")
    changes: list[DirectorySyncChange] = plain("The first 1,000 accounts that it did something to, or would.")

    @strawberry.field(description="The directory profile.")
    def profile_id(self) -> strawberry.ID:
        """``self`` is the row."""
        return encode_id("ldp", cast("DirectorySyncRow", self).profile_id)

    @strawberry.field(description="The account that asked for it; null when the schedule or the host did.")
    def started_by_id(self) -> strawberry.ID | None:
        """``self`` is the row."""
        by = cast("DirectorySyncRow", self).started_by_id
        return None if by is None else encode_id("usr", by)
