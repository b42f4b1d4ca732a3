"""Policies as callers read them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from auth.actor import Actor
from auth.paging import Order, Page, PageRequest, page_of
from auth.permissions import Scope, demand
from auth.reading import Row, Statement, boolean, fetch, instant, key, optional_key
from auth.role_grants import in_force
from auth.selection import NOT_LOADED, Selection
from models.policy import PolicyType
from models.role import GrantSource

BY_POSITION = Order("position", "p.position")

_POLICIES = """
SELECT p.id, p.type, p.value, p.profile_id, l.name, p.position, p.is_enabled, p.description, p.created_at,
       p.updated_at, p.version
FROM policies p LEFT JOIN ldap_profiles l ON l.id = p.profile_id ORDER BY p.position
"""

_ROLES = "SELECT o.policy_id, r.name FROM policy_roles o JOIN roles r ON r.id = o.role_id ORDER BY r.name_key"


@dataclass(slots=True)
class PolicyRow:
    """A policy as a caller reads it; what was not asked for is ``NOT_LOADED``, and showing it is a fault.

    Attributes:
        roles: Names of the roles that it gives.
        account_count: How many accounts hold a role by it.
    """

    id: UUID
    type: PolicyType
    value: str
    profile_id: UUID | None
    profile_name: str | None
    position: int
    is_enabled: bool
    description: str
    created_at: datetime
    updated_at: datetime
    version: int
    roles: list[str]
    account_count: int | Any = NOT_LOADED


@dataclass(frozen=True, slots=True)
class PolicyFilter:
    """Which policies to list; everything given must hold.

    Attributes:
        profile_id: Those that count for this directory: about it alone, or about all.
    """

    type: PolicyType | None = None
    profile_id: UUID | None = None
    is_enabled: bool | None = None

    def wants(self, row: PolicyRow) -> bool:
        """Whether a policy is listed."""
        return (
            (self.type is None or row.type is self.type)
            and (self.profile_id is None or row.profile_id in {None, self.profile_id})
            and (self.is_enabled is None or row.is_enabled is self.is_enabled)
        )


EVERY_POLICY = PolicyFilter()


async def list_policies(
    actor: Actor, page: PageRequest, selection: Selection, wanted: PolicyFilter = EVERY_POLICY
) -> Page[PolicyRow]:
    """One page of the policies by position. Raises ``BadInput``, ``Forbidden``."""
    demand(actor, "policies", Scope.LDAP_READ)
    rows = [row for row in await all_policies(selection) if wanted.wants(row)]
    return page_of(rows, BY_POSITION, page, lambda row: (f"{row.position:05d}", row.id))


async def count_policies(actor: Actor, wanted: PolicyFilter = EVERY_POLICY) -> int:
    """How many there are."""
    demand(actor, "policies", Scope.LDAP_READ)
    return sum(wanted.wants(row) for row in await all_policies({}))


async def policy_by_id(actor: Actor, policy_id: UUID, selection: Selection) -> PolicyRow | None:
    """One policy, or ``None``."""
    demand(actor, "policy", Scope.LDAP_READ)
    return next((row for row in await all_policies(selection) if row.id == policy_id), None)


async def all_policies(selection: Selection) -> Sequence[PolicyRow]:
    """Every policy by position; they are few. No permission is asked: what leads here was guarded."""
    roles: dict[UUID, list[str]] = defaultdict(list)
    for policy_id, name in await fetch(Statement().add(_ROLES)):
        roles[key(policy_id)].append(name)
    rows = [_row(row, roles[key(row[0])]) for row in await fetch(Statement().add(_POLICIES))]
    if "account_count" in selection:
        holders = await _holders()
        for row in rows:
            row.account_count = holders.get(row.id, 0)
    return rows


async def _holders() -> dict[UUID, int]:
    statement = Statement()
    source = statement.bind(GrantSource.POLICY.value)
    statement.add("SELECT g.owner_id, count(DISTINCT g.user_id) FROM role_grants g")
    statement.add(f"WHERE g.source = {source} AND {in_force(statement)} GROUP BY g.owner_id")
    return {key(owner_id): count for owner_id, count in await fetch(statement)}


def _row(row: Row, roles: list[str]) -> PolicyRow:
    id_, type_, value, profile_id, profile_name, position, is_enabled, description, created, updated, version = row
    return PolicyRow(
        id=key(id_),
        type=PolicyType(type_),
        value=value,
        profile_id=optional_key(profile_id),
        profile_name=profile_name,
        position=position,
        is_enabled=boolean(is_enabled),
        description=description,
        created_at=instant(created),
        updated_at=instant(updated),
        version=version,
        roles=roles,
    )
