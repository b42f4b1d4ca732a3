"""Why accounts hold their roles: the grants of many accounts at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeAlias, TypeVar, assert_never
from uuid import UUID

from auth.reading import Row, Statement, fetch, instant, key, optional_instant, optional_key
from auth.role_grants import in_force
from auth.roles.queries import RoleRow, all_rows
from auth.roles.rules import RoleFacts
from auth.users.rules import mapping_rule, policy_rule, profile_rule, provider_rule
from models.role import GrantSource

BY_DEFAULT = "defaultRole of account settings"
POLICY_GONE = "a policy that was deleted"
PROFILE_GONE = "a directory profile that was deleted"
MAPPING_GONE = "a role mapping that was deleted"
PROVIDER_GONE = "an identity provider that was deleted"

_GRANTS = """
SELECT g.user_id, g.role_id, g.source, g.granted_at, g.granted_by_id, g.reason, g.expires_at, g.last_confirmed_at,
       p.position, p.value, l.name, g.role_id = l.manage_role_id, g.role_id = l.user_role_id, m.value, i.name
FROM role_grants g
LEFT JOIN policies p ON g.source = 'POLICY' AND p.id = g.owner_id
LEFT JOIN ldap_profiles l ON g.source = 'PROFILE' AND l.id = g.owner_id
LEFT JOIN role_mappings m ON g.source = 'MAPPING' AND m.id = g.owner_id
LEFT JOIN identity_providers i ON i.id = m.provider_id OR (g.source = 'PROVIDER' AND i.id = g.owner_id)
"""

_POSITION, _PROFILE, _PROVIDER = 0, 2, 6
"""Where among the columns of owners stands what tells that one is there."""

RoleT = TypeVar("RoleT", RoleRow, RoleFacts)


@dataclass(frozen=True, slots=True)
class HeldRole(Generic[RoleT]):
    """One role that an account holds, and who gave it.

    Attributes:
        role: As callers read it, or as it decides.
        rule: What decided; ``None`` where a person did. A policy, profile, mapping or provider that is gone gives it no
            more: the next sign-in takes it away.
        is_owned: Whether a policy, profile, mapping or provider that there is gives it, and would give it again.
        reason: What whoever gave it said about it.
        expires_at: When it ends by itself; ``None`` for never.
        last_confirmed_at: When its source last found that it still applies; ``None`` where nothing asks again.
    """

    role: RoleT
    source: GrantSource
    rule: str | None
    is_owned: bool
    granted_at: datetime
    granted_by_id: UUID | None
    reason: str | None
    expires_at: datetime | None
    last_confirmed_at: datetime | None


RoleGrantRow: TypeAlias = HeldRole[RoleRow]
"""A grant as a caller reads it."""


async def grants_of(user_ids: Sequence[UUID]) -> dict[UUID, list[RoleGrantRow]]:
    """The grants of each account that have not ended, the most powerful role first."""
    return await grants_among(user_ids, {row.id: row for row in await all_rows()})


async def grants_among(user_ids: Sequence[UUID], roles: Mapping[UUID, RoleT]) -> dict[UUID, list[HeldRole[RoleT]]]:
    """As ``grants_of``, with all roles as they were read before. One statement."""
    statement = Statement().add(_GRANTS)
    statement.add(f"WHERE {statement.among('g.user_id', user_ids)} AND {in_force(statement)}")
    found: dict[UUID, list[HeldRole[RoleT]]] = defaultdict(list)
    for user_id, *row in await fetch(statement):
        found[key(user_id)].append(_grant(row, roles))
    for grants in found.values():
        grants.sort(key=lambda grant: (-grant.role.level, grant.role.name, grant.source))
    return found


def _grant(row: Row, roles: Mapping[UUID, RoleT]) -> HeldRole[RoleT]:
    role_id, source, granted_at, granted_by_id, reason, expires_at, last_confirmed_at, *owner = row
    return HeldRole(
        role=roles[key(role_id)],
        source=GrantSource(source),
        rule=_rule(GrantSource(source), owner),
        is_owned=any(owner[each] is not None for each in (_POSITION, _PROFILE, _PROVIDER)),
        granted_at=instant(granted_at),
        granted_by_id=optional_key(granted_by_id),
        reason=reason,
        expires_at=optional_instant(expires_at),
        last_confirmed_at=optional_instant(last_confirmed_at),
    )


def _rule(source: GrantSource, owner: Row) -> str | None:
    position, value, profile, manages, is_default, group, provider = owner
    match source:
        case GrantSource.BY_HAND:
            rule = None
        case GrantSource.DEFAULT:
            rule = BY_DEFAULT
        case GrantSource.POLICY:
            rule = POLICY_GONE if position is None else policy_rule(position, value)
        case GrantSource.PROFILE if profile is None:
            rule = PROFILE_GONE
        case GrantSource.PROFILE:
            rule = profile_rule(profile, manages=bool(manages), is_default=bool(is_default))
        case GrantSource.MAPPING:
            rule = MAPPING_GONE if provider is None else mapping_rule(provider, group)
        case GrantSource.PROVIDER:
            rule = PROVIDER_GONE if provider is None else provider_rule(provider)
        case _:
            assert_never(source)
    return rule
