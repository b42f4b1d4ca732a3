"""The people and groups of the small LDAP server, and the profile by which they are looked for."""

from typing import Any
from uuid import UUID

from auth.sources.directory import Attributes, Directory, Server
from models.ldap_profile import GroupLookup, LdapConnection
from tests.support.ldap_server import HOST, PASSWORD, SERVICE_DN, SERVICE_PASSWORD, SUFFIX, Entries, LdapServer, Values

PEOPLE = f"ou=people,{SUFFIX}"
GROUPS = f"ou=groups,{SUFFIX}"
ALICE, LONER, ROUND = f"uid=alice,{PEOPLE}", f"uid=loner,{PEOPLE}", f"uid=round,{PEOPLE}"
STAFF, OPERATORS, RED, BLUE = (f"cn={name},{GROUPS}" for name in ("staff", "operators", "red", "blue"))
PROFILE = UUID(int=7)
TWIN = "twin@example.test"


def directory(server: LdapServer, **changes: Any) -> Directory:  # noqa: ANN401 — fields of a directory
    """The profile of a server that is up."""
    fields: dict[str, Any] = {
        "id": PROFILE,
        "name": "small",
        "servers": (Server(HOST, server.port),),
        "connection": LdapConnection.INSECURE,
        "ca_certificate": None,
        "checks_host_name": True,
        "bind_dn": SERVICE_DN,
        "bind_password": SERVICE_PASSWORD,
        "base_dn": SUFFIX,
        "user_filter": "(uid={username})",
        "group_lookup": GroupLookup.RECURSIVE,
        "group_filter": "(member={user_dn})",
        "group_base_dn": GROUPS,
        "group_depth": 5,
        "primary_group": True,
        "attributes": Attributes("uid", "givenName", "sn", "mail", "entryUUID"),
        "emails_verified": False,
        "connect_timeout_seconds": 1,
        "total_timeout_seconds": 2,
    }
    return Directory(**(fields | changes))


def person(name: str, number: int, *groups: str, **more: Values) -> dict[str, Values]:
    return {
        "objectClass": ["inetOrgPerson"],
        "uid": [name],
        "givenName": [name.title()],
        "sn": ["Example"],
        "mail": [f"{name}@example.test"],
        "entryUUID": [str(UUID(int=number))],
        "memberOf": list(groups),
        **more,
    }


def group(*members: str, within: tuple[str, ...] = ()) -> dict[str, Values]:
    return {"objectClass": ["groupOfNames"], "member": list(members), "memberOf": list(within)}


def everybody() -> Entries:
    """Alice is in staff, which is in operators; red and blue are in each other."""
    return {
        SUFFIX: {"objectClass": ["domain"]},
        GROUPS: {"objectClass": ["organizationalUnit"]},
        ALICE: person("alice", 1, STAFF),
        LONER: person("loner", 2),
        ROUND: person("round", 3, RED),
        f"uid=twin1,{PEOPLE}": person("twin1", 4, mail=[TWIN]),
        f"uid=twin2,{PEOPLE}": person("twin2", 5, mail=[TWIN]),
        STAFF: group(ALICE, within=(OPERATORS,)),
        OPERATORS: group(STAFF),
        RED: group(ROUND, BLUE, within=(BLUE,)),
        BLUE: group(RED, within=(RED,)),
    }


def small_server(**more: Any) -> LdapServer:  # noqa: ANN401 — fields of a server
    """A server that knows them, not yet up."""
    entries = everybody()
    passwords = {dn: PASSWORD for dn in entries if dn.startswith("uid=")}
    return LdapServer(entries, {SERVICE_DN: SERVICE_PASSWORD} | passwords, **more)
