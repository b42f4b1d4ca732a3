"""Audit events of passwords."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from auth.events import Event, event
from models.audit_event import AuditOutcome


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(Event):
    """An account chose a new password, or was given one."""

    action: ClassVar[str] = "password.changed"


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class NewPasswordRejected(Event):
    """A new password did not meet the policy, or was one that the account had before."""

    action: ClassVar[str] = "password.rejected"
    outcome: ClassVar[AuditOutcome] = AuditOutcome.REFUSED


class NotChangedBecause(StrEnum):
    """Why an account could not change its own password."""

    WRONG_PASSWORD = "WRONG_PASSWORD"  # noqa: S105 — a reason, not a secret
    TOO_MANY_ATTEMPTS = "TOO_MANY_ATTEMPTS"


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChangeRefused(Event):
    """An account wanted to change its own password and did not know the one in force."""

    action: ClassVar[str] = "password.change_refused"
    outcome: ClassVar[AuditOutcome] = AuditOutcome.REFUSED
    because: NotChangedBecause

    @property
    def reason(self) -> str:
        """Why."""
        return self.because.value


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChangeDemanded(Event):
    """An account must choose a new password at its next sign-in."""

    action: ClassVar[str] = "password.change_demanded"


@dataclass(frozen=True, slots=True)
class ExpiryState:
    """When a password must be changed."""

    expires_at: str | None


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordExpiryExtended(Event):
    """The day on which an account must change its password was moved."""

    action: ClassVar[str] = "password.expiry_extended"
    before: ExpiryState
    after: ExpiryState


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordResetSent(Event):
    """An administrator had a link mailed by which an account chooses a new password."""

    action: ClassVar[str] = "password.reset_sent"


class NotSentBecause(StrEnum):
    """Why no link was mailed to whoever said that they forgot a password."""

    UNKNOWN_ACCOUNT = "UNKNOWN_ACCOUNT"
    ACCOUNT_NOT_USABLE = "ACCOUNT_NOT_USABLE"
    NO_EMAIL = "NO_EMAIL"
    NO_PASSWORD = "NO_PASSWORD"  # noqa: S105 — a reason, not a secret
    TOO_MANY = "TOO_MANY"
    SSO_ENFORCED = "SSO_ENFORCED"


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordResetRequested(Event):
    """Somebody said that they forgot an account's password, and a link was mailed to its address."""

    action: ClassVar[str] = "password.reset_requested"


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordResetNotSent(Event):
    """Somebody said that they forgot a password, and nothing was mailed. They are not told."""

    action: ClassVar[str] = "password.reset_not_sent"
    outcome: ClassVar[AuditOutcome] = AuditOutcome.REFUSED
    because: NotSentBecause

    @property
    def reason(self) -> str:
        """Why."""
        return self.because.value


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordReset(Event):
    """An account chose a new password by a mailed link."""

    action: ClassVar[str] = "password.reset"
