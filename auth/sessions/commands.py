"""Ends sessions and keeps their last activity."""

from uuid import UUID

from auth.events import Target, user_target
from auth.permissions import open_to_anyone, requires
from auth.sessions.events import SessionEnded
from auth.unit_of_work import Work
from models.session import Session, SessionEnd


async def end(work: Work, session_id: UUID, owner: Target, reason: SessionEnd) -> None:
    """Ends one session, if it is open, and says so in the trail; part of a command."""
    ended = await Session.filter(id=session_id, ended_at=None).update(ended_at=work.now, end_reason=reason)
    if ended:
        work.record(SessionEnded(target=owner, session_id=session_id, end=reason))


async def end_all(work: Work, owner: Target, reason: SessionEnd) -> None:
    """Ends every open session of an account, each with its event; part of a command that locked the account."""
    for session in await Session.filter(user_id=UUID(owner.id), ended_at=None).order_by("id"):
        await end(work, session.id, owner, reason)


@requires()
async def sign_out(work: Work) -> None:
    """Ends the session by which the caller came."""
    if work.actor.session_id is not None and work.actor.user_id is not None:
        owner = user_target(work.actor.user_id, work.actor.name)
        await end(work, work.actor.session_id, owner, SessionEnd.SIGNED_OUT)


@open_to_anyone("writes only that a session which was just accepted is in use")
async def touch(work: Work, session_id: UUID) -> None:
    """Writes that a session is in use; its idle time starts anew. No event: it is not a change."""
    await Session.filter(id=session_id, ended_at=None, last_seen_at__lt=work.now).update(last_seen_at=work.now)
