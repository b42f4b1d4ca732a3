"""Audit events of groups."""

from dataclasses import dataclass
from typing import ClassVar

from auth.events import Event, event


@dataclass(frozen=True, slots=True)
class GroupState:
    """The readable facts of a group."""

    name: str
    description: str
    is_default: bool


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCreated(Event):
    """A group was made."""

    action: ClassVar[str] = "group.created"
    after: GroupState


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class GroupUpdated(Event):
    """A group was changed."""

    action: ClassVar[str] = "group.updated"
    before: GroupState
    after: GroupState


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDeleted(Event):
    """A group was deleted; its members keep the resources it had brought them."""

    action: ClassVar[str] = "group.deleted"
    before: GroupState


@dataclass(frozen=True, slots=True)
class GroupsJoined:
    """The names of the groups an account is in."""

    groups: tuple[str, ...]


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class UserGroupsChanged(Event):
    """An account joined groups, and received what they bring, or left some."""

    action: ClassVar[str] = "user.groups_changed"
    before: GroupsJoined
    after: GroupsJoined
