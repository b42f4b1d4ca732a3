"""Audit events of trying an identity provider out."""

from dataclasses import dataclass
from typing import ClassVar

from auth.events import Event, event
from models.audit_event import AuditOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialFacts:
    """What a test sign-in came to.

    Attributes:
        sso_attempt: By which everything is looked up that was told and decided.
        way: How somebody would come to an account.
        refused_with: What they would be told, where they would not get in.
    """

    sso_attempt: str
    way: str | None
    refused_with: str | None


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderTestStarted(Event):
    """Somebody went to an identity provider to see what a sign-in by it would come to."""

    action: ClassVar[str] = "identity_provider.test_started"


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderTried(Event):
    """Somebody came back from a test sign-in; nobody was signed in by it, and no account was made or changed."""

    action: ClassVar[str] = "identity_provider.tried"
    outcome: ClassVar[AuditOutcome] = AuditOutcome.SUCCESS
    after: TrialFacts
