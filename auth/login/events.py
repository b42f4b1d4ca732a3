"""Audit events of sign-ins. The trail holds the true reason, which the caller is not told."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from auth.events import Event, event
from auth.mfa.rules import MfaRequiredBecause
from models.audit_event import AuditOutcome


class FailedBecause(StrEnum):
    """Why a sign-in failed."""

    UNKNOWN_ACCOUNT = "UNKNOWN_ACCOUNT"
    WRONG_PASSWORD = "WRONG_PASSWORD"  # noqa: S105 — a reason, not a secret
    ACCOUNT_INACTIVE = "ACCOUNT_INACTIVE"
    LOCKED_AUTOMATICALLY = "LOCKED_AUTOMATICALLY"
    LOCKED_BY_HAND = "LOCKED_BY_HAND"
    SERVICE_ACCOUNT = "SERVICE_ACCOUNT"
    EXTERNAL_ACCOUNT = "EXTERNAL_ACCOUNT"
    SSO_ENFORCED = "SSO_ENFORCED"
    NO_PASSWORD = "NO_PASSWORD"  # noqa: S105 — a reason, not a secret
    CHANGED_MEANWHILE = "CHANGED_MEANWHILE"
    SESSION_LIMIT = "SESSION_LIMIT"
    LICENCE_CAP = "LICENCE_CAP"
    LICENCE_EXPIRED = "LICENCE_EXPIRED"
    PENDING_TOKEN_INVALID = "PENDING_TOKEN_INVALID"  # noqa: S105 — a reason, not a secret
    WRONG_CODE = "WRONG_CODE"
    DIRECTORY_UNAVAILABLE = "DIRECTORY_UNAVAILABLE"
    SOURCE_OFF = "SOURCE_OFF"
    NO_ENTRY = "NO_ENTRY"
    SEVERAL_ENTRIES = "SEVERAL_ENTRIES"
    OUTSIDE_BASE = "OUTSIDE_BASE"
    NO_SUBJECT = "NO_SUBJECT"
    DISABLED_THERE = "DISABLED_THERE"
    LOCKED_THERE = "LOCKED_THERE"
    EXPIRED_THERE = "EXPIRED_THERE"
    PASSWORD_EXPIRED_THERE = "PASSWORD_EXPIRED_THERE"  # noqa: S105 — a reason, not a secret
    MUST_CHANGE_THERE = "MUST_CHANGE_THERE"
    NOT_AT_THIS_TIME = "NOT_AT_THIS_TIME"
    NOT_AT_THIS_COMPUTER = "NOT_AT_THIS_COMPUTER"
    REFUSED_THERE = "REFUSED_THERE"
    OTHER_SOURCE = "OTHER_SOURCE"
    OTHER_IDENTITY = "OTHER_IDENTITY"
    NO_ACCOUNT = "NO_ACCOUNT"
    NO_ROLE = "NO_ROLE"
    EMAIL_IN_USE = "EMAIL_IN_USE"
    EMAIL_MISSING = "EMAIL_MISSING"
    EMAIL_UNVERIFIED = "EMAIL_UNVERIFIED"
    DOMAIN_NOT_ALLOWED = "DOMAIN_NOT_ALLOWED"
    GROUP_MISSING = "GROUP_MISSING"
    GROUPS_UNKNOWN = "GROUPS_UNKNOWN"
    NOT_FRESH_THERE = "NOT_FRESH_THERE"
    PROVIDER_REFUSED = "PROVIDER_REFUSED"
    PROVIDER_UNAVAILABLE = "PROVIDER_UNAVAILABLE"
    PROVIDER_CHANGED = "PROVIDER_CHANGED"
    CANCELLED_THERE = "CANCELLED_THERE"
    STATE_UNKNOWN = "STATE_UNKNOWN"
    STATE_USED = "STATE_USED"
    STATE_EXPIRED = "STATE_EXPIRED"
    OTHER_BROWSER = "OTHER_BROWSER"
    SESSION_ENDED = "SESSION_ENDED"


@dataclass(frozen=True, slots=True)
class DirectoryAsked:
    """Which directory was asked.

    Attributes:
        directory_server: Which of its servers answered; ``None`` where none did.
        directory_failure: Why it could not answer, in our own words.
        directory_message: What it said itself where it said no, in one line of at most 200 characters.
    """

    directory: str
    directory_server: str | None
    directory_failure: str | None = None
    directory_message: str | None = None


@dataclass(frozen=True, slots=True)
class ProviderAsked:
    """Which identity provider was asked.

    Attributes:
        sso_attempt: The reference by which an administrator reads what it told.
        sso_failure: What was wrong with what it, or the browser, brought (``SsoFailure``); ``None`` for nothing.
        sso_step: At which request to it.
    """

    provider: str
    sso_attempt: str | None = None
    sso_failure: str | None = None
    sso_step: str | None = None


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class LoginSucceeded(Event):
    """Somebody signed in."""

    action: ClassVar[str] = "login.succeeded"


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class BreakGlassUsed(Event):
    """While single sign-on is enforced, a break-glass account signed in by its password and second factor."""

    action: ClassVar[str] = "login.break_glass_used"


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class LoginFailed(Event):
    """Somebody tried to sign in and was refused."""

    action: ClassVar[str] = "login.failed"
    outcome: ClassVar[AuditOutcome] = AuditOutcome.REFUSED
    because: FailedBecause
    after: DirectoryAsked | ProviderAsked | None = None

    @property
    def reason(self) -> str:
        """The true reason."""
        return self.because.value


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryProved(Event):
    """A directory said that a password is right; what the sign-in came to is told beside it."""

    action: ClassVar[str] = "login.directory_proved"
    after: DirectoryAsked | None = None


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderProved(Event):
    """An identity provider said who somebody is; what the sign-in came to is told beside it."""

    action: ClassVar[str] = "login.provider_proved"
    after: ProviderAsked | None = None


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class LoginAwaitsPasswordChange(Event):
    """A password was right but must be changed first."""

    action: ClassVar[str] = "login.password_change_required"


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class LoginAwaitsSecondFactor(Event):
    """The first factor was right; the account's second one is asked for."""

    action: ClassVar[str] = "login.mfa_required"


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class LoginAwaitsEnrolment(Event):
    """The first factor was right; the account must have a second one and has none, so it must set one up first."""

    action: ClassVar[str] = "login.mfa_enrolment_required"
    because: MfaRequiredBecause

    @property
    def reason(self) -> str:
        """The rule that asks for it."""
        return self.because.value


@dataclass(frozen=True, slots=True)
class SimulatedName:
    """Whose sign-in was asked about, by the name that was given."""

    simulated_name: str


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class LoginSimulated(Event):
    """Somebody asked what a sign-in by a directory would come to, and was told of the person and their groups."""

    action: ClassVar[str] = "login.simulated"
    after: SimulatedName
