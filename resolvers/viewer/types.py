"""The caller's own account: a type of its own, so that no rule depends on whose row it is."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from auth.email_addresses.queries import own_pending_email
from auth.errors import BadInput
from auth.mfa.queries import own_mfa
from auth.sessions.queries import own_session
from auth.sessions.rows import SessionRow
from auth.tokens.queries import own_token, own_tokens
from resolvers.connection import After, Before, Connection, First, Last, Offset, page_request
from resolvers.context import Context, Info
from resolvers.mfa.types import ViewerMfa, viewer_mfa
from resolvers.node import encode_id
from resolvers.passwords.types import PasswordState
from resolvers.permissions import plain
from resolvers.roles.types import Role
from resolvers.sessions.queries import States, in_states, sessions_of_user
from resolvers.sessions.types import ViewerSession
from resolvers.step_up.types import FreshFactor, fresh_factor
from resolvers.tokens.types import ViewerApiToken
from resolvers.users.enums import AuthMethod, UserKind
from resolvers.users.identities import AccountSource, ExternalIdentity
from resolvers.viewer.audit import ViewerAuditEvent, own_trail

COORDINATES_MOST = 500
TYPES_MOST = 50


@strawberry.type(description="Whether a coordinate is open.")
class CoordinateAccess:
    """A coordinate and an answer."""

    coordinate: str = plain("Such as User.email.")
    allowed: bool = plain("Whether it is open.")


@strawberry.type(description="Which fields of a type the caller may read or give.")
class TypeAccess:
    """A type and its fields."""

    type: str = plain("Name of the type.")
    readable: list[str] = plain("Output fields that are open; empty for an input type.")
    settable: list[str] = plain("Input fields that may be given; empty for an output type.")


def _open(context: Context, coordinate: str) -> bool:
    opened = context.contract.opens(context.permissions, coordinate)
    if opened is None:
        raise BadInput("coordinates", f"There is no {coordinate[:100]} in the schema.")
    return opened


def _type_access(context: Context, name: str) -> TypeAccess:
    contract = context.contract
    outputs = [output.partition(".")[2] for output in contract.outputs if output.startswith(f"{name}.")]
    inputs = contract.settable.get(name, {})
    if not outputs and not inputs:
        raise BadInput("types", f"There is no type {name[:100]} in the schema.")
    return TypeAccess(
        type=name,
        readable=[field for field in outputs if _open(context, f"{name}.{field}")],
        settable=[field for field in inputs if _open(context, f"{name}.{field}")],
    )


async def viewer_session(info: Info) -> SessionRow | None:
    """The session by which the caller came; nobody has one, nor has an API token."""
    context = info.context
    return await own_session(context.actor, context.caller.expiry, info.selection, context.clock.now())


@strawberry.type(description="The caller's own account.")
class Viewer:
    """Its values are ``UserRow``; nothing below it is guarded."""

    @strawberry.field(description="The account's id, the same as of its User.")
    def id(self) -> strawberry.ID:
        """``self`` is the row."""
        return encode_id("usr", self.id)  # type: ignore[arg-type] # the row's key

    username: str = plain("The name to sign in with; it never changes.")
    email: str | None = plain("E-mail address; also good to sign in with.")

    @strawberry.field(description="Whether a mailed link has proven the address, or somebody vouched for it.")
    def email_verified(self) -> bool:
        """``self`` is the row."""
        return self.email_verified_at is not None  # type: ignore[attr-defined] # the row's value

    @strawberry.field(description="The address that changeEmail asked for and whose link was not used yet.")
    async def pending_email(self, info: Info) -> str | None:
        """Of the actor, who is this account."""
        return await own_pending_email(info.context.actor, info.context.clock.now())

    first_name: str = plain("Given name; empty where unknown.")
    last_name: str = plain("Family name; empty where unknown.")
    display_name: str = plain("How the account is called.")
    phone: str | None = plain("Phone number as it was given.")
    contact_note: str | None = plain("How else to reach the person.")
    kind: UserKind = plain("A person or a program.")
    auth_method: AuthMethod = plain("Who checks the person.")
    source: AccountSource | None = plain(
        "The directory or provider that checks the person, where the password is changed too; null where that is here."
    )
    external_identities: list[ExternalIdentity] = plain(
        "Who the person is elsewhere, the first link first: where Gatehouse checks the account itself, further ways in."
    )
    password_state: PasswordState = plain("Whether it has a password, and until when that serves.")
    roles: list[Role] = plain("The roles it holds, the most powerful first.")
    last_login_at: datetime | None = plain("When it last signed in.")
    created_at: datetime = plain("When it was made.")
    version: int = plain("Goes up with each change; give it back to updateViewer to refuse stale writes.")

    @strawberry.field(description="Every scope the caller holds now.")
    def scopes(self, info: Info) -> list[str]:
        """Of the actor, who is this account."""
        return sorted(info.context.actor.permissions.scopes)

    @strawberry.field(description="Whether fields of the schema are open to the caller, so that nobody has to guess.")
    def can(
        self,
        info: Info,
        coordinates: Annotated[
            list[str], strawberry.argument(description="At most 500, such as User.email or UserFilter.roles.")
        ],
    ) -> list[CoordinateAccess]:
        """Of the actor, who is this account."""
        if len(coordinates) > COORDINATES_MOST:
            raise BadInput("coordinates", f"At most {COORDINATES_MOST} at once.")
        return [CoordinateAccess(coordinate=name, allowed=_open(info.context, name)) for name in coordinates]

    @strawberry.field(description="Which fields of types the caller may read or give.")
    def type_access(
        self,
        info: Info,
        types: Annotated[list[str], strawberry.argument(description="At most 50 names of object or input types.")],
    ) -> list[TypeAccess]:
        """Of the actor, who is this account."""
        if len(types) > TYPES_MOST:
            raise BadInput("types", f"At most {TYPES_MOST} at once.")
        return [_type_access(info.context, name) for name in types]

    @strawberry.field(description="Its second factor, and whether it must have one.")
    async def mfa(self, info: Info) -> ViewerMfa | None:
        """Of the actor, who is this account."""
        own = await own_mfa(info.context.actor)
        return own and viewer_mfa(own)

    @strawberry.field(description="How lately the caller has proved who they are, and what asks for that.")
    async def fresh_factor(self, info: Info) -> FreshFactor:
        """Of the actor, who is this account."""
        return await fresh_factor(info.context)

    @strawberry.field(description="The session by which the caller came.", graphql_type=ViewerSession | None)
    async def session(self, info: Info) -> object:
        """Of the actor, who is this account."""
        return await viewer_session(info)

    @strawberry.field(
        description="Where the account is signed in, newest first.", graphql_type=Connection[ViewerSession]
    )
    async def sessions(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        offset: Offset = None,
        state: States = None,
    ) -> object:
        """``self`` is the row."""
        page = page_request(first, after, last, before, offset)
        return await sessions_of_user(info, UUID(str(self.id)), in_states(state), page)

    @strawberry.field(
        description="The API token by which the caller came; null for whoever signed in.",
        graphql_type=ViewerApiToken | None,
    )
    async def api_token(self, info: Info) -> object:
        """Of the actor, who is this account."""
        return await own_token(info.context.actor, info.context.clock.now())

    @strawberry.field(
        description="The API tokens that are good now, own ones and those of own service accounts, the newest first.",
        graphql_type=list[ViewerApiToken],
    )
    async def api_tokens(self, info: Info) -> object:
        """Of the actor, who is this account."""
        return await own_tokens(info.context.actor, info.context.clock.now())

    @strawberry.field(
        description="What the caller did, and what was done to their account, newest first.",
        graphql_type=Connection[ViewerAuditEvent],
    )
    async def audit_trail(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        offset: Offset = None,
    ) -> object:
        """Of the actor, who is this account."""
        return await own_trail(info, page_request(first, after, last, before, offset))
