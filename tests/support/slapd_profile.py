"""Real directories of tests as stored profiles, and their people as accounts."""

from typing import Any
from uuid import UUID

import orjson

from auth.sources.directory import Directory
from auth.vault import Purpose
from models.ldap_profile import GroupLookup, LdapProfile
from models.role import Role
from tests.support.house import House
from tests.support.keys import INSTALLATION
from tests.support.profiles import person, profile_row
from tests.support.slapd import Slapd
from tests.support.slapd_people import PEOPLE


async def stored(known: Directory, **columns: Any) -> LdapProfile:  # noqa: ANN401 — columns of a row
    """A profile by which this directory is talked to: it is on, looks groups up by ``memberOf``, makes viewers."""
    row: dict[str, Any] = {
        "servers_json": orjson.dumps([[server.host, server.port] for server in known.servers]).decode(),
        "ca_certificate": known.ca_certificate,
        "bind_dn": known.bind_dn,
        "bind_password_sealed": INSTALLATION.vault.seal(Purpose.LDAP_BIND, known.bind_password),
        "base_dn": known.base_dn,
        "user_filter": known.user_filter,
        "group_lookup": GroupLookup.MEMBER_OF,
        "primary_group": known.primary_group,
        "username_attribute": known.attributes.username,
        "first_name_attribute": known.attributes.first_name,
        "last_name_attribute": known.attributes.last_name,
        "email_attribute": known.attributes.email,
        "id_attribute": known.attributes.id,
        "user_role_id": (await Role.get(name_key="viewer")).id,
        "connect_timeout_seconds": known.connect_timeout_seconds,
        "total_timeout_seconds": known.total_timeout_seconds,
    }
    return await profile_row(known.name, **(row | columns))


async def slapd_profile(slapd: Slapd, **columns: Any) -> LdapProfile:  # noqa: ANN401 — columns of a row
    """A profile of the OpenLDAP server."""
    return await stored(slapd.directory(), **columns)


async def account_of(house: House, slapd: Slapd, profile: LdapProfile, uid: str, *roles: str) -> UUID:
    """An account of somebody in the server, as a first sign-in would have linked it."""
    dn = f"uid={uid},{PEOPLE}"
    return await person(house, uid, profile, *roles, subject=slapd.entry_uuid(dn), dn=dn)
