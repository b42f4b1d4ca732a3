"""A directory with people and rules, and who of them is who here, for tests of their sign-ins."""

from typing import Any

from auth.policies.rules import canonical_dn
from auth.texts import canonical
from auth.users.commands import NewUser, create_user
from auth.users.expectations import CheckWish, ExpectedIdentity
from auth.users.rules import UserChanges
from models.external_identity import ExternalIdentity
from models.identity_expectation import IdentityKind
from models.ldap_profile import LdapProfile
from models.policy import Policy, PolicyRole, PolicyType
from models.role import Role, RoleGrant
from models.user import AuthMethod, User
from tests.support.house import NOON, House
from tests.support.profiles import profile_row

OPS = "cn=ops,ou=groups,dc=example,dc=test"
STAFF = "cn=staff,ou=groups,dc=example,dc=test"


async def corp(name: str = "corp", user_role: str | None = "viewer", **columns: Any) -> LdapProfile:  # noqa: ANN401 — columns of a row
    """A directory that is switched on; whoever no policy is about gets ``user_role``."""
    role = await Role.get(name_key=user_role) if user_role else None
    return await profile_row(name, user_role_id=role.id if role else None, **columns)


async def policy(value: str, *roles: str, kind: PolicyType = PolicyType.GROUP, **columns: Any) -> Policy:  # noqa: ANN401 — as above
    """A policy behind those that there are."""
    key = canonical_dn(value) if kind is PolicyType.GROUP else canonical(value)
    position = await Policy.all().count() + 1
    row: dict[str, Any] = {"position": position, "created_at": NOON, "updated_at": NOON} | columns
    made = await Policy.create(type=kind, value=value, value_key=key, **row)
    for name in roles:
        await PolicyRole.create(policy_id=made.id, role_id=(await Role.get(name_key=name)).id)
    return made


async def waiting(house: House, name: str, profile: LdapProfile, kind: IdentityKind, value: str, **values: Any) -> User:  # noqa: ANN401 — values of an account
    """An account that a directory checks and that waits for its person."""
    check = CheckWish(AuthMethod.LDAP, ExpectedIdentity(kind, value), profile.name)
    new = NewUser(username=name, values=UserChanges(**values), check=check)
    made = await house.do(await house.root(), lambda work: create_user(work, new))
    return await User.get(id=made.user_id)


async def roles_of(name: str) -> list[str]:
    """Every role of an account with who gives it, in order."""
    grants = await RoleGrant.filter(user__username_key=name).select_related("role")
    return sorted(f"{grant.role.name} {grant.source.value}" for grant in grants)


async def identity_of(name: str) -> ExternalIdentity:
    """Who an account is in its directory."""
    return await ExternalIdentity.get(user__username_key=name)
