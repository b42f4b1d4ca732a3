"""Invitations as the schema shows them; never their links."""

from datetime import datetime

import strawberry

from auth.users.invitation_of import InvitationState
from resolvers.enums import described
from resolvers.permissions import plain

__all__ = ["Invitation", "InvitationState"]

described(
    InvitationState,
    "What became of an invitation.",
    PENDING="Its link is good.",
    EXPIRED="Nobody used it in time.",
    ACCEPTED="The person chose a password by it.",
    REVOKED="Somebody, a newer one, another address or a password given otherwise made it worth nothing.",
)


@strawberry.type(description="The newest invitation of an account.")
class Invitation:
    """Its values are ``InvitationRow``."""

    state: InvitationState = plain("What became of it.")
    sent_at: datetime = plain("When it was made.")
    expires_at: datetime = plain("Until when its link serves.")
