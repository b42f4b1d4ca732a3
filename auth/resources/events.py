"""Audit events of resources: registered, granted, revoked, handed over."""

from dataclasses import dataclass
from typing import ClassVar

from auth.events import Event, event


@dataclass(frozen=True, slots=True)
class ResourceState:
    """The readable facts of a resource; its owner is the UUID of an account, so that no name outlives an erasure."""

    type: str
    external_id: str
    label: str
    owner: str | None


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceRegistered(Event):
    """The product registered a resource; members of groups that are granted its whole type received it."""

    action: ClassVar[str] = "resource.registered"
    after: ResourceState


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceRenewed(Event):
    """The product registered a resource again, with another label or its first owner."""

    action: ClassVar[str] = "resource.renewed"
    before: ResourceState
    after: ResourceState


@dataclass(frozen=True, slots=True)
class Granted:
    """A resource as ``type/id``, or ``type/*`` for every resource of a type."""

    resource_grants: str | None


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceGranted(Event):
    """An account or a group was granted a resource; the members of a group received it."""

    action: ClassVar[str] = "resource.granted"
    before: Granted
    after: Granted


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceGrantRevoked(Event):
    """A grant of an account or of a group was taken back. What a group had brought its members, they keep."""

    action: ClassVar[str] = "resource.grant_revoked"
    before: Granted
    after: Granted


@dataclass(frozen=True, slots=True)
class Handover:
    """What was handed over and who has it: the owner by UUID, service accounts by name, resources as ``type/id``."""

    owner: str
    owned_accounts: tuple[str, ...] | None = None
    owned_resources: tuple[str, ...] | None = None


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class OwnershipTransferred(Event):
    """Everything that one account owned became another's; told once of each."""

    action: ClassVar[str] = "ownership.transferred"
    before: Handover
    after: Handover
