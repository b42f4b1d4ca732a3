"""What mutations on invitations answer with."""

import strawberry

from resolvers.payloads import Payload
from resolvers.permissions import plain
from resolvers.users.payloads import LINK, UserPayload


@strawberry.type(description="What became of it.")
class InviteUserPayload(UserPayload):
    """Of ``inviteUser``."""

    invitation_link: str | None = plain(LINK, default=None)


@strawberry.type(description="What became of it.")
class ResendInvitationPayload(UserPayload):
    """Of ``resendInvitation``."""

    invitation_link: str | None = plain(LINK, default=None)


@strawberry.type(description="What became of it.")
class RevokeInvitationPayload(UserPayload):
    """Of ``revokeInvitation``."""


@strawberry.type(description="What became of it.")
class AcceptInvitationPayload(Payload):
    """Of ``acceptInvitation``."""

    username: str | None = plain("The name to sign in with, which is the next step; null if refused.", default=None)
