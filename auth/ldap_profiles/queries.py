"""Reads directory profiles: as the client needs them, with their passwords opened, and as callers see them."""

import logging
from typing import cast
from uuid import UUID

import orjson

from auth.reading import Statement, fetch, key, load
from auth.sources.directory import Attributes, Directory, Server
from auth.vault import Purpose, Unopenable, Vault
from models.ldap_profile import LdapProfile

_logger = logging.getLogger(__name__)


ANY_ENABLED = "EXISTS (SELECT 1 FROM ldap_profiles p WHERE p.is_enabled)"
"""The condition that a profile is switched on."""


async def enabled_profiles() -> list[UUID]:
    """Every profile that is switched on, in the order in which unknown names are looked for; no value of one is read.

    No permission is asked.
    """
    statement = Statement().add("SELECT p.id FROM ldap_profiles p WHERE p.is_enabled ORDER BY p.position")
    return [key(row[0]) for row in await fetch(statement)]


async def enabled_profile(profile_id: UUID) -> LdapProfile | None:
    """The row of a profile while it is switched on. No permission is asked."""
    rest = Statement()
    rows = await load(LdapProfile, rest.add(f"WHERE id = {rest.bind(profile_id)} AND is_enabled"))
    return rows[0] if rows else None


async def enabled_directory(profile_id: UUID, vault: Vault) -> Directory | None:
    """A profile as the client needs it, while it is switched on. No permission is asked.

    One whose password cannot be opened any more is as if it were off, and the log tells so.
    """
    row = await enabled_profile(profile_id)
    try:
        return await directory_of(row, vault) if row else None
    except Unopenable:
        _logger.exception("a directory profile is left out: its password was sealed with a secret key that is gone")
        return None


async def directory_of(row: LdapProfile, vault: Vault) -> Directory:
    """A profile as the client needs it. Raises ``Unopenable`` where the key of its password is gone."""
    sealed = row.bind_password_sealed
    return Directory(
        id=row.id,
        name=row.name,
        servers=servers_of(row.servers_json),
        connection=row.connection,
        ca_certificate=row.ca_certificate,
        checks_host_name=row.checks_host_name,
        bind_dn=row.bind_dn,
        bind_password=vault.open(Purpose.LDAP_BIND, sealed) if sealed else "",
        base_dn=row.base_dn,
        user_filter=row.user_filter,
        group_lookup=row.group_lookup,
        group_filter=row.group_filter,
        group_base_dn=row.group_base_dn or row.base_dn,
        group_depth=row.group_depth,
        primary_group=row.primary_group,
        attributes=Attributes(
            username=row.username_attribute,
            first_name=row.first_name_attribute,
            last_name=row.last_name_attribute,
            email=row.email_attribute,
            id=row.id_attribute,
        ),
        emails_verified=row.emails_verified,
        connect_timeout_seconds=row.connect_timeout_seconds,
        total_timeout_seconds=row.total_timeout_seconds,
    )


def servers_of(stored: str) -> tuple[Server, ...]:
    """The servers of a profile as its table keeps them: a list of ``[host, port]``."""
    return tuple(Server(host, port) for host, port in cast("list[tuple[str, int]]", orjson.loads(stored)))
