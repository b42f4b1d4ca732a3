"""Profiles as rows, as values and as the audit trail tells of them."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any
from uuid import UUID

import orjson

from auth.events import Target
from auth.ldap_profiles.certificates import fingerprint
from auth.ldap_profiles.events import SET, ProfileState
from auth.ldap_profiles.queries import servers_of
from auth.ldap_profiles.rules import ProfileValues
from auth.roles.queries import by_name
from auth.roles.rules import RoleFacts
from auth.texts import canonical
from models.ldap_profile import LdapProfile

_OTHERWISE = frozenset({"name", "servers", "has_bind_password", "manage_role", "user_role"})
_SAME = tuple(item.name for item in fields(ProfileValues) if item.name not in _OTHERWISE)
"""What a row has by the same name and in the same form."""


def values_of(row: LdapProfile, roles: Mapping[UUID, RoleFacts]) -> ProfileValues:
    """The values of a row."""
    same: dict[str, Any] = {name: getattr(row, name) for name in _SAME}
    return ProfileValues(
        name=row.name,
        servers=servers_of(row.servers_json),
        has_bind_password=row.bind_password_sealed is not None,
        manage_role=roles[row.manage_role_id].name if row.manage_role_id else None,
        user_role=roles[row.user_role_id].name if row.user_role_id else None,
        **same,
    )


def apply(row: LdapProfile, values: ProfileValues, roles: Mapping[UUID, RoleFacts]) -> None:
    """Writes values that were judged into a row; but for its password, which is not among them."""
    for name in _SAME:
        setattr(row, name, getattr(values, name))
    row.name, row.name_key = values.name, canonical(values.name)
    row.servers_json = orjson.dumps([[server.host, server.port] for server in values.servers]).decode()
    row.manage_role_id, row.user_role_id = _role_id(values.manage_role, roles), _role_id(values.user_role, roles)


def state_of(values: ProfileValues, bind_password: str | None = SET) -> ProfileState:
    """Values for the audit trail; ``bind_password`` is what it says of one where there is one."""
    same: dict[str, Any] = {name: getattr(values, name) for name in _SAME if name != "ca_certificate"}
    return ProfileState(
        name=values.name,
        servers=tuple(map(str, values.servers)),
        ca_certificate=fingerprint(values.ca_certificate),
        bind_password=bind_password if values.has_bind_password else None,
        manage_role=values.manage_role,
        user_role=values.user_role,
        **same,
    )


def target_of(row: LdapProfile) -> Target:
    """A profile as the audit trail names it."""
    return Target("LDAP_PROFILE", str(row.id), row.name)


def _role_id(name: str | None, roles: Mapping[UUID, RoleFacts]) -> UUID | None:
    role = by_name(roles, name) if name is not None else None
    return role.id if role else None
