"""What mutations on passwords answer with."""

from typing import Any

import strawberry

from auth.permissions import Scope
from auth.settings.pages import PasswordSettings
from auth.settings.queries import name_of
from auth.users.viewer import viewer as read_viewer
from resolvers.context import Info
from resolvers.payloads import Payload
from resolvers.permissions import guarded, plain
from resolvers.settings.types import ALL
from resolvers.users.payloads import UserPayload
from resolvers.viewer.types import Viewer

PAGE: Any = ALL[name_of(PasswordSettings)].output


@strawberry.type(description="What became of it.")
class ChangePasswordPayload(Payload):
    """Of ``changePassword``."""

    access_token: str | None = plain(
        "The session's bearer token from now on, shown this once; the one before is worth nothing any more. Null where "
        "a cookie carries it, and where the session has ended.",
        default=None,
    )
    is_changed: bool = plain("Whether the password is another one now.", default=False)

    @strawberry.field(description="The caller's own account as it is now.", graphql_type=Viewer | None)
    async def viewer(self, info: Info) -> object:
        """Read after the change was committed."""
        return await read_viewer(info.context.actor, info.selection) if self.is_changed else None


@strawberry.type
class _Stored(UserPayload):
    used_now: bool | None = plain(
        "Whether the account signs in by it; false where it is kept for when it does. Null if nothing was done.",
        default=None,
    )


@strawberry.type(description="What became of it.")
class SetUserPasswordPayload(_Stored):
    """Of ``setUserPassword``."""


@strawberry.type(description="What became of it.")
class IssueTemporaryPasswordPayload(_Stored):
    """Of ``issueTemporaryPassword``."""

    temporary_password: str | None = plain("Shown this once; to be changed at the first sign-in.", default=None)


@strawberry.type(description="What became of it.")
class UsePasswordPresetPayload(Payload):
    """Of ``usePasswordPreset``."""

    settings: Any = guarded(Scope.SETTINGS_READ, description="The page now.", graphql_type=PAGE | None, default=None)
