"""What mutations on accounts answer with."""

from uuid import UUID

import strawberry

from auth.permissions import Scope
from auth.users.relations import users_by_id
from resolvers.context import Info
from resolvers.payloads import Payload
from resolvers.permissions import guarded, plain
from resolvers.users.types import User

LINK = (
    "The invitation's link, to be given to the person: shown this once, and only where no mail is sent. Null otherwise."
)


@strawberry.type
class UserPayload(Payload):
    """The part that they share; each has its own type."""

    user_id: strawberry.Private[UUID | None] = None

    @guarded(Scope.USERS_READ, description="The account as it is now.", graphql_type=User | None)
    async def user(self, info: Info) -> object:
        """Read after the change was committed."""
        return (await users_by_id([self.user_id], info.selection)).get(self.user_id) if self.user_id else None


@strawberry.type(description="What became of it.")
class CreateUserPayload(UserPayload):
    """Of ``createUser``."""

    temporary_password: str | None = plain(
        "Shown this once, where one was asked for; null when the call is repeated.", default=None
    )
    invitation_link: str | None = plain(LINK, default=None)


@strawberry.type(description="What became of it.")
class CreateServiceAccountPayload(UserPayload):
    """Of ``createServiceAccount``."""


@strawberry.type(description="What became of it.")
class UpdateUserPayload(UserPayload):
    """Of ``updateUser``."""


@strawberry.type(description="What became of it.")
class SetUserRolesPayload(UserPayload):
    """Of ``setUserRoles``."""


@strawberry.type(description="What became of it.")
class DeactivateUserPayload(UserPayload):
    """Of ``deactivateUser``."""


@strawberry.type(description="What became of it.")
class ReactivateUserPayload(UserPayload):
    """Of ``reactivateUser``."""


@strawberry.type(description="What became of it.")
class RequirePasswordChangePayload(UserPayload):
    """Of ``requirePasswordChange``."""


@strawberry.type(description="What became of it.")
class ExtendPasswordExpiryPayload(UserPayload):
    """Of ``extendPasswordExpiry``."""
