"""How lists of accounts are narrowed, sorted and looked up."""

from datetime import datetime
from enum import Enum

import strawberry

from auth.paging import Order
from auth.permissions import Scope
from auth.users.orders import user_order
from auth.users.queries import BY_USERNAME, UserFilter
from resolvers.enums import described
from resolvers.permissions import guarded_input, plain
from resolvers.users.enums import AuthMethod, UserKind, UserStatus


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

    status: list[UserStatus] | None = plain("In one of these states; only active ones if absent.", default=None)
    kind: UserKind | None = plain("People or programs.", default=None)
    auth_method: AuthMethod | None = plain("Checked this way.", default=None)
    roles: list[str] | None = plain("Holding at least one role of these names.", default=None)
    external_id: str | None = plain("With this id in an integrator's system.", default=None)
    tenant_id: str | None = plain("Of this tenant.", default=None)
    last_login_after: datetime | None = plain("Signed in last after this moment.", default=None)
    last_login_before: datetime | None = plain("Signed in last before this moment.", default=None)
    created_after: datetime | None = plain("Made after this moment.", default=None)
    created_before: datetime | None = plain("Made before this moment.", default=None)
    updated_after: datetime | None = plain("Changed after this moment, e.g. for an incremental copy.", default=None)
    updated_before: datetime | None = plain("Changed before this moment.", default=None)

    def wanted(self) -> UserFilter:
        """For the query."""
        return UserFilter(
            status=(UserStatus.ACTIVE,) if self.status is None else tuple(self.status),
            kind=self.kind,
            auth_method=self.auth_method,
            roles=None if self.roles is None else tuple(self.roles),
            external_id=self.external_id,
            tenant_id=self.tenant_id,
            last_login_after=self.last_login_after,
            last_login_before=self.last_login_before,
            created_after=self.created_after,
            created_before=self.created_before,
            updated_after=self.updated_after,
            updated_before=self.updated_before,
        )


def _by(what: str) -> strawberry.Maybe[Direction]:
    return plain(f"By {what}.", default=None)


@strawberry.input(description="By what a list of accounts is sorted: exactly one of these.", one_of=True)
class UserOrder:
    """Becomes an ``Order``."""

    username: strawberry.Maybe[Direction] = _by("username")
    email: strawberry.Maybe[Direction] = guarded_input(
        Scope.USERS_READ_CONTACT, description="By e-mail address.", default=None
    )
    display_name: strawberry.Maybe[Direction] = _by("display name")
    first_name: strawberry.Maybe[Direction] = _by("given name")
    last_name: strawberry.Maybe[Direction] = _by("family name")
    status: strawberry.Maybe[Direction] = _by("status")
    kind: strawberry.Maybe[Direction] = _by("kind")
    auth_method: strawberry.Maybe[Direction] = _by("authentication method")
    classification_level: strawberry.Maybe[Direction] = _by("classification level")
    review_date: strawberry.Maybe[Direction] = _by("review date")
    last_login_at: strawberry.Maybe[Direction] = _by("last sign-in; never is last")
    created_at: strawberry.Maybe[Direction] = _by("when it was made")
    updated_at: strawberry.Maybe[Direction] = _by("when it was last changed")

    def order(self) -> Order:
        """For the query."""
        for name, given in vars(self).items():
            if given is not None:
                return user_order(name, descending=given.value is Direction.DESC)
        return BY_USERNAME


@strawberry.input(description="Which account: by exactly one of these.", one_of=True)
class UserLookup:
    """One of."""

    id: strawberry.Maybe[strawberry.ID] = plain("By its id.", default=None)
    username: strawberry.Maybe[str] = plain("By its username, in any spelling.", default=None)
    email: strawberry.Maybe[str] = guarded_input(
        Scope.USERS_READ_CONTACT, description="By its e-mail address, in any spelling.", default=None
    )
