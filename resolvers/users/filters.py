"""How lists of accounts are narrowed, sorted and looked up."""

from datetime import datetime
from enum import Enum

import strawberry

from auth.paging import Order
from auth.permissions import Scope
from auth.users.orders import user_order
from auth.users.queries import BY_USERNAME, UserFilter
from resolvers.enums import described
from resolvers.mfa.of_users import MfaWanted
from resolvers.node import decode_id
from resolvers.permissions import telling
from resolvers.users.enums import AuthMethod, UserKind, UserStatus
from resolvers.users.identities import source_id


class Direction(Enum):
    """Which way a list is sorted."""

    ASC = "ASC"
    DESC = "DESC"


described(
    Direction,
    "Which way a list is sorted; empty values come last in both.",
    ASC="Smallest, earliest or first in the alphabet first.",
    DESC="Largest, latest or last in the alphabet first.",
)


@strawberry.input(name="UserFilter", description="Which accounts to list; everything given must hold.")
class UserFilterInput:
    """Becomes a ``UserFilter``."""

    status: list[UserStatus] | None = telling("User.status", "In one of these states; only active ones if absent.")
    kind: UserKind | None = telling("User.kind", "People or programs.")
    auth_method: AuthMethod | None = telling("User.authMethod", "Checked this way.")
    source: strawberry.ID | None = telling("User.source", "Checked by this directory profile.")
    roles: list[str] | None = telling("User.roles", "Holding at least one role of these names.")
    group: strawberry.ID | None = telling("User.groups", "In this group.", Scope.GROUPS_READ)
    locked: bool | None = telling("User.locks", "Whether a lock of either kind holds on it now.")
    email_verified: bool | None = telling(
        "User.emailVerified",
        "Whether the e-mail address is verified; false without one.",
        Scope.USERS_READ_CONTACT,
    )
    licensed: bool | None = telling("User.licensed", "Whether it takes a seat of the licence.")
    mfa: MfaWanted | None = telling("User.mfaDueAt", "By whether there is a second factor, or one is due.")
    external_id: str | None = telling("User.externalId", "With this id in an integrator's system.")
    tenant_id: str | None = telling("User.tenantId", "Of this tenant.")
    last_login_after: datetime | None = telling("User.lastLoginAt", "Signed in last after this moment.")
    last_login_before: datetime | None = telling("User.lastLoginAt", "Signed in last before this moment.")
    created_after: datetime | None = telling("User.createdAt", "Made after this moment.")
    created_before: datetime | None = telling("User.createdAt", "Made before this moment.")
    updated_after: datetime | None = telling("User.updatedAt", "Changed after this moment, for incremental copies.")
    updated_before: datetime | None = telling("User.updatedAt", "Changed before this moment.")

    def wanted(self) -> UserFilter:
        """For the query. Raises ``BadInput`` for an id that is none."""
        return UserFilter(
            status=(UserStatus.ACTIVE,) if self.status is None else tuple(self.status),
            kind=self.kind,
            auth_method=self.auth_method,
            source_id=None if self.source is None else source_id(self.source, "filter.source"),
            roles=None if self.roles is None else tuple(self.roles),
            group_id=None if self.group is None else decode_id(self.group, "grp", "filter.group"),
            locked=self.locked,
            licensed=self.licensed,
            email_verified=self.email_verified,
            external_id=self.external_id,
            tenant_id=self.tenant_id,
            last_login_after=self.last_login_after,
            last_login_before=self.last_login_before,
            created_after=self.created_after,
            created_before=self.created_before,
            updated_after=self.updated_after,
            updated_before=self.updated_before,
        )


def _by(field: str, what: str) -> strawberry.Maybe[Direction]:
    return telling(f"User.{field}", f"By {what}.")


@strawberry.input(description="By what a list of accounts is sorted: exactly one of these.", one_of=True)
class UserOrder:
    """Becomes an ``Order``."""

    username: strawberry.Maybe[Direction] = _by("username", "username")
    email: strawberry.Maybe[Direction] = telling("User.email", "By e-mail address.", Scope.USERS_READ_CONTACT)
    display_name: strawberry.Maybe[Direction] = _by("displayName", "display name")
    first_name: strawberry.Maybe[Direction] = _by("firstName", "given name")
    last_name: strawberry.Maybe[Direction] = _by("lastName", "family name")
    status: strawberry.Maybe[Direction] = _by("status", "status")
    kind: strawberry.Maybe[Direction] = _by("kind", "kind")
    auth_method: strawberry.Maybe[Direction] = _by("authMethod", "authentication method")
    classification_level: strawberry.Maybe[Direction] = _by("classificationLevel", "classification level")
    external_id: strawberry.Maybe[Direction] = _by("externalId", "id in an integrator's system")
    tenant_id: strawberry.Maybe[Direction] = _by("tenantId", "tenant")
    review_date: strawberry.Maybe[Direction] = _by("reviewDate", "review date")
    last_login_at: strawberry.Maybe[Direction] = _by("lastLoginAt", "last sign-in; never is last")
    created_at: strawberry.Maybe[Direction] = _by("createdAt", "when it was made")
    updated_at: strawberry.Maybe[Direction] = _by("updatedAt", "when it was last changed")

    def order(self) -> Order:
        """For the query."""
        for name, given in vars(self).items():
            if given is not None:
                return user_order(name, descending=given.value is Direction.DESC)
        return BY_USERNAME


@strawberry.input(description="Which account: by exactly one of these.", one_of=True)
class UserLookup:
    """One of."""

    id: strawberry.Maybe[strawberry.ID] = telling("User.id", "By its id.")
    username: strawberry.Maybe[str] = telling("User.username", "By its username, in any spelling.")
    email: strawberry.Maybe[str] = telling(
        "User.email", "By its e-mail address, in any spelling.", Scope.USERS_READ_CONTACT
    )
