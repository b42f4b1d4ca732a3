"""``login``, ``changeExpiredPassword``, ``logout`` and ``viewer`` for programs (bearer tokens)."""

from datetime import timedelta
from typing import Any

import pytest

from auth.opaque import Token
from auth.permissions import EVERY_KNOWN_SCOPE
from tests.support.answers import MOMENT, SESSION_ID, TEXT, TOKEN, denied
from tests.support.gate import Gate
from tests.support.house import PASSWORD
from tests.support.trail import Told, hearing, nothing_changes

LOGIN = """
mutation ($input: LoginInput!) {
  login(input: $input) {
    __typename
    ... on LoginSucceeded {
      accessToken
      viewer { id username roles { name } scopes session { id } }
      session { id createdAt lastSeenAt expiresAt idleExpiresAt remembered delivery ipAddress userAgent }
    }
    ... on PasswordChangeRequired { pendingToken expiresAt message }
    ... on LoginRefused { code message retryAfterSeconds }
  }
}
"""
CHANGE = """
mutation ($input: ChangeExpiredPasswordInput!) {
  changeExpiredPassword(input: $input) {
    __typename
    ... on LoginSucceeded { accessToken viewer { username } }
    ... on PasswordRejected { message rules { rule met } }
    ... on LoginRefused { code retryAfterSeconds }
  }
}
"""
REFUSED = {"__typename": "LoginRefused", "code": "INVALID_CREDENTIALS", "message": TEXT, "retryAfterSeconds": None}
NEXT_PASSWORD = "An0ther-good-word!"


async def sign_in(gate: Gate, name: str, password: str = PASSWORD, **more: object) -> dict[str, Any]:
    """What a sign-in comes to; a session goes by the name of ``new``."""
    outcome = (await gate.data(LOGIN, {"input": {"username": name, "password": password, **more}}, None))["login"]
    if outcome["__typename"] == "LoginSucceeded":
        gate.tokens["new"] = Token(outcome["accessToken"])
    return outcome


async def test_a_sign_in_shows_the_account_and_its_session(gate: Gate) -> None:
    user = await gate.user("asa", "operator", email="asa@example.com", password=await gate.house.password())
    async with hearing() as heard:
        answer = await gate.ask(LOGIN, {"input": {"username": "asa", "password": PASSWORD}})
    assert answer == {
        "data": {
            "login": {
                "__typename": "LoginSucceeded",
                "accessToken": TOKEN,
                "viewer": {
                    "id": user,
                    "username": "asa",
                    "roles": [{"name": "operator"}],
                    "scopes": [],
                    "session": {"id": SESSION_ID},
                },
                "session": {
                    "id": SESSION_ID,
                    "createdAt": MOMENT,
                    "lastSeenAt": MOMENT,
                    "expiresAt": MOMENT,
                    "idleExpiresAt": MOMENT,
                    "remembered": False,
                    "delivery": "TOKEN",
                    "ipAddress": "127.0.0.1",
                    "userAgent": TEXT,
                },
            }
        }
    }
    assert list(heard.events) == [Told("login.succeeded", "asa", "asa")]
    gate.tokens["asa"] = Token(answer["data"]["login"]["accessToken"])
    assert await gate.data("{ viewer { username } }", None, "asa") == {"viewer": {"username": "asa"}}


@pytest.mark.parametrize("name", ["asa", "ASA", " Asa ", "\uff41sa", "asa@example.com", "Asa@EXAMPLE.com"])
async def test_either_name_signs_in_in_any_spelling(gate: Gate, name: str) -> None:
    await gate.user("asa", email="asa@example.com", password=await gate.house.password())
    assert (await sign_in(gate, name))["__typename"] == "LoginSucceeded"


@pytest.mark.parametrize(
    "password", ["", " ", PASSWORD + " ", PASSWORD.lower(), PASSWORD[:-1], PASSWORD + "\0", "x" * 10_000]
)
async def test_a_password_is_taken_as_it_is(gate: Gate, password: str) -> None:
    await gate.user("asa", password=await gate.house.password())
    assert await sign_in(gate, "asa", password) == REFUSED


async def test_a_remembered_session_lives_for_days_and_never_idles(gate: Gate) -> None:
    await gate.user("asa", password=await gate.house.password())
    session = (await sign_in(gate, "asa", rememberMe=True))["session"]
    assert (session["remembered"], session["idleExpiresAt"]) == (True, None)
    assert session["expiresAt"][:10] == (gate.house.clock.now() + timedelta(days=30)).isoformat()[:10]
    await gate.data("mutation { updateSessionSettings(input: {rememberMeDays: 0}) { errors { code } } }")
    assert (await sign_in(gate, "asa", rememberMe=True))["session"]["remembered"] is False


async def test_an_account_has_as_many_sessions_as_it_may(gate: Gate) -> None:
    await gate.user("asa", password=await gate.house.password())
    tokens = [(await sign_in(gate, "asa"))["accessToken"] for _ in range(4)]
    for number, token in enumerate(tokens):
        gate.tokens["asa"] = token
        viewer = {"username": "asa"} if number else None
        assert await gate.data("{ viewer { username } }", None, "asa") == {"viewer": viewer}
    await gate.data("mutation { updateSessionSettings(input: {atLimit: REFUSE}) { errors { code } } }")
    assert await sign_in(gate, "asa") == {**REFUSED, "code": "SESSION_LIMIT"}


async def test_an_own_limit_of_sessions_takes_the_place_of_the_systems(gate: Gate) -> None:
    await gate.user("asa", session_limit=1, password=await gate.house.password())
    first = (await sign_in(gate, "asa"))["accessToken"]
    await sign_in(gate, "asa")
    gate.tokens["asa"] = first
    assert await gate.data("{ viewer { username } }", None, "asa") == {"viewer": None}


async def test_a_demanded_change_is_a_step_before_the_session(gate: Gate) -> None:
    await gate.user("asa", password=await gate.house.password(must_change=True))
    step = await sign_in(gate, "asa")
    assert step == {
        "__typename": "PasswordChangeRequired",
        "pendingToken": TOKEN,
        "expiresAt": MOMENT,
        "message": TEXT,
    }

    async def change(password: str) -> dict[str, Any]:
        given = {"pendingToken": step["pendingToken"], "newPassword": password}
        return (await gate.data(CHANGE, {"input": given}, None))["changeExpiredPassword"]

    weak = await change("short")
    assert (weak["__typename"], weak["message"]) == ("PasswordRejected", TEXT)
    assert {rule["rule"] for rule in weak["rules"] if not rule["met"]} == {
        "MINIMUM_LENGTH",
        "UPPERCASE",
        "DIGIT",
        "SPECIAL",
        "NOT_COMMON",
    }
    same = await change(PASSWORD)
    assert {"rule": "NOT_CURRENT", "met": False} in same["rules"]
    assert await change(NEXT_PASSWORD) == {
        "__typename": "LoginSucceeded",
        "accessToken": TOKEN,
        "viewer": {"username": "asa"},
    }
    again = await change(NEXT_PASSWORD + "2")
    assert again == {"__typename": "LoginRefused", "code": "PENDING_TOKEN_INVALID", "retryAfterSeconds": None}
    assert await sign_in(gate, "asa") == REFUSED
    assert (await sign_in(gate, "asa", NEXT_PASSWORD))["__typename"] == "LoginSucceeded"


async def test_a_changed_password_ends_the_sessions_that_were_open(gate: Gate) -> None:
    await gate.actor("asa", password=await gate.house.password(must_change=True))
    step = await sign_in(gate, "asa")
    given = {"pendingToken": step["pendingToken"], "newPassword": NEXT_PASSWORD}
    await gate.data(CHANGE, {"input": given}, None)
    assert await gate.data("{ viewer { username } }", None, "asa") == {"viewer": None}


async def test_signing_out_ends_the_session(gate: Gate) -> None:
    query = "mutation { logout { signedOut errors { code } } }"
    async with hearing() as heard:
        assert await gate.ask(query, None, "viewer") == {"data": {"logout": {"signedOut": True, "errors": []}}}
    assert list(heard.events) == [Told("session.ended", "viewer", "viewer", reason="SIGNED_OUT")]
    for caller, reason in (("viewer", "SESSION_ENDED"), (None, "")):
        async with nothing_changes():
            answer = await gate.ask(query, None, caller)
        error = denied("Mutation.logout", path="logout", reason=reason)
        error["extensions"]["requiresScopes"] = [[]]
        assert answer == {"errors": [error], "data": {"logout": None}}


async def test_the_viewer_is_the_own_account_whole(gate: Gate) -> None:
    user = await gate.actor("asa", "helpdesk", email="asa@example.com", phone="1")
    query = """
    { viewer {
        id username email firstName lastName displayName phone kind authMethod lastLoginAt createdAt scopes
        roles { name scopes } session { id delivery }
    } }
    """
    assert await gate.ask(query, None, "asa") == {
        "data": {
            "viewer": {
                "id": user,
                "username": "asa",
                "email": "asa@example.com",
                "firstName": "",
                "lastName": "",
                "displayName": "asa",
                "phone": "1",
                "kind": "HUMAN",
                "authMethod": "LOCAL",
                "lastLoginAt": None,
                "createdAt": MOMENT,
                "scopes": ["users:read"],
                "roles": [{"name": "helpdesk", "scopes": ["users:read"]}],
                "session": {"id": SESSION_ID, "delivery": "TOKEN"},
            }
        }
    }
    root = await gate.data("{ viewer { scopes } }")
    assert root == {"viewer": {"scopes": sorted(EVERY_KNOWN_SCOPE)}}
    assert await gate.ask("{ viewer { username } }") == {"data": {"viewer": None}}


async def test_a_change_of_roles_counts_from_the_next_request(gate: Gate) -> None:
    user = await gate.actor("asa", "helpdesk")
    query = "{ viewer { scopes } users(first: 1) { nodes { username } } }"
    assert (await gate.data(query, None, "asa"))["users"] is not None
    change = "mutation ($id: ID!, $r: [String!]!) { setUserRoles(input: {id: $id, roles: $r}) { errors { code } } }"
    await gate.data(change, {"id": user, "r": ["viewer"]})
    assert await gate.ask(query, None, "asa") == {
        "errors": [denied("Query.users", "users:read", path="users")],
        "data": {"viewer": {"scopes": []}, "users": None},
    }
    await gate.data(change, {"id": user, "r": ["helpdesk"]})
    role = (await gate.data('{ role(by: {name: "helpdesk"}) { id } }'))["role"]["id"]
    await gate.data(
        "mutation ($id: ID!) { updateRole(input: {id: $id, scopes: []}) { errors { code } } }", {"id": role}
    )
    assert (await gate.ask(query, None, "asa"))["data"] == {"viewer": {"scopes": []}, "users": None}


async def test_one_document_signs_in_once(gate: Gate) -> None:
    twice = """
    mutation { a: login(input: {username: "a", password: "b"}) { __typename }
               b: login(input: {username: "a", password: "c"}) { __typename } }
    """
    async with nothing_changes():
        answer = await gate.ask(twice)
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "QUERY_TOO_COMPLEX"
    assert "data" not in answer


async def test_below_a_sign_in_permissions_are_of_who_signed_in(gate: Gate) -> None:
    await gate.user("asa", "helpdesk", password=await gate.house.password())
    query = """
    mutation ($p: String!) {
      login(input: {username: "asa", password: $p}) {
        ... on LoginSucceeded { viewer { scopes } }
      }
      createUser(input: {username: "sneak"}) { user { id } errors { code } }
    }
    """
    answer = await gate.ask(query, {"p": PASSWORD})
    assert answer["data"] == {"login": {"viewer": {"scopes": ["users:read"]}}, "createUser": None}
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["UNAUTHENTICATED"]
