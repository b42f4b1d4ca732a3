"""Audit events of e-mail addresses that are to be proven."""

from dataclasses import dataclass
from typing import ClassVar

from auth.events import Event, event


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class EmailLinkSent(Event):
    """A link was mailed to an account's address, to prove that its owner reads mail there."""

    action: ClassVar[str] = "user.email_link_sent"


@dataclass(frozen=True, slots=True)
class WantedEmail:
    """An address that an account wants to have."""

    email: str


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class EmailChangeRequested(Event):
    """An account asked for another e-mail address; it counts once the link that was mailed there is used."""

    action: ClassVar[str] = "user.email_change_requested"
    after: WantedEmail


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class EmailChangeCancelled(Event):
    """An account no longer wants the e-mail address that it asked for."""

    action: ClassVar[str] = "user.email_change_cancelled"
