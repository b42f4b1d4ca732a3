"""Two real servers on one database: whoever signs in first at both has one account, and a directory ends for all."""

from itertools import cycle
from typing import Any

from tests.support.journey import SIGN_IN, administrator, unhurried
from tests.support.ldap_server import HOST, PASSWORD, SERVICE_DN, SERVICE_PASSWORD, SUFFIX, LdapServer, serving
from tests.support.pair import at_both, servers, together
from tests.support.rounds import rounds
from tests.support.server import Api, Server
from tests.support.small_directory import PEOPLE, person, small_server

__all__ = ["servers"]

MAKE = """
mutation ($i: CreateLdapProfileInput!) { createLdapProfile(input: $i) { ldapProfile { id } errors { code message } } }
"""
ENABLE = "mutation ($id: ID!) { enableLdapProfile(input: {id: $id}) { errors { code message } } }"
DELETE = """
mutation ($id: ID!) {
  deleteLdapProfile(input: {id: $id, accounts: DEACTIVATE, confirm: true}) { deletedId errors { code message } }
}"""
USERS = """
query ($text: String!) {
  users(first: 250, search: $text) { nodes { username status authMethod externalIdentities { subject } } }
}"""
AT_ONCE = 16
IN = "LoginSucceeded"
CODES = {"INVALID_CREDENTIALS", "SESSION_LIMIT_REACHED"}


def people(made: LdapServer, prefix: str, many: int) -> list[str]:
    """Somebody new in the directory, so many times."""
    names = [f"{prefix}{number}" for number in range(many)]
    for place, name in enumerate(names):
        dn = f"uid={name},{PEOPLE}"
        made.entries[dn] = person(name, hash(dn) % 10**12 + place)
        made.passwords[dn] = PASSWORD
    return names


def connected(root: Api, made: LdapServer) -> str:
    """A profile of the server, switched on."""
    given = {
        "name": "corp",
        "kind": "OPENLDAP",
        "servers": [{"host": HOST, "port": made.port}],
        "connection": "INSECURE",
        "bindDn": SERVICE_DN,
        "bindPassword": SERVICE_PASSWORD,
        "baseDn": SUFFIX,
        "totalTimeoutSeconds": 15,
        "connectTimeoutSeconds": 10,
    }
    answer = root.data(MAKE, i=given)["createLdapProfile"]
    assert answer["errors"] == [], answer
    profile = answer["ldapProfile"]["id"]
    assert root.data(ENABLE, id=profile)["enableLdapProfile"]["errors"] == []
    return profile


def signing_in(servers: list[Server], names: list[str], many: int) -> list[Any]:
    """So many sign-ins, in turn of each name, to be done at both servers."""
    return [
        lambda api=api, name=name: api.data(SIGN_IN, username=name, password=PASSWORD)["login"]
        for name, api in zip(cycle(names), at_both(servers, many), strict=False)
    ]


def stop(servers: list[Server]) -> None:
    for server in servers:
        assert "fault" not in server.output
        server.stop()


def test_two_first_sign_ins_of_one_person_make_one_account(servers: list[Server]) -> None:
    root = unhurried(administrator(servers[0]))
    root.data("mutation { updateSessionSettings(input: {sessionsPerAccount: 0}) { errors { code } } }")
    with serving(small_server()) as made:
        connected(root, made)
        for number in range(rounds(3)):
            (name,) = people(made, f"newcomer-{number}-", 1)
            spellings = [name, name.upper(), f"EXAMPLE\\{name}"]
            outcomes = together(signing_in(servers, spellings, AT_ONCE))
            assert [outcome["__typename"] for outcome in outcomes] == [IN] * AT_ONCE, outcomes
            found = root.data(USERS, text=name)["users"]["nodes"]
            assert [(each["username"], len(each["externalIdentities"])) for each in found] == [(name, 1)]
    stop(servers)


def test_nobody_is_left_of_a_directory_that_is_deleted_while_people_arrive(servers: list[Server]) -> None:
    root = unhurried(administrator(servers[0]))
    with serving(small_server()) as made:
        for number in range(rounds(2)):
            profile, prefix = connected(root, made), f"leaver-{number}-"
            names = people(made, prefix, AT_ONCE // 2)
            delete = servers[1].api(root.token)
            jobs = signing_in(servers, names, AT_ONCE)
            jobs.insert(AT_ONCE // 2, lambda api=delete, id_=profile: api.data(DELETE, id=id_)["deleteLdapProfile"])
            outcomes = together(jobs)
            logins = [each for each in outcomes if "__typename" in each]
            assert [each for each in outcomes if each not in logins] == [{"deletedId": profile, "errors": []}]
            refused = {each.get("code") for each in logins if each["__typename"] != IN}
            assert refused <= CODES, logins
            found = root.data(USERS, text=prefix)["users"]["nodes"]
            assert {(each["status"], len(each["externalIdentities"])) for each in found} <= {("INACTIVE", 0)}, found
            assert len({each["username"] for each in found}) <= len(names)
    stop(servers)
