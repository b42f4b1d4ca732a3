"""Audit events of role mappings."""

from dataclasses import dataclass
from typing import ClassVar

from auth.events import Event, event


@dataclass(frozen=True, slots=True)
class MappingState:
    """The readable facts of a mapping.

    Attributes:
        provider: Name of the identity provider.
        value: The group's name, or the pattern.
    """

    provider: str
    kind: str
    value: str
    role: str
    is_enabled: bool
    description: str


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class MappingCreated(Event):
    """A role mapping was made; it counts from each account's next sign-in by its provider."""

    action: ClassVar[str] = "role_mapping.created"
    after: MappingState


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class MappingUpdated(Event):
    """A role mapping was changed; it counts from each account's next sign-in by its provider."""

    action: ClassVar[str] = "role_mapping.updated"
    before: MappingState
    after: MappingState


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class MappingDeleted(Event):
    """A role mapping was deleted; what it gave goes with each account's next sign-in by a provider."""

    action: ClassVar[str] = "role_mapping.deleted"
    before: MappingState
