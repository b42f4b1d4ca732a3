"""``setUserPassword``, ``issueTemporaryPassword``, ``usePasswordPreset``, and what is shown of a password."""

from typing import Any

import pytest

from tests.support.answers import MOMENT, TEXT, Like, denied, refusal
from tests.support.gate import Gate
from tests.support.house import PASSWORD
from tests.support.statements import statements
from tests.support.trail import Told, hearing, nothing_changes

NEW = "An0ther-horse-battery"
STATE = "passwordState { isSet changedAt expiresAt mustChange usedNow }"
SET = f"""
mutation ($input: SetUserPasswordInput!) {{
  setUserPassword(input: $input) {{
    user {{ username {STATE} }} usedNow
    errors {{ code path message ... on PasswordRejectedError {{ rules {{ rule met }} }} }}
  }}
}}
"""
ISSUE = f"""
mutation ($input: IssueTemporaryPasswordInput!) {{
  issueTemporaryPassword(input: $input) {{
    user {{ username {STATE} }} usedNow temporaryPassword errors {{ code path message }}
  }}
}}
"""
LOGIN = "mutation ($input: LoginInput!) { login(input: $input) { __typename } }"
PRESET = """
mutation ($input: UsePasswordPresetInput!) {
  usePasswordPreset(input: $input) {
    settings { preset minimumLength uppercaseRequired maximumAgeDays historyLength version }
    errors { code path message ... on VersionConflictError { currentVersion } }
  }
}
"""
BARE = {"isSet": False, "changedAt": None, "expiresAt": None, "mustChange": False, "usedNow": False}


def is_set(*, must_change: bool = False) -> dict[str, Any]:
    return {"isSet": True, "changedAt": MOMENT, "expiresAt": MOMENT, "mustChange": must_change, "usedNow": True}


async def sign_in(gate: Gate, name: str, password: str) -> str:
    given = {"input": {"username": name, "password": password}}
    return (await gate.data(LOGIN, given, None))["login"]["__typename"]


async def test_an_administrator_sets_a_password(gate: Gate) -> None:
    user = await gate.actor("asa")
    async with hearing() as heard:
        answer = await gate.ask(SET, {"input": {"id": user, "password": NEW}}, "root")
    done: dict[str, Any] = {"user": {"username": "asa", "passwordState": is_set()}, "usedNow": True, "errors": []}
    assert answer == {"data": {"setUserPassword": done}}
    assert [told.action for told in heard.events] == ["password.changed", "session.ended"]
    assert await sign_in(gate, "asa", NEW) == "LoginSucceeded"
    again = await gate.data(SET, {"input": {"id": user, "password": NEW + "2", "mustChange": True}})
    assert again["setUserPassword"]["user"]["passwordState"] == is_set(must_change=True)
    assert await sign_in(gate, "asa", NEW + "2") == "PasswordChangeRequired"


async def test_the_policy_applies_to_what_an_administrator_sets(gate: Gate) -> None:
    user = await gate.user("asa", password=await gate.house.password())
    async with nothing_changes(Told("password.rejected", "root", "asa", refused=True)):
        answer = await gate.ask(SET, {"input": {"id": user, "password": PASSWORD}}, "root")
    rejected = answer["data"]["setUserPassword"]
    [error] = rejected["errors"]
    assert (rejected["user"], rejected["usedNow"]) == (None, None)
    assert {"rule": "NOT_CURRENT", "met": False} in error.pop("rules")
    assert error == refusal("PASSWORD_REJECTED", "password")


async def test_a_temporary_password_is_shown_this_once(gate: Gate) -> None:
    user = await gate.user("asa")
    issued = await gate.ask(ISSUE, {"input": {"id": user}}, "root")
    assert issued == {
        "data": {
            "issueTemporaryPassword": {
                "user": {"username": "asa", "passwordState": is_set(must_change=True)},
                "usedNow": True,
                "temporaryPassword": Like(r"([A-Za-z2-9]{6}-){3}[A-Za-z2-9]{6}"),
                "errors": [],
            }
        }
    }
    shown = issued["data"]["issueTemporaryPassword"]["temporaryPassword"]
    assert await sign_in(gate, "asa", shown) == "PasswordChangeRequired"


@pytest.mark.parametrize(
    ("document", "field", "more"),
    [(SET, "setUserPassword", {"password": NEW}), (ISSUE, "issueTemporaryPassword", {})],
)
async def test_who_may_not_does_nothing(gate: Gate, document: str, field: str, more: dict[str, str]) -> None:
    user = await gate.user("asa")
    async with nothing_changes():
        answer = await gate.ask(document, {"input": {"id": user, **more}}, "helpdesk")
        own = await gate.data(document, {"input": {"id": await gate.user_id("root"), **more}})
    assert answer == {
        "errors": [denied(f"Mutation.{field}", "users:write", path=field)],
        "data": {field: None},
    }
    assert own[field]["errors"] == [refusal("OWN_PASSWORD", "id")]


async def test_the_state_of_passwords_is_shown_to_who_reads_accounts_in_one_statement_for_all(gate: Gate) -> None:
    query = f'query ($first: Int!) {{ users(first: $first, search: "person") {{ nodes {{ username {STATE} }} }} }}'
    for place in range(4):
        await gate.user(f"person-{place}", password=await gate.house.password() if place else None)
    with statements() as one:
        await gate.data(query, {"first": 1}, "helpdesk")
    with statements() as all_of_them:
        answer = await gate.data(query, {"first": 4}, "helpdesk")
    nodes = answer["users"]["nodes"]
    assert nodes[0] == {"username": "person-0", "passwordState": BARE}
    assert [node["passwordState"] for node in nodes[1:]] == [is_set()] * 3
    assert len(one) == len(all_of_them)


async def test_one_call_sets_the_whole_policy(gate: Gate) -> None:
    read = "{ passwordSettings { preset version } }"
    version = (await gate.data(read))["passwordSettings"]["version"]
    assert (await gate.data(read))["passwordSettings"]["preset"] == "STRICT"
    used = await gate.ask(PRESET, {"input": {"preset": "NIST", "version": version}}, "root")
    assert used == {
        "data": {
            "usePasswordPreset": {
                "settings": {
                    "preset": "NIST",
                    "minimumLength": 15,
                    "uppercaseRequired": False,
                    "maximumAgeDays": 0,
                    "historyLength": 12,
                    "version": version + 1,
                },
                "errors": [],
            }
        }
    }
    change = "mutation { updatePasswordSettings(input: {minimumLength: 16}) { settings { preset } } }"
    assert await gate.data(change) == {"updatePasswordSettings": {"settings": {"preset": "CUSTOM"}}}
    async with nothing_changes():
        stale = await gate.data(PRESET, {"input": {"preset": "BASIC", "version": version}})
        denied_one = await gate.ask(PRESET, {"input": {"preset": "BASIC"}}, "helpdesk")
    conflict = {
        "code": "VERSION_CONFLICT",
        "path": ["input", "version"],
        "message": TEXT,
        "currentVersion": version + 2,
    }
    assert stale == {"usePasswordPreset": {"settings": None, "errors": [conflict]}}
    assert denied_one["data"] == {"usePasswordPreset": None}
