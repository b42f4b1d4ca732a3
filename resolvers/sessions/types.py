"""Sessions as the schema shows them: anybody's, and the viewer's own."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, cast
from uuid import UUID

import strawberry

from auth.permissions import Scope
from auth.selection import Selection, hashable
from auth.sessions.queries import session_by_id
from auth.sessions.rows import SessionRow
from auth.users.relations import users_by_id
from auth.users.rows import UserRow
from resolvers.context import Context, Info
from resolvers.node import Node, RowType, encode_id, node_type
from resolvers.permissions import guarded, plain
from resolvers.sessions.enums import Delivery, SecondFactor, SessionEnd, SessionState, SignInMethod

if TYPE_CHECKING:
    from resolvers.users.types import User

__all__ = ["Delivery", "Session", "ViewerSession"]


async def _load(context: Context, key: UUID, selection: Selection) -> SessionRow | None:
    return await session_by_id(context.actor, key, selection, context.clock.now())


@strawberry.type
class SessionFields:
    """What both types show; its values are ``SessionRow``."""

    created_at: datetime = plain("When it was opened.")
    last_seen_at: datetime = plain("When it was last used, to within half a minute.")
    expires_at: datetime | None = plain("When it ends in any case; null for never, and once it has ended.")
    idle_expires_at: datetime | None = plain(
        "When it ends unless it is used before; null for never, and once it has ended."
    )
    remembered: bool = plain("Whether it was opened with remember me.")
    delivery: Delivery = plain("How its token is kept.")
    opened_by: SignInMethod = plain("What was signed in with first.")
    second_factor: SecondFactor | None = plain("What was proved beside it; null for nothing.")
    provider: str | None = plain("Identity provider it was opened by; null for none, and for one that was deleted.")
    ip_address: str | None = plain("Address it was opened from.")
    user_agent: str | None = plain("Program it was opened with, as that called itself.")
    device: str | None = plain("Device that the program told of, such as iPhone; null where it has no name of its own.")
    operating_system: str | None = plain("Operating system that the program told of, such as iOS 17.5.")
    browser: str | None = plain("Name and version of the program, such as Firefox 128, as far as they are known.")
    is_current: bool = plain("Whether it is the session by which the caller came.")
    state: SessionState = plain("Whether it is worth something.")
    ended_at: datetime | None = plain("When it ended; null while it is open.")
    end_reason: SessionEnd | None = plain("Who or what ended it; null while it is open.")

    @strawberry.field(
        description="City and country of its address, in English; null where no database of places is configured, or"
        " where that does not know."
    )
    def location(self, info: Info) -> str | None:
        """``self`` is the row."""
        return info.context.places.of(cast("SessionRow", self).ip_address)


async def account(info: Info, user_id: UUID) -> UserRow | None:
    """An account with what is selected of it. Those of a list are read together."""
    selection = info.selection

    async def load(user_ids: Sequence[UUID]) -> Mapping[UUID, UserRow]:
        return await users_by_id(user_ids, selection)

    return await info.context.together(("accounts", hashable(selection)), user_id, load)


LazyUser = Annotated["User", strawberry.lazy("resolvers.users.types")]


@node_type("ses", SessionRow, _load)
@strawberry.type(description="A sign-in.")
class Session(SessionFields, RowType, Node):
    """Anybody's."""

    @guarded(
        Scope.USERS_READ,
        description="The account that is signed in.",
        graphql_type=LazyUser | None,
    )
    async def user(self, info: Info) -> object:
        """``self`` is the row. The sessions of a list read their accounts together."""
        return await account(info, cast("SessionRow", self).user_id)

    @strawberry.field(description="The account that ended it; null where that was its own, or nobody.")
    def ended_by_id(self) -> strawberry.ID | None:
        """``self`` is the row."""
        by = cast("SessionRow", self).ended_by_id
        return None if by is None else encode_id("usr", by)


@strawberry.type(description="A sign-in of the caller's own account.")
class ViewerSession(SessionFields):
    """Nothing below it is guarded."""

    @strawberry.field(description="The session's id, the same as of its Session.")
    def id(self) -> strawberry.ID:
        """``self`` is the row."""
        return encode_id("ses", cast("SessionRow", self).id)
