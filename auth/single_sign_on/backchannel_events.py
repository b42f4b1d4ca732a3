"""Audit events of sign-outs that a provider tells of, and of sign-ins that it takes back."""

from dataclasses import dataclass
from typing import ClassVar

from auth.events import Event, event
from models.audit_event import AuditOutcome


@dataclass(frozen=True, slots=True)
class EndedThere:
    """What a logout token ended here."""

    sessions_ended: int
    steps_ended: int


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class LogoutReceived(Event):
    """A provider told that somebody signed out there; what they came by is ended here too."""

    action: ClassVar[str] = "sso.logout_received"
    after: EndedThere


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class LogoutRefused(Event):
    """Somebody sent a logout token in a provider's name that is not good; nothing was ended by it."""

    action: ClassVar[str] = "sso.logout_refused"
    outcome: ClassVar[AuditOutcome] = AuditOutcome.REFUSED
    because: str

    @property
    def reason(self) -> str:
        """What is wrong with it."""
        return self.because
