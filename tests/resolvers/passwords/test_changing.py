"""``changePassword``: of programs, which get another bearer token, and of browsers, which get another cookie."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from auth.opaque import Token
from models.session import Delivery
from models.user import User
from tests.support.answers import MOMENT, TEXT, TOKEN, denied, refusal
from tests.support.gate import Answer, Gate, opened
from tests.support.house import PASSWORD
from tests.support.trail import Told, nothing_changes

NEW = "An0ther-horse-battery"
BASE = "https://accounts.example.com"
COOKIE = "__Host-gatehouse"
CHANGE = """
mutation ($input: ChangePasswordInput!) {
  changePassword(input: $input) {
    accessToken isChanged
    viewer { username passwordState { isSet changedAt expiresAt mustChange usedNow } }
    errors { code path message ... on PasswordRejectedError { rules { rule met } } }
  }
}
"""
WHO = "{ viewer { username } }"


def given(current: str = PASSWORD, new: str = NEW, **more: object) -> dict[str, Any]:
    return {"input": {"currentPassword": current, "newPassword": new, **more}}


def refused(*errors: dict[str, Any]) -> Answer:
    nothing = {"accessToken": None, "isChanged": False, "viewer": None}
    return {"data": {"changePassword": {**nothing, "errors": list(errors)}}}


@pytest.fixture
async def asa(gate: Gate) -> Gate:
    """A gate with somebody who is signed in."""
    await gate.actor("asa", password=await gate.house.password())
    return gate


async def test_a_program_gets_another_token_and_the_one_before_is_dead_at_once(asa: Gate) -> None:
    answer = await asa.ask(CHANGE, given(), "asa")
    state = {"isSet": True, "changedAt": MOMENT, "expiresAt": MOMENT, "mustChange": False, "usedNow": True}
    assert answer == {
        "data": {
            "changePassword": {
                "accessToken": TOKEN,
                "isChanged": True,
                "viewer": {"username": "asa", "passwordState": state},
                "errors": [],
            }
        }
    }
    assert await asa.data(WHO, None, "asa") == {"viewer": None}
    asa.tokens["asa"] = Token(answer["data"]["changePassword"]["accessToken"])
    assert await asa.data(WHO, None, "asa") == {"viewer": {"username": "asa"}}


async def test_whoever_ends_all_sessions_ends_the_own_one(asa: Gate) -> None:
    changed = (await asa.data(CHANGE, given(endSessions="ALL"), "asa"))["changePassword"]
    assert (changed["accessToken"], changed["isChanged"], changed["errors"]) == (None, True, [])
    assert await asa.data(WHO, None, "asa") == {"viewer": None}


async def test_a_wrong_password_in_force_is_refused(asa: Gate) -> None:
    wrong = Told("password.change_refused", "asa", "asa", "WRONG_PASSWORD", refused=True)
    answer = await asa.ask(CHANGE, given("wrong"), "asa")
    assert answer == refused(refusal("CURRENT_PASSWORD_WRONG", "currentPassword"))
    await User.filter(username="asa").update(failed_attempts=5, auto_locked_at=asa.house.clock.now())
    async with nothing_changes(replace(wrong, reason="TOO_MANY_ATTEMPTS")):
        answer = await asa.ask(CHANGE, given(), "asa")
    assert answer == refused(refusal("TOO_MANY_ATTEMPTS", "currentPassword"))


async def test_a_rejected_password_says_which_rules_it_breaks(asa: Gate) -> None:
    async with nothing_changes(Told("password.rejected", "asa", "asa", refused=True)):
        answer = await asa.ask(CHANGE, given(new="password"), "asa")
    rules = {
        "MINIMUM_LENGTH": False,
        "MAXIMUM_LENGTH": True,
        "UPPERCASE": False,
        "LOWERCASE": True,
        "DIGIT": False,
        "SPECIAL": False,
        "NOT_COMMON": False,
        "NOT_A_NAME": True,
    }
    error = refusal("PASSWORD_REJECTED", "newPassword")
    assert answer == refused({**error, "rules": [{"rule": rule, "met": met} for rule, met in rules.items()]})


async def test_only_who_is_signed_in_changes_a_password(gate: Gate) -> None:
    async with nothing_changes():
        answer = await gate.ask(CHANGE, given())
    error = denied("Mutation.changePassword", path="changePassword", reason="")
    error["extensions"]["requiresScopes"] = [[]]
    assert answer == {"errors": [error], "data": {"changePassword": None}}
    async with nothing_changes():
        answer = await gate.ask(CHANGE, given(), "viewer")
    assert answer == refused({"code": "NO_PASSWORD", "path": None, "message": TEXT})


@pytest.fixture
async def site(database_url: str, tmp_path: Path) -> AsyncGenerator[Gate]:
    """A gate behind https, whose client is a browser that is signed in for days."""
    async with opened(database_url, tmp_path / "data", BASE_URL=BASE) as gate:
        user_id = await gate.house.user("asa", password=await gate.house.password())
        token = await gate.house.open(user_id, delivery=Delivery.COOKIE, remembered=True)
        gate.client.cookies.set(COOKIE, token)
        yield gate


@pytest.mark.parametrize(("ends", "who"), [("OTHERS", {"username": "asa"}), ("ALL", None)])
async def test_a_browser_gets_another_cookie_or_forgets_the_one_it_had(site: Gate, ends: str, who: object) -> None:
    before = site.client.cookies[COOKIE]
    response = await site.send(CHANGE, given(endSessions=ends), None, origin=BASE)
    changed = response.json()["data"]["changePassword"]
    assert (changed["accessToken"], changed["isChanged"], changed["errors"]) == (None, True, [])
    [line] = response.headers.get_list("set-cookie")
    value, *flags = line.split("; ")
    assert {"Path=/", "HttpOnly", "SameSite=Strict", "Secure"} <= set(flags)
    assert value.startswith(f"{COOKIE}=")
    token = value.partition("=")[2]
    assert token not in {before, ""} if who else token == ""
    lifetime = next(int(flag.partition("=")[2]) for flag in flags if flag.startswith("Max-Age="))
    assert (29 * 86_400 < lifetime <= 30 * 86_400) if who else lifetime == 0
    for held, expected in ((token, who), (before, None)):
        site.client.cookies.clear()
        answer = await site.send(WHO, None, None, origin=BASE, cookie=f"{COOKIE}={held}")
        assert answer.json()["data"]["viewer"] == expected
