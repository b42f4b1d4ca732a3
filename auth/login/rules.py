"""Pure decisions of a sign-in."""

from dataclasses import dataclass
from datetime import datetime

from auth.login.events import FailedBecause
from auth.settings.pages import PasswordSettings
from auth.users.password_state import expires_at
from models.user import UserKind, UserStatus


@dataclass(frozen=True, slots=True)
class PasswordFacts:
    """What is known of a sign-in by password once the hash was computed.

    Attributes:
        is_local: Whether the account signs in by a password that is kept here.
        is_shut: Whether single sign-on is enforced and the account is no break-glass one.
        locked_by_hand: Whether an administrator locked the account.
        admitted: Whether the attempt counted as one that may be judged; automatic locks admit none.
        right: Whether the password was the one in force when it was verified.
        unchanged: Whether that password is still the one in force.
    """

    kind: UserKind
    status: UserStatus
    is_local: bool
    locked_by_hand: bool
    admitted: bool
    has_password: bool
    right: bool
    unchanged: bool
    is_shut: bool = False


def failure(facts: PasswordFacts | None) -> FailedBecause | None:
    """Why a sign-in fails; ``None`` when it may go on. ``facts`` is ``None`` for an unknown name."""
    if facts is None:
        return FailedBecause.UNKNOWN_ACCOUNT
    reasons = (
        (facts.kind is UserKind.SERVICE, FailedBecause.SERVICE_ACCOUNT),
        (not facts.is_local, FailedBecause.EXTERNAL_ACCOUNT),
        (facts.locked_by_hand, FailedBecause.LOCKED_BY_HAND),
        (not facts.admitted, FailedBecause.LOCKED_AUTOMATICALLY),
        (facts.is_shut, FailedBecause.SSO_ENFORCED),
        (not facts.has_password, FailedBecause.NO_PASSWORD),
        (not facts.right, FailedBecause.WRONG_PASSWORD),
        (facts.status is not UserStatus.ACTIVE, FailedBecause.ACCOUNT_INACTIVE),
        (not facts.unchanged, FailedBecause.CHANGED_MEANWHILE),
    )
    return next((because for applies, because in reasons if applies), None)


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
