"""Audit events of locks."""

from dataclasses import dataclass
from typing import ClassVar

from auth.events import Event, event


@dataclass(frozen=True, slots=True)
class LockedState:
    """Until when an account is locked; ``None`` until somebody unlocks it."""

    locked_until: str | None


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class UserLockedAutomatically(Event):
    """An account had as many failed attempts as it may; new sign-ins are refused for a while."""

    action: ClassVar[str] = "user.locked_automatically"
    after: LockedState
