"""Roles that a source gives and somebody wants to take away by hand (REQUIREMENTS G5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from auth.errors import DomainError
from auth.roles.rules import RoleFacts, holdings
from auth.users.grants import grants_among
from models.role import GrantSource
from models.user import AuthMethod, User

PROVIDERS = frozenset({GrantSource.MAPPING, GrantSource.PROVIDER})
"""Whose grants a linked identity brings back."""


@dataclass(frozen=True, slots=True)
class RoleOwner:
    """A role and the rule that gives it, by their names."""

    role: str
    rule: str


class RoleOwnedBySource(DomainError):
    """A role that a source gives would come back with the next sign-in, so taking it away is no way to be rid of it.

    Attributes:
        owners: Each role with each rule that gives it.
        scopes_to_deny: What the account would lose by it: denied as scopes, it stays lost.
    """

    def __init__(self, owners: list[RoleOwner], scopes_to_deny: list[str]) -> None:
        """At least one owner."""
        names = ", ".join(dict.fromkeys(owner.role for owner in owners))
        super().__init__(
            "ROLE_OWNED_BY_SOURCE",
            f"The account's source gives it {names} and would again. Change the rule, deny the scopes (denyScope), "
            "or take it until the next sign-in (overrideSources).",
            "roles",
        )
        self.owners = owners
        self.scopes_to_deny = scopes_to_deny


async def owned_problems(
    user: User, wanted: Mapping[UUID, RoleFacts], roles: Mapping[UUID, RoleFacts]
) -> list[DomainError]:
    """What speaks against an account's keeping none but the wanted roles: those that its sources give.

    Nothing does where the rule is gone, or is a directory's and Gatehouse checks the account itself: nothing would
    bring the role back. A linked provider would, whoever checks the account.
    """
    grants = (await grants_among([user.id], roles)).get(user.id, ())
    would_return = PROVIDERS if user.auth_method is AuthMethod.LOCAL else frozenset(GrantSource)
    owned = [
        grant for grant in grants if grant.is_owned and grant.source in would_return and grant.role.id not in wanted
    ]
    if not owned:
        return []
    lost = holdings((grant.role.id for grant in owned), roles).scopes - holdings(wanted, roles).scopes
    return [RoleOwnedBySource([RoleOwner(grant.role.name, grant.rule or "") for grant in owned], sorted(lost))]
