"""Audit events of policies."""

from dataclasses import dataclass
from typing import ClassVar

from auth.events import Event, event


@dataclass(frozen=True, slots=True)
class PolicyState:
    """The readable facts of a policy.

    Attributes:
        profile: Name of the only directory it is about; ``None`` for all.
    """

    type: str
    value: str
    roles: tuple[str, ...]
    profile: str | None
    position: int
    is_enabled: bool
    description: str


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyCreated(Event):
    """A policy was made; it counts from each account's next sign-in."""

    action: ClassVar[str] = "policy.created"
    after: PolicyState


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyUpdated(Event):
    """A policy was changed; it counts from each account's next sign-in."""

    action: ClassVar[str] = "policy.updated"
    before: PolicyState
    after: PolicyState


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDeleted(Event):
    """A policy was deleted; what it gave goes with each account's next sign-in."""

    action: ClassVar[str] = "policy.deleted"
    before: PolicyState


@dataclass(frozen=True, slots=True)
class PolicyOrder:
    """Whom policies are about, from the first to the last."""

    order: tuple[str, ...]


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PoliciesReordered(Event):
    """Policies were put in another order; it counts from each account's next sign-in."""

    action: ClassVar[str] = "policy.reordered"
    before: PolicyOrder
    after: PolicyOrder
