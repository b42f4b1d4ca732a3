"""Audit events of second factors. A secret or a code has no field here."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from auth.events import Event, event
from models.audit_event import AuditOutcome


@dataclass(frozen=True, slots=True)
class MfaState:
    """Whether an account has a second factor."""

    mfa_enabled: bool


ON, OFF = MfaState(mfa_enabled=True), MfaState(mfa_enabled=False)


@dataclass(frozen=True, slots=True)
class CodesLeft:
    """How many backup codes can still be used."""

    backup_codes_left: int


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class MfaEnrolmentStarted(Event):
    """An account was shown the secret of a new authenticator, which counts once a code of it was given."""

    action: ClassVar[str] = "mfa.enrolment_started"


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class MfaEnrolled(Event):
    """A new authenticator was confirmed; an older one and its backup codes are worth nothing any more."""

    action: ClassVar[str] = "mfa.enrolled"
    before: MfaState
    after: MfaState = ON


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class BackupCodeUsed(Event):
    """A backup code was given as second factor."""

    action: ClassVar[str] = "mfa.backup_code_used"
    before: CodesLeft
    after: CodesLeft


class NotFreshBecause(StrEnum):
    """Why somebody could not prove once more who they are."""

    WRONG_FACTOR = "WRONG_FACTOR"
    TOO_MANY_ATTEMPTS = "TOO_MANY_ATTEMPTS"
    OTHER_IDENTITY = "OTHER_IDENTITY"
    TOO_OLD = "TOO_OLD"
    NO_SECOND_FACTOR = "NO_SECOND_FACTOR"
    SECOND_FACTOR_NEEDED = "SECOND_FACTOR_NEEDED"


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class FreshFactorRefused(Event):
    """In an open session somebody was asked for a fresh factor and gave a wrong one, or another account's."""

    action: ClassVar[str] = "mfa.fresh_factor_refused"
    outcome: ClassVar[AuditOutcome] = AuditOutcome.REFUSED
    because: NotFreshBecause

    @property
    def reason(self) -> str:
        """Why."""
        return self.because.value


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class BackupCodesAcknowledged(Event):
    """An account's client said that its backup codes were kept."""

    action: ClassVar[str] = "mfa.backup_codes_acknowledged"


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class BackupCodesReplaced(Event):
    """An account was given new backup codes; the old ones are worth nothing any more."""

    action: ClassVar[str] = "mfa.backup_codes_replaced"
    before: CodesLeft
    after: CodesLeft


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class MfaDisabled(Event):
    """An account switched its second factor off."""

    action: ClassVar[str] = "mfa.disabled"
    before: MfaState = ON
    after: MfaState = OFF


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class MfaReset(Event):
    """Somebody else took an account's second factor away; its next sign-in must enrol a new one."""

    action: ClassVar[str] = "mfa.reset"
    before: MfaState = ON
    after: MfaState = OFF
