"""Audit events of ways to a provider that were no sign-in."""

from dataclasses import dataclass
from typing import ClassVar

from auth.events import Event, event
from auth.login.events import FailedBecause, ProviderAsked
from models.audit_event import AuditOutcome


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRefused(Event):
    """Somebody who is signed in went to a provider, to be linked, tested or proven anew, and it came to nothing."""

    action: ClassVar[str] = "sso.return_refused"
    outcome: ClassVar[AuditOutcome] = AuditOutcome.REFUSED
    because: FailedBecause
    after: ProviderAsked | None = None

    @property
    def reason(self) -> str:
        """The true reason."""
        return self.because.value
