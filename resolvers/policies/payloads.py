"""What mutations on policies answer with."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import strawberry

from auth.permissions import Scope
from auth.policies.effects import AccountEffect
from auth.policies.previewing import Preview
from auth.policies.rows import all_policies
from auth.users.relations import users_by_id
from resolvers.context import Info
from resolvers.payloads import Payload
from resolvers.permissions import guarded, plain
from resolvers.policies.types import Policy
from resolvers.users.types import User


@strawberry.type
class PolicyPayload(Payload):
    """The part that they share; each has its own type."""

    policy_id: strawberry.Private[UUID | None] = None

    @guarded(Scope.LDAP_READ, description="The policy as it is now.", graphql_type=Policy | None)
    async def policy(self, info: Info) -> object:
        """Read after the change was committed."""
        if self.policy_id is None:
            return None
        return next((row for row in await all_policies(info.selection) if row.id == self.policy_id), None)


@strawberry.type(description="What became of it.")
class CreatePolicyPayload(PolicyPayload):
    """Of ``createPolicy``."""


@strawberry.type(description="What became of it.")
class UpdatePolicyPayload(PolicyPayload):
    """Of ``updatePolicy``."""


@strawberry.type(description="What became of it.")
class DeletePolicyPayload(Payload):
    """Of ``deletePolicy``."""

    deleted_id: strawberry.ID | None = plain("The id it had.", default=None)


@strawberry.type(description="What became of it.")
class ReorderPoliciesPayload(Payload):
    """Of ``reorderPolicies``."""

    is_done: strawberry.Private[bool] = False

    @guarded(Scope.LDAP_READ, description="Every policy by position as it is now.", graphql_type=list[Policy] | None)
    async def policies(self, info: Info) -> object:
        """Read after the change was committed."""
        return await all_policies(info.selection) if self.is_done else None


@strawberry.type(description="What becomes of one account at its next sign-in.")
class PolicyEffect:
    """Its values are made of an ``AccountEffect``."""

    user: User | None = plain("The account; null if it was deleted meanwhile.")
    gains: list[str] = plain("Names of roles that it gets then and does not hold now, if there is a seat for it.")
    loses: list[str] = plain("Names of roles that it holds now and loses then.")
    is_refused: bool = plain("Whether it cannot sign in any more because nothing matches; it keeps its roles then.")
    is_due: bool = plain("Whether that happens without the change, too, because of what was changed before.")


@strawberry.type(
    description="What a change comes to once everybody has signed in, by the groups that each account was last seen in."
)
class PolicyPreview:
    """Its values are a ``Preview``."""

    found: strawberry.Private[Preview]
    fingerprint: str = plain("Give it to the change itself, which is then refused if anything was changed meanwhile.")
    account_count: int = plain("How many accounts directories check, or providers decide about.")
    unknown_count: int = plain("How many of them have groups that are not known yet; nothing can be told of them.")
    refused_count: int = plain("How many could not sign in because nothing matches.")
    affected_count: int = plain("How many gain or lose a role, or are refused and were not before.")
    administrator_count_before: int = plain("How many administrators can get in now.")
    administrator_count_then: int = plain("How many can once everybody has signed in.")

    @guarded(Scope.USERS_READ, description="The first 100 of those affected, what is due anyway last.")
    async def effects(self, info: Info) -> list[PolicyEffect] | None:
        """By username."""
        shown = self.found.effects.shown
        users = await users_by_id([each.user_id for each in shown], info.selection.get("user", {}))
        return _effects(shown, users)

    @guarded(Scope.USERS_READ, description="Usernames of the administrators who can get in now; at most 100.")
    def administrators_before(self) -> list[str] | None:
        """By name."""
        return list(self.found.administrators_before[:100])

    @guarded(Scope.USERS_READ, description="Usernames of those who can once everybody has signed in; at most 100.")
    def administrators_then(self) -> list[str] | None:
        """By name."""
        return list(self.found.administrators_then[:100])

    @guarded(Scope.LICENCE_READ, description="Seats of the licence; 0 for any number.")
    def max_seats(self) -> int | None:
        """As the licence says."""
        return self.found.max_seats

    @guarded(Scope.LICENCE_READ, description="Accounts that hold a licensed role now.")
    def used_seats(self) -> int | None:
        """Counted."""
        return self.found.used_seats

    @guarded(
        Scope.LICENCE_READ,
        description="Accounts that would hold one then; licensed roles without a seat are left out at the sign-in.",
    )
    def seats_then(self) -> int | None:
        """Foreseen."""
        return self.found.seats_then


@strawberry.type(description="What would become of it. Nothing was changed.")
class PreviewPolicyChangePayload(Payload):
    """Of ``previewPolicyChange``."""

    preview: PolicyPreview | None = plain("What would follow; null where the change would be refused.", default=None)


def shown(found: Preview) -> PolicyPreview:
    """A preview as the schema shows it."""
    effects = found.effects
    return PolicyPreview(
        found=found,
        fingerprint=found.fingerprint,
        account_count=effects.accounts,
        unknown_count=effects.unknown,
        refused_count=effects.refused,
        affected_count=effects.affected,
        administrator_count_before=len(found.administrators_before),
        administrator_count_then=len(found.administrators_then),
    )


def _effects(found: Sequence[AccountEffect], users: Mapping[UUID, object]) -> list[PolicyEffect]:
    return [
        PolicyEffect(
            user=users.get(each.user_id),  # type: ignore[arg-type] # a row of that shape
            gains=list(each.gains),
            loses=list(each.loses),
            is_refused=each.is_refused,
            is_due=each.is_due,
        )
        for each in found
    ]
