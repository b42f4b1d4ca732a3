"""Audit events of one-time links."""

from dataclasses import dataclass
from typing import ClassVar

from auth.events import Event, event
from models.audit_event import AuditOutcome
from models.one_time_link import LinkPurpose


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class LinkNotUsed(Event):
    """Somebody came with a link that is worth nothing (any more), or whose account cannot be used."""

    action: ClassVar[str] = "link.refused"
    outcome: ClassVar[AuditOutcome] = AuditOutcome.REFUSED
    purpose: LinkPurpose

    @property
    def reason(self) -> str:
        """What the link would have been for."""
        return self.purpose.value
