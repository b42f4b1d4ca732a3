"""``createUser`` and ``createServiceAccount``."""

from typing import Any

import pytest

from tests.support.answers import MOMENT, TEXT, USER_ID, UUID, Like, denied, refusal
from tests.support.gate import Gate
from tests.support.trail import Told, hearing, nothing_changes

ALL = """
  user {
    id uuid username email firstName lastName displayName phone contactNote kind authMethod status classificationLevel
    externalId tenantId reviewDate idleTimeoutMinutes sessionLimit lastLoginAt createdAt updatedAt version createdById
    updatedById roles { name }
  }
"""
CREATE = (
    "mutation ($input: CreateUserInput!) { createUser(input: $input) {"
    + ALL
    + "temporaryPassword errors { code path message } } }"
)
SHORT = """
mutation ($input: CreateUserInput!) {
  createUser(input: $input) { user { username } temporaryPassword errors { code path message } }
}
"""
SERVICE = """
mutation ($input: CreateServiceAccountInput!) {
  createServiceAccount(input: $input) { user { username kind displayName roles { name } } errors { code path message } }
}
"""
GOOD_PASSWORD = "Sup3r-secret-word"


async def test_everything_about_a_person_is_kept_as_given(gate: Gate) -> None:
    given = {
        "email": "Åsa.Öberg@Example.COM",
        "firstName": "Åsa",
        "lastName": "Öberg",
        "displayName": "Å. Öberg",
        "phone": "+46 8 123",
        "contactNote": "Ask\nthe desk",
        "classificationLevel": "internal",
        "externalId": "X-1",
        "tenantId": "north",
        "reviewDate": "2027-01-31",
        "idleTimeoutMinutes": 15,
        "sessionLimit": 2,
    }
    made = await gate.ask(
        CREATE, {"input": {**given, "username": "Asa.O", "roles": ["operator"], "status": "INACTIVE"}}, "root"
    )
    assert made == {
        "data": {
            "createUser": {
                "user": {
                    **given,
                    "id": USER_ID,
                    "uuid": UUID,
                    "username": "Asa.O",
                    "kind": "HUMAN",
                    "authMethod": "LOCAL",
                    "status": "INACTIVE",
                    "lastLoginAt": None,
                    "createdAt": MOMENT,
                    "updatedAt": MOMENT,
                    "version": 1,
                    "createdById": await gate.user_id("root"),
                    "updatedById": await gate.user_id("root"),
                    "roles": [{"name": "operator"}],
                },
                "temporaryPassword": None,
                "errors": [],
            }
        }
    }


async def test_a_name_is_enough(gate: Gate) -> None:
    async with hearing() as heard:
        made = await gate.ask(CREATE, {"input": {"username": "bo-1"}}, "root")
    user = made["data"]["createUser"]["user"]
    assert {name: user[name] for name in ("displayName", "email", "firstName", "status", "version", "roles")} == {
        "displayName": "bo-1",
        "email": None,
        "firstName": "",
        "status": "ACTIVE",
        "version": 1,
        "roles": [{"name": "viewer"}],
    }
    assert [(told.action, told.actor, told.target) for told in heard.events] == [
        ("user.created", "root", "bo-1"),
        ("user.roles_changed", "root", "bo-1"),
    ]


BAD: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "short": ({"username": "ab"}, [refusal("USERNAME_INVALID", "username")]),
    "long": ({"username": "a" * 51}, [refusal("USERNAME_INVALID", "username")]),
    "letters": ({"username": "åsa-öberg"}, [refusal("USERNAME_INVALID", "username")]),
    "newline": ({"username": "asa\n"}, [refusal("USERNAME_INVALID", "username")]),
    "email": ({"username": "asa", "email": "a@b@c"}, [refusal("EMAIL_INVALID", "email")]),
    "taken": ({"username": "ROOT"}, [refusal("USERNAME_TAKEN", "username")]),
    "taken as e-mail": ({"username": "asa", "email": "Known@Example.com"}, [refusal("EMAIL_TAKEN", "email")]),
    "external id": ({"username": "asa", "externalId": "K-1"}, [refusal("EXTERNAL_ID_TAKEN", "externalId")]),
    "empty external id": ({"username": "asa", "externalId": ""}, [refusal("TOO_SHORT", "externalId")]),
    "long name": ({"username": "asa", "firstName": "x" * 201}, [refusal("TOO_LONG", "firstName")]),
    "control": ({"username": "asa", "lastName": "a\tb"}, [refusal("CHARACTER_NOT_ALLOWED", "lastName")]),
    "numbers": (
        {"username": "asa", "idleTimeoutMinutes": -1, "sessionLimit": 1001},
        [refusal("OUT_OF_BOUNDS", "idleTimeoutMinutes"), refusal("OUT_OF_BOUNDS", "sessionLimit")],
    ),
    "no role": ({"username": "asa", "roles": []}, [refusal("ROLE_REQUIRED", "roles")]),
    "unknown and unfit roles": (
        {"username": "asa", "roles": ["viewer", "nope", "api"]},
        [refusal("ROLE_UNKNOWN", "roles", "1"), refusal("ROLE_NOT_ALLOWED", "roles", "2")],
    ),
    "everything at once": (
        {"username": "!", "email": "x", "phone": "1" * 51, "roles": ["nope"]},
        [
            refusal("USERNAME_INVALID", "username"),
            refusal("TOO_LONG", "phone"),
            refusal("EMAIL_INVALID", "email"),
            refusal("ROLE_UNKNOWN", "roles", "0"),
        ],
    ),
    "password missing": ({"username": "asa", "credential": "PASSWORD"}, [refusal("PASSWORD_REQUIRED", "password")]),
    "password unwanted": (
        {"username": "asa", "credential": "NONE", "password": GOOD_PASSWORD},
        [refusal("PASSWORD_NOT_WANTED", "password")],
    ),
    "idempotency key": ({"username": "asa", "idempotencyKey": ""}, [refusal("TOO_SHORT", "idempotencyKey")]),
}


async def test_what_is_wrong_is_named_and_nothing_is_written(gate: Gate) -> None:
    await gate.user("known", email="known@example.com", external_id="K-1")
    for name, (given, errors) in BAD.items():
        async with nothing_changes():
            answer = await gate.ask(SHORT, {"input": given}, "root")
        wanted = {"data": {"createUser": {"user": None, "temporaryPassword": None, "errors": errors}}}
        assert answer == wanted, name


@pytest.mark.parametrize("name", ["known@example.com", "KNOWN@EXAMPLE.COM"])
async def test_a_name_that_is_an_address_of_somebody_is_no_username(gate: Gate, name: str) -> None:
    await gate.user("known", email="known@example.com")
    answer = await gate.ask(SHORT, {"input": {"username": "asa", "email": name}}, "root")
    assert answer["data"]["createUser"]["errors"] == [refusal("EMAIL_TAKEN", "email")]


async def test_an_unfit_password_is_answered_with_every_rule(gate: Gate) -> None:
    query = """
    mutation ($input: CreateUserInput!) {
      createUser(input: $input) {
        user { id }
        errors { __typename code path ... on PasswordRejectedError { rules { rule met message } } }
      }
    }
    """
    async with nothing_changes():
        answer = await gate.ask(query, {"input": {"username": "klara", "password": "Klara-1"}}, "root")
    rules = {
        "MINIMUM_LENGTH": False,
        "MAXIMUM_LENGTH": True,
        "UPPERCASE": True,
        "LOWERCASE": True,
        "DIGIT": True,
        "SPECIAL": True,
        "NOT_COMMON": True,
        "NOT_A_NAME": False,
    }
    error = {
        "__typename": "PasswordRejectedError",
        "code": "PASSWORD_REJECTED",
        "path": ["input", "password"],
        "rules": [{"rule": rule, "met": met, "message": TEXT} for rule, met in rules.items()],
    }
    assert answer == {"data": {"createUser": {"user": None, "errors": [error]}}}


async def test_a_temporary_password_is_shown_once_and_must_be_changed(gate: Gate) -> None:
    wanted = {"input": {"username": "asa", "credential": "TEMPORARY", "idempotencyKey": "once"}}
    first = (await gate.data(SHORT, wanted))["createUser"]
    again = (await gate.data(SHORT, wanted))["createUser"]
    assert first == {
        "user": {"username": "asa"},
        "temporaryPassword": Like(r"\w{6}(-\w{6}){3}"),
        "errors": [],
    }
    assert again == {"user": {"username": "asa"}, "temporaryPassword": None, "errors": []}
    signing_in = 'mutation ($p: String!) { login(input: {username: "asa", password: $p}) { __typename } }'
    outcome = await gate.data(signing_in, {"p": first["temporaryPassword"]}, None)
    assert outcome == {"login": {"__typename": "PasswordChangeRequired"}}


async def test_repeating_a_call_gives_the_same_account(gate: Gate) -> None:
    wanted: dict[str, Any] = {"username": "asa", "password": GOOD_PASSWORD, "idempotencyKey": "key-1"}
    first = await gate.data(CREATE, {"input": wanted})
    async with nothing_changes():
        assert await gate.data(CREATE, {"input": wanted}) == first
        other = await gate.data(SHORT, {"input": {**wanted, "username": "else"}})
    assert other["createUser"]["errors"] == [refusal("IDEMPOTENCY_KEY_REUSED", "idempotencyKey")]
    await gate.actor("root2", "admin")
    theirs = await gate.data(SHORT, {"input": {**wanted, "username": "else"}}, "root2")
    assert theirs["createUser"]["errors"] == [], "a key belongs to its caller"


async def test_naming_roles_needs_the_scope_for_it(gate: Gate) -> None:
    await gate.holder("maker", "users:write", level=1)
    async with nothing_changes():
        answer = await gate.ask(SHORT, {"input": {"username": "asa", "roles": ["viewer"]}}, "maker")
    assert answer == {
        "errors": [denied("CreateUserInput.roles", "roles:assign", path="createUser")],
        "data": {"createUser": None},
    }
    hidden = denied("CreateUserPayload.user", "users:read", path="createUser.user")
    assert await gate.ask(SHORT, {"input": {"username": "asa"}}, "maker") == {
        "errors": [hidden],
        "data": {"createUser": {"user": None, "temporaryPassword": None, "errors": []}},
    }


async def test_nobody_gives_more_than_they_hold(gate: Gate) -> None:
    await gate.holder("maker", "users:write", "roles:assign", level=1)
    async with nothing_changes():
        answer = await gate.ask(
            SHORT.replace("user { username }", ""), {"input": {"username": "asa", "roles": ["admin"]}}, "maker"
        )
    assert answer == {
        "data": {"createUser": {"temporaryPassword": None, "errors": [refusal("BEYOND_OWN_RIGHTS", "roles")]}}
    }


async def test_a_service_account_holds_api_roles_only(gate: Gate) -> None:
    async with hearing() as heard:
        made = await gate.ask(SERVICE, {"input": {"username": "robot", "displayName": "R2", "roles": ["api"]}}, "root")
    user = {"username": "robot", "kind": "SERVICE", "displayName": "R2", "roles": [{"name": "api"}]}
    assert made == {"data": {"createServiceAccount": {"user": user, "errors": []}}}
    assert heard.events[1] == Told("user.roles_changed", "root", "robot", changes={"roles": ([], ["api"])})
    for roles, error in (
        (["viewer"], refusal("ROLE_NOT_ALLOWED", "roles", "0")),
        ([], refusal("ROLE_REQUIRED", "roles")),
        (["nope"], refusal("ROLE_UNKNOWN", "roles", "0")),
    ):
        async with nothing_changes():
            answer = await gate.ask(SERVICE, {"input": {"username": "robot2", "roles": roles}}, "root")
        assert answer == {"data": {"createServiceAccount": {"user": None, "errors": [error]}}}


async def test_one_call_with_several_creates_is_several_changes(gate: Gate) -> None:
    query = """
    mutation {
      a: createUser(input: {username: "first"}) { user { username } errors { code } }
      b: createUser(input: {username: "FIRST"}) { user { username } errors { code } }
      c: createUser(input: {username: "third"}) { user { username } errors { code } }
    }
    """
    assert await gate.ask(query, None, "root") == {
        "data": {
            "a": {"user": {"username": "first"}, "errors": []},
            "b": {"user": None, "errors": [{"code": "USERNAME_TAKEN"}]},
            "c": {"user": {"username": "third"}, "errors": []},
        }
    }
