"""The OpenLDAP server of tests as a stored profile, and its people as accounts."""

from typing import Any
from uuid import UUID

import orjson

from auth.vault import Purpose
from models.ldap_profile import GroupLookup, LdapProfile
from tests.support.house import House
from tests.support.keys import INSTALLATION
from tests.support.profiles import person, profile_row
from tests.support.slapd import Slapd
from tests.support.slapd_people import PEOPLE


async def slapd_profile(slapd: Slapd, **columns: Any) -> LdapProfile:  # noqa: ANN401 — columns of a row
    """A profile of the server that is switched on and looks groups up by ``memberOf``."""
    known = slapd.directory()
    row: dict[str, Any] = {
        "servers_json": orjson.dumps([[server.host, server.port] for server in known.servers]).decode(),
        "ca_certificate": known.ca_certificate,
        "bind_dn": known.bind_dn,
        "bind_password_sealed": INSTALLATION.vault.seal(Purpose.LDAP_BIND, known.bind_password),
        "base_dn": known.base_dn,
        "group_lookup": GroupLookup.MEMBER_OF,
        "primary_group": False,
    }
    return await profile_row("slapd", **(row | columns))


async def account_of(house: House, slapd: Slapd, profile: LdapProfile, uid: str, *roles: str) -> UUID:
    """An account of somebody in the server, as a first sign-in would have linked it."""
    dn = f"uid={uid},{PEOPLE}"
    return await person(house, uid, profile, *roles, subject=slapd.entry_uuid(dn), dn=dn)
