"""``simulateLogin`` on a real directory, and the sign-in that it foretells."""

from typing import Any

import pytest

from tests.support.answers import TEXT
from tests.support.connected import connected, enabled
from tests.support.gate import Gate
from tests.support.house import PASSWORD as HOUSE_PASSWORD
from tests.support.slapd import HOST, Slapd, slapd
from tests.support.slapd_people import (
    ANALYSTS,
    ANN,
    COMMA,
    OPERATORS,
    PASSWORD,
    SECURITY,
    SERVICE_PASSWORD,
)
from tests.support.trail import Told, hearing, nothing_changes

__all__ = ["slapd"]

POLICY = """
mutation ($value: String!) {
  createPolicy(input: {type: GROUP, value: $value, roles: ["operator"]}) { policy { id } errors { code message } }
}"""
SIMULATE = """
mutation ($input: SimulateLoginInput!) {
  simulateLogin(input: $input) {
    simulation {
      isEnabled server
      person { subject loginName dn firstName lastName isDisabled groups { name via } }
      notFound failure way username reason
      policies { policyId type value position verdict roles }
      groupsUnknown roles { role source rule } withheldRoles keptRoles step refusal message
    }
    errors { code path message }
  }
}"""
LOGIN = """
mutation ($name: String!, $password: String!) {
  login(input: {username: $name, password: $password}) {
    __typename
    ... on LoginSucceeded { viewer { username roles { name } } session { openedBy } }
    ... on LoginRefused { code message retryAfterSeconds }
  }
}"""


async def simulated(gate: Gate, profile: str, name: str, as_: str = "root") -> dict[str, Any]:
    return (await gate.data(SIMULATE, {"input": {"profileId": profile, "username": name}}, as_))["simulateLogin"]


async def login(gate: Gate, name: str, password: str) -> dict[str, Any]:
    return (await gate.data(LOGIN, {"name": name, "password": password}, None))["login"]


async def test_the_whole_answer_and_the_sign_in_that_follows(gate: Gate, slapd: Slapd) -> None:
    profile = await connected(gate, slapd)
    policy = (await gate.data(POLICY, {"value": OPERATORS.upper()}))["createPolicy"]["policy"]["id"]
    async with nothing_changes(Told("login.simulated", "root", "corp", changes={"simulated_name": (None, "ann")})):
        answer = await simulated(gate, profile, "ann")
    simulation = answer["simulation"]
    groups = {group["name"]: group["via"] for group in simulation["person"].pop("groups")}
    assert groups == {ANALYSTS: [], slapd.spelled(COMMA): [], SECURITY: [ANALYSTS], OPERATORS: [ANALYSTS, SECURITY]}
    rule = f"policy 1: {OPERATORS.upper()}"
    assert answer == {
        "errors": [],
        "simulation": {
            "isEnabled": False,
            "server": f"{HOST}:{slapd.tls_port}",
            "person": {
                "subject": slapd.entry_uuid(ANN),
                "loginName": "ann",
                "dn": ANN,
                "firstName": "Ann",
                "lastName": "Bauer",
                "isDisabled": False,
            },
            "notFound": None,
            "failure": None,
            "way": "CREATE",
            "username": "ann",
            "reason": None,
            "policies": [
                {
                    "policyId": policy,
                    "type": "GROUP",
                    "value": OPERATORS.upper(),
                    "position": 1,
                    "verdict": "MATCHED",
                    "roles": ["operator"],
                }
            ],
            "groupsUnknown": False,
            "roles": [{"role": "operator", "source": "POLICY", "rule": rule}],
            "withheldRoles": [],
            "keptRoles": [],
            "step": None,
            "refusal": None,
            "message": None,
        },
    }
    await enabled(gate, profile)
    assert await login(gate, "ann", PASSWORD) == {
        "__typename": "LoginSucceeded",
        "viewer": {"username": "ann", "roles": [{"name": "operator"}]},
        "session": {"openedBy": "DIRECTORY"},
    }
    assert (await simulated(gate, profile, "ann"))["simulation"]["way"] == "SIGN_IN"


@pytest.mark.parametrize(
    ("name", "reason", "not_found"),
    [("nobody", "NO_ENTRY", "NO_ENTRY"), ("ada", "OTHER_SOURCE", "NO_ENTRY")],
)
async def test_who_would_be_denied_is_told_why(
    gate: Gate, slapd: Slapd, name: str, reason: str, not_found: str
) -> None:
    profile = await connected(gate, slapd)
    await enabled(gate, profile)
    simulation = (await simulated(gate, profile, name))["simulation"]
    told = {key: simulation[key] for key in ("way", "username", "person", "policies", "roles", "refusal", "message")}
    refused = await login(gate, name, "wrong")
    assert told == {
        "way": "DENY",
        "username": None,
        "person": None,
        "policies": [],
        "roles": [],
        "refusal": refused["code"],
        "message": refused["message"],
    }
    assert (simulation["reason"], simulation["notFound"], refused["code"]) == (
        reason,
        not_found,
        "INVALID_CREDENTIALS",
    )


async def test_the_directory_tells_why_somebody_does_not_get_in_only_to_who_knows_the_password(
    gate: Gate, slapd: Slapd
) -> None:
    await enabled(gate, await connected(gate, slapd))
    invalid = await login(gate, "nobody", "wrong")
    assert invalid["code"] == "INVALID_CREDENTIALS"
    for name in ("ann", "leo", "max", "pia"):
        assert await login(gate, name, "wrong") == invalid
    assert (await login(gate, "max", PASSWORD))["code"] == "PASSWORD_EXPIRED_ELSEWHERE"
    assert await login(gate, "leo", PASSWORD) == invalid


async def test_a_directory_that_is_gone_is_told_of_alike_for_every_name(gate: Gate, slapd: Slapd) -> None:
    profile = await connected(gate, slapd)
    await enabled(gate, profile)
    change = """mutation ($id: ID!, $servers: [LdapServerInput!]!, $password: String!) {
      updateLdapProfile(input: {id: $id, servers: $servers, bindPassword: $password}) { errors { code message } }
    }"""
    nowhere = {"id": profile, "servers": [{"host": HOST, "port": 9}], "password": SERVICE_PASSWORD}
    assert await gate.data(change, nowhere) == {"updateLdapProfile": {"errors": []}}
    answers = [await login(gate, name, "wrong") for name in ("nobody", "ann", "ada", "root")]
    assert answers[0]["code"] == "DIRECTORY_UNAVAILABLE"
    assert all(answer == answers[0] for answer in answers)
    async with hearing() as heard:
        simulation = (await simulated(gate, profile, "ann"))["simulation"]
    assert (simulation["server"], simulation["reason"], simulation["failure"]) == (None, "DIRECTORY_UNAVAILABLE", TEXT)
    assert [event.action for event in heard.events] == ["login.simulated"]
    assert (await login(gate, "ada", HOUSE_PASSWORD))["__typename"] == "LoginSucceeded"


async def test_what_is_wrong_about_the_input_is_named_and_nothing_is_asked(gate: Gate, slapd: Slapd) -> None:
    profile = await connected(gate, slapd)
    async with nothing_changes():
        for name, code in (("", "TOO_SHORT"), ("x" * 321, "TOO_LONG"), ("a\nb", "CHARACTER_NOT_ALLOWED")):
            answer = await simulated(gate, profile, name)
            assert answer["simulation"] is None
            assert [(error["code"], error["path"]) for error in answer["errors"]] == [(code, ["input", "username"])]
        missing = await simulated(gate, f"ldp_{0:032x}", "ann")
        assert [(error["code"], error["path"]) for error in missing["errors"]] == [
            ("NOT_FOUND", ["input", "profileId"])
        ]


async def test_it_needs_its_scope_and_shows_no_address_without_another(gate: Gate, slapd: Slapd) -> None:
    profile = await connected(gate, slapd)
    variables = {"input": {"profileId": profile, "username": "ann"}}
    await gate.holder("reader", "ldap:read")
    document = "mutation ($input: SimulateLoginInput!) { simulateLogin(input: $input) { simulation { way } } }"
    async with nothing_changes():
        answer = await gate.ask(document, variables, "helpdesk")
    assert answer["data"] == {"simulateLogin": None}
    denied = sorted((error["extensions"]["code"], error["extensions"]["coordinate"]) for error in answer["errors"])
    assert denied == [("FORBIDDEN", "Mutation.simulateLogin"), ("FORBIDDEN", "SimulateLoginInput.profileId")]
    address = document.replace("way", "way person { dn email }")
    answer = await gate.ask(address, variables, "reader")
    assert answer["data"]["simulateLogin"]["simulation"] == {"way": "CREATE", "person": {"dn": ANN, "email": None}}
    assert [error["extensions"]["coordinate"] for error in answer["errors"]] == ["LdapPerson.email"]
