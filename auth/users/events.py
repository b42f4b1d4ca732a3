"""Audit events of accounts."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from auth.events import Event, event
from models.audit_event import AuditOutcome


@dataclass(frozen=True, slots=True)
class UserState:
    """The readable facts of an account. Its password has no place here."""

    username: str
    email: str | None
    first_name: str
    last_name: str
    display_name: str
    phone: str | None
    contact_note: str | None
    classification_level: str | None
    external_id: str | None
    tenant_id: str | None
    review_date: str | None
    idle_timeout_minutes: int
    session_limit: int
    kind: str
    status: str
    owner: str | None = None
    mfa_required: bool = False

    @staticmethod
    def day(value: date | None) -> str | None:
        """A date as the trail writes it: ISO 8601."""
        return value.isoformat() if value else None


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class UserCreated(Event):
    """An account was made."""

    action: ClassVar[str] = "user.created"
    after: UserState


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class UserUpdated(Event):
    """An account's values were changed."""

    action: ClassVar[str] = "user.updated"
    before: UserState
    after: UserState


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class UserDeactivated(Event):
    """An account was switched off; every way of signing in is blocked."""

    action: ClassVar[str] = "user.deactivated"


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class UserReactivated(Event):
    """An account was switched on again."""

    action: ClassVar[str] = "user.reactivated"


@dataclass(frozen=True, slots=True)
class RolesHeld:
    """The names of the roles an account holds, and on what terms it got those that are new."""

    roles: tuple[str, ...]
    expires_at: str | None = None
    reason: str | None = None


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class UserRolesChanged(Event):
    """An account was given roles or lost some; it applies from its next request."""

    action: ClassVar[str] = "user.roles_changed"
    before: RolesHeld
    after: RolesHeld


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class UserRolesExpired(Event):
    """Roles that an account was given until a moment ended by themselves."""

    action: ClassVar[str] = "user.roles_expired"
    before: RolesHeld
    after: RolesHeld


@dataclass(frozen=True, slots=True)
class RolesWithheld:
    """The names of roles that an account was not given."""

    withheld_roles: tuple[str, ...]


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class UserRolesWithheld(Event):
    """Licensed roles that a directory gives an account were left out at its sign-in: no seat of the licence is left."""

    action: ClassVar[str] = "user.roles_withheld"
    outcome: ClassVar[AuditOutcome] = AuditOutcome.REFUSED
    after: RolesWithheld

    @property
    def reason(self) -> str:
        """Why."""
        return "SEATS_EXHAUSTED"


@dataclass(frozen=True, slots=True)
class RolesKept:
    """The names of roles that an account keeps."""

    kept_roles: tuple[str, ...]


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class UserRolesKept(Event):
    """Roles that a directory gives an account no more were kept at its sign-in: it is the last administrator."""

    action: ClassVar[str] = "user.roles_kept"
    outcome: ClassVar[AuditOutcome] = AuditOutcome.REFUSED
    after: RolesKept

    @property
    def reason(self) -> str:
        """Why."""
        return "WOULD_LOCK_OUT"


@dataclass(frozen=True, slots=True)
class EmailStanding:
    """Whether an account's e-mail address is known to be its own."""

    email_verified: bool


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class EmailConfirmed(Event):
    """An account's owner used a link that was mailed to its address."""

    action: ClassVar[str] = "user.email_confirmed"
    before: EmailStanding
    after: EmailStanding


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class EmailVouchedFor(Event):
    """Somebody gave their word that an account's e-mail address is its own, or took it back."""

    action: ClassVar[str] = "user.email_vouched_for"
    before: EmailStanding
    after: EmailStanding
