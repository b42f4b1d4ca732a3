"""Accounts as the schema shows them to others; the viewer's own is ``Viewer``."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import strawberry

from auth.permissions import Scope
from auth.selection import Selection
from auth.tokens.queries import TokenRow, good_tokens_of
from auth.users.queries import user_by_id
from auth.users.rows import UserRow
from models.role import GrantSource
from resolvers.connection import After, Before, Connection, First, Last, Offset, page_request
from resolvers.context import Context, Info
from resolvers.enums import described
from resolvers.mfa.of_users import MfaOfUser
from resolvers.node import Node, RowType, encode_id, node_type
from resolvers.passwords.types import PasswordState
from resolvers.permissions import guarded, plain
from resolvers.roles.types import Role
from resolvers.sessions.queries import States, in_states, sessions_of_user
from resolvers.sessions.types import Session
from resolvers.users.enums import AuthMethod, UserKind, UserStatus
from resolvers.users.expected_identity import ExpectedIdentity
from resolvers.users.identities import AccountSource, ExternalIdentity

if TYPE_CHECKING:
    from resolvers.groups.types import Group
    from resolvers.invitations.types import Invitation
    from resolvers.resources.types import Resource, ResourceGrant
    from resolvers.tokens.types import ApiToken
    from resolvers.users.locking import AccountLock

described(
    GrantSource,
    "Who owns a role grant; a source takes away only what it gave.",
    BY_HAND="Somebody gave it.",
    DEFAULT="It was the default role of new accounts.",
    POLICY="A policy gives it to whom the directory says is in a group, or to one person.",
    PROFILE="The directory profile gives it to whomever no policy is about.",
    MAPPING="A mapping of an identity provider gives it to whom that says is in a group.",
    PROVIDER="The identity provider gives it to whomever no mapping is about.",
)


@strawberry.type(description="One role that an account holds, and why.")
class RoleGrant:
    """Its values are ``RoleGrantRow``."""

    role: Role = plain("The role.")
    source: GrantSource = plain("Who owns the grant.")
    rule: str | None = plain(
        "What decided, where it was not a person: a setting, a policy with its position and value, a directory "
        "profile and which of its roles, a mapping with its value, or an identity provider. One that is gone says so; "
        "the next sign-in takes the role away."
    )
    reason: str | None = plain("What whoever gave it said about it.")
    granted_at: datetime = plain("When it was given.")
    expires_at: datetime | None = plain("When it ends by itself, from then on worth nothing; null for never.")
    last_confirmed_at: datetime | None = plain(
        "When its source last found that it still applies; null where nothing asks again: by hand and by default."
    )

    @strawberry.field(description="The account that gave it; null when the system or the host did.")
    def granted_by_id(self) -> strawberry.ID | None:
        """``self`` is the row."""
        return _id_or_none(self.granted_by_id)  # type: ignore[arg-type] # the row's key


async def _load(context: Context, key: UUID, selection: Selection) -> UserRow | None:
    return await user_by_id(context.actor, key, selection)


def _id_or_none(key: UUID | None) -> strawberry.ID | None:
    return None if key is None else encode_id("usr", key)


@node_type("usr", UserRow, _load)
@strawberry.type(description="An account.")
class User(RowType, MfaOfUser, Node):
    """Its values are ``UserRow``."""

    username: str = plain("The name to sign in with; it never changes.")
    email: str | None = guarded(Scope.USERS_READ_CONTACT, description="E-mail address; also good to sign in with.")

    @guarded(
        Scope.USERS_READ_CONTACT,
        description="Whether the address is known to be its own: by a mailed link, or by somebody's word.",
    )
    def email_verified(self) -> bool | None:
        """``self`` is the row."""
        return self.email_verified_at is not None  # type: ignore[attr-defined] # the row's value

    first_name: str = plain("Given name; empty where unknown.")
    last_name: str = plain("Family name; empty where unknown.")
    display_name: str = plain("How the account is called: chosen, or else its names, or else its username.")
    phone: str | None = guarded(Scope.USERS_READ_CONTACT, description="Phone number as it was given.")
    contact_note: str | None = guarded(Scope.USERS_READ_CONTACT, description="How else to reach the person.")
    kind: UserKind = plain("A person or a program.")
    auth_method: AuthMethod = plain("Who checks the person.")
    source: AccountSource | None = plain(
        "The directory or provider that checks the person; null where Gatehouse does, and where it was deleted."
    )
    external_identities: list[ExternalIdentity] | None = guarded(
        Scope.USERS_READ_CONTACT, description="Who the person is elsewhere, the first link first."
    )
    expected_identity: ExpectedIdentity | None = guarded(
        Scope.USERS_READ_CONTACT,
        description="By what its next sign-in from outside finds it, or the first one has; null where nothing is said.",
    )
    status: UserStatus = plain("Whether it may be used.")
    roles: list[Role] = plain("The roles it holds, the most powerful first.")
    licensed: bool = plain("Whether it takes a seat of the licence: it holds a role marked as licensed itself.")
    classification_level: str | None = plain("Free text set by administrators.")
    external_id: str | None = plain("The account's id in an integrator's system; unique.")
    tenant_id: str | None = plain("The tenant it belongs to, for integrators.")
    review_date: date | None = plain("When somebody should look at it again.")
    idle_timeout_minutes: int = plain("Own idle timeout of its sessions in minutes; 0 takes the system's.")
    session_limit: int = plain("Own limit of sessions at once; 0 takes the system's.")
    mfa_required: bool = plain("Whether this one account must have a second factor, whatever the settings say.")
    failed_attempts: int = plain("Failed attempts to sign in since the last success.")
    locks: list[Annotated["AccountLock", strawberry.lazy("resolvers.users.locking")]] = plain(
        "The locks that hold on it, one by hand before the automatic one; empty when it is not locked."
    )
    last_login_at: datetime | None = plain("When it last signed in; null for never.")
    created_at: datetime = plain("When it was made.")
    updated_at: datetime = plain("When it was last changed.")
    version: int = plain("Goes up with each change; give it back to refuse stale writes.")

    password_state: PasswordState | None = guarded(
        Scope.USERS_READ, description="Whether it has a password, and until when that serves."
    )
    invitation: Annotated["Invitation", strawberry.lazy("resolvers.invitations.types")] | None = guarded(
        Scope.USERS_READ, description="The newest invitation; null for an account that never had one."
    )
    role_grants: list[RoleGrant] | None = guarded(
        Scope.ROLES_READ, description="Why it holds its roles: every grant with who gave it."
    )
    groups: list[Annotated["Group", strawberry.lazy("resolvers.groups.types")]] | None = guarded(
        Scope.GROUPS_READ, description="The groups it is in, by name."
    )
    resource_grants: list[Annotated["ResourceGrant", strawberry.lazy("resolvers.resources.types")]] | None = guarded(
        Scope.RESOURCES_READ, description="What of the product it may use, and why; the oldest first."
    )
    owned_resources: list[Annotated["Resource", strawberry.lazy("resolvers.resources.types")]] | None = guarded(
        Scope.RESOURCES_READ, description="What of the product it owns."
    )
    owner: "User | None" = plain("Who answers for a service account.")
    owned_accounts: "list[User]" = plain("The service accounts that it answers for, by username.")

    @guarded(
        Scope.SESSIONS_READ,
        description="Where it is signed in, newest first.",
        graphql_type=Connection[Session] | None,
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
        """``self`` is the row. The accounts of a list read their sessions together."""
        page = page_request(first, after, last, before, offset)
        return await sessions_of_user(info, UUID(str(self.id)), in_states(state), page)

    @guarded(
        Scope.TOKENS_READ,
        description="Its API tokens that are good now, the newest first.",
        graphql_type=list[Annotated["ApiToken", strawberry.lazy("resolvers.tokens.types")]] | None,
    )
    async def api_tokens(self, info: Info) -> object:
        """``self`` is the row. The accounts of a list read their tokens together."""
        context, user_id = info.context, UUID(str(self.id))

        async def load(user_ids: Sequence[UUID]) -> Mapping[UUID, list[TokenRow]]:
            return await good_tokens_of(context.actor, user_ids, context.clock.now())

        return await context.together("API tokens", user_id, load) or []

    @strawberry.field(description="The account that made it; null when the system or the host did.")
    def created_by_id(self) -> strawberry.ID | None:
        """``self`` is the row."""
        return _id_or_none(self.created_by_id)  # type: ignore[arg-type] # the row's key

    @strawberry.field(description="The account that changed it last; null when the system or the host did.")
    def updated_by_id(self) -> strawberry.ID | None:
        """``self`` is the row."""
        return _id_or_none(self.updated_by_id)  # type: ignore[arg-type] # the row's key

    @strawberry.field(description="Its UUIDv7, for systems that keep UUIDs.")
    def uuid(self) -> str:
        """``self`` is the row."""
        return str(self.id)
