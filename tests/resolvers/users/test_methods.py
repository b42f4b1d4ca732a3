"""``changeAuthMethod``, accounts that are made for a source to check, and what is shown of the identity they await."""

from collections.abc import Iterator
from typing import Any

import pytest

from auth.methods.rules import ConsequenceKind
from tests.support.answers import MOMENT, TEXT, Like, denied, refusal
from tests.support.gate import Gate
from tests.support.sources import CORP, TREE, Given, configured
from tests.support.trail import hearing, nothing_changes

EXPECTED = "expectedIdentity { kind value source createdAt usedAt }"
CHANGE = f"""
mutation ($input: ChangeAuthMethodInput!) {{
  changeAuthMethod(input: $input) {{
    user {{ username authMethod {EXPECTED} version }}
    isChanged consequences {{ kind message count roles }} temporaryPassword errors {{ code path message }}
  }}
}}
"""
CREATE = f"""
mutation ($input: CreateUserInput!) {{
  createUser(input: $input) {{
    user {{ authMethod {EXPECTED} passwordState {{ isSet usedNow }} }} errors {{ code path message }}
  }}
}}
"""
LOGIN = "mutation ($n: String!, $p: String!) { login(input: {username: $n, password: $p}) { __typename } }"
WAITS = {"kind": "SUBJECT", "value": "Sub-1", "source": "corp", "createdAt": MOMENT, "usedAt": None}
AWAY: dict[str, Any] = {"method": "OIDC", "expectedIdentity": {"subject": "Sub-1"}}


@pytest.fixture
def corp() -> Iterator[Given]:
    with configured(CORP, TREE) as given:
        yield given


async def change(gate: Gate, **given: object) -> dict[str, Any]:
    return (await gate.data(CHANGE, {"input": given}))["changeAuthMethod"]


def follows(kind: ConsequenceKind, count: int | None = None) -> dict[str, Any]:
    return {"kind": kind.value, "message": TEXT, "count": count, "roles": []}


@pytest.mark.usefixtures("corp")
async def test_a_change_is_told_then_made_then_taken_back(gate: Gate) -> None:
    asa = await gate.actor("asa", email="asa@example.com", password=await gate.house.password())
    told = [
        follows(ConsequenceKind.SESSIONS_END, 1),
        follows(ConsequenceKind.PASSWORD_KEPT),
        follows(ConsequenceKind.IDENTITY_EXPECTED),
    ]
    before = {"username": "asa", "authMethod": "LOCAL", "expectedIdentity": None, "version": 1}
    nothing: dict[str, Any] = {"temporaryPassword": None, "errors": []}
    async with nothing_changes():
        asked = await change(gate, id=asa, **AWAY)
    assert asked == {"user": before, "isChanged": False, "consequences": told, **nothing}
    async with hearing() as heard:
        done = await change(gate, id=asa, **AWAY, source="Corp", confirm=True, version=1)
    away = {"username": "asa", "authMethod": "OIDC", "expectedIdentity": WAITS, "version": 2}
    assert done == {"user": away, "isChanged": True, "consequences": told, **nothing}
    assert [each.action for each in heard.events] == ["user.auth_method_changed", "session.ended"]
    assert await gate.data("{ viewer { username } }", None, "asa") == {"viewer": None}
    back = await change(gate, id=asa, method="LOCAL", credential="TEMPORARY_PASSWORD", confirm=True)
    shown = back.pop("temporaryPassword")
    assert back == {
        "user": {**before, "version": 3},
        "isChanged": True,
        "consequences": [follows(ConsequenceKind.PASSWORD_SHOWN), follows(ConsequenceKind.IDENTITY_FORGOTTEN)],
        "errors": [],
    }
    assert shown == Like(r"([A-Za-z2-9]{6}-){3}[A-Za-z2-9]{6}")
    signed_in = await gate.data(LOGIN, {"n": "asa", "p": shown}, None)
    assert signed_in == {"login": {"__typename": "PasswordChangeRequired"}}


async def test_what_is_refused_names_its_field_and_changes_nothing(gate: Gate) -> None:
    asa, root = await gate.user("asa", email="asa@example.com"), await gate.user_id("root")
    with configured() as given:
        for sources, wanted, error in (
            ([], {"id": asa, **AWAY}, refusal("NO_SOURCE", "method")),
            ([CORP], {"id": asa, **AWAY, "source": "x"}, refusal("SOURCE_UNKNOWN", "source")),
            ([CORP], {"id": asa, "method": "OIDC"}, refusal("IDENTITY_REQUIRED", "expectedIdentity")),
            (
                [CORP],
                {"id": asa, "method": "OIDC", "expectedIdentity": {"verifiedEmail": "x"}},
                refusal("EMAIL_INVALID", "expectedIdentity", "verifiedEmail"),
            ),
            ([CORP], {"id": root, **AWAY}, refusal("OWN_ACCOUNT", "id")),
            ([CORP], {"id": asa, "method": "LOCAL"}, refusal("SAME_METHOD", "method")),
        ):
            given.given = sources
            for confirm in (False, True):
                async with nothing_changes():
                    answer = await change(gate, **wanted, confirm=confirm)
                nothing: dict[str, Any] = {
                    "user": None,
                    "isChanged": False,
                    "consequences": [],
                    "temporaryPassword": None,
                }
                assert answer == {**nothing, "errors": [error]}


@pytest.mark.usefixtures("corp")
async def test_who_may_not_changes_nothing(gate: Gate) -> None:
    asa = await gate.user("asa", email="asa@example.com")
    async with nothing_changes():
        answer = await gate.ask(CHANGE, {"input": {"id": asa, **AWAY, "confirm": True}}, "helpdesk")
    assert answer["data"] == {"changeAuthMethod": None}
    assert denied("Mutation.changeAuthMethod", "users:write", path="changeAuthMethod") in answer["errors"]


@pytest.mark.usefixtures("corp")
async def test_an_identity_is_named_in_exactly_one_way(gate: Gate) -> None:
    asa = await gate.user("asa", email="asa@example.com")
    both = {"id": asa, "method": "OIDC", "expectedIdentity": {"subject": "Sub-1", "verifiedEmail": "a@b.example"}}
    for wanted in (both, {**both, "expectedIdentity": {}}):
        async with nothing_changes():
            answer = await gate.ask(CHANGE, {"input": wanted}, "root")
        assert [error["extensions"]["code"] for error in answer["errors"]] == ["BAD_USER_INPUT"]


@pytest.mark.usefixtures("corp")
async def test_an_account_is_made_for_a_source_to_check_and_keeps_a_password_for_later(gate: Gate) -> None:
    given = {"username": "asa", "email": "asa@example.com", "authMethod": "OIDC", "password": "Sup3r-secret-word"}
    async with nothing_changes():
        refused = await gate.data(CREATE, {"input": given})
    assert refused["createUser"] == {"user": None, "errors": [refusal("IDENTITY_REQUIRED", "expectedIdentity")]}
    made = await gate.data(CREATE, {"input": {**given, "expectedIdentity": {"verifiedEmail": "Asa@Corp.Example"}}})
    waits = {**WAITS, "kind": "VERIFIED_EMAIL", "value": "asa@corp.example"}
    kept = {"isSet": True, "usedNow": False}
    assert made["createUser"] == {
        "user": {"authMethod": "OIDC", "expectedIdentity": waits, "passwordState": kept},
        "errors": [],
    }
    listed = await gate.data("{ users(filter: {authMethod: OIDC}) { nodes { username } } }")
    assert listed == {"users": {"nodes": [{"username": "asa"}]}}
    answer = await gate.data(LOGIN, {"n": "asa", "p": given["password"]}, None)
    assert answer == {"login": {"__typename": "LoginRefused"}}


@pytest.mark.usefixtures("corp")
async def test_the_identity_is_shown_to_who_may_read_addresses_alone(gate: Gate) -> None:
    asa = await gate.user("asa", email="asa@example.com")
    await change(gate, id=asa, **AWAY, confirm=True)
    query = f"query ($id: ID!) {{ user(by: {{id: $id}}) {{ username {EXPECTED} }} }}"
    assert (await gate.data(query, {"id": asa}))["user"] == {"username": "asa", "expectedIdentity": WAITS}
    answer = await gate.ask(query, {"id": asa}, "helpdesk")
    assert answer == {
        "errors": [denied("User.expectedIdentity", "users:read-contact", path="user.expectedIdentity")],
        "data": {"user": {"username": "asa", "expectedIdentity": None}},
    }
