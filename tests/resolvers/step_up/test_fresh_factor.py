"""Fresh factors over GraphQL, as a program and as a browser meet them."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from auth.actor import HOST
from auth.opaque import Token
from auth.permissions import Scope
from auth.settings.pages import StepUpSettings
from models.role import Role
from models.session import Delivery, Session
from models.user import UserKind
from resolvers.node import decode_id
from tests.support.answers import ANY_NUMBER, MOMENT, TEXT, TOKEN, denied, refusal
from tests.support.gate import Answer, Gate, opened
from tests.support.house import PASSWORD
from tests.support.tokens import issue
from tests.support.trail import nothing_changes

BASE = "https://accounts.example.com"
COOKIE = "__Host-gatehouse"
VERIFY = """
mutation ($input: VerifyFreshFactorInput!) {
  verifyFreshFactor(input: $input) {
    accessToken
    freshFactor { validUntil methods }
    errors { code path message }
  }
}
"""
STATE = "{ viewer { freshFactor { validUntil methods requiredBy } } }"
WHO = "{ viewer { username } }"
ROLE = 'mutation { createRole(input: {name: "new"}) { role { name } errors { code } } }'
PAGE = "mutation { updateApiSettings(input: {introspection: false}) { errors { code } } }"
USER = 'mutation { createUser(input: {username: "new", roles: ["viewer"]}) { errors { code } } }'
RIGHT = {"input": {"password": PASSWORD}}
DONE = {"validUntil": MOMENT, "methods": ["PASSWORD"]}


def asked(field: str, *methods: str) -> Answer:
    """The answer to a mutation that asks for a fresh factor."""
    error = {
        "message": TEXT,
        "locations": [{"line": ANY_NUMBER, "column": ANY_NUMBER}],
        "path": [field],
        "extensions": {"code": "FRESH_FACTOR_REQUIRED", "methods": list(methods), "maxAgeSeconds": 900},
    }
    return {"data": {field: None}, "errors": [error]}


@pytest.fixture
async def boss(gate: Gate) -> Gate:
    """A gate with an administrator whose session has no fresh factor."""
    public = await gate.actor("boss", "admin", password=await gate.house.password())
    await Session.filter(user_id=decode_id(public, "usr", "")).update(fresh_at=None)
    return gate


@pytest.mark.parametrize(
    ("field", "document"), [("createRole", ROLE), ("updateApiSettings", PAGE), ("createUser", USER)]
)
async def test_a_stale_session_is_told_what_to_do_and_nothing_is_done(boss: Gate, field: str, document: str) -> None:
    async with nothing_changes():
        assert await boss.ask(document, None, "boss") == asked(field, "PASSWORD")


async def test_a_program_proves_itself_goes_on_with_another_token_and_may(boss: Gate) -> None:
    answer = await boss.ask(VERIFY, RIGHT, "boss")
    assert answer == {"data": {"verifyFreshFactor": {"accessToken": TOKEN, "freshFactor": DONE, "errors": []}}}
    assert await boss.data(WHO, None, "boss") == {"viewer": None}
    boss.tokens["boss"] = Token(answer["data"]["verifyFreshFactor"]["accessToken"])
    assert (await boss.data(ROLE, None, "boss"))["createRole"] == {"role": {"name": "new"}, "errors": []}


async def test_what_is_asked_after_it_in_the_same_document_is_done(boss: Gate) -> None:
    document = VERIFY.rstrip().removesuffix("}") + ROLE.removeprefix("mutation {").strip()
    answer = await boss.data(document, RIGHT, "boss")
    assert answer["createRole"] == {"role": {"name": "new"}, "errors": []}


async def test_a_wrong_one_is_refused(boss: Gate) -> None:
    answer = await boss.ask(VERIFY, {"input": {"password": "wrong"}}, "boss")
    nothing = {"accessToken": None, "freshFactor": None, "errors": [refusal("FACTOR_WRONG", "password")]}
    assert answer == {"data": {"verifyFreshFactor": nothing}}
    assert await boss.ask(ROLE, None, "boss") == asked("createRole", "PASSWORD")


async def test_it_is_asked_once_in_a_document(boss: Gate) -> None:
    guesses = " ".join(
        f'a{number}: verifyFreshFactor(input: {{password: "{number}"}}) {{ accessToken }}' for number in range(3)
    )
    async with nothing_changes():
        answer = await boss.ask(f"mutation {{ {guesses} }}", None, "boss")
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"QUERY_TOO_COMPLEX"}


async def test_the_viewer_is_told_how_fresh_the_factor_is_and_what_asks_for_it(boss: Gate) -> None:
    stale = (await boss.data(STATE, None, "boss"))["viewer"]["freshFactor"]
    assert (stale["validUntil"], stale["methods"]) == (None, ["PASSWORD"])
    always = {"Mutation.createRole", "Mutation.updateApiSettings", "Mutation.disableTotp"}
    switched = {"Mutation.deleteUser", "CreateUserInput.roles", "Mutation.resetMfa"}
    assert always | switched <= set(stale["requiredBy"])
    assert "Mutation.createApiToken" not in stale["requiredBy"]
    await boss.house.set(StepUpSettings, deletion=False, role_assignment=False, mfa_reset=False, api_tokens=True)
    fresh = (await boss.data(STATE, None, "root"))["viewer"]["freshFactor"]
    assert (fresh["validUntil"], fresh["methods"]) == (MOMENT, [])
    assert always | {"Mutation.createApiToken"} <= set(fresh["requiredBy"])
    assert switched.isdisjoint(fresh["requiredBy"])


async def test_only_a_session_can_be_made_fresh(gate: Gate) -> None:
    async with nothing_changes():
        answer = await gate.ask(VERIFY, RIGHT)
    error = denied("Mutation.verifyFreshFactor", path="verifyFreshFactor", reason="")
    error["extensions"]["requiresScopes"] = [[]]
    assert answer == {"errors": [error], "data": {"verifyFreshFactor": None}}


async def test_a_program_of_a_service_account_is_let_through_where_the_settings_say_so(gate: Gate) -> None:
    await gate.house.role("manager", Scope.ROLES_WRITE, Scope.ROLES_READ, api_only=True)
    robot = await gate.house.user("robot", "manager", kind=UserKind.SERVICE)
    gate.tokens["robot"] = await issue(
        gate.house, HOST, user_id=robot, scopes=(Scope.ROLES_WRITE.value, Scope.ROLES_READ.value)
    )
    assert await gate.ask(ROLE, None, "robot") == asked("createRole")
    assert not await Role.filter(name="new").exists()
    await gate.house.set(StepUpSettings, service_accounts_exempt=True)
    assert (await gate.data(ROLE, None, "robot"))["createRole"] == {"role": {"name": "new"}, "errors": []}
    nothing: dict[str, Any] = {"validUntil": None, "methods": [], "requiredBy": []}
    assert await gate.data(STATE, None, "robot") == {"viewer": {"freshFactor": nothing}}


@pytest.fixture
async def site(database_url: str, tmp_path: Path) -> AsyncGenerator[Gate]:
    """A gate behind https, whose client is a browser that is signed in for days."""
    async with opened(database_url, tmp_path / "data", BASE_URL=BASE) as gate:
        user_id = await gate.house.user("boss", "admin", password=await gate.house.password())
        token = await gate.house.open(user_id, delivery=Delivery.COOKIE, remembered=True, fresh_at=None)
        gate.client.cookies.set(COOKIE, token)
        yield gate


async def test_a_browser_gets_another_cookie_and_no_token_in_the_answer(site: Gate) -> None:
    before = site.client.cookies[COOKIE]
    response = await site.send(VERIFY, RIGHT, None, origin=BASE)
    verified = response.json()["data"]["verifyFreshFactor"]
    assert verified == {"accessToken": None, "freshFactor": DONE, "errors": []}
    [line] = response.headers.get_list("set-cookie")
    value, *flags = line.split("; ")
    assert {"Path=/", "HttpOnly", "SameSite=Strict", "Secure"} <= set(flags)
    lifetime = next(int(flag.partition("=")[2]) for flag in flags if flag.startswith("Max-Age="))
    assert 29 * 86_400 < lifetime <= 30 * 86_400
    token = value.partition("=")[2]
    assert token not in {before, ""}
    for held, who in ((token, {"username": "boss"}), (before, None)):
        site.client.cookies.clear()
        answer = await site.send(WHO, None, None, origin=BASE, cookie=f"{COOKIE}={held}")
        assert answer.json()["data"]["viewer"] == who
