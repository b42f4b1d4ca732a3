"""An Active Directory is connected by its address, a bind DN and a password, and who signed for it."""

from typing import Any

import pytest

from models.policy import Policy, PolicyRole, PolicyType
from models.role import Role
from tests.support.gate import Gate
from tests.support.ldap_profiles import local_administrator
from tests.support.samba import Samba, samba
from tests.support.samba_domain import samba_domain
from tests.support.samba_people import ANN, OPERATORS, PASSWORD, SERVICE_DN, SERVICE_PASSWORD

__all__ = ["samba", "samba_domain"]

CREATE = """
mutation ($input: CreateLdapProfileInput!) {
  createLdapProfile(input: $input) { ldapProfile { id name baseDn warnings { kind } } errors { code path message } }
}"""
TEST = """
mutation ($input: TestLdapProfileInput!) {
  testLdapProfile(input: $input) {
    servers { steps { state } person { dn groups { name via } } } roles { roles { role rule } } errors { code message }
  }
}"""
ENABLE = "mutation ($id: ID!) { enableLdapProfile(input: {id: $id}) { errors { code message } } }"
LOGIN = """
mutation ($n: String!, $p: String!) {
  login(input: {username: $n, password: $p, delivery: TOKEN}) { __typename ... on LoginSucceeded { accessToken } }
}"""


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_from_an_address_to_a_sign_in_with_the_role_of_a_group_within_a_group(gate: Gate, samba: Samba) -> None:
    directory, now = samba.directory(), gate.house.clock.now()
    given: dict[str, Any] = {
        "servers": [{"host": server.host, "port": server.port} for server in directory.servers],
        "caCertificate": directory.ca_certificate,
        "checksHostName": directory.checks_host_name,
        "bindDn": SERVICE_DN,
        "bindPassword": SERVICE_PASSWORD,
    }
    policy = await Policy.create(
        type=PolicyType.GROUP,
        value=OPERATORS,
        value_key=OPERATORS.casefold(),
        position=1,
        created_at=now,
        updated_at=now,
    )
    await PolicyRole.create(policy_id=policy.id, role_id=(await Role.get(name="operator")).id)
    tested = (await gate.data(TEST, {"input": {"values": given, "testUsername": "ann", "password": PASSWORD}}))[
        "testLdapProfile"
    ]
    server = tested["servers"][0]
    assert {step["state"] for step in server["steps"]} == {"PASSED"}, server
    assert server["person"]["dn"] == ANN
    assert next(len(each["via"]) for each in server["person"]["groups"] if each["name"] == OPERATORS) in {0, 2}
    assert tested["roles"]["roles"] == [{"role": "operator", "rule": f"policy 1: {OPERATORS}"}]
    made = (await gate.data(CREATE, {"input": given}))["createLdapProfile"]
    assert made["errors"] == []
    assert made["ldapProfile"]["baseDn"].casefold() == "dc=example,dc=test"
    await local_administrator(gate.house)
    assert (await gate.data(ENABLE, {"id": made["ldapProfile"]["id"]}))["enableLdapProfile"] == {"errors": []}
    signed_in = (await gate.data(LOGIN, {"n": "ann", "p": PASSWORD}, None))["login"]
    assert signed_in["__typename"] == "LoginSucceeded"
    gate.tokens["ann"] = signed_in["accessToken"]
    viewer = await gate.data("{ viewer { username } }", None, "ann")
    assert viewer == {"viewer": {"username": "ann"}}
    grants = "{ users(filter: {authMethod: LDAP}) { nodes { username roleGrants { role { name } rule } } } }"
    assert (await gate.data(grants))["users"]["nodes"] == [
        {
            "username": "ann",
            "roleGrants": [{"role": {"name": "operator"}, "rule": f"policy 1: {OPERATORS}"}],
        }
    ]
