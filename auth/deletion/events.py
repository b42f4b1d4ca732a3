"""Audit events of deletion."""

from dataclasses import dataclass
from typing import ClassVar

from auth.events import Event, event
from auth.users.events import UserState


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class UserDeleted(Event):
    """An account was deleted. The trail keeps who it was; its sign-in names are free again."""

    action: ClassVar[str] = "user.deleted"
    before: UserState


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class UserExported(Event):
    """Everything that is known of an account was given out to whoever deleted it."""

    action: ClassVar[str] = "user.exported"
