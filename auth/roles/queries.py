"""Reads roles."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from auth.actor import Actor
from auth.paging import Order, Page, PageRequest, page_of
from auth.permissions import EVERY_KNOWN_SCOPE, EVERY_SCOPE, Scope, demand, spelled_out
from auth.roles.rules import RoleFacts, effective_scopes
from auth.selection import NOT_LOADED
from auth.texts import canonical
from models.permission import RegisteredScope
from models.role import Role, RoleParent, RoleScope

BY_NAME = Order("name", "r.name_key")


@dataclass(slots=True)
class RoleRow:
    """A role as a caller reads it; what was not asked for is ``NOT_LOADED``, and showing it is a fault."""

    id: UUID
    name: str
    description: str
    level: int
    api_only: bool
    licensed: bool
    mfa_required: bool
    built_in: bool
    created_at: datetime
    updated_at: datetime
    version: int
    scopes: list[str] | Any = NOT_LOADED
    effective_scopes: list[str] | Any = NOT_LOADED
    parents: list[str] | Any = NOT_LOADED


async def catalogue() -> dict[UUID, RoleFacts]:
    """Every role by its id. Roles are few (tens), so decisions take them whole. No permission is asked."""
    scopes, parents = await _related()
    return {role.id: _facts(role, scopes, parents) for role in await Role.all()}


async def locked_catalogue() -> dict[UUID, RoleFacts]:
    """As ``catalogue``, with the roles locked until the unit of work ends, so that what is decided still holds.

    Whoever waited for the lock has to look again: its own statement does not see roles that were made meanwhile.
    """
    await Role.all().order_by("id").select_for_update()
    return await catalogue()


def by_name(roles: Mapping[UUID, RoleFacts], name: str) -> RoleFacts | None:
    """The role of that name, without regard to case."""
    key = canonical(name)
    return next((role for role in roles.values() if canonical(role.name) == key), None)


async def all_rows() -> list[RoleRow]:
    """Every role, the most powerful first. No permission is asked: signed-in callers may read them."""
    scopes, parents = await _related()
    rows = await Role.all().order_by("-level", "name_key")
    facts = {role.id: _facts(role, scopes, parents) for role in rows}
    return [_row(role, facts) for role in rows]


async def list_roles(actor: Actor, page: PageRequest) -> Page[RoleRow]:
    """One page of the roles by name. Raises ``BadInput``, ``Forbidden``."""
    demand(actor, "roles", Scope.ROLES_READ)
    return page_of(await all_rows(), BY_NAME, page, lambda row: (canonical(row.name), row.id))


async def count_roles(actor: Actor) -> int:
    """How many roles there are."""
    demand(actor, "roles", Scope.ROLES_READ)
    return await Role.all().count()


async def role_by_id(actor: Actor, role_id: UUID) -> RoleRow | None:
    """One role, or ``None``."""
    demand(actor, "role", Scope.ROLES_READ)
    return (await rows_of([role_id])).get(role_id)


async def role_by_name(actor: Actor, name: str) -> RoleRow | None:
    """The role of that name, without regard to case; or ``None``."""
    demand(actor, "role", Scope.ROLES_READ)
    return next((row for row in await all_rows() if canonical(row.name) == canonical(name)), None)


async def rows_of(role_ids: Collection[UUID]) -> dict[UUID, RoleRow]:
    """The named roles by id."""
    return {row.id: row for row in await all_rows() if row.id in role_ids}


async def _related() -> tuple[dict[UUID, frozenset[str]], dict[UUID, set[UUID]]]:
    scopes: dict[UUID, set[str]] = defaultdict(set)
    parents: dict[UUID, set[UUID]] = defaultdict(set)
    for row in await RoleScope.all():
        scopes[row.role_id].add(row.scope)
    known = await known_scopes() if any(EVERY_SCOPE in own for own in scopes.values()) else frozenset[str]()
    for link in await RoleParent.all():
        parents[link.role_id].add(link.parent_id)
    return {role_id: spelled_out(frozenset(own), known) for role_id, own in scopes.items()}, parents


async def known_scopes() -> frozenset[str]:
    """Every scope there is: Gatehouse's own and those that the product registered."""
    return EVERY_KNOWN_SCOPE | {scope.name for scope in await RegisteredScope.all()}


def _facts(role: Role, scopes: Mapping[UUID, frozenset[str]], parents: Mapping[UUID, Iterable[UUID]]) -> RoleFacts:
    return RoleFacts(
        id=role.id,
        name=role.name,
        level=role.level,
        scopes=scopes.get(role.id, frozenset()),
        parents=frozenset(parents.get(role.id, ())),
        api_only=role.api_only,
        built_in=role.built_in,
        licensed=role.licensed,
    )


def _row(role: Role, facts: Mapping[UUID, RoleFacts]) -> RoleRow:
    own = facts[role.id]
    return RoleRow(
        id=role.id,
        name=role.name,
        description=role.description,
        level=role.level,
        api_only=role.api_only,
        licensed=role.licensed,
        mfa_required=role.mfa_required,
        built_in=role.built_in,
        created_at=role.created_at,
        updated_at=role.updated_at,
        version=role.version,
        scopes=sorted(own.scopes),
        effective_scopes=sorted(effective_scopes(role.id, facts)),
        parents=sorted(facts[parent].name for parent in own.parents),
    )
