"""Audit events of enforced single sign-on."""

from dataclasses import dataclass
from typing import ClassVar

from auth.events import Event, event


@dataclass(frozen=True, slots=True)
class EnforcementState:
    """What is in force.

    Attributes:
        sso_provider: By which provider an administrator came in when it was asked for; ``None`` where it is not.
        break_glass_accounts: Usernames, in order.
    """

    sso_provider: str | None = None
    break_glass_accounts: tuple[str, ...] = ()


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class SsoEnforced(Event):
    """Single sign-on is enforced: local passwords are refused, but for those of break-glass accounts."""

    action: ClassVar[str] = "sso.enforced"
    before: EnforcementState
    after: EnforcementState


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class SsoRelaxed(Event):
    """Single sign-on is enforced no more: local passwords are good again."""

    action: ClassVar[str] = "sso.relaxed"
    before: EnforcementState
    after: EnforcementState


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class BreakGlassAccountsChanged(Event):
    """Other accounts are exempt from enforced single sign-on now."""

    action: ClassVar[str] = "sso.break_glass_changed"
    before: EnforcementState
    after: EnforcementState
