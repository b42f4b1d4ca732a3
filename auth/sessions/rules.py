"""Pure decisions about sessions: until when one lives, and which must go for a new one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from auth.settings.pages import AtSessionLimit, SessionSettings
from models.session import SessionEnd

TOUCH_AFTER = timedelta(seconds=30)
"""How stale a stored last activity may become before it is written again."""

TOUCHES_PER_IDLE_TIMEOUT = 10

BY_TIME = frozenset({SessionEnd.IDLE, SessionEnd.ABSOLUTE_LIFETIME})
"""How a session ends by itself."""


class SessionState(StrEnum):
    """Whether a session is worth something."""

    OPEN = "OPEN"
    ENDED = "ENDED"
    EXPIRED = "EXPIRED"
    SUSPENDED = "SUSPENDED"


@dataclass(frozen=True, slots=True)
class SessionMoments:
    """When things happened to one session, and what its account overrides.

    Attributes:
        idle_override_minutes: The account's own idle timeout; 0 takes the system's.
    """

    created_at: datetime
    last_seen_at: datetime
    remembered: bool
    idle_override_minutes: int = 0


@dataclass(frozen=True, slots=True)
class RunOut:
    """When and by what a session ran out."""

    at: datetime
    reason: SessionEnd


@dataclass(frozen=True, slots=True)
class Expiry:
    """Until when a session lives; ``None`` where it has no such end."""

    idle_at: datetime | None
    absolute_at: datetime | None

    def has_passed(self, now: datetime) -> bool:
        """Whether the session is over."""
        return self.run_out(now) is not None

    def run_out(self, now: datetime) -> RunOut | None:
        """How the session came to its first end; ``None`` while it lives."""
        ends = ((self.idle_at, SessionEnd.IDLE), (self.absolute_at, SessionEnd.ABSOLUTE_LIFETIME))
        passed = [RunOut(at, reason) for at, reason in ends if at is not None and at <= now]
        return min(passed, key=lambda end: end.at, default=None)


def expiry(session: SessionMoments, settings: SessionSettings) -> Expiry:
    """Until when a session lives by the settings as they are now (REQUIREMENTS D2)."""
    if session.remembered and settings.remember_me_days:
        return Expiry(None, session.created_at + timedelta(days=settings.remember_me_days))
    idle = idle_timeout(session, settings)
    absolute = timedelta(hours=settings.absolute_lifetime_hours)
    if absolute and session.idle_override_minutes:
        absolute = max(absolute, idle)
    return Expiry(session.last_seen_at + idle, session.created_at + absolute if absolute else None)


def refusal(settings: SessionSettings, *, is_active: bool, is_locked: bool) -> SessionEnd | None:
    """Why no session of an account is worth anything, whatever its own age; ``None`` while they are."""
    if is_locked:
        return SessionEnd.LOCKED
    return SessionEnd.DEACTIVATED if settings.end_on_deactivation and not is_active else None


def idle_timeout(session: SessionMoments, settings: SessionSettings) -> timedelta:
    """How long a session may rest."""
    return timedelta(minutes=session.idle_override_minutes or settings.idle_timeout_minutes)


def is_due_for_touch(session: SessionMoments, settings: SessionSettings, now: datetime) -> bool:
    """Whether this request's moment is worth a write: idle time restarts with each request, a write costs."""
    stale = min(TOUCH_AFTER, idle_timeout(session, settings) / TOUCHES_PER_IDLE_TIMEOUT)
    return now - session.last_seen_at >= stale


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A live session as the limit sees it."""

    id: UUID
    last_seen_at: datetime


def make_room(sessions: Sequence[OpenSession], limit: int, at_limit: AtSessionLimit) -> list[UUID] | None:
    """Which sessions end so that one more fits, least recently used first; ``None`` when none may. 0: no limit."""
    surplus = len(sessions) + 1 - limit
    if limit == 0 or surplus <= 0:
        return []
    if at_limit is AtSessionLimit.REFUSE:
        return None
    return [session.id for session in sorted(sessions, key=lambda each: (each.last_seen_at, each.id))[:surplus]]
