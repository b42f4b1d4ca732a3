"""Audit events of passwords."""

from dataclasses import dataclass
from typing import ClassVar

from auth.events import Event, event


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(Event):
    """An account chose a new password, or was given one."""

    action: ClassVar[str] = "password.changed"


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
