"""Audit events of roles."""

from dataclasses import dataclass
from typing import ClassVar

from auth.events import Event, event


@dataclass(frozen=True, slots=True)
class RoleState:
    """The readable facts of a role."""

    name: str
    description: str
    level: int
    scopes: tuple[str, ...]
    parents: tuple[str, ...]
    api_only: bool
    licensed: bool
    mfa_required: bool


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class RoleCreated(Event):
    """A role was made."""

    action: ClassVar[str] = "role.created"
    after: RoleState


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class RoleUpdated(Event):
    """A role was changed; it applies to its holders from their next request."""

    action: ClassVar[str] = "role.updated"
    before: RoleState
    after: RoleState


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class RoleDeleted(Event):
    """A role that nobody held was deleted."""

    action: ClassVar[str] = "role.deleted"
    before: RoleState
