"""How lists of sessions are narrowed and sorted."""

from datetime import datetime
from uuid import UUID

import strawberry

from auth.errors import BadInput
from auth.paging import Order
from auth.permissions import Scope
from auth.sessions.queries import NEWEST_FIRST, SessionFilter, session_order
from auth.sessions.rules import SessionState as State
from resolvers.node import decode_id
from resolvers.permissions import telling
from resolvers.sessions.enums import SessionEnd, SessionState, SignInMethod
from resolvers.users.filters import Direction

IDS_MOST = 1_000

_OPEN = (State.OPEN,)


def _keys(ids: list[strawberry.ID] | None, prefix: str, argument: str) -> tuple[UUID, ...] | None:
    if ids is not None and len(ids) > IDS_MOST:
        raise BadInput(argument, f"At most {IDS_MOST:,} at once.")
    return None if ids is None else tuple(decode_id(each, prefix, argument) for each in ids)


@strawberry.input(name="SessionFilter", description="Which sessions are meant; everything given must hold.")
class SessionFilterInput:
    """Becomes a ``SessionFilter``."""

    state: list[SessionState] | None = telling("Session.state", "In one of these states; only open ones if absent.")
    ids: list[strawberry.ID] | None = telling("Session.id", "One of these, at most 1,000.")
    users: list[strawberry.ID] | None = telling(
        "Session.user", "Of one of these accounts, at most 1,000.", Scope.USERS_READ
    )
    ip_address: str | None = telling("Session.ipAddress", "Opened from this very address.")
    user_agent: str | None = telling(
        "Session.userAgent", "Opened with a program that calls itself so in part; upper and lower case alike."
    )
    opened_by: SignInMethod | None = telling("Session.openedBy", "Opened by this way of signing in.")
    end_reason: SessionEnd | None = telling("Session.endReason", "Ended for this reason; ask for the states too.")
    opened_after: datetime | None = telling("Session.createdAt", "Opened after this moment.")
    opened_before: datetime | None = telling("Session.createdAt", "Opened before this moment.")
    last_seen_after: datetime | None = telling("Session.lastSeenAt", "Last used after this moment.")
    last_seen_before: datetime | None = telling("Session.lastSeenAt", "Last used before this moment.")

    def wanted(self) -> SessionFilter:
        """For the query. Raises ``BadInput`` for ids that are none."""
        return SessionFilter(
            state=_OPEN if self.state is None else tuple(self.state),
            ids=_keys(self.ids, "ses", "filter.ids"),
            user_ids=_keys(self.users, "usr", "filter.users"),
            ip_address=self.ip_address,
            user_agent=self.user_agent,
            opened_by=self.opened_by,
            end_reason=self.end_reason,
            opened_after=self.opened_after,
            opened_before=self.opened_before,
            last_seen_after=self.last_seen_after,
            last_seen_before=self.last_seen_before,
        )


@strawberry.input(description="By what a list of sessions is sorted: exactly one of these.", one_of=True)
class SessionOrder:
    """Becomes an ``Order``."""

    created_at: strawberry.Maybe[Direction] = telling("Session.createdAt", "By when it was opened.")
    last_seen_at: strawberry.Maybe[Direction] = telling("Session.lastSeenAt", "By when it was last used.")

    def order(self) -> Order:
        """For the query."""
        for name, given in vars(self).items():
            if given is not None:
                return session_order(name, descending=given.value is Direction.DESC)
        return NEWEST_FIRST
