"""Audit events of field rules, overrides and registered scopes."""

from dataclasses import dataclass
from typing import ClassVar

from auth.events import Event, event


@dataclass(frozen=True, slots=True)
class FieldRuleState:
    """A role's rule about a coordinate."""

    coordinate: str
    effect: str | None


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRuleChanged(Event):
    """A role's rule about a coordinate was made, changed or taken away; it applies from its holders' next request."""

    action: ClassVar[str] = "role.field_rule_changed"
    before: FieldRuleState
    after: FieldRuleState


@dataclass(frozen=True, slots=True)
class OverrideState:
    """What an account is given or denied."""

    scope: str
    effect: str | None
    ends_at: str | None = None
    reason: str | None = None


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeOverrideChanged(Event):
    """An account was given or denied a scope, or that was taken back; it applies from its next request."""

    action: ClassVar[str] = "user.scope_override_changed"
    before: OverrideState
    after: OverrideState


@dataclass(frozen=True, slots=True)
class RegisteredState:
    """Scopes of a namespace."""

    scopes: tuple[str, ...]


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ScopesRegistered(Event):
    """The product registered scopes of its own."""

    action: ClassVar[str] = "scopes.registered"
    before: RegisteredState
    after: RegisteredState
