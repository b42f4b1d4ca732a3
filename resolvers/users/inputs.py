"""What comes in about accounts."""

from dataclasses import replace
from datetime import date, datetime
from enum import Enum
from typing import TypeVar
from uuid import UUID

import orjson
import strawberry

from auth.idempotency import Idempotency
from auth.permissions import Scope
from auth.step_up.rules import StepUp
from auth.unset import UNSET, Unset
from auth.users.commands import NewUser
from auth.users.giving import Terms
from auth.users.rules import UserChanges
from resolvers.enums import described
from resolvers.node import decode_id
from resolvers.permissions import guarded_input, plain
from resolvers.users.enums import AuthMethod, UserKind, UserStatus
from resolvers.users.expected_identity import ExpectedIdentityInput, check_wish

T = TypeVar("T")


class CredentialKind(Enum):
    """How a new account gets its password."""

    PASSWORD = "PASSWORD"  # noqa: S105 — a choice, not a secret
    INVITE = "INVITE"
    TEMPORARY = "TEMPORARY"
    NONE = "NONE"


described(
    CredentialKind,
    "How a new account gets its password.",
    PASSWORD="The call gives it; the policy applies.",  # noqa: S106 — a description
    INVITE="The person is mailed a link by which they choose it; as inviteUser.",
    TEMPORARY="One is made and shown once, to be changed at first sign-in.",
    NONE="It gets none and cannot sign in by password.",
)


def _given(value: strawberry.Maybe[T]) -> T | Unset:
    return value.value if value else UNSET


@strawberry.input
class Profile:
    """What can be given at creation and edited later; absent stays, null empties."""

    first_name: strawberry.Maybe[str] = plain("Given name, at most 200 characters.", default=None)
    last_name: strawberry.Maybe[str] = plain("Family name, at most 200 characters.", default=None)
    display_name: strawberry.Maybe[str | None] = plain("Chosen name; null derives it from the names.", default=None)
    phone: strawberry.Maybe[str | None] = plain("Phone number, at most 50 characters.", default=None)
    contact_note: strawberry.Maybe[str | None] = plain("How else to reach the person; at most 2,000.", default=None)
    classification_level: strawberry.Maybe[str | None] = plain("Free text, at most 200 characters.", default=None)
    external_id: strawberry.Maybe[str | None] = plain("Id in an integrator's system; unique.", default=None)
    tenant_id: strawberry.Maybe[str | None] = plain("Tenant, at most 200 characters.", default=None)
    review_date: strawberry.Maybe[date | None] = plain("When somebody should look at it again.", default=None)
    idle_timeout_minutes: strawberry.Maybe[int] = plain("0 (the system's) to 525,600.", default=None)
    session_limit: strawberry.Maybe[int] = plain("0 (the system's) to 1,000.", default=None)
    mfa_required: strawberry.Maybe[bool] = plain("Whether it must have a second factor, at once.", default=None)

    def changes(self) -> UserChanges:
        """For the command."""
        return UserChanges(
            first_name=_given(self.first_name),
            last_name=_given(self.last_name),
            display_name=_given(self.display_name),
            phone=_given(self.phone),
            contact_note=_given(self.contact_note),
            classification_level=_given(self.classification_level),
            external_id=_given(self.external_id),
            tenant_id=_given(self.tenant_id),
            review_date=_given(self.review_date),
            idle_timeout_minutes=_given(self.idle_timeout_minutes),
            session_limit=_given(self.session_limit),
            mfa_required=_given(self.mfa_required),
        )


@strawberry.input
class _Values(Profile):
    email: strawberry.Maybe[str | None] = plain("E-mail address; unique among all sign-in names.", default=None)
    email_verified: strawberry.Maybe[bool] = guarded_input(
        Scope.USERS_VOUCH_EMAIL,
        description="The caller's word on whether the address is its own; otherwise a mailed link has to prove it.",
        default=None,
    )

    def changes(self) -> UserChanges:
        """For the command."""
        return replace(super().changes(), email=_given(self.email), email_verified=_given(self.email_verified))


@strawberry.input(description="A person's account to make.")
class CreateUserInput(_Values):
    """Becomes a ``NewUser``."""

    username: str = plain("3 to 50 of a-z, A-Z, 0-9, '_', '.', '-'; it never changes.")
    credential: CredentialKind | None = plain(
        "How it gets its password; if absent, PASSWORD where one is given and NONE otherwise.", default=None
    )
    password: str | None = plain("The password, where credential is PASSWORD.", default=None)
    roles: list[str] | None = guarded_input(
        Scope.ROLES_ASSIGN,
        description="Names of its roles; if absent, the default role.",
        fresh=StepUp.ROLE_ASSIGNMENT,
        default=None,
    )
    reason: str | None = plain("Why it gets these roles, at most 200 characters.", default=None)
    status: UserStatus = plain("Whether it may be used at once.", default=UserStatus.ACTIVE)
    auth_method: AuthMethod = plain("Who checks the person.", default=AuthMethod.LOCAL)
    expected_identity: ExpectedIdentityInput | None = plain(
        "With LDAP and OIDC: by what the first sign-in finds the account, once.", default=None
    )
    source: str | None = plain(
        "With LDAP and OIDC: name of the provider or directory; if absent, the only one that is enabled.", default=None
    )
    join_default_groups: bool = plain("Whether it joins the groups that new accounts join.", default=True)
    idempotency_key: str | None = plain("1 to 200 characters; repeating the call gives the same account.", default=None)

    def new_user(self) -> NewUser:
        """For the command."""
        return NewUser(
            username=self.username,
            roles=None if self.roles is None else tuple(self.roles),
            reason=self.reason,
            status=self.status,
            values=self.changes(),
            join_default_groups=self.join_default_groups,
            check=check_wish(self.auth_method, self.expected_identity, self.source),
        )

    def names(self) -> tuple[str | None, ...]:
        """What the password must not contain, beside the username."""
        given = (self.email, self.first_name, self.last_name)
        return tuple(name.value for name in given if name)

    def idempotency(self) -> Idempotency | None:
        """The key with everything but the password."""
        if self.idempotency_key is None:
            return None
        return Idempotency(self.idempotency_key, fingerprint(self.new_user(), str(self.credential)))


@strawberry.input(description="A program's account to make. It signs in by API tokens only.")
class CreateServiceAccountInput:
    """Becomes a ``NewUser``."""

    username: str = plain("3 to 50 of a-z, A-Z, 0-9, '_', '.', '-'; it never changes.")
    display_name: str | None = plain("How it is called, at most 200 characters.", default=None)
    contact_note: str | None = plain("Whom to ask about it, at most 2,000 characters.", default=None)
    roles: list[str] = guarded_input(
        Scope.ROLES_ASSIGN, description="Names of API roles.", fresh=StepUp.ROLE_ASSIGNMENT
    )
    reason: str | None = plain("Why it gets these roles, at most 200 characters.", default=None)
    owner: strawberry.Maybe[strawberry.ID | None] = plain(
        "The person who answers for it; null for nobody. If absent, the caller, unless that is a program.", default=None
    )
    join_default_groups: bool = plain("Whether it joins the groups that new accounts join.", default=True)
    idempotency_key: str | None = plain("1 to 200 characters; repeating the call gives the same account.", default=None)

    def new_user(self) -> NewUser:
        """For the command. Raises ``BadInput`` for an id that is none."""
        return NewUser(
            username=self.username,
            roles=tuple(self.roles),
            reason=self.reason,
            kind=UserKind.SERVICE,
            values=UserChanges(display_name=self.display_name, contact_note=self.contact_note),
            owner_id=self._owner_id(),
            join_default_groups=self.join_default_groups,
        )

    def _owner_id(self) -> UUID | Unset | None:
        if self.owner is None:
            return UNSET
        return None if self.owner.value is None else decode_id(self.owner.value, "usr", "input.owner")

    def idempotency(self) -> Idempotency | None:
        """The key with the input."""
        if self.idempotency_key is None:
            return None
        return Idempotency(self.idempotency_key, fingerprint(self.new_user(), "SERVICE"))


def fingerprint(new: NewUser, credential: str) -> str:
    """The input in a canonical text, without the password."""
    return orjson.dumps([new, credential], default=str, option=orjson.OPT_SORT_KEYS).decode()


@strawberry.input(description="What is to be different about an account; what is absent stays.")
class UpdateUserInput(_Values):
    """Becomes ``UserChanges``."""

    id: strawberry.ID = plain("The account.")
    version: int | None = plain("The version that was read; a newer one refuses the change.", default=None)


@strawberry.input(description="The roles an account is to hold, no more and no less.")
class SetUserRolesInput:
    """Names, and terms."""

    id: strawberry.ID = plain("The account.")
    roles: list[str] = plain("Names of at least one role.")
    reason: str | None = plain("Why it gets the roles that are new, at most 200 characters.", default=None)
    expires_at: datetime | None = plain(
        "When the roles that are new end by themselves: in the future, within ten years; never if absent.", default=None
    )
    version: int | None = plain("The version that was read; a newer one refuses the change.", default=None)
    override_sources: bool = plain(
        "Whether to take away what a directory or provider gives, too; the next sign-in by it may give it again.",
        default=False,
    )
    also_by_hand: bool = plain(
        "Whether to give by hand what a directory or provider gives already, so that it stays when that gives it no "
        "more.",
        default=False,
    )

    def terms(self) -> Terms:
        """For the command."""
        return Terms(self.reason, self.expires_at)


@strawberry.input(description="An account to switch off.")
class DeactivateUserInput:
    """One."""

    id: strawberry.ID = plain("The account.")
    note: str | None = plain("Why, for the audit trail; at most 2,000 characters.", default=None)


@strawberry.input(description="An account to switch on again.")
class ReactivateUserInput:
    """One."""

    id: strawberry.ID = plain("The account.")
    note: str | None = plain("Why, for the audit trail; at most 2,000 characters.", default=None)


@strawberry.input(description="An account that must choose a new password.")
class RequirePasswordChangeInput:
    """One."""

    id: strawberry.ID = plain("The account.")


@strawberry.input(description="An account whose password may serve longer.")
class ExtendPasswordExpiryInput:
    """One."""

    id: strawberry.ID = plain("The account.")
    days: int | None = plain("1 to the maximum age, counted from the end; the maximum if absent.", default=None)
