"""Directory profiles as callers see them: everything but the password."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from auth.actor import Actor
from auth.ldap_profiles.rules import ProfileValues, ProfileWarning, warnings_of
from auth.ldap_profiles.values import told_by
from auth.paging import Order, Page, PageRequest, page_of
from auth.permissions import Scope, demand
from auth.reading import Statement, fetch, key
from auth.selection import NOT_LOADED, Selection
from auth.texts import canonical
from models.ldap_profile import LdapProfile
from models.role import Role
from models.user import AuthMethod

BY_POSITION = Order("position", "p.position")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileRow(ProfileValues):
    """A profile as a caller reads it; what was not asked for is ``NOT_LOADED``, and showing it is a fault.

    Attributes:
        account_count: Accounts that it checks, inactive ones too.
        policy_count: Policies that are about it alone.
    """

    id: UUID
    position: int
    is_enabled: bool
    warnings: list[ProfileWarning]
    created_at: datetime
    updated_at: datetime
    version: int
    account_count: int | Any = NOT_LOADED
    policy_count: int | Any = NOT_LOADED


async def list_profiles(actor: Actor, page: PageRequest, selection: Selection) -> Page[ProfileRow]:
    """One page of the profiles in their order. Raises ``BadInput``, ``Forbidden``."""
    demand(actor, "ldapProfiles", Scope.LDAP_READ)
    return page_of(await _rows(selection), BY_POSITION, page, lambda row: (f"{row.position:010d}", row.id))


async def count_profiles(actor: Actor) -> int:
    """How many there are."""
    demand(actor, "ldapProfiles", Scope.LDAP_READ)
    return await LdapProfile.all().count()


async def profile_by_id(actor: Actor, profile_id: UUID, selection: Selection) -> ProfileRow | None:
    """One profile, or ``None``."""
    demand(actor, "ldapProfile", Scope.LDAP_READ)
    return next((row for row in await _rows(selection) if row.id == profile_id), None)


async def profile_by_name(actor: Actor, name: str, selection: Selection) -> ProfileRow | None:
    """The profile of that name, without regard to case; or ``None``."""
    demand(actor, "ldapProfile", Scope.LDAP_READ)
    return next((row for row in await _rows(selection) if canonical(row.name) == canonical(name)), None)


async def rows_of(profile_ids: Sequence[UUID], selection: Selection) -> list[ProfileRow]:
    """The named profiles, in their order. No permission is asked: what leads here was guarded."""
    return [row for row in await _rows(selection) if row.id in profile_ids]


async def _rows(selection: Selection) -> list[ProfileRow]:
    """Every profile; they are few. One statement for each relation that is wanted."""
    roles = {role.id: role.name for role in await Role.all().only("id", "name")}
    profiles = await LdapProfile.all().order_by("position")
    counts = {
        name: await count()
        for name, count in (("account_count", _accounts), ("policy_count", _policies))
        if name in selection and profiles
    }
    return [
        _row(profile, roles, {name: each.get(profile.id, 0) for name, each in counts.items()}) for profile in profiles
    ]


async def _accounts() -> dict[UUID, int]:
    statement = Statement()
    method = statement.bind(AuthMethod.LDAP.value)
    statement.add(f"SELECT u.source_id, count(*) FROM users u WHERE u.auth_method = {method}")
    rows = await fetch(statement.add("AND u.source_id IS NOT NULL GROUP BY u.source_id"))
    return {key(source_id): count for source_id, count in rows}


async def _policies() -> dict[UUID, int]:
    text = "SELECT profile_id, count(*) FROM policies WHERE profile_id IS NOT NULL GROUP BY profile_id"
    return {key(profile_id): count for profile_id, count in await fetch(Statement().add(text))}


def _row(profile: LdapProfile, roles: Mapping[UUID, str], counts: Mapping[str, Any]) -> ProfileRow:
    warnings = warnings_of(
        profile.connection,
        checks_host_name=profile.checks_host_name,
        has_manage_role=profile.manage_role_id is not None,
        has_manage_group=profile.manage_group_dn is not None,
    )
    return ProfileRow(
        id=profile.id,
        position=profile.position,
        is_enabled=profile.is_enabled,
        warnings=warnings,
        created_at=profile.created_at,
        updated_at=profile.updated_at,
        version=profile.version,
        **told_by(profile, roles),
        **counts,
    )
