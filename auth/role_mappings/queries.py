"""Reads mappings and what providers say of roles, as they decide."""

from uuid import UUID

import orjson

from auth.errors import NotFound
from auth.policies.rules import RoleGiven
from auth.reading import Row, Statement, boolean, fetch, key
from auth.role_mappings.rules import MappingFacts, ProviderRules
from models.identity_provider import GroupMatch
from models.ldap_profile import RolesFollow

_MAPPINGS = """
SELECT m.id, m.provider_id, m.kind, m.value, m.is_enabled, r.id, r.name, r.level
FROM role_mappings m JOIN roles r ON r.id = m.role_id
"""

_PROVIDERS = """
SELECT p.id, p.name, p.refuses_unmatched, p.required_group, p.email_domains_json, p.roles_follow, r.id, r.name, r.level
FROM identity_providers p LEFT JOIN roles r ON r.id = p.default_role_id
"""


async def mappings_in_force(provider_id: UUID | None = None) -> list[MappingFacts]:
    """Every mapping of a provider, or of all; those that are off too: they decide nothing, and it is told of them.

    One statement, in order of value. No permission is asked.
    """
    statement = Statement().add(_MAPPINGS)
    if provider_id is not None:
        statement.add(f"WHERE m.provider_id = {statement.bind(provider_id)}")
    return [_mapping(row) for row in await fetch(statement.add("ORDER BY m.value, m.id"))]


async def provider_rules(provider_id: UUID) -> ProviderRules:
    """What a provider says of roles. Raises ``NotFound`` where there is no such provider (any more)."""
    statement = Statement().add(_PROVIDERS)
    rows = await fetch(statement.add(f"WHERE p.id = {statement.bind(provider_id)}"))
    if not rows:
        raise NotFound("identity provider", "provider")
    return _provider(rows[0])


async def all_provider_rules() -> dict[UUID, ProviderRules]:
    """What every provider says of roles, by its id. One statement."""
    return {key(row[0]): _provider(row) for row in await fetch(Statement().add(_PROVIDERS))}


def _mapping(row: Row) -> MappingFacts:
    id_, provider_id, kind, value, is_enabled, *role = row
    return MappingFacts(key(id_), key(provider_id), GroupMatch(kind), value, _role(role), boolean(is_enabled))


def _provider(row: Row) -> ProviderRules:
    id_, name, refuses_unmatched, required_group, domains_json, roles_follow, *role = row
    return ProviderRules(
        id=key(id_),
        name=name,
        default_role=_role(role) if role[0] else None,
        refuses_unmatched=boolean(refuses_unmatched),
        required_group=required_group,
        email_domains=tuple(sorted(orjson.loads(domains_json))),
        follow=RolesFollow(roles_follow),
    )


def _role(row: Row) -> RoleGiven:
    id_, name, level = row
    return RoleGiven(key(id_), name, level)
