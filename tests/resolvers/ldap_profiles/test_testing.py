"""``testLdapProfile`` on a real directory: every server, every step, and the roles that would follow; nothing saved."""

from datetime import timedelta
from typing import Any

import pytest

from models.ldap_profile import LdapProfile
from models.policy import Policy, PolicyRole, PolicyType
from models.role import Role
from tests.support.answers import MOMENT, TEXT, Like, denied, refusal
from tests.support.gate import Gate
from tests.support.slapd import HOST, Slapd, slapd
from tests.support.slapd_people import ANALYSTS, ANN, GROUPS, OPERATORS, PASSWORD, PEOPLE, SERVICE_DN, SERVICE_PASSWORD
from tests.support.trail import Told, hearing, nothing_changes

__all__ = ["slapd"]

STEPS = ("NAME_RESOLUTION", "TCP", "TLS", "BIND", "BASE_DN", "TEST_USER", "GROUPS", "USER_BIND")
TEST = """
mutation ($input: TestLdapProfileInput!) {
  testLdapProfile(input: $input) {
    servers {
      server steps { step state milliseconds failure refusal reason advice }
      certificate { subject issuer names notBefore notAfter sha256 }
      person { subject loginName dn email firstName lastName isDisabled groups { name via } } defaultBaseDn
    }
    roles { roles { role source rule } isRefused groupsUnknown }
    warnings { kind }
    errors { code path message }
  }
}"""
CREATE = """
mutation ($input: CreateLdapProfileInput!) {
  createLdapProfile(input: $input) {
    ldapProfile { id baseDn servers { state since } } errors { code path message }
  }
}"""
NOTHING: dict[str, Any] = {"servers": [], "roles": None, "warnings": []}


def values(slapd: Slapd, **more: Any) -> dict[str, Any]:  # noqa: ANN401 — fields of an input
    """What connects the server."""
    usual: dict[str, Any] = {
        "kind": "OPENLDAP",
        "servers": [{"host": HOST, "port": slapd.tls_port}],
        "caCertificate": slapd.signed_by.file.read_text("ascii"),
        "bindDn": SERVICE_DN,
        "bindPassword": SERVICE_PASSWORD,
        "baseDn": PEOPLE,
        "groupLookup": "RECURSIVE",
        "groupBaseDn": GROUPS,
    }
    return usual | more


async def tested(gate: Gate, **given: Any) -> dict[str, Any]:  # noqa: ANN401 — as above
    return (await gate.data(TEST, {"input": given}))["testLdapProfile"]


async def made(gate: Gate, slapd: Slapd, **more: Any) -> str:  # noqa: ANN401 — as above
    answer = (await gate.data(CREATE, {"input": values(slapd, name="slapd", **more)}))["createLdapProfile"]
    assert answer["errors"] == []
    return answer["ldapProfile"]["id"]


def states(server: dict[str, Any]) -> list[str]:
    assert [step["step"] for step in server["steps"]] == list(STEPS)
    return [step["state"] for step in server["steps"]]


def failed(server: dict[str, Any]) -> dict[str, Any]:
    """The step that failed; those after it were skipped."""
    found = states(server).index("FAILED")
    assert set(states(server)[found + 1 :]) <= {"SKIPPED"}
    return server["steps"][found]


async def policy(role: str, value: str, moment: Any) -> None:  # noqa: ANN401 — a moment
    row = await Policy.create(
        type=PolicyType.GROUP, value=value, value_key=value.casefold(), position=3, created_at=moment, updated_at=moment
    )
    await PolicyRole.create(policy_id=row.id, role_id=(await Role.get(name=role)).id)


async def test_every_step_is_told_with_the_roles_that_would_follow(gate: Gate, slapd: Slapd) -> None:
    await policy("operator", OPERATORS, gate.house.clock.now())
    async with hearing() as heard:
        answer = await tested(gate, values=values(slapd, name="new"), testUsername="ann", password=PASSWORD)
    assert answer["errors"] == answer["warnings"] == []
    server = answer["servers"][0]
    assert states(server) == ["PASSED"] * 8
    assert server["server"] == f"{HOST}:{slapd.tls_port}"
    passed = {"failure": None, "refusal": None, "reason": None, "advice": None, "state": "PASSED"}
    assert {"step": "BIND", "milliseconds": server["steps"][3]["milliseconds"], **passed} == server["steps"][3]
    assert server["certificate"] == {
        "subject": TEXT,
        "issuer": TEXT,
        "names": server["certificate"]["names"],
        "notBefore": MOMENT,
        "notAfter": MOMENT,
        "sha256": Like(r"[0-9a-f]{64}"),
    }
    assert HOST in server["certificate"]["names"]
    person = server["person"]
    assert (person["loginName"], person["dn"], person["isDisabled"]) == ("ann", ANN, False)
    assert person["subject"] == slapd.entry_uuid(ANN)
    groups = {each["name"]: each["via"] for each in person["groups"]}
    assert groups[ANALYSTS] == []
    assert len(groups[OPERATORS]) == 2
    assert answer["roles"] == {
        "roles": [{"role": "operator", "source": "POLICY", "rule": f"policy 3: {OPERATORS}"}],
        "isRefused": False,
        "groupsUnknown": False,
    }
    changes: dict[str, tuple[object, object]] = {
        "servers": (None, [server["server"]]),
        "test_username": (None, "ann"),
        "with_password": (None, True),
    }
    assert list(heard.events) == [Told("ldap_profile.tested", "root", "new", changes=changes)]
    assert SERVICE_PASSWORD not in repr(answer) + repr(heard.events)
    assert await LdapProfile.all().count() == 0


async def test_who_matches_nothing_gets_what_the_values_say(gate: Gate, slapd: Slapd) -> None:
    managed = {"manageRole": "admin", "manageGroupDn": OPERATORS.upper()}
    for more, roles, is_refused in (
        ({"userRole": "viewer"}, [{"role": "viewer", "source": "PROFILE", "rule": "profile new: user role"}], False),
        ({"userRole": None}, [], False),
        ({"refusesUnmatched": True}, [], True),
        (managed, [{"role": "admin", "source": "PROFILE", "rule": "profile new: manage role"}], False),
        ({"manageRole": "admin", "userRole": None}, [], False),
    ):
        answer = await tested(gate, values=values(slapd, name="new", **more), testUsername="ann")
        assert answer["roles"] == {"roles": roles, "isRefused": is_refused, "groupsUnknown": False}
        assert states(answer["servers"][0]) == ["PASSED"] * 7 + ["SKIPPED"]
    assert answer["warnings"] == [{"kind": "MANAGE_ROLE_WITHOUT_GROUP"}]


async def test_a_stored_profile_is_tried_with_its_own_values(gate: Gate, slapd: Slapd) -> None:
    profile = await made(gate, slapd, testUsername="ann")
    before = await LdapProfile.get()
    answer = await tested(gate, id=profile)
    assert states(answer["servers"][0]) == ["PASSED"] * 7 + ["SKIPPED"]
    assert answer["servers"][0]["person"]["loginName"] == "ann"
    other = await tested(gate, id=profile, testUsername="nobody-here")
    step = failed(other["servers"][0])
    assert (step["step"], step["refusal"], step["failure"]) == ("TEST_USER", "NO_ENTRY", None)
    assert step["advice"] == TEXT
    assert (other["roles"], other["servers"][0]["person"]) == (None, None)
    wrong = await tested(gate, id=profile, password="not hers")
    assert failed(wrong["servers"][0])["refusal"] == "WRONG_PASSWORD"
    assert wrong["roles"] is not None
    assert (await LdapProfile.get()).updated_at == before.updated_at


async def test_a_stored_password_is_tried_only_where_it_was_given_for(gate: Gate, slapd: Slapd) -> None:
    profile = await made(gate, slapd)
    borrowed = values(slapd, name="slapd")
    del borrowed["bindPassword"]
    answer = await tested(gate, id=profile, values={**borrowed, "baseDn": "dc=example,dc=org"})
    assert states(answer["servers"][0])[:5] == ["PASSED"] * 5
    for change in (
        {"servers": [{"host": HOST, "port": slapd.port}]},
        {"servers": [{"host": "localhost", "port": slapd.tls_port}]},
        {"bindDn": ANN},
        {"checksHostName": False},
        {"connection": "INSECURE"},
        {"caCertificate": None},
    ):
        async with nothing_changes():
            answer = await tested(gate, id=profile, values={**borrowed, **change})
        assert answer == {**NOTHING, "errors": [refusal("BIND_PASSWORD_REQUIRED", "values", "bindPassword")]}


@pytest.mark.parametrize(
    ("change", "step", "failure"),
    [
        ({"servers": [{"host": "name.invalid"}]}, "NAME_RESOLUTION", "NAME_UNKNOWN"),
        ({"servers": [{"host": HOST, "port": 1}]}, "TCP", "CONNECTION_REFUSED"),
        ({"caCertificate": None}, "TLS", "CERTIFICATE_UNTRUSTED"),
        ({"bindPassword": "wrong"}, "BIND", "BIND_REFUSED"),
        ({"baseDn": "ou=Nowhere,dc=example,dc=org"}, "BASE_DN", "BASE_NOT_FOUND"),
    ],
    ids=["name", "port", "authority", "password", "base"],
)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_what_stands_in_the_way_is_told_with_what_to_do(
    gate: Gate, slapd: Slapd, change: dict[str, Any], step: str, failure: str
) -> None:
    answer = await tested(gate, values=values(slapd, **change), testUsername="ann", password=PASSWORD)
    found = failed(answer["servers"][0])
    assert found == {
        "step": step,
        "state": "FAILED",
        "milliseconds": found["milliseconds"],
        "failure": failure,
        "refusal": None,
        "reason": TEXT,
        "advice": TEXT,
    }
    assert answer["roles"] is None
    if failure == "CERTIFICATE_UNTRUSTED":
        assert answer["servers"][0]["certificate"]["sha256"] == Like(r"[0-9a-f]{64}")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_every_server_is_tried_also_after_one_that_failed(gate: Gate, slapd: Slapd) -> None:
    servers = [{"host": HOST, "port": 1}, {"host": HOST, "port": slapd.tls_port}]
    answer = await tested(gate, values=values(slapd, servers=servers), testUsername="ann")
    first, second = answer["servers"]
    assert failed(first)["step"] == "TCP"
    assert states(second)[:7] == ["PASSED"] * 7
    assert answer["roles"]["roles"][0]["role"] == "viewer"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_the_base_dn_is_asked_of_the_directory_where_it_is_not_given(gate: Gate, slapd: Slapd) -> None:
    suffix = "dc=example,dc=org"
    given = values(slapd, name="slapd", groupBaseDn=None)
    del given["baseDn"]
    answer = await tested(gate, values=given, testUsername="ann")
    assert answer["servers"][0]["defaultBaseDn"] == suffix
    assert answer["servers"][0]["person"]["dn"] == ANN
    made = (await gate.data(CREATE, {"input": given}))["createLdapProfile"]
    assert (made["errors"], made["ldapProfile"]["baseDn"]) == ([], suffix)
    assert made["ldapProfile"]["servers"] == [{"state": "UP", "since": MOMENT}]
    dead = {**given, "name": "dead", "servers": [{"host": HOST, "port": 1}]}
    answer = await tested(gate, values=dead, testUsername="ann")
    assert failed(answer["servers"][0])["step"] == "TCP"


async def test_what_cannot_be_tried_is_refused_by_name(gate: Gate) -> None:
    servers = [{"host": HOST}]
    for given, errors in (
        ({}, [refusal("VALUE_REQUIRED", "id")]),
        ({"id": "ldp_" + "0" * 32}, [refusal("NOT_FOUND", "id")]),
        ({"values": {"servers": servers, "userFilter": "x"}}, [refusal("FILTER_INVALID", "values", "userFilter")]),
        (
            {"values": {"servers": servers, "bindDn": "cn=x"}},
            [refusal("BIND_PASSWORD_REQUIRED", "values", "bindPassword")],
        ),
        ({"values": {"servers": servers, "manageRole": "x"}}, [refusal("ROLE_UNKNOWN", "values", "manageRole")]),
        ({"values": {"servers": servers}, "password": "x"}, [refusal("TEST_USER_REQUIRED", "testUsername")]),
        ({"values": {"servers": servers}, "testUsername": ""}, [refusal("TOO_SHORT", "testUsername")]),
        (
            {"values": {"servers": servers}, "testUsername": "a", "password": "x" * 257},
            [refusal("TOO_LONG", "password")],
        ),
    ):
        async with nothing_changes():
            assert await tested(gate, **given) == {**NOTHING, "errors": errors}


async def test_who_may_not_or_has_no_fresh_factor_sends_nothing(gate: Gate, slapd: Slapd) -> None:
    profile = await made(gate, slapd)
    await gate.holder("reader", "ldap:read", level=3)
    async with nothing_changes():
        answer = await gate.ask(TEST, {"input": {"id": profile}}, "reader")
        assert answer["data"] == {"testLdapProfile": None}
        assert denied("Mutation.testLdapProfile", "ldap:write", path="testLdapProfile") in answer["errors"]
    root = await gate.house.user_id("root")
    gate.tokens["root"] = await gate.house.open(root, fresh_at=gate.house.clock.now() - timedelta(hours=1))
    async with nothing_changes():
        answer = await gate.ask(TEST, {"input": {"id": profile}}, "root")
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["FRESH_FACTOR_REQUIRED"]
