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
