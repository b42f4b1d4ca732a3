"""Ends many sessions: what a filter means, account by account, in units of work that leave room for others."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from auth.actor import Actor
from auth.errors import DomainError
from auth.permissions import Scope, demand
from auth.reading import Statement, fetch, key
from auth.session_ending.commands import Ended, RefusedAccount, end_sessions_of
from auth.sessions.queries import SessionFilter, conditions_of
from auth.sessions.rows import FROM
from auth.sessions.rules import SessionState
from auth.sessions.states import AsOf
from auth.settings.pages import SessionSettings
from auth.settings.queries import current
from auth.unit_of_work import Units, Work

MOST = 10_000
"""Sessions that one call may end."""

ACCOUNTS_AT_ONCE = 50
"""Accounts whose sessions end in one unit of work."""


@dataclass(frozen=True, slots=True)
class Many:
    """Which sessions are to end.

    Attributes:
        filter: Of those that are open or suspended; whatever it says of states is passed over.
        but: One that stays open.
        dry_run: Whether to tell only what would happen.
    """

    filter: SessionFilter
    but: UUID | None = None
    dry_run: bool = False


async def end_sessions(units: Units, actor: Actor, many: Many, now: datetime) -> Ended:
    """Ends the sessions that are meant, at most ``MOST``; what was opened meanwhile by the same accounts ends too.

    Each batch of accounts is a commit of its own: a failure leaves those before it ended. Raises ``DomainError``
    (``TOO_MANY``) before anything ends, ``Forbidden``, ``BadInput``.
    """
    demand(actor, "endSessions", Scope.SESSIONS_READ, Scope.SESSIONS_END)
    wanted = replace(many.filter, state=(SessionState.OPEN, SessionState.SUSPENDED))
    user_ids = await _accounts(wanted, now)
    count, refused = 0, list[RefusedAccount]()
    for start in range(0, len(user_ids), ACCOUNTS_AT_ONCE):
        batch = user_ids[start : start + ACCOUNTS_AT_ONCE]
        done = await units.run(actor, lambda work, some=batch: _end(work, some, wanted, many))
        count += done.count
        refused += done.refused
    return Ended(count, tuple(refused))


async def _end(work: Work, user_ids: list[UUID], wanted: SessionFilter, many: Many) -> Ended:
    return await end_sessions_of(work, user_ids, wanted, but=many.but, dry_run=many.dry_run)


async def _accounts(wanted: SessionFilter, now: datetime) -> list[UUID]:
    """The accounts that have sessions which are meant, in the order of their ids."""
    statement, as_of = Statement(), AsOf(await current(SessionSettings), now)
    where = " AND ".join(conditions_of(statement, wanted, as_of))
    rows = await fetch(statement.add(f"SELECT s.user_id, count(*) {FROM} WHERE {where} GROUP BY s.user_id"))
    if sum(row[1] for row in rows) > MOST:
        raise DomainError("TOO_MANY", f"More than {MOST:,} sessions are meant. Narrow the filter.", "filter")
    return sorted(key(row[0]) for row in rows)
