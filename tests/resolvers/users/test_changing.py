"""Mutations on accounts that exist."""

from typing import Any

from tests.support.answers import ANY_NUMBER, bad_argument, denied, refusal
from tests.support.gate import Gate
from tests.support.house import PASSWORD
from tests.support.trail import Told, hearing, nothing_changes

UPDATE = """
mutation ($input: UpdateUserInput!) {
  updateUser(input: $input) {
    user { email firstName lastName displayName phone externalId reviewDate sessionLimit version }
    errors { code path message ... on VersionConflictError { currentVersion } }
  }
}
"""
ROLES = """
mutation ($input: SetUserRolesInput!) {
  setUserRoles(input: $input) {
    user { roles { name } version }
    errors { code path message ... on VersionConflictError { currentVersion } }
  }
}
"""
LOGIN = "mutation ($n: String!, $p: String!) { login(input: {username: $n, password: $p}) { __typename } }"
NOBODY = "usr_" + "0" * 32


def simple(mutation: str, selection: str = "user { status version }") -> str:
    kind = mutation[0].upper() + mutation[1:]
    return (
        f"mutation ($input: {kind}Input!)"
        f" {{ {mutation}(input: $input) {{ {selection} errors {{ code path message }} }} }}"
    )


SIMPLE = ("deactivateUser", "reactivateUser", "requirePasswordChange", "extendPasswordExpiry")


async def test_what_is_absent_stays_and_what_is_null_is_emptied(gate: Gate) -> None:
    user = await gate.user(
        "asa",
        email="asa@example.com",
        first_name="Åsa",
        last_name="Öberg",
        display_name="Åsa Ö",
        phone="1",
        external_id="X",
        session_limit=2,
    )
    same = {"email": "asa@example.com", "firstName": "Åsa", "lastName": "Öberg", "displayName": "Åsa Ö", "phone": "1"}
    same |= {"externalId": "X", "reviewDate": None, "sessionLimit": 2}

    async def update(**given: object) -> dict[str, Any]:
        return (await gate.ask(UPDATE, {"input": {"id": user, **given}}, "root"))["data"]["updateUser"]

    assert await update(firstName="Eva") == {"user": {**same, "firstName": "Eva", "version": 2}, "errors": []}
    emptied = {"email": None, "phone": None, "externalId": None, "displayName": None}
    same |= {**emptied, "firstName": "Eva", "displayName": "Eva Öberg"}
    assert await update(**emptied) == {"user": {**same, "version": 3}, "errors": []}
    assert await update(reviewDate="2027-02-28", version=3) == {
        "user": {**same, "reviewDate": "2027-02-28", "version": 4},
        "errors": [],
    }


async def test_an_update_tells_the_trail_what_changed(gate: Gate) -> None:
    user = await gate.user("asa", email="asa@example.com")
    async with hearing() as heard:
        await gate.data(UPDATE, {"input": {"id": user, "email": None, "phone": "1", "lastName": ""}})
    changes: dict[str, tuple[object, object]] = {"email": ("asa@example.com", None), "phone": (None, "1")}
    assert list(heard.events) == [Told("user.updated", "root", "asa", changes=changes)]


async def test_a_stale_version_is_refused_with_the_version_now(gate: Gate) -> None:
    user = await gate.user("asa")
    await gate.data(UPDATE, {"input": {"id": user, "firstName": "A", "version": 1}})
    for query, name, given in (
        (UPDATE, "updateUser", {"firstName": "B"}),
        (ROLES, "setUserRoles", {"roles": ["operator"]}),
    ):
        async with nothing_changes():
            answer = await gate.ask(query, {"input": {"id": user, "version": 1, **given}}, "root")
        error = {**refusal("VERSION_CONFLICT", "version"), "currentVersion": 2}
        assert answer == {"data": {name: {"user": None, "errors": [error]}}}


async def test_names_and_values_that_are_not_right_are_refused(gate: Gate) -> None:
    await gate.user("known", email="known@example.com", external_id="K")
    user = await gate.user("asa", email="asa@example.com")
    table: list[tuple[dict[str, Any], list[dict[str, Any]]]] = [
        ({"email": "known@EXAMPLE.com"}, [refusal("EMAIL_TAKEN", "email")]),
        ({"email": "asa"}, [refusal("EMAIL_INVALID", "email")]),
        ({"email": ""}, [refusal("EMAIL_INVALID", "email")]),
        ({"externalId": "K"}, [refusal("EXTERNAL_ID_TAKEN", "externalId")]),
        ({"displayName": "a\u2028b"}, [refusal("CHARACTER_NOT_ALLOWED", "displayName")]),
        ({"contactNote": "x" * 2001}, [refusal("TOO_LONG", "contactNote")]),
        ({"sessionLimit": -1}, [refusal("OUT_OF_BOUNDS", "sessionLimit")]),
    ]
    for given, errors in table:
        async with nothing_changes():
            answer = await gate.ask(UPDATE, {"input": {"id": user, **given}}, "root")
        assert answer == {"data": {"updateUser": {"user": None, "errors": errors}}}, given


async def test_an_own_address_may_be_spelled_anew(gate: Gate) -> None:
    user = await gate.user("asa", email="asa@example.com")
    answer = await gate.data(UPDATE, {"input": {"id": user, "email": "Asa@Example.com"}})
    assert answer["updateUser"]["user"]["email"] == "Asa@Example.com"


async def test_null_where_a_value_is_needed_is_an_input_error(gate: Gate) -> None:
    user = await gate.user("asa")
    for name in ("firstName", "lastName", "idleTimeoutMinutes", "sessionLimit"):
        async with nothing_changes():
            response = await gate.send(UPDATE, {"input": {"id": user, name: None}}, "root")
        error = response.json()["errors"][0]
        assert error["extensions"]["code"] in {"BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED"}
        assert name in error["message"]


async def test_an_account_that_does_not_exist_is_not_found(gate: Gate) -> None:
    for name in ("updateUser", "setUserRoles", *SIMPLE):
        given: dict[str, Any] = {"id": NOBODY, **({"roles": ["viewer"]} if name == "setUserRoles" else {})}
        async with nothing_changes():
            answer = await gate.ask(simple(name), {"input": given}, "root")
        assert answer == {"data": {name: {"user": None, "errors": [refusal("NOT_FOUND", "id")]}}}


async def test_an_id_that_is_none_is_an_input_error(gate: Gate) -> None:
    role = "rol_" + "0" * 32
    for name in ("updateUser", "setUserRoles", *SIMPLE):
        for bad in (role, "usr_", "usr_x", NOBODY.upper(), NOBODY + "0", "usr_" + "g" * 32, "", "\0"):
            given: dict[str, Any] = {"id": bad, **({"roles": ["viewer"]} if name == "setUserRoles" else {})}
            async with nothing_changes():
                answer = await gate.ask(simple(name), {"input": given}, "root")
            assert answer == {"errors": [bad_argument("input.id", [name])], "data": {name: None}}


async def test_roles_are_exactly_the_given_ones(gate: Gate) -> None:
    user = await gate.user("asa")
    async with hearing() as heard:
        answer = await gate.ask(ROLES, {"input": {"id": user, "roles": ["OPERATOR", "helpdesk"], "version": 1}}, "root")
    roles = [{"name": "operator"}, {"name": "helpdesk"}]
    assert answer == {"data": {"setUserRoles": {"user": {"roles": roles, "version": 2}, "errors": []}}}
    changed = Told("user.roles_changed", "root", "asa", changes={"roles": (["viewer"], ["helpdesk", "operator"])})
    assert list(heard.events) == [changed]


async def test_roles_that_cannot_be_held_are_refused(gate: Gate) -> None:
    user, me = await gate.user("asa"), await gate.user_id("root")
    table: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({"id": user, "roles": []}, refusal("ROLE_REQUIRED", "roles")),
        ({"id": user, "roles": ["nope"]}, refusal("ROLE_UNKNOWN", "roles", "0")),
        ({"id": user, "roles": ["viewer", "api"]}, refusal("ROLE_NOT_ALLOWED", "roles", "1")),
        ({"id": me, "roles": ["viewer"]}, refusal("OWN_ROLES", "id")),
    ]
    for given, error in table:
        async with nothing_changes():
            answer = await gate.ask(ROLES, {"input": given}, "root")
        assert answer == {"data": {"setUserRoles": {"user": None, "errors": [error]}}}, given


async def test_nobody_manages_an_account_that_may_do_more(gate: Gate) -> None:
    await gate.holder("deputy", "users:write", "users:read", "roles:assign", level=1)
    root, asa = await gate.user_id("root"), await gate.user("asa")
    for name in ("updateUser", *SIMPLE, "setUserRoles"):
        given: dict[str, Any] = {"id": root, **({"roles": ["viewer"]} if name == "setUserRoles" else {})}
        async with nothing_changes():
            answer = await gate.ask(simple(name), {"input": given}, "deputy")
        assert answer == {"data": {name: {"user": None, "errors": [refusal("BEYOND_OWN_RIGHTS", "id")]}}}
    async with nothing_changes():
        answer = await gate.ask(simple("setUserRoles"), {"input": {"id": asa, "roles": ["admin"]}}, "deputy")
    assert answer["data"]["setUserRoles"]["errors"] == [refusal("BEYOND_OWN_RIGHTS", "roles")]


async def test_switching_off_and_on_keeps_everything(gate: Gate) -> None:
    user = await gate.actor("asa", "operator", email="asa@example.com", password=await gate.house.password())
    async with hearing() as heard:
        off = await gate.ask(simple("deactivateUser"), {"input": {"id": user, "note": "left"}}, "root")
        ended = await gate.ask("{ viewer { username } roles { totalCount } }", None, "asa")
        refused = await gate.ask(LOGIN, {"n": "asa", "p": PASSWORD})
        again = await gate.ask(simple("deactivateUser"), {"input": {"id": user}}, "root")
        on = await gate.ask(simple("reactivateUser"), {"input": {"id": user}}, "root")
        back = await gate.ask(LOGIN, {"n": "asa@example.com", "p": PASSWORD})
    status: dict[str, Any] = {"user": {"status": "INACTIVE", "version": 2}, "errors": []}
    assert off == again == {"data": {"deactivateUser": status}}
    reason = denied("Query.roles", "roles:read", path="roles", reason="SESSION_ENDED")
    assert ended == {"errors": [reason], "data": {"viewer": None, "roles": None}}
    assert refused == {"data": {"login": {"__typename": "LoginRefused"}}}
    assert on == {"data": {"reactivateUser": {"user": {"status": "ACTIVE", "version": 3}, "errors": []}}}
    assert back == {"data": {"login": {"__typename": "LoginSucceeded"}}}
    assert [(told.action, told.reason) for told in heard.events] == [
        ("user.deactivated", None),
        ("session.ended", "DEACTIVATED"),
        ("login.failed", "ACCOUNT_INACTIVE"),
        ("user.reactivated", None),
        ("login.succeeded", None),
    ]


async def test_nobody_switches_themselves_off(gate: Gate) -> None:
    me = await gate.user_id("root")
    async with nothing_changes():
        answer = await gate.ask(simple("deactivateUser"), {"input": {"id": me}}, "root")
    assert answer == {"data": {"deactivateUser": {"user": None, "errors": [refusal("OWN_ACCOUNT", "id")]}}}


async def test_a_note_for_the_trail_is_bounded(gate: Gate) -> None:
    user = await gate.user("asa")
    for name in ("deactivateUser", "reactivateUser"):
        async with nothing_changes():
            answer = await gate.ask(simple(name), {"input": {"id": user, "note": "x" * 2_001}}, "root")
        assert answer == {"data": {name: {"user": None, "errors": [refusal("TOO_LONG", "note")]}}}


async def test_a_password_change_can_be_demanded(gate: Gate) -> None:
    user = await gate.user("asa", password=await gate.house.password())
    bare = await gate.user("bare")
    done = await gate.ask(simple("requirePasswordChange"), {"input": {"id": user}}, "root")
    assert done == {
        "data": {"requirePasswordChange": {"user": {"status": "ACTIVE", "version": ANY_NUMBER}, "errors": []}}
    }
    assert await gate.data(LOGIN, {"n": "asa", "p": PASSWORD}, None) == {
        "login": {"__typename": "PasswordChangeRequired"}
    }
    for name in ("requirePasswordChange", "extendPasswordExpiry"):
        answer = await gate.ask(simple(name), {"input": {"id": bare}}, "root")
        assert answer == {"data": {name: {"user": None, "errors": [refusal("NO_PASSWORD", "id")]}}}


async def test_a_password_may_serve_longer_within_bounds(gate: Gate) -> None:
    user = await gate.user("asa", password=await gate.house.password())
    query = simple("extendPasswordExpiry", "user { username }")
    for days in (0, -1, 91):
        async with nothing_changes():
            answer = await gate.ask(query, {"input": {"id": user, "days": days}}, "root")
        assert answer == {
            "data": {"extendPasswordExpiry": {"user": None, "errors": [refusal("OUT_OF_BOUNDS", "days")]}}
        }
    async with hearing() as heard:
        answer = await gate.ask(query, {"input": {"id": user, "days": 9}}, "root")
    assert answer == {"data": {"extendPasswordExpiry": {"user": {"username": "asa"}, "errors": []}}}
    assert [told.action for told in heard.events] == ["password.expiry_extended"]


async def test_without_an_expiry_there_is_nothing_to_extend(gate: Gate) -> None:
    user = await gate.user("asa", password=await gate.house.password())
    await gate.data("mutation { updatePasswordSettings(input: {maximumAgeDays: 0}) { errors { code } } }")
    answer = await gate.ask(simple("extendPasswordExpiry"), {"input": {"id": user}}, "root")
    assert answer == {"data": {"extendPasswordExpiry": {"user": None, "errors": [refusal("PASSWORDS_DO_NOT_EXPIRE")]}}}
