"""A real directory that is connected to a running product, over GraphQL as an administrator does it."""

from typing import Any

from tests.support.gate import Gate
from tests.support.slapd import HOST, Slapd
from tests.support.slapd_people import GROUPS, PEOPLE, SERVICE_DN, SERVICE_PASSWORD

CREATE = """
mutation ($input: CreateLdapProfileInput!) {
  createLdapProfile(input: $input) { ldapProfile { id } errors { code path message } }
}"""
ENABLE = "mutation ($id: ID!) { enableLdapProfile(input: {id: $id}) { errors { code message } } }"


async def connected(gate: Gate, slapd: Slapd) -> str:
    """A profile of the server, which is off; gives its id."""
    values: dict[str, Any] = {
        "name": "corp",
        "kind": "OPENLDAP",
        "servers": [{"host": HOST, "port": slapd.tls_port}],
        "caCertificate": slapd.signed_by.file.read_text("ascii"),
        "bindDn": SERVICE_DN,
        "bindPassword": SERVICE_PASSWORD,
        "baseDn": PEOPLE,
        "groupLookup": "RECURSIVE",
        "groupBaseDn": GROUPS,
    }
    made = (await gate.data(CREATE, {"input": values}))["createLdapProfile"]
    assert made["errors"] == []
    return made["ldapProfile"]["id"]


async def enabled(gate: Gate, profile: str) -> None:
    """Switches a profile on; ``ada`` is the local administrator without whom none is."""
    await gate.house.user("ada", "admin", password=await gate.house.password())
    assert await gate.data(ENABLE, {"id": profile}) == {"enableLdapProfile": {"errors": []}}
