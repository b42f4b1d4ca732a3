"""Derives the caller of a request from its session token, in one statement.

Everything that decides is read anew for each request: the session, the settings, and the account with what it may do.
Nothing is cached, so whatever ends takes effect on the very next request.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from auth.actor import Actor, Origin, anonymous
from auth.opaque import TokenHash
from auth.reading import boolean, instant, key
from auth.sessions.holder import holder_of
from auth.sessions.rules import Expiry, SessionMoments, expiry, is_due_for_touch
from auth.settings.pages import ApiSettings, SessionSettings
from auth.settings.queries import parse

_SESSION = """c.id, c.ended_at, c.created_at, c.last_seen_at, c.remembered, u.idle_timeout_minutes,
       (SELECT values_json FROM settings_pages WHERE name = 'sessions')"""

SOURCE_OFF = "SOURCE_OFF"
"""What a caller is told whose account is checked by what is switched off."""

TELLS_NOTHING = ApiSettings(introspection=False)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes a request.

    Attributes:
        actor: Somebody, or nobody with the reason.
        expiry: Until when the session lives, this request counted; ``None`` without a session.
        is_due_for_touch: Whether the last use of the session or API token should be written.
        api: What the API may tell the caller.
        run_out: The session whose token this is, which is over by time though nobody has written so yet.
        may_return: Whether a credential that is refused now may be good again later, so that it is worth keeping.
    """

    actor: Actor
    expiry: Expiry | None = None
    is_due_for_touch: bool = False
    api: ApiSettings = TELLS_NOTHING
    run_out: UUID | None = None
    may_return: bool = False


async def caller_of(token_hash: TokenHash, origin: Origin, now: datetime, *, passive: bool = False) -> Caller:
    """Whose session this is. A token that is unknown, ended or expired gives nobody, with the reason.

    A ``passive`` request (a program that polls) does not restart the session's idle time.
    """
    found = await holder_of("sessions", _SESSION, token_hash, now)
    if found is None:
        return Caller(anonymous(origin, "INVALID_TOKEN"))
    holder, (id_, ended_at, created, last_seen, remembered, idle, values) = found
    settings = parse(SessionSettings, values)
    moments = SessionMoments(instant(created), instant(last_seen), boolean(remembered), idle)
    is_off = holder.is_locked or (not holder.is_active and settings.end_on_deactivation)
    if ended_at is not None or is_off:
        return Caller(anonymous(origin, "SESSION_ENDED"))
    if expiry(moments, settings).has_passed(now):
        return Caller(anonymous(origin, "SESSION_EXPIRED"), run_out=key(id_))
    if not holder.is_let_in:
        return Caller(anonymous(origin, SOURCE_OFF), may_return=True)
    seen = moments if passive else SessionMoments(moments.created_at, now, moments.remembered, idle)
    due = not passive and is_due_for_touch(moments, settings, now)
    return Caller(holder.actor(origin, session_id=key(id_)), expiry(seen, settings), due, holder.api)
