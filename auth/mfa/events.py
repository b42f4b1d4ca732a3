"""Audit events of second factors. A secret or a code has no field here."""

from dataclasses import dataclass
from typing import ClassVar

from auth.events import Event, event


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
    """Somebody signed in by a backup code."""

    action: ClassVar[str] = "mfa.backup_code_used"
    before: CodesLeft
    after: CodesLeft


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
