"""Ends sessions and keeps their last activity."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from auth.events import Target, user_target
from auth.opaque import Token, digest, new_token
from auth.permissions import open_to_anyone, requires
from auth.reading import Statement, write
from auth.sessions.events import SessionEnded, SessionRenewed
from auth.sessions.rules import RunOut, SessionMoments, expiry
from auth.settings.pages import SessionSettings
from auth.settings.queries import current
from auth.unit_of_work import Work
from models.provider_sign_in import ProviderSignIn
from models.session import Session, SessionEnd
from models.user import User


async def end(work: Work, session_id: UUID, owner: Target, reason: SessionEnd, at: datetime | None = None) -> bool:
    """Ends one session, if it is open, and says so in the trail; part of a command.

    What a provider gave for it goes with it. ``at`` is for a session that was over before anybody noticed: nobody ended
    it. Tells whether it was open.
    """
    by = work.actor.user_id if at is None else None
    statement = Statement().add("UPDATE sessions SET")
    statement.add(f"ended_at = {statement.bind(at or work.now)},")
    statement.add(f"end_reason = {statement.bind(reason.value)},")
    statement.add(f"ended_by_id = {statement.bind(None if str(by) == owner.id else by)}")
    statement.add(f"WHERE id = {statement.bind(session_id)} AND ended_at IS NULL")
    ended = await write(work.connection, statement)
    if ended:
        await ProviderSignIn.filter(session_id=session_id).delete()
        work.record(SessionEnded(target=owner, session_id=session_id, end=reason))
    return bool(ended)


async def renew(work: Work, session_id: UUID, owner: Target) -> Token:
    """Gives a session that is open another token, worth what the one before was, and says so; part of a command."""
    token = new_token()
    await Session.filter(id=session_id, ended_at=None).update(token_hash=digest(token))
    work.record(SessionRenewed(target=owner, session_id=session_id))
    return token


async def end_all(work: Work, owner: Target, reason: SessionEnd, but: UUID | None = None) -> int:
    """Ends every open session of an account, ``but`` one, each with its event.

    It is part of a command that locked the account.

    A session that had run out already is ended by what ended it. Tells how many were open until now.
    """
    user_id, settings, ended = UUID(owner.id), await current(SessionSettings), 0
    user = await User.get_or_none(id=user_id).only("id", "idle_timeout_minutes")
    for session in await Session.filter(user_id=user_id, ended_at=None).order_by("id"):
        over = run_out(session, user.idle_timeout_minutes if user else 0, settings, work.now)
        if over is not None:
            await end(work, session.id, owner, over.reason, over.at)
        elif session.id != but:
            ended += await end(work, session.id, owner, reason)
    return ended


def run_out(session: Session, idle_override_minutes: int, settings: SessionSettings, now: datetime) -> RunOut | None:
    """How a session came to its end by time; ``None`` while it lives."""
    moments = SessionMoments(session.created_at, session.last_seen_at, session.remembered, idle_override_minutes)
    return expiry(moments, settings).run_out(now)


@open_to_anyone("what has run out is over for everybody; this only writes so")
async def end_run_out(work: Work, session_ids: Sequence[UUID]) -> int:
    """Ends those of these sessions that have run out, at the moment they did, so that no later setting revives them."""
    settings, ended = await current(SessionSettings), 0
    for session in (
        await Session.filter(id__in=list(session_ids), ended_at=None).order_by("id").prefetch_related("user")
    ):
        over = run_out(session, session.user.idle_timeout_minutes, settings, work.now)
        if over is not None:
            owner = user_target(session.user_id, session.user.username)
            ended += await end(work, session.id, owner, over.reason, over.at)
    return ended


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
