"""Audit events of comparisons. What they did to each account is told of the account."""

from dataclasses import dataclass
from typing import ClassVar

from auth.events import Event, event
from models.audit_event import AuditOutcome


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison came to.

    Attributes:
        entries: People that the directory told of.
        accounts: Accounts that were looked for among them.
        accounts_deactivated: Accounts that were, or would be; likewise the next two.
        is_forced: Whether it was to change however many accounts.
        failure: Why it did not come to its end.
    """

    entries: int = 0
    accounts: int = 0
    accounts_deactivated: int = 0
    accounts_reactivated: int = 0
    accounts_refreshed: int = 0
    is_forced: bool = False
    failure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ended(Event):
    after: Compared
    because: str

    @property
    def reason(self) -> str:
        """How it ended."""
        return self.because


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class DirectorySynced(_Ended):
    """Accounts were compared with their directory, or it was only asked what would change (ASKED_ONLY)."""

    action: ClassVar[str] = "ldap_profile.synced"


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class DirectorySyncStopped(_Ended):
    """A comparison of accounts with their directory did not come to its end."""

    action: ClassVar[str] = "ldap_profile.sync_stopped"
    outcome: ClassVar[AuditOutcome] = AuditOutcome.REFUSED
