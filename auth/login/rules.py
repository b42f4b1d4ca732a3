"""Pure decisions of a sign-in."""

from dataclasses import dataclass
from datetime import datetime

from auth.login.events import FailedBecause
from auth.passwords.rules import expires_at
from auth.settings.pages import PasswordSettings
from models.user import UserKind, UserStatus


@dataclass(frozen=True, slots=True)
class PasswordFacts:
    """What is known of a sign-in by password once the hash was computed.

    Attributes:
        right: Whether the password was the one in force when it was verified.
        unchanged: Whether that password is still the one in force.
    """

    kind: UserKind
    status: UserStatus
    has_password: bool
    right: bool
    unchanged: bool


def failure(facts: PasswordFacts | None) -> FailedBecause | None:
    """Why a sign-in fails; ``None`` when it may go on. ``facts`` is ``None`` for an unknown name."""
    if facts is None:
        return FailedBecause.UNKNOWN_ACCOUNT
    if facts.kind is UserKind.SERVICE:
        return FailedBecause.SERVICE_ACCOUNT
    if not facts.has_password:
        return FailedBecause.NO_PASSWORD
    if not facts.right:
        return FailedBecause.WRONG_PASSWORD
    if facts.status is not UserStatus.ACTIVE:
        return FailedBecause.ACCOUNT_INACTIVE
    return None if facts.unchanged else FailedBecause.CHANGED_MEANWHILE


@dataclass(frozen=True, slots=True)
class PasswordAge:
    """How old a password is, and whether it must be changed in any case."""

    changed_at: datetime
    extended_until: datetime | None
    must_change: bool


def must_change(age: PasswordAge, settings: PasswordSettings, now: datetime) -> bool:
    """Whether the next step of a sign-in is a new password (REQUIREMENTS C6)."""
    end = expires_at(age.changed_at, age.extended_until, settings)
    return age.must_change or (end is not None and end <= now)
