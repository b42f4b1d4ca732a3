"""What happens to sessions, while it happens."""

from collections.abc import AsyncGenerator
from datetime import datetime
from functools import partial
from typing import Annotated, Any
from uuid import UUID

import strawberry

from auth.errors import Unauthenticated
from auth.live.queries import session_happenings
from auth.live.rules import SessionEventKind
from auth.permissions import Scope
from auth.sessions.queries import session_by_id
from resolvers.context import Info
from resolvers.enums import described
from resolvers.node import decode_id, encode_id
from resolvers.permissions import plain, subscription, telling
from resolvers.sessions.types import Session, ViewerSession

described(
    SessionEventKind,
    "What happened to a session.",
    OPENED="Somebody signed in.",
    CHANGED="It goes on with something changed, such as a new token.",
    ENDED="It ended, by whatever or whomever.",
)


@strawberry.type
class SessionHappenings:
    """What both types show; its values are ``SessionHappening``."""

    kind: SessionEventKind = plain("What happened.")
    occurred_at: datetime = plain("When.")

    @strawberry.field(description="Id of the session.")
    def session_id(self) -> strawberry.ID:
        """``self`` is the happening."""
        return encode_id("ses", self.session_id)  # type: ignore[arg-type] # the happening's value


async def _session(happening: Any, info: Info) -> object:  # noqa: ANN401 — Strawberry's self
    now = info.context.clock.now()
    return await session_by_id(info.context.actor, happening.session_id, info.selection, now)


@strawberry.type(description="Something happened to a session.")
class SessionEvent(SessionHappenings):
    """Of anybody."""

    @plain("The session as it is now; null when it is gone with its account.", graphql_type=Session | None)
    async def session(self, info: Info) -> object:
        """``self`` is the happening."""
        return await _session(self, info)


@strawberry.type(description="Something happened to a session of the caller's own account.")
class ViewerSessionEvent(SessionHappenings):
    """Nothing below it is guarded."""

    @plain("The session as it is now.", graphql_type=ViewerSession | None)
    async def session(self, info: Info) -> object:
        """``self`` is the happening."""
        return await _session(self, info)


@strawberry.input(description="Which sessions to hear of; everything given must hold.")
class SessionEventFilter:
    """Whose."""

    user: strawberry.ID | None = telling("Session.user", "Of this account.", Scope.USERS_READ)

    def user_id(self) -> UUID | None:
        """For the query. Raises ``BadInput`` for an id that is none."""
        return None if self.user is None else decode_id(self.user, "usr", "filter.user")


Filter = Annotated[SessionEventFilter | None, strawberry.argument(description="Which sessions; all if absent.")]


@strawberry.type
class SessionSubscriptions:
    """Root fields."""

    @subscription(Scope.SESSIONS_READ, description="Sessions of everybody that are opened, changed or ended.")
    async def session_events(self, info: Info, filter: Filter = None) -> AsyncGenerator[SessionEvent | None]:
        """From now on."""
        return await _follow(info, filter.user_id() if filter else None)

    @subscription(description="Sessions of the caller's own account that are opened, changed or ended.")
    async def viewer_session_events(self, info: Info) -> AsyncGenerator[ViewerSessionEvent | None]:
        """From now on. That the session ended by which the caller came is told by the end of the stream."""
        if info.context.actor.user_id is None:
            raise Unauthenticated(info.context.permissions.reason)
        return await _follow(info, info.context.actor.user_id)


async def _follow(info: Info, user_id: UUID | None) -> Any:  # noqa: ANN401 — happenings, shown as types
    feed = info.context.feed
    return feed.follow(await feed.end(), partial(session_happenings, user_id))
