"""Audit events of invitations."""

from dataclasses import dataclass
from typing import ClassVar

from auth.events import Event, event


@dataclass(frozen=True, slots=True)
class InvitationTerms:
    """Until when an invitation serves."""

    expires_at: str


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class UserInvited(Event):
    """An account without a password was sent, or its inviter was shown, a link by which its person chooses one."""

    action: ClassVar[str] = "user.invited"
    after: InvitationTerms


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRevoked(Event):
    """The open invitation of an account was made worth nothing; the account stays and has no password."""

    action: ClassVar[str] = "user.invitation_revoked"


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationAccepted(Event):
    """A person chose the first password of their account."""

    action: ClassVar[str] = "user.invitation_accepted"
