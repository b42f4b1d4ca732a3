"""Pure decisions about locks: which are in force, and what one more attempt comes to."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from auth.settings.pages import LockoutSettings
from models.user import UserStatus


def is_usable(status: UserStatus, locked_at: datetime | None) -> bool:
    """Whether an account may do anything at all: it is switched on and not locked by hand.

    Asked at every entrance. Sessions alone may outlive a deactivation, where the settings say so (REQUIREMENTS A6).
    """
    return status is UserStatus.ACTIVE and locked_at is None


@dataclass(frozen=True, slots=True)
class AutoLock:
    """Locked for failed attempts. It refuses new sign-ins only.

    Attributes:
        until: When it ends by itself; ``None``: when somebody unlocks the account.
    """

    locked_at: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class ManualLock:
    """Locked by hand. It has no end and refuses everything, open sessions and tokens too."""

    locked_at: datetime


@dataclass(frozen=True, slots=True)
class LockFacts:
    """What is stored about one account's locks and attempts.

    Attributes:
        signs_in: Whether the account signs in at all; a service account does not, so nothing of it is counted.
    """

    failed_attempts: int = 0
    auto_locked_at: datetime | None = None
    auto_locked_until: datetime | None = None
    locked_at: datetime | None = None
    signs_in: bool = True


def auto_lock(facts: LockFacts, now: datetime) -> AutoLock | None:
    """The automatic lock in force. One that was set stands until its own end, whatever the settings say since."""
    if facts.auto_locked_at is None or _has_ended(facts, now):
        return None
    return AutoLock(facts.auto_locked_at, facts.auto_locked_until)


def lock_of(facts: LockFacts, now: datetime) -> AutoLock | ManualLock | None:
    """The lock in force: the one by hand before the automatic one, ``None`` for neither."""
    return ManualLock(facts.locked_at) if facts.locked_at is not None else auto_lock(facts, now)


@dataclass(frozen=True, slots=True)
class Count:
    """What one more attempt comes to, before anybody knows whether it is right.

    Attributes:
        failed_attempts: The counter with this attempt.
        lock: Set at once where this attempt is the last one allowed, so that no other slips in beside it.
    """

    failed_attempts: int
    lock: AutoLock | None


def count(facts: LockFacts, settings: LockoutSettings, now: datetime) -> Count | None:
    """Counts an attempt; ``None`` where it is refused, whatever it brings. An ended lock starts the counter anew."""
    if not facts.signs_in or lock_of(facts, now) is not None:
        return None
    number = 1 if facts.auto_locked_at is not None else facts.failed_attempts + 1
    if not 0 < settings.failed_attempts_allowed <= number:
        return Count(number, None)
    until = now + timedelta(minutes=settings.lock_minutes) if settings.lock_minutes else None
    return Count(number, AutoLock(now, until))


def _has_ended(facts: LockFacts, now: datetime) -> bool:
    return facts.auto_locked_until is not None and facts.auto_locked_until <= now
