"""Reads sessions."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any
from uuid import UUID

import strawberry

from auth.paging import Page, PageRequest
from auth.permissions import Scope
from auth.selection import hashable
from auth.sessions.of_users import count_sessions_of, sessions_of
from auth.sessions.queries import OPEN_ONES, SessionFilter, SessionListing, count_sessions, list_sessions
from auth.sessions.rows import SessionRow
from auth.sessions.rules import SessionState as State
from resolvers.connection import After, Before, Connection, First, Last, Offset, listed, page_request, rows_selected
from resolvers.context import Info
from resolvers.permissions import guarded
from resolvers.sessions.enums import SessionState
from resolvers.sessions.filters import NEWEST_FIRST, SessionFilterInput, SessionOrder
from resolvers.sessions.types import Session

States = Annotated[
    list[SessionState] | None, strawberry.argument(description="In one of these states; only open ones if absent.")
]
Filter = Annotated[SessionFilterInput | None, strawberry.argument(description="Which sessions; open ones if absent.")]
OrderBy = Annotated[
    SessionOrder | None, strawberry.argument(description="By what they are sorted; newest first if absent.")
]


@strawberry.type
class SessionQueries:
    """Root fields."""

    @guarded(Scope.SESSIONS_READ, description="Sessions of every account.", graphql_type=Connection[Session] | None)
    async def sessions(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        offset: Offset = None,
        filter: Filter = None,
        order_by: OrderBy = None,
    ) -> object:
        """A page of sessions."""
        actor, now = info.context.actor, info.context.clock.now()
        listing = SessionListing(
            filter=filter.wanted() if filter else OPEN_ONES,
            order=order_by.order() if order_by else NEWEST_FIRST,
            page=page_request(first, after, last, before, offset),
        )
        page = await list_sessions(actor, listing, rows_selected(info.selection), now)
        return listed(page, lambda at_most: count_sessions(actor, listing.filter, now, at_most))


def in_states(states: Sequence[State] | None) -> SessionFilter:
    """The filter of a list that asks for states alone."""
    return OPEN_ONES if states is None else SessionFilter(state=tuple(states))


async def sessions_of_user(info: Info, user_id: UUID, wanted: SessionFilter, page: PageRequest) -> Any:  # noqa: ANN401 — a Connection
    """A page of an account's sessions. The accounts of a list read theirs together."""
    context, selection = info.context, rows_selected(info.selection)
    now = context.clock.now()

    async def load(user_ids: Sequence[UUID]) -> Mapping[UUID, Page[SessionRow]]:
        return await sessions_of(context.actor, user_ids, wanted, page, selection, now)

    async def count(at_most: int | None) -> int:
        load_counts = partial(count_sessions_of, context.actor, wanted=wanted, now=now)
        counted = await context.together(("sessions counted", wanted), user_id, load_counts) or 0
        return counted if at_most is None else min(counted, at_most)

    found = await context.together(("sessions", wanted, page, hashable(selection)), user_id, load)
    return listed(found, count) if found else None
