"""Reads policies and what profiles say of roles: as they decide, and as people see them."""

from collections import defaultdict
from uuid import UUID

from auth.errors import NotFound
from auth.policies.next_sign_in import RuleSet
from auth.policies.rules import PolicyFacts, ProfileRules, RoleGiven, canonical_dn
from auth.reading import Row, Statement, boolean, fetch, key, optional_key
from auth.role_mappings.queries import all_provider_rules, mappings_in_force
from auth.settings.pages import DirectorySettings
from auth.settings.queries import current
from models.ldap_profile import RolesFollow
from models.policy import PolicyType

_POLICIES = """
SELECT p.id, p.type, p.value, p.value_key, p.profile_id, p.position, p.is_enabled FROM policies p ORDER BY p.position
"""

_ROLES = """
SELECT o.policy_id, r.id, r.name, r.level FROM policy_roles o JOIN roles r ON r.id = o.role_id ORDER BY r.name_key
"""

_PROFILES = """
SELECT l.id, l.name, l.manage_group_dn, l.refuses_unmatched, l.roles_follow,
       m.id, m.name, m.level, u.id, u.name, u.level
FROM ldap_profiles l LEFT JOIN roles m ON m.id = l.manage_role_id LEFT JOIN roles u ON u.id = l.user_role_id
"""


async def policies_in_force() -> list[PolicyFacts]:
    """Every policy by position, those that are off too: they decide nothing, and it is told of them. Two statements."""
    roles: dict[UUID, list[RoleGiven]] = defaultdict(list)
    for policy_id, *role in await fetch(Statement().add(_ROLES)):
        roles[key(policy_id)].append(_role(role))
    return [_policy(row, tuple(roles[key(row[0])])) for row in await fetch(Statement().add(_POLICIES))]


async def profile_rules(profile_id: UUID) -> ProfileRules:
    """What a profile says of roles. Raises ``NotFound`` where there is no such profile (any more)."""
    statement = Statement().add(_PROFILES)
    rows = await fetch(statement.add(f"WHERE l.id = {statement.bind(profile_id)}"))
    if not rows:
        raise NotFound("directory profile", "profile")
    return _profile(rows[0])


async def all_profile_rules() -> dict[UUID, ProfileRules]:
    """What every profile says of roles, by its id."""
    return {key(row[0]): _profile(row) for row in await fetch(Statement().add(_PROFILES))}


async def rules_in_force() -> RuleSet:
    """Everything that decides which roles directories and providers give. Six statements. No permission is asked."""
    resolution = (await current(DirectorySettings)).policy_resolution
    return RuleSet(
        await policies_in_force(),
        await all_profile_rules(),
        resolution,
        await mappings_in_force(),
        await all_provider_rules(),
    )


def _policy(row: Row, roles: tuple[RoleGiven, ...]) -> PolicyFacts:
    id_, type_, value, value_key, profile_id, position, is_enabled = row
    return PolicyFacts(
        id=key(id_),
        type=PolicyType(type_),
        value=value,
        value_key=value_key,
        profile_id=optional_key(profile_id),
        position=position,
        is_enabled=boolean(is_enabled),
        roles=roles,
    )


def _profile(row: Row) -> ProfileRules:
    id_, name, manage_group_dn, refuses_unmatched, roles_follow, *roles = row
    return ProfileRules(
        id=key(id_),
        name=name,
        manage_role=_role(roles[:3]) if roles[0] else None,
        manage_group_key=canonical_dn(manage_group_dn) if manage_group_dn else None,
        user_role=_role(roles[3:]) if roles[3] else None,
        refuses_unmatched=boolean(refuses_unmatched),
        follow=RolesFollow(roles_follow),
    )


def _role(row: Row) -> RoleGiven:
    id_, name, level = row
    return RoleGiven(key(id_), name, level)
