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
from auth.policies.rules import ProfileRules, RoleGiven, canonical_dn
from auth.roles.queries import by_name
from auth.roles.rules import RoleFacts
from auth.sources.directory import Attributes, Directory
from auth.texts import canonical
from models.ldap_profile import LdapProfile

_OTHERWISE = frozenset({"name", "servers", "has_bind_password", "manage_role", "user_role"})
_SAME = tuple(item.name for item in fields(ProfileValues) if item.name not in _OTHERWISE)
"""What a row has by the same name and in the same form."""


def values_of(row: LdapProfile, roles: Mapping[UUID, RoleFacts]) -> ProfileValues:
    """The values of a row."""
    return ProfileValues(**told_by(row, {role_id: role.name for role_id, role in roles.items()}))


def told_by(row: LdapProfile, roles: Mapping[UUID, str]) -> dict[str, Any]:
    """The values of a row by their names; ``roles`` are names of roles."""
    told: dict[str, Any] = {name: getattr(row, name) for name in _SAME}
    told |= {"name": row.name, "servers": servers_of(row.servers_json)}
    told["has_bind_password"] = bool(row.bind_password_sealed)
    told["manage_role"] = roles[row.manage_role_id] if row.manage_role_id else None
    told["user_role"] = roles[row.user_role_id] if row.user_role_id else None
    return told


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


def directory_from(values: ProfileValues, profile_id: UUID, bind_password: str) -> Directory:
    """Values as the client needs them; a base DN that is not known yet is empty."""
    return Directory(
        id=profile_id,
        name=values.name,
        servers=values.servers,
        connection=values.connection,
        ca_certificate=values.ca_certificate,
        checks_host_name=values.checks_host_name,
        bind_dn=values.bind_dn,
        bind_password=bind_password,
        base_dn=values.base_dn,
        user_filter=values.user_filter,
        group_lookup=values.group_lookup,
        group_filter=values.group_filter,
        group_base_dn=values.group_base_dn or values.base_dn,
        group_depth=values.group_depth,
        primary_group=values.primary_group,
        attributes=Attributes(
            username=values.username_attribute,
            first_name=values.first_name_attribute,
            last_name=values.last_name_attribute,
            email=values.email_attribute,
            id=values.id_attribute,
        ),
        emails_verified=values.emails_verified,
        connect_timeout_seconds=values.connect_timeout_seconds,
        total_timeout_seconds=values.total_timeout_seconds,
    )


def rules_from(values: ProfileValues, profile_id: UUID, roles: Mapping[UUID, RoleFacts]) -> ProfileRules:
    """What values say of roles, as policies decide by them."""
    given = [by_name(roles, name) if name is not None else None for name in (values.manage_role, values.user_role)]
    manage, user = (RoleGiven(role.id, role.name, role.level) if role else None for role in given)
    return ProfileRules(
        id=profile_id,
        name=values.name,
        manage_role=manage,
        manage_group_key=canonical_dn(values.manage_group_dn) if values.manage_group_dn else None,
        user_role=user,
        refuses_unmatched=values.refuses_unmatched,
        follow=values.roles_follow,
    )


def _role_id(name: str | None, roles: Mapping[UUID, RoleFacts]) -> UUID | None:
    role = by_name(roles, name) if name is not None else None
    return role.id if role else None
