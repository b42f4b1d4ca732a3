"""Audit events of accounts that sources bring, link and refresh."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from auth.events import Event, event
from models.audit_event import AuditOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityKnown:
    """Who an account is elsewhere.

    Attributes:
        identity_source: Name of the directory or provider.
        login_name: By what the person signs in there.
    """

    identity_source: str | None = None
    subject: str | None = None
    login_name: str | None = None
    dn: str | None = None


class LinkedBy(StrEnum):
    """How an identity came to its account.

    ``SAME_EMAIL``: both had proven the same address. ``SIGNED_IN``: its owner linked it, being signed in.
    """

    CREATED = "CREATED"
    SUBJECT = "SUBJECT"
    LOGIN_NAME = "LOGIN_NAME"
    VERIFIED_EMAIL = "VERIFIED_EMAIL"
    SAME_EMAIL = "SAME_EMAIL"
    SIGNED_IN = "SIGNED_IN"


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityLinked(Event):
    """Somebody from a directory or provider has this account from now on: one made for them, or theirs."""

    action: ClassVar[str] = "user.identity_linked"
    before: IdentityKnown
    after: IdentityKnown
    by: LinkedBy

    @property
    def reason(self) -> str:
        """By what they were recognised."""
        return self.by.value


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityUnlinked(Event):
    """Somebody from a provider enters this account by it no more; roles from there are gone, and so are sessions."""

    action: ClassVar[str] = "user.identity_unlinked"
    before: IdentityKnown
    after: IdentityKnown = IdentityKnown()


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityRenamed(Event):
    """The person of an account has another name or place in the directory; the account is the same."""

    action: ClassVar[str] = "user.identity_renamed"
    before: IdentityKnown
    after: IdentityKnown


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class GroupsUnknown(Event):
    """A source did not tell in which groups somebody is, so their sign-in left the roles from there as they were."""

    action: ClassVar[str] = "user.groups_unknown"
    outcome: ClassVar[AuditOutcome] = AuditOutcome.REFUSED
