"""The caller's own account: a type of its own, so that no rule depends on whose row it is."""

from datetime import datetime

import strawberry

from auth.sessions.queries import own_session
from resolvers.context import Info
from resolvers.node import encode_id
from resolvers.permissions import plain
from resolvers.roles.types import Role
from resolvers.sessions.types import Session
from resolvers.users.enums import AuthMethod, UserKind


@strawberry.type(description="The caller's own account.")
class Viewer:
    """Its values are ``UserRow``; nothing below it is guarded."""

    @strawberry.field(description="The account's id, the same as of its User.")
    def id(self) -> strawberry.ID:
        """``self`` is the row."""
        return encode_id("usr", self.id)  # type: ignore[arg-type] # the row's key

    username: str = plain("The name to sign in with; it never changes.")
    email: str | None = plain("E-mail address; also good to sign in with.")
    first_name: str = plain("Given name; empty where unknown.")
    last_name: str = plain("Family name; empty where unknown.")
    display_name: str = plain("How the account is called.")
    phone: str | None = plain("Phone number as it was given.")
    kind: UserKind = plain("A person or a program.")
    auth_method: AuthMethod = plain("Who checks the person.")
    roles: list[Role] = plain("The roles it holds, the most powerful first.")
    last_login_at: datetime | None = plain("When it last signed in.")
    created_at: datetime = plain("When it was made.")

    @strawberry.field(description="Every scope the caller holds now.")
    def scopes(self, info: Info) -> list[str]:
        """Of the actor, who is this account."""
        return sorted(info.context.actor.permissions.scopes)

    @strawberry.field(description="The session by which the caller came.", graphql_type=Session | None)
    async def session(self, info: Info) -> object:
        """Of the actor, who is this account."""
        return await own_session(info.context.actor, info.context.caller.expiry)
