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


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class UserLocked(Event):
    """An account was locked by hand; its sessions end and nothing of it is accepted until it is unlocked."""

    action: ClassVar[str] = "user.locked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Locks:
    """Which locks hold, and how many attempts count."""

    by_hand: bool = False
    automatically: bool = False
    failed_attempts: int = 0


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class UserUnlocked(Event):
    """An account's locks were lifted and its failed attempts forgotten."""

    action: ClassVar[str] = "user.unlocked"
    before: Locks
    after: Locks
