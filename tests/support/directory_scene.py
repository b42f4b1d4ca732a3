"""Policies, and directory accounts that were seen in groups, for tests of what policies come to."""

from uuid import UUID

import orjson

from auth.actor import SYSTEM
from auth.policies.accounts import accounts_of, stored_accounts
from auth.policies.commands import create_policy
from auth.policies.drafts import PolicyDraft
from auth.policies.queries import policies_in_force, profile_rules
from auth.policies.rules import decide_roles
from auth.settings.pages import DirectorySettings
from auth.settings.queries import current
from auth.unit_of_work import Work
from auth.users.following import Followed, follow
from models.ldap_profile import LdapProfile
from models.policy import PolicyType
from models.role import Role, RoleGrant
from models.user import User
from tests.support.house import House
from tests.support.profiles import person


async def policy(house: House, value: str, *roles: str, **more: object) -> UUID:
    """A policy, made by the system: about a group where ``value`` is a distinguished name, else about a person."""
    kind = PolicyType.GROUP if "=" in value else PolicyType.USER
    draft = PolicyDraft(type=kind, value=value, roles=roles, **more)  # type: ignore[arg-type] # values of a draft
    return await house.do(SYSTEM, lambda work: create_policy(work, draft))


async def member(
    house: House, name: str, profile: LdapProfile, groups: list[str] | None, *, roles: tuple[str, ...] = ()
) -> UUID:
    """An account of a directory that was last seen in these groups; ``None`` where that was not told."""
    seen = None if groups is None else orjson.dumps([[group, []] for group in groups]).decode()
    return await person(house, name, profile, *roles, groups_json=seen)


async def sign_in(house: House, user_id: UUID) -> Followed | None:
    """What a sign-in does to the roles of an account; ``None`` where it is refused or keeps what there is."""

    async def decided(work: Work) -> Followed | None:
        user = await User.select_for_update().get(id=user_id)
        (account,) = accounts_of(await stored_accounts([user_id]))
        assert user.source_id is not None
        rules, policies = await profile_rules(user.source_id), await policies_in_force()
        decision = decide_roles(account.person, rules, policies, (await current(DirectorySettings)).policy_resolution)
        return None if decision.keeps or decision.is_refused else await follow(work, user, decision.roles)

    return await house.do(SYSTEM, decided)


async def roles_held(user_id: UUID) -> set[str]:
    """Names of the roles that an account holds, from whatever source."""
    return {grant.role.name for grant in await RoleGrant.filter(user_id=user_id).select_related("role")}


async def role_id(name: str) -> UUID:
    """The key of a role."""
    return (await Role.get(name_key=name)).id
