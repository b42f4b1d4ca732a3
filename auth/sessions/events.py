"""Audit events of sessions."""

from dataclasses import dataclass
from typing import ClassVar

from auth.events import Event, event
from models.session import SessionEnd


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded(Event):
    """A session was ended before its time."""

    action: ClassVar[str] = "session.ended"
    end: SessionEnd

    @property
    def reason(self) -> str:
        """Who or what ended it."""
        return self.end.value


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class FreshFactorGiven(Event):
    """Somebody proved once more who they are, in a session that was open."""

    action: ClassVar[str] = "session.fresh_factor"
    method: str

    @property
    def reason(self) -> str:
        """By what."""
        return self.method


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRenewed(Event):
    """A session goes on with another token; the one before is worth nothing."""

    action: ClassVar[str] = "session.renewed"
