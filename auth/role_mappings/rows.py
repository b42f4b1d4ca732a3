"""Role mappings as callers read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from auth.actor import Actor
from auth.paging import Order, Page, PageRequest, page_of
from auth.permissions import Scope, demand
from auth.reading import Row, Statement, boolean, fetch, instant, key
from auth.role_grants import in_force
from auth.selection import NOT_LOADED, Selection
from models.identity_provider import GroupMatch
from models.role import GrantSource

BY_PROVIDER = Order("provider", "p.position")

_MAPPINGS = """
SELECT m.id, m.provider_id, p.position, p.name, m.kind, m.value, r.name, m.is_enabled, m.description, m.created_at,
       m.updated_at, m.version
FROM role_mappings m JOIN identity_providers p ON p.id = m.provider_id JOIN roles r ON r.id = m.role_id
"""


@dataclass(slots=True)
class MappingRow:
    """A mapping as a caller reads it; what was not asked for is ``NOT_LOADED``, and showing it is a fault.

    Attributes:
        provider_position: Mappings are listed by it, and each provider's in the order in which they were made.
        account_count: How many accounts hold a role by it.
    """

    id: UUID
    provider_id: UUID
    provider_position: int
    provider_name: str
    kind: GroupMatch
    value: str
    role: str
    is_enabled: bool
    description: str
    created_at: datetime
    updated_at: datetime
    version: int
    account_count: int | Any = NOT_LOADED


@dataclass(frozen=True, slots=True)
class MappingFilter:
    """Which mappings to list; everything given must hold.

    Attributes:
        role: The name of the role that they give, without regard to case.
    """

    provider_id: UUID | None = None
    kind: GroupMatch | None = None
    role: str | None = None
    is_enabled: bool | None = None

    def wants(self, row: MappingRow) -> bool:
        """Whether a mapping is listed."""
        return (
            (self.provider_id is None or row.provider_id == self.provider_id)
            and (self.kind is None or row.kind is self.kind)
            and (self.role is None or row.role.casefold() == self.role.casefold())
            and (self.is_enabled is None or row.is_enabled is self.is_enabled)
        )


EVERY_MAPPING = MappingFilter()


async def list_mappings(
    actor: Actor, page: PageRequest, selection: Selection, wanted: MappingFilter = EVERY_MAPPING
) -> Page[MappingRow]:
    """One page of the mappings, by provider. Raises ``BadInput``, ``Forbidden``."""
    demand(actor, "roleMappings", Scope.SSO_READ)
    rows = [row for row in await all_mappings(selection, wanted.provider_id) if wanted.wants(row)]
    return page_of(rows, BY_PROVIDER, page, lambda row: (f"{row.provider_position:05d}", row.id))


async def count_mappings(actor: Actor, wanted: MappingFilter = EVERY_MAPPING) -> int:
    """How many there are."""
    demand(actor, "roleMappings", Scope.SSO_READ)
    return sum(wanted.wants(row) for row in await all_mappings({}, wanted.provider_id))


async def mapping_by_id(actor: Actor, mapping_id: UUID, selection: Selection) -> MappingRow | None:
    """One mapping, or ``None``."""
    demand(actor, "roleMapping", Scope.SSO_READ)
    return next((row for row in await all_mappings(selection) if row.id == mapping_id), None)


async def all_mappings(selection: Selection, provider_id: UUID | None = None) -> Sequence[MappingRow]:
    """Every mapping, or those of a provider, by provider, in the order in which they were made; they are few.

    No permission is asked: what leads here was guarded.
    """
    statement = Statement().add(_MAPPINGS)
    if provider_id is not None:
        statement.add(f"WHERE m.provider_id = {statement.bind(provider_id)}")
    rows = sorted(map(_row, await fetch(statement)), key=lambda row: (row.provider_position, row.id))
    if "account_count" in selection:
        holders = await _holders()
        for row in rows:
            row.account_count = holders.get(row.id, 0)
    return rows


async def _holders() -> dict[UUID, int]:
    statement = Statement()
    source = statement.bind(GrantSource.MAPPING.value)
    statement.add("SELECT g.owner_id, count(DISTINCT g.user_id) FROM role_grants g")
    statement.add(f"WHERE g.source = {source} AND {in_force(statement)} GROUP BY g.owner_id")
    return {key(owner_id): count for owner_id, count in await fetch(statement)}


def _row(row: Row) -> MappingRow:
    id_, provider_id, position, provider_name, kind, value, role, is_enabled, description, created, updated, version = (
        row
    )
    return MappingRow(
        id=key(id_),
        provider_id=key(provider_id),
        provider_position=position,
        provider_name=provider_name,
        kind=GroupMatch(kind),
        value=value,
        role=role,
        is_enabled=boolean(is_enabled),
        description=description,
        created_at=instant(created),
        updated_at=instant(updated),
        version=version,
    )
