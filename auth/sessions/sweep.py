"""The periodic work on sessions: what ran out is ended for good, and what ended long ago is forgotten."""

from datetime import timedelta
from uuid import UUID

from auth.actor import SYSTEM
from auth.events import user_target
from auth.permissions import open_to_anyone
from auth.reading import Statement, fetch, key
from auth.sessions.commands import end, end_run_out
from auth.sessions.rows import FROM
from auth.sessions.rules import refusal
from auth.sessions.states import AsOf, has_run_out, is_refused
from auth.settings.pages import SessionSettings
from auth.settings.queries import current
from auth.unit_of_work import Units, Work
from models.session import Session
from models.user import UserStatus

SWEEP_SECONDS = 60
"""For how long at most a session that ran out stays without its end written."""

FORGETTING_SECONDS = 3_600

BATCH = 100
"""Sessions that are ended, and FORGET_BATCH that are forgotten, in one unit of work: the writer is free in between."""
FORGET_BATCH = 1_000

KEPT = timedelta(days=90)
"""How long a session is kept once it has ended (REQUIREMENTS J2)."""


async def sweep(units: Units) -> None:
    """Ends whatever is over, batch by batch."""
    for command in (end_some_run_out, end_some_refused):
        while await units.run(SYSTEM, command) == BATCH:
            pass


async def forget_old_sessions(units: Units) -> None:
    """Deletes the sessions that ended too long ago, batch by batch."""
    while await units.run(SYSTEM, forget_some) == FORGET_BATCH:
        pass


@open_to_anyone("as end_run_out")
async def end_some_run_out(work: Work) -> int:
    """Ends a batch of sessions that have run out; tells how many."""
    statement, as_of = Statement(), AsOf(await current(SessionSettings), work.now)
    return await end_run_out(work, await _some(statement, has_run_out(statement, as_of)))


@open_to_anyone("they are refused already; this only writes so")
async def end_some_refused(work: Work) -> int:
    """Ends a batch of sessions that are refused for their account alone, so that they are not revived with it."""
    statement, settings, ended = Statement(), await current(SessionSettings), 0
    ids = await _some(statement, is_refused(statement, AsOf(settings, work.now)))
    for session in await Session.filter(id__in=ids, ended_at=None).order_by("id").prefetch_related("user"):
        user = session.user
        is_active = user.status is UserStatus.ACTIVE
        reason = refusal(settings, is_active=is_active, is_locked=user.locked_at is not None)
        if reason is not None:
            ended += await end(work, session.id, user_target(user.id, user.username), reason)
    return ended


@open_to_anyone("how each of them ended stays in the trail")
async def forget_some(work: Work) -> int:
    """Deletes a batch of sessions that ended too long ago; tells how many."""
    old = Session.filter(ended_at__lt=work.now - KEPT).order_by("ended_at").limit(FORGET_BATCH)
    ids = [session.id for session in await old.only("id")]
    return await Session.filter(id__in=ids).delete() if ids else 0


async def _some(statement: Statement, condition: str) -> list[UUID]:
    rows = await fetch(statement.add(f"SELECT s.id {FROM} WHERE {condition} ORDER BY s.id LIMIT {BATCH:d}"))
    return [key(row[0]) for row in rows]
