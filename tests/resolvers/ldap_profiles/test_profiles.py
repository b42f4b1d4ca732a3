"""Directory profiles over GraphQL: made, read, changed, switched, ordered, deleted; whole answers compared."""

from typing import Any

import pytest

from models.ldap_profile import LdapProfile
from tests.support.answers import MOMENT, TEXT, Like, bad_argument, denied, refusal
from tests.support.gate import Gate
from tests.support.ldap_profiles import BIND_PASSWORD, from_directory, local_administrator
from tests.support.statements import statements
from tests.support.trail import hearing, nothing_changes

PROFILE_ID = Like(r"ldp_[0-9a-f]{32}")
NO_PROFILE = "ldp_" + "0" * 32
ERRORS = "errors { code path message }"
WHOLE = """
id name position isEnabled servers { host port state since } connection caCertificate checksHostName
bindDn hasBindPassword baseDn userFilter groupLookup groupFilter groupBaseDn groupDepth primaryGroup
usernameAttribute firstNameAttribute lastNameAttribute emailAttribute idAttribute emailsVerified createsAccounts
manageRole manageGroupDn userRole refusesUnmatched rolesFollow testUsername connectTimeoutSeconds totalTimeoutSeconds
accountCount policyCount lastSync { outcome } warnings { kind message } createdAt updatedAt version
"""
CREATE = f"""
mutation ($input: CreateLdapProfileInput!) {{
  createLdapProfile(input: $input) {{ ldapProfile {{ {WHOLE} }} {ERRORS} }}
}}"""
UPDATE = f"""
mutation ($input: UpdateLdapProfileInput!) {{
  updateLdapProfile(input: $input) {{
    ldapProfile {{ name hasBindPassword warnings {{ kind }} version }}
    {ERRORS[:-1]} ... on VersionConflictError {{ currentVersion }} }}
  }}
}}"""


def switching(verb: str) -> str:
    """``enable`` or ``disable``."""
    return f"""
mutation ($input: {verb.capitalize()}LdapProfileInput!) {{
  {verb}LdapProfile(input: $input) {{ ldapProfile {{ isEnabled version }} {ERRORS} }}
}}"""


ENABLE, DISABLE = switching("enable"), switching("disable")
REORDER = f"""
mutation ($input: ReorderLdapProfilesInput!) {{
  reorderLdapProfiles(input: $input) {{ ldapProfiles {{ name position }} {ERRORS} }}
}}"""
DELETE = f"""
mutation ($input: DeleteLdapProfileInput!) {{
  deleteLdapProfile(input: $input) {{ deletedId consequences {{ kind message count names }} {ERRORS} }}
}}"""
GIVEN: dict[str, Any] = {
    "servers": [{"host": "dc1.corp.test"}],
    "bindDn": "cn=reader,dc=corp,dc=test",
    "bindPassword": BIND_PASSWORD,
    "baseDn": "dc=corp,dc=test",
}
SHOWN: dict[str, Any] = {
    "id": PROFILE_ID,
    "name": "dc1.corp.test",
    "position": 1,
    "isEnabled": False,
    "servers": [{"host": "dc1.corp.test", "port": 636, "state": "UNKNOWN", "since": None}],
    "connection": "LDAPS",
    "caCertificate": None,
    "checksHostName": True,
    "bindDn": "cn=reader,dc=corp,dc=test",
    "hasBindPassword": True,
    "baseDn": "dc=corp,dc=test",
    "userFilter": "(sAMAccountName={username})",
    "groupLookup": "AD_CHAIN",
    "groupFilter": "(member={user_dn})",
    "groupBaseDn": None,
    "groupDepth": 5,
    "primaryGroup": True,
    "usernameAttribute": "sAMAccountName",
    "firstNameAttribute": "givenName",
    "lastNameAttribute": "sn",
    "emailAttribute": "mail",
    "idAttribute": "objectGUID",
    "emailsVerified": False,
    "createsAccounts": True,
    "manageRole": None,
    "manageGroupDn": None,
    "userRole": "viewer",
    "refusesUnmatched": False,
    "rolesFollow": "EACH_LOGIN",
    "testUsername": None,
    "connectTimeoutSeconds": 3,
    "totalTimeoutSeconds": 6,
    "accountCount": 0,
    "policyCount": 0,
    "lastSync": None,
    "warnings": [],
    "createdAt": MOMENT,
    "updatedAt": MOMENT,
    "version": 1,
}


async def made(gate: Gate, name: str = "corp", **values: Any) -> str:  # noqa: ANN401 — fields of an input
    """A profile; gives its public id."""
    answer = (await gate.data(CREATE, {"input": {**GIVEN, "name": name, **values}}))["createLdapProfile"]
    assert answer["errors"] == []
    return answer["ldapProfile"]["id"]


async def test_a_profile_is_made_of_an_address_a_bind_dn_and_a_password(gate: Gate) -> None:
    response = await gate.send(CREATE, {"input": GIVEN}, "root")
    assert response.json()["data"] == {"createLdapProfile": {"ldapProfile": SHOWN, "errors": []}}
    assert BIND_PASSWORD not in response.text


async def test_a_repeated_create_gives_the_same_profile(gate: Gate) -> None:
    given = {**GIVEN, "idempotencyKey": "k"}
    once, again = [await gate.data(CREATE, {"input": given}) for _ in range(2)]
    assert once == again
    async with nothing_changes():
        other = await gate.data(CREATE, {"input": {**given, "userRole": None}})
    assert other["createLdapProfile"]["errors"] == [refusal("IDEMPOTENCY_KEY_REUSED", "idempotencyKey")]


async def test_what_is_doubtful_is_told_on_saving(gate: Gate) -> None:
    doubtful = {"connection": "INSECURE", "manageRole": "admin", "name": "lab", "userRole": None}
    answer = await gate.data(CREATE, {"input": {**GIVEN, **doubtful}})
    found = answer["createLdapProfile"]["ldapProfile"]
    assert found["warnings"] == [
        {"kind": "INSECURE_CONNECTION", "message": TEXT},
        {"kind": "MANAGE_ROLE_WITHOUT_GROUP", "message": TEXT},
    ]
    assert (found["servers"][0]["port"], found["userRole"], found["manageRole"]) == (389, None, "admin")


async def test_illegal_values_are_refused_by_name(gate: Gate) -> None:
    wrong: list[tuple[dict[str, Any], list[dict[str, Any]]]] = [
        ({"servers": []}, [refusal("TOO_SHORT", "name"), refusal("OUT_OF_BOUNDS", "servers")]),
        (
            {"servers": [{"host": "ldap://x", "port": 0}]},
            [refusal("HOST_INVALID", "servers", "0", "host"), refusal("OUT_OF_BOUNDS", "servers", "0", "port")],
        ),
        (
            {"kind": "CUSTOM"},
            [refusal("VALUE_REQUIRED", name) for name in ("userFilter", "usernameAttribute", "idAttribute")],
        ),
        ({"baseDn": None, "userFilter": "x"}, [refusal("FILTER_INVALID", "userFilter")]),
        ({"bindPassword": None}, [refusal("BIND_PASSWORD_REQUIRED", "bindPassword")]),
        ({"caCertificate": "x"}, [refusal("CERTIFICATE_INVALID", "caCertificate")]),
        ({"userRole": "nobody"}, [refusal("ROLE_UNKNOWN", "userRole")]),
    ]
    for given, errors in wrong:
        async with nothing_changes():
            answer = await gate.data(CREATE, {"input": {**GIVEN, **given}})
        assert answer["createLdapProfile"] == {"ldapProfile": None, "errors": errors}


async def test_without_a_base_dn_a_directory_that_does_not_answer_is_not_guessed_at(gate: Gate) -> None:
    given = {**GIVEN, "servers": [{"host": "127.0.0.1", "port": 1}], "baseDn": None}
    async with hearing() as heard:
        answer = await gate.data(CREATE, {"input": given})
    assert answer["createLdapProfile"] == {"ldapProfile": None, "errors": [refusal("BASE_DN_REQUIRED", "baseDn")]}
    assert [told.action for told in heard.events] == ["ldap_profile.tested"]
    assert await LdapProfile.all().count() == 0


async def test_profiles_are_listed_in_their_order_with_what_depends_on_them(gate: Gate) -> None:
    first, second = await made(gate), await made(gate, "lab")
    row = await LdapProfile.get(name="lab")
    await from_directory(gate.house, row.id, "asa")
    query = "{ ldapProfiles { nodes { id accountCount policyCount lastSync { id } } totalCount } }"
    expected = [
        {"id": first, "accountCount": 0, "policyCount": 0, "lastSync": None},
        {"id": second, "accountCount": 1, "policyCount": 0, "lastSync": None},
    ]
    assert await gate.data(query) == {"ldapProfiles": {"nodes": expected, "totalCount": 2}}
    pages = (
        "query ($a: String) { ldapProfiles(first: 1, after: $a) { nodes { name } pageInfo { hasNextPage endCursor } } }"
    )
    page = (await gate.data(pages))["ldapProfiles"]
    assert (page["nodes"], page["pageInfo"]["hasNextPage"]) == ([{"name": "corp"}], True)
    page = (await gate.data(pages, {"a": page["pageInfo"]["endCursor"]}))["ldapProfiles"]
    assert (page["nodes"], page["pageInfo"]["hasNextPage"]) == ([{"name": "lab"}], False)
    for by in ({"id": second}, {"name": "LAB"}):
        one = "query ($by: LdapProfileLookup!) { ldapProfile(by: $by) { name } }"
        assert await gate.data(one, {"by": by}) == {"ldapProfile": {"name": "lab"}}
    node = "query ($id: ID!) { node(id: $id) { id ... on LdapProfile { name } } }"
    assert await gate.data(node, {"id": second}) == {"node": {"id": second, "name": "lab"}}
    wrong = await gate.ask("{ ldapProfiles(first: 0) { nodes { id } } }", None, "root")
    assert wrong["errors"] == [bad_argument("first", ["ldapProfiles"])]


async def test_the_number_of_statements_of_a_list_does_not_depend_on_its_length(gate: Gate) -> None:
    counts: list[int] = []
    for name in ("one", "two", "three"):
        await made(gate, name)
        with statements() as executed:
            await gate.data(f"{{ ldapProfiles {{ nodes {{ {WHOLE} }} }} }}")
        counts.append(len(executed))
    assert len(set(counts)) == 1


async def test_a_profile_is_changed_where_something_is_given(gate: Gate) -> None:
    profile = await made(gate)
    given = {"id": profile, "name": "Corp", "manageRole": "admin", "version": 1}
    answer = await gate.ask(UPDATE, {"input": given}, "root")
    shown: dict[str, Any] = {
        "name": "Corp",
        "hasBindPassword": True,
        "warnings": [{"kind": "MANAGE_ROLE_WITHOUT_GROUP"}],
        "version": 2,
    }
    assert answer == {"data": {"updateLdapProfile": {"ldapProfile": shown, "errors": []}}}
    stale = {**refusal("VERSION_CONFLICT", "version"), "currentVersion": 2}
    for given, error in (
        ({"version": 1}, stale),
        ({"servers": [{"host": "evil.test"}]}, refusal("BIND_PASSWORD_REQUIRED", "bindPassword")),
        ({"servers": [{"host": "dc1.corp.test", "port": 389}]}, refusal("BIND_PASSWORD_REQUIRED", "bindPassword")),
        ({"bindDn": "cn=x"}, refusal("BIND_PASSWORD_REQUIRED", "bindPassword")),
        ({"bindPassword": None}, refusal("BIND_PASSWORD_REQUIRED", "bindPassword")),
        ({"groupDepth": 21}, refusal("OUT_OF_BOUNDS", "groupDepth")),
    ):
        async with nothing_changes():
            answer = await gate.data(UPDATE, {"input": {"id": profile, **given}})
        assert answer["updateLdapProfile"] == {"ldapProfile": None, "errors": [error]}
    anew = {"id": profile, "servers": [{"host": "new.test"}], "bindPassword": "an0ther"}
    assert (await gate.data(UPDATE, {"input": anew}))["updateLdapProfile"]["errors"] == []
    bare = {"id": profile, "bindDn": "", "manageRole": None}
    answer = await gate.data(UPDATE, {"input": bare})
    shown = {"name": "Corp", "hasBindPassword": False, "warnings": [], "version": 4}
    assert answer["updateLdapProfile"] == {"ldapProfile": shown, "errors": []}


async def test_profiles_are_switched_and_put_in_order(gate: Gate) -> None:
    one, two = await made(gate, "one"), await made(gate, "two")
    async with nothing_changes():
        answer = await gate.data(ENABLE, {"input": {"id": one}})
    assert answer["enableLdapProfile"] == {
        "ldapProfile": None,
        "errors": [refusal("LOCAL_ADMINISTRATOR_REQUIRED", "id")],
    }
    await local_administrator(gate.house)
    on = await gate.data(ENABLE, {"input": {"id": one}})
    assert on["enableLdapProfile"] == {"ldapProfile": {"isEnabled": True, "version": 2}, "errors": []}
    off = await gate.data(DISABLE, {"input": {"id": one}})
    assert off["disableLdapProfile"] == {"ldapProfile": {"isEnabled": False, "version": 3}, "errors": []}
    order = await gate.data(REORDER, {"input": {"profileIds": [two, one]}})
    places = [{"name": "two", "position": 1}, {"name": "one", "position": 2}]
    assert order["reorderLdapProfiles"] == {"ldapProfiles": places, "errors": []}
    async with nothing_changes():
        answer = await gate.data(REORDER, {"input": {"profileIds": [two]}})
    assert answer["reorderLdapProfiles"]["errors"] == [refusal("ORDER_INCOMPLETE", "profileIds")]
    for query, name in ((ENABLE, "enableLdapProfile"), (DISABLE, "disableLdapProfile"), (UPDATE, "updateLdapProfile")):
        async with nothing_changes():
            answer = await gate.data(query, {"input": {"id": NO_PROFILE}})
        assert answer[name] == {"ldapProfile": None, "errors": [refusal("NOT_FOUND", "id")]}


async def test_a_deletion_is_told_then_made(gate: Gate) -> None:
    corp, lab = await made(gate), await made(gate, "lab")
    await from_directory(gate.house, (await LdapProfile.get(name="corp")).id, "asa")
    wanted = {"id": corp, "accounts": "MOVE_TO_PROFILE", "toProfileId": lab}
    told: list[dict[str, Any]] = [{"kind": "ACCOUNTS_MOVED", "message": TEXT, "count": 1, "names": []}]
    async with nothing_changes():
        asked = await gate.data(DELETE, {"input": wanted})
    assert asked["deleteLdapProfile"] == {"deletedId": None, "consequences": told, "errors": []}
    done = await gate.data(DELETE, {"input": {**wanted, "confirm": True, "version": 1}})
    assert done["deleteLdapProfile"] == {"deletedId": corp, "consequences": told, "errors": []}
    async with nothing_changes():
        gone = await gate.data(DELETE, {"input": {"id": corp, "accounts": "DEACTIVATE", "confirm": True}})
    assert gone["deleteLdapProfile"] == {
        "deletedId": None,
        "consequences": [],
        "errors": [refusal("NOT_FOUND", "id")],
    }
    listed = await gate.data("{ ldapProfiles { nodes { name accountCount } } }")
    assert listed == {"ldapProfiles": {"nodes": [{"name": "lab", "accountCount": 1}]}}


@pytest.mark.parametrize("who", ["auditor", "helpdesk", "operator"])
async def test_who_may_not_reads_and_changes_nothing(gate: Gate, who: str) -> None:
    profile = await made(gate)
    answer = await gate.ask("{ ldapProfiles { nodes { id } } }", None, who)
    assert answer["data"] == {"ldapProfiles": None}
    assert answer["errors"] == [denied("Query.ldapProfiles", "ldap:read", path="ldapProfiles")]
    for query, name, given in (
        (CREATE, "createLdapProfile", GIVEN),
        (UPDATE, "updateLdapProfile", {"id": profile, "name": "x"}),
        (ENABLE, "enableLdapProfile", {"id": profile}),
        (DISABLE, "disableLdapProfile", {"id": profile}),
        (REORDER, "reorderLdapProfiles", {"profileIds": [profile]}),
        (DELETE, "deleteLdapProfile", {"id": profile, "accounts": "DEACTIVATE", "confirm": True}),
    ):
        async with nothing_changes():
            answer = await gate.ask(query, {"input": given}, who)
        assert answer["data"] == {name: None}
        assert denied(f"Mutation.{name}", "ldap:write", path=name) in answer["errors"]
