"""The licence over GraphQL: what it allows, what is used, and how refusals look."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from auth.settings.pages import LicenceSettings, SessionSettings
from tests.support.answers import MOMENT, TEXT, denied, refusal
from tests.support.gate import Gate, opened
from tests.support.house import PASSWORD
from tests.support.licences import Vendor
from tests.support.trail import Told, nothing_changes

WHOLE = """{ licence {
  source state maxUsers countedBy maxSeats signedInAccounts openSessions seatsUsed fileId licensee validFrom expiresAt
  graceEndsAt
} }"""
SHIPPED: dict[str, Any] = {
    "source": "SETTINGS",
    "state": "NONE",
    "maxUsers": 0,
    "countedBy": "ACCOUNTS",
    "maxSeats": 0,
    "signedInAccounts": 5,
    "openSessions": 5,
    "seatsUsed": 0,
    **dict.fromkeys(("fileId", "licensee", "validFrom", "expiresAt", "graceEndsAt")),
}
LOGIN = """mutation ($n: String!, $p: String!) { login(input: {username: $n, password: $p}) {
  __typename ... on LoginRefused { code message retryAfterSeconds } } }"""
UPDATE = """mutation ($input: UpdateLicenceSettingsInput!) { updateLicenceSettings(input: $input) {
  settings { maxUsers countedBy maxSeats version updatedAt } errors { code path message } } }"""
ERRORS = "errors { code path message ... on SeatsExhausted { maxSeats usedSeats } }"
CREATE = f'mutation {{ createUser(input: {{username: "cid", roles: ["pro"]}}) {{ user {{ id }} {ERRORS} }} }}'
EXHAUSTED = {**refusal("SEATS_EXHAUSTED", "roles"), "maxSeats": 1, "usedSeats": 1}


async def test_the_terms_and_their_use_are_told_to_whoever_may_read_them(gate: Gate) -> None:
    assert await gate.ask(WHOLE, None, "root") == {"data": {"licence": SHIPPED}}
    await gate.house.role("pro", licensed=True)
    await gate.user("asa", "pro")
    await gate.house.open(await gate.house.user_id("viewer"))
    await gate.data(UPDATE, {"input": {"maxUsers": 7, "countedBy": "SESSIONS", "maxSeats": 2}})
    used = {"maxUsers": 7, "countedBy": "SESSIONS", "maxSeats": 2, "openSessions": 6, "seatsUsed": 1}
    assert await gate.ask(WHOLE, None, "root") == {"data": {"licence": {**SHIPPED, **used}}}
    assert await gate.ask("{ licence { maxUsers } }", None, "helpdesk") == {
        "errors": [denied("Query.licence", "licence:read", path="licence")],
        "data": {"licence": None},
    }


async def test_the_page_has_scopes_of_its_own(gate: Gate) -> None:
    await gate.holder("setter", "settings:read", "settings:write", "licence:read")
    await gate.holder("keeper", "licence:read", "licence:write")
    async with nothing_changes():
        answer = await gate.ask(UPDATE, {"input": {"maxUsers": 1}}, "setter")
    assert answer == {
        "errors": [denied("Mutation.updateLicenceSettings", "licence:write", path="updateLicenceSettings")],
        "data": {"updateLicenceSettings": None},
    }
    page = {"maxUsers": 9, "countedBy": "ACCOUNTS", "maxSeats": 0, "version": 1, "updatedAt": MOMENT}
    assert await gate.ask(UPDATE, {"input": {"maxUsers": 9}}, "keeper") == {
        "data": {"updateLicenceSettings": {"settings": page, "errors": []}}
    }
    assert await gate.ask("{ sessionSettings { version } }", None, "keeper") == {
        "errors": [denied("Query.sessionSettings", "settings:read", path="sessionSettings")],
        "data": {"sessionSettings": None},
    }


async def test_a_sign_in_at_the_cap_is_refused_with_a_code_of_its_own(gate: Gate) -> None:
    await gate.user("asa", password=await gate.house.password())
    await gate.house.set(LicenceSettings, max_users=5)
    async with nothing_changes(Told("login.failed", None, "asa", "LICENCE_CAP", refused=True)):
        answer = await gate.ask(LOGIN, {"n": "asa", "p": PASSWORD})
    full = {
        "__typename": "LoginRefused",
        "code": "SESSION_LIMIT_REACHED",
        "message": "As many are signed in as the licence allows. Try again later.",
        "retryAfterSeconds": None,
    }
    assert answer == {"data": {"login": full}}
    wrong = await gate.ask(LOGIN, {"n": "asa", "p": "wrong"})
    assert wrong["data"]["login"]["code"] == "INVALID_CREDENTIALS"


async def test_no_seat_left_is_typed(gate: Gate) -> None:
    await gate.house.role("pro", licensed=True)
    await gate.user("asa", "pro")
    bea = await gate.user("bea")
    await gate.house.set(LicenceSettings, max_seats=1)
    given = f'mutation {{ setUserRoles(input: {{id: "{bea}", roles: ["pro"]}}) {{ user {{ id }} {ERRORS} }} }}'
    for name, query in (("createUser", CREATE), ("setUserRoles", given)):
        async with nothing_changes():
            answer = await gate.ask(query, None, "root")
        assert answer == {"data": {name: {"user": None, "errors": [EXHAUSTED]}}}
    query = "query ($l: Boolean) { users(filter: {licensed: $l}) { totalCount nodes { username licensed } } }"
    seated = await gate.data(query, {"l": True})
    assert seated == {"users": {"totalCount": 1, "nodes": [{"username": "asa", "licensed": True}]}}
    others = await gate.data(query, {"l": False})
    assert [node["licensed"] for node in others["users"]["nodes"]] == [False] * 6


@pytest.mark.parametrize(("days", "state"), [(1, "VALID"), (-1, "GRACE"), (-15, "EXPIRED")])
async def test_a_file_rules_and_its_state_is_shown(database_url: str, tmp_path: Path, days: int, state: str) -> None:
    vendor, ends = Vendor(), datetime.now(UTC) + timedelta(days=days)
    file = tmp_path / "licence.jws"
    file.write_text(vendor.licence(expiresAt=ends.isoformat()))
    variables = {"LICENCE_FILE": str(file), "LICENCE_KEY": vendor.variable}
    async with opened(database_url, tmp_path / "data", **variables) as gate:
        await gate.house.set(SessionSettings, sessions_per_account=0)
        shown = (await gate.data(WHOLE))["licence"]
        assert (shown["source"], shown["state"], shown["fileId"]) == ("FILE", state, "L-1")
        assert (shown["maxUsers"], shown["maxSeats"], shown["licensee"]) == (2, 3, "Åkerö & Söner")
        ending = [datetime.fromisoformat(shown[name]) for name in ("expiresAt", "graceEndsAt")]
        assert ending == [ends, ends + timedelta(days=14)]
        async with nothing_changes():
            answer = await gate.ask(UPDATE, {"input": {"maxUsers": 0}}, "root")
        refused = {"settings": None, "errors": [{"code": "LICENCE_FILE_RULES", "path": None, "message": TEXT}]}
        assert answer == {"data": {"updateLicenceSettings": refused}}
        await gate.user("asa", password=await gate.house.password())
        answer = await gate.data(LOGIN, {"n": "asa", "p": PASSWORD}, None)
        code = "LICENCE_EXPIRED" if state == "EXPIRED" else "SESSION_LIMIT_REACHED"
        assert answer["login"]["code"] == code
        await gate.user("ada", "admin", password=await gate.house.password())
        answer = await gate.data(LOGIN, {"n": "ada", "p": PASSWORD}, None)
        assert answer == {"login": {"__typename": "LoginSucceeded"}}
