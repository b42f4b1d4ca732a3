"""Settings over GraphQL: each page is read, changed within its bounds, and followed at once."""

from dataclasses import fields
from enum import Enum
from typing import Any

import pytest

from auth.settings.pages import PAGES, Bounds, scopes_of
from auth.visibility import camel_case
from tests.support.answers import MOMENT, TEXT, denied, refusal
from tests.support.gate import UNHURRIED, Gate
from tests.support.house import CHEAP
from tests.support.trail import hearing, nothing_changes

NAMES = {f"{camel_case(name.rstrip('s'))}Settings": kind for name, kind in PAGES.items()}
"""The pages by the query that reads them."""


def selection(name: str) -> str:
    """Everything on a page."""
    values = " ".join(camel_case(item.name) for item in fields(NAMES[name]))
    return f"{values} version updatedAt rules {{ name default least most description }}"


def update(name: str) -> str:
    """The mutation that changes a page."""
    kind = name[0].upper() + name[1:]
    return (
        f"mutation ($input: Update{kind}Input!) {{ update{kind}(input: $input) {{"
        f" settings {{ {selection(name)} }}"
        " errors { code path message ... on VersionConflictError { currentVersion } } } }"
    )


def shipped(name: str) -> dict[str, Any]:
    """A page as it ships; the house hashes cheaply."""
    values = {camel_case(item.name): item.default for item in fields(NAMES[name])}
    rules: list[dict[str, Any]] = []
    for item in fields(NAMES[name]):
        if "noted" in item.metadata:
            continue
        bounds = item.metadata.get("bounds")
        least, most = (bounds.least, bounds.most) if isinstance(bounds, Bounds) else (None, None)
        default = item.default.value if isinstance(item.default, Enum) else item.default
        rules.append(
            {"name": camel_case(item.name), "default": default, "least": least, "most": most, "description": TEXT}
        )
    own = {"passwordSettings": CHEAP, "lockoutSettings": UNHURRIED}
    if name in own:
        values |= {camel_case(key): value for key, value in own[name].items()}
        return {**values, "version": 1, "updatedAt": MOMENT, "rules": rules}
    return {**values, "version": 0, "updatedAt": None, "rules": rules}


@pytest.mark.parametrize("name", NAMES)
async def test_a_page_is_shown_with_what_each_setting_may_be(gate: Gate, name: str) -> None:
    query = f"{{ {name} {{ {selection(name)} }} }}"
    assert await gate.ask(query, None, "root") == {"data": {name: shipped(name)}}
    assert await gate.ask(query, None, "helpdesk") == {
        "errors": [denied(f"Query.{name}", scopes_of(NAMES[name]).read, path=name)],
        "data": {name: None},
    }


CHANGES: dict[str, dict[str, Any]] = {
    "sessionSettings": {
        "idleTimeoutMinutes": 60,
        "absoluteLifetimeHours": 0,
        "rememberMeDays": 0,
        "sessionsPerAccount": 7,
        "atLimit": "REFUSE",
        "endOnDeactivation": False,
    },
    "passwordSettings": {"minimumLength": 20, "specialRequired": False, "maximumAgeDays": 0, "argon2Iterations": 2},
    "lockoutSettings": {"failedAttemptsAllowed": 7, "lockMinutes": 0},
    "mfaSettings": {"issuer": "Example", "digits": 8, "graceDays": 0},
    "stepUpSettings": {"roleAssignment": False, "apiTokens": True, "serviceAccountsExempt": True},
    "tokenSettings": {"allowPersonalTokens": False, "longestLifeDays": 30},
    "linkSettings": {"resetMinutes": 5, "invitationDays": 90},
    "licenceSettings": {"maxUsers": 3, "countedBy": "SESSIONS"},
    "directorySettings": {"policyResolution": "ALL", "syncIntervalMinutes": 0, "syncMostPercent": 50},
    "ssoSettings": {"checkIntervalMinutes": 0, "attemptsKeptDays": 7},
    "accountSettings": {"defaultRole": "operator"},
    "apiSettings": {"introspection": False},
}


@pytest.mark.parametrize("name", NAMES)
async def test_a_change_keeps_what_is_absent_and_tells_the_trail(gate: Gate, name: str) -> None:
    before, mutation = shipped(name), update(name).split("{", 1)[1].split("(", 1)[0].strip()
    async with hearing() as heard:
        answer = await gate.ask(update(name), {"input": {**CHANGES[name], "version": before["version"]}}, "root")
    after = {**before, **CHANGES[name], "version": before["version"] + 1, "updatedAt": MOMENT}
    assert answer == {"data": {mutation: {"settings": after, "errors": []}}}
    (told,) = heard.events
    assert (told.action, told.actor) == ("settings.changed", "root")
    assert {camel_case(key): new for key, (_, new) in told.changes.items()} == CHANGES[name]
    stale = {**refusal("VERSION_CONFLICT", "version"), "currentVersion": after["version"]}
    async with nothing_changes():
        again = await gate.ask(update(name), {"input": {**CHANGES[name], "version": before["version"]}}, "root")
    assert again == {"data": {mutation: {"settings": None, "errors": [stale]}}}


@pytest.mark.parametrize("name", ["sessionSettings", "passwordSettings"])
async def test_values_out_of_bounds_are_refused_together(gate: Gate, name: str) -> None:
    mutation = f"update{name[0].upper()}{name[1:]}"
    bounded = [item for item in fields(NAMES[name]) if isinstance(item.metadata.get("bounds"), Bounds)]
    for beyond in ("least", "most"):
        given: dict[str, Any] = {}
        for item in bounded:
            bounds: Bounds = item.metadata["bounds"]
            size = bounds.least - 1 if beyond == "least" else bounds.most + 1
            given[camel_case(item.name)] = size
        errors = [refusal("OUT_OF_BOUNDS", field) for field in given]
        async with nothing_changes():
            answer = await gate.ask(update(name), {"input": given}, "root")
        assert answer == {"data": {mutation: {"settings": None, "errors": errors}}}


@pytest.mark.parametrize(
    ("role", "code"),
    [("nope", "ROLE_UNKNOWN"), ("", "ROLE_UNKNOWN"), ("api", "ROLE_NOT_ALLOWED"), ("admin", "ROLE_NOT_ALLOWED")],
)
async def test_the_default_role_is_one_that_people_may_hold_and_no_administrator_s(
    gate: Gate, role: str, code: str
) -> None:
    async with nothing_changes():
        answer = await gate.ask(update("accountSettings"), {"input": {"defaultRole": role}}, "root")
    assert answer == {"data": {"updateAccountSettings": {"settings": None, "errors": [refusal(code, "defaultRole")]}}}


async def test_nobody_makes_everybody_s_role_out_of_more_than_they_hold(gate: Gate) -> None:
    await gate.holder("setter", "settings:write", "settings:read", level=1)
    async with nothing_changes():
        answer = await gate.ask(update("accountSettings"), {"input": {"defaultRole": "operator"}}, "setter")
    error = refusal("BEYOND_OWN_RIGHTS", "defaultRole")
    assert answer == {"data": {"updateAccountSettings": {"settings": None, "errors": [error]}}}


async def test_the_default_role_is_followed_by_the_next_account(gate: Gate) -> None:
    await gate.data(update("accountSettings"), {"input": {"defaultRole": "OPERATOR"}})
    made = await gate.data('mutation { createUser(input: {username: "asa"}) { user { roles { name } } } }')
    assert made == {"createUser": {"user": {"roles": [{"name": "operator"}]}}}


async def test_introspection_can_be_switched_off(gate: Gate) -> None:
    query = "{ __schema { queryType { name } } }"
    assert await gate.ask(query, None, "helpdesk") == {"data": {"__schema": {"queryType": {"name": "Query"}}}}
    await gate.data(update("apiSettings"), {"input": {"introspection": False}})
    for caller, code in (("helpdesk", "FORBIDDEN"), ("root", "FORBIDDEN"), (None, "UNAUTHENTICATED")):
        answer = await gate.ask(query, None, caller)
        assert "data" not in answer
        assert [error["extensions"]["code"] for error in answer["errors"]] == [code]


async def test_tightened_sessions_bind_open_ones_at_their_next_request(gate: Gate) -> None:
    gate.house.clock.turn(hours=-2)
    await gate.actor("asa")
    gate.house.clock.turn(hours=2)
    assert await gate.data("{ viewer { username } }", None, "asa") == {"viewer": {"username": "asa"}}
    await gate.data(update("sessionSettings"), {"input": {"absoluteLifetimeHours": 1}})
    assert await gate.ask('{ viewer { username } node(id: "x") { id } }', None, "asa") == {
        "errors": [
            {
                **denied("Query.node", path="node", reason="SESSION_EXPIRED"),
                "extensions": {
                    "code": "UNAUTHENTICATED",
                    "coordinate": "Query.node",
                    "requiresScopes": [[]],
                    "selection": "node",
                    "reason": "SESSION_EXPIRED",
                },
            }
        ],
        "data": {"viewer": None, "node": None},
    }
