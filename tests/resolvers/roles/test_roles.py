"""Roles over GraphQL."""

from typing import Any

import pytest

from auth.permissions import EVERY_KNOWN_SCOPE
from tests.support.answers import MOMENT, ROLE_ID, bad_argument, denied, refusal
from tests.support.gate import Gate
from tests.support.trail import Told, hearing, nothing_changes

WHOLE = """id name description level scopes effectiveScopes parents apiOnly licensed mfaRequired builtIn createdAt
updatedAt version"""
CREATE = """
mutation ($input: CreateRoleInput!) {
  createRole(input: $input) { role { WHOLE } errors { code path message } }
}
""".replace("WHOLE", WHOLE)
UPDATE = """
mutation ($input: UpdateRoleInput!) {
  updateRole(input: $input) {
    role { WHOLE }
    errors { code path message ... on VersionConflictError { currentVersion } }
  }
}
""".replace("WHOLE", WHOLE)
DELETE = "mutation ($id: ID!) { deleteRole(input: {id: $id}) { deletedId errors { code path message } } }"
DESK: dict[str, Any] = {
    "id": ROLE_ID,
    "name": "Desk",
    "description": "Answers\nthe phone",
    "level": 1,
    "scopes": ["users:read", "users:read-contact"],
    "effectiveScopes": ["audit:read", "users:read", "users:read-contact"],
    "parents": ["auditor"],
    "apiOnly": False,
    "licensed": False,
    "mfaRequired": False,
    "builtIn": False,
    "createdAt": MOMENT,
    "updatedAt": MOMENT,
    "version": 1,
}
GIVEN: dict[str, Any] = {
    "name": "Desk",
    "description": "Answers\nthe phone",
    "level": 1,
    "scopes": ["users:read-contact", "users:read", "users:read"],
    "parents": ["AUDITOR"],
}
NOBODY = "rol_" + "0" * 32


async def role_id(gate: Gate, name: str) -> str:
    """The public id of a role."""
    return (await gate.data("query ($n: String!) { role(by: {name: $n}) { id } }", {"n": name}))["role"]["id"]


async def test_a_role_is_made_as_given(gate: Gate) -> None:
    async with hearing() as heard:
        made = await gate.ask(CREATE, {"input": GIVEN}, "root")
    assert made == {"data": {"createRole": {"role": DESK, "errors": []}}}
    assert [(told.action, told.actor, told.target) for told in heard.events] == [("role.created", "root", "Desk")]


BAD: list[tuple[dict[str, Any], list[dict[str, Any]]]] = [
    ({"name": ""}, [refusal("TOO_SHORT", "name")]),
    ({"name": " x"}, [refusal("NAME_INVALID", "name")]),
    ({"name": "x" * 51}, [refusal("TOO_LONG", "name")]),
    ({"name": "a\nb"}, [refusal("CHARACTER_NOT_ALLOWED", "name")]),
    ({"name": "ADMIN"}, [refusal("ROLE_NAME_TAKEN", "name")]),
    ({"name": "x", "description": "x" * 2001}, [refusal("TOO_LONG", "description")]),
    ({"name": "x", "level": -1}, [refusal("OUT_OF_BOUNDS", "level")]),
    ({"name": "x", "level": 4}, [refusal("OUT_OF_BOUNDS", "level")]),
    ({"name": "x", "scopes": ["users:read", "users:reed"]}, [refusal("SCOPE_UNKNOWN", "scopes", "1")]),
    ({"name": "x", "scopes": ["*"]}, [refusal("SCOPE_UNKNOWN", "scopes", "0")]),
    ({"name": "x", "scopes": [""]}, [refusal("SCOPE_UNKNOWN", "scopes", "0")]),
    ({"name": "x", "parents": ["viewer", "nope"]}, [refusal("ROLE_UNKNOWN", "parents", "1")]),
    ({"name": "", "level": 9, "scopes": ["x"], "parents": ["y"]}, [
        refusal("TOO_SHORT", "name"),
        refusal("OUT_OF_BOUNDS", "level"),
        refusal("SCOPE_UNKNOWN", "scopes", "0"),
        refusal("ROLE_UNKNOWN", "parents", "0"),
    ]),
]  # fmt: skip


async def test_what_is_wrong_about_a_role_is_named_and_nothing_is_written(gate: Gate) -> None:
    for given, errors in BAD:
        async with nothing_changes():
            answer = await gate.ask(CREATE, {"input": given}, "root")
        assert answer == {"data": {"createRole": {"role": None, "errors": errors}}}, given


async def test_a_role_changes_where_something_is_given(gate: Gate) -> None:
    made = (await gate.data(CREATE, {"input": GIVEN}))["createRole"]["role"]
    async with hearing() as heard:
        done = await gate.ask(UPDATE, {"input": {"id": made["id"], "version": 1, "scopes": [], "name": "desk"}}, "root")
    changed = {**DESK, "name": "desk", "scopes": [], "effectiveScopes": ["audit:read"], "version": 2}
    assert done == {"data": {"updateRole": {"role": changed, "errors": []}}}
    scopes: tuple[object, object] = (["users:read", "users:read-contact"], [])
    assert list(heard.events) == [
        Told("role.updated", "root", "desk", changes={"name": ("Desk", "desk"), "scopes": scopes})
    ]
    stale = {**refusal("VERSION_CONFLICT", "version"), "currentVersion": 2}
    async with nothing_changes():
        answer = await gate.ask(UPDATE, {"input": {"id": made["id"], "version": 1, "level": 0}}, "root")
    assert answer == {"data": {"updateRole": {"role": None, "errors": [stale]}}}


async def test_a_role_is_marked_and_unmarked(gate: Gate) -> None:
    marks = {"licensed": True, "mfaRequired": True}
    made = await gate.ask(CREATE, {"input": {**GIVEN, **marks}}, "root")
    assert made == {"data": {"createRole": {"role": {**DESK, **marks}, "errors": []}}}
    given = {"id": made["data"]["createRole"]["role"]["id"], "licensed": False, "mfaRequired": False}
    done = await gate.ask(UPDATE, {"input": given}, "root")
    assert done == {"data": {"updateRole": {"role": {**DESK, "version": 2}, "errors": []}}}


async def test_changes_that_cannot_be_are_refused(gate: Gate) -> None:
    parent = (await gate.data(CREATE, {"input": {"name": "parent"}}))["createRole"]["role"]["id"]
    await gate.data(CREATE, {"input": {"name": "child", "parents": ["parent"]}})
    admin, viewer, operator = [await role_id(gate, name) for name in ("admin", "viewer", "operator")]
    helpdesk = await role_id(gate, "helpdesk")
    table: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({"id": parent, "parents": ["child"]}, refusal("ROLE_CIRCLE", "parents")),
        ({"id": parent, "parents": ["parent"]}, refusal("ROLE_CIRCLE", "parents")),
        ({"id": parent, "name": "CHILD"}, refusal("ROLE_NAME_TAKEN", "name")),
        ({"id": parent, "level": 7}, refusal("OUT_OF_BOUNDS", "level")),
        ({"id": admin, "scopes": ["users:read"]}, refusal("ROLE_BUILT_IN", "scopes")),
        ({"id": admin, "level": 1}, refusal("ROLE_BUILT_IN", "level")),
        ({"id": admin, "licensed": True}, refusal("ROLE_BUILT_IN", "licensed")),
        ({"id": viewer, "name": "looker"}, refusal("ROLE_BUILT_IN", "name")),
        ({"id": operator, "parents": []}, refusal("ROLE_BUILT_IN", "parents")),
        ({"id": viewer, "apiOnly": True}, refusal("ROLE_BUILT_IN", "apiOnly")),
        ({"id": helpdesk, "apiOnly": True}, refusal("ROLE_IN_USE", "apiOnly")),
        ({"id": NOBODY, "name": "x"}, refusal("NOT_FOUND", "id")),
    ]
    for given, error in table:
        async with nothing_changes():
            answer = await gate.ask(UPDATE, {"input": given}, "root")
        assert answer == {"data": {"updateRole": {"role": None, "errors": [error]}}}, given


async def test_nobody_makes_a_role_stronger_than_they_are(gate: Gate) -> None:
    await gate.holder("maker", "roles:write", "roles:read", "users:read", level=1)
    admin, helpdesk = await role_id(gate, "admin"), await role_id(gate, "helpdesk")
    table: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        ("createRole", {"name": "x", "level": 2}, refusal("BEYOND_OWN_RIGHTS", "level")),
        ("createRole", {"name": "x", "scopes": ["audit:read"]}, refusal("BEYOND_OWN_RIGHTS", "scopes", "0")),
        ("createRole", {"name": "x", "parents": ["admin"]}, refusal("BEYOND_OWN_RIGHTS", "parents", "0")),
        ("updateRole", {"id": helpdesk, "scopes": ["users:write"]}, refusal("BEYOND_OWN_RIGHTS", "scopes", "0")),
        ("updateRole", {"id": admin, "description": "mine"}, refusal("BEYOND_OWN_RIGHTS", "id")),
    ]
    for name, given, error in table:
        async with nothing_changes():
            answer = await gate.ask(CREATE if name == "createRole" else UPDATE, {"input": given}, "maker")
        assert answer == {"data": {name: {"role": None, "errors": [error]}}}, given


async def test_a_role_is_deleted_where_nobody_needs_it(gate: Gate) -> None:
    made = (await gate.data(CREATE, {"input": GIVEN}))["createRole"]["role"]["id"]
    async with hearing() as heard:
        gone = await gate.ask(DELETE, {"id": made}, "root")
    assert gone == {"data": {"deleteRole": {"deletedId": made, "errors": []}}}
    assert [(told.action, told.target) for told in heard.events] == [("role.deleted", "Desk")]
    assert await gate.ask(DELETE, {"id": made}, "root") == {
        "data": {"deleteRole": {"deletedId": None, "errors": [refusal("NOT_FOUND", "id")]}}
    }


async def test_a_role_in_use_is_not_deleted(gate: Gate) -> None:
    await gate.data(CREATE, {"input": {"name": "parent"}})
    await gate.data(CREATE, {"input": {"name": "default", "parents": ["parent"]}})
    await gate.data('mutation { updateAccountSettings(input: {defaultRole: "default"}) { errors { code } } }')
    table = {"viewer": "ROLE_BUILT_IN", "helpdesk": "ROLE_IN_USE", "parent": "ROLE_IN_USE", "default": "ROLE_IN_USE"}
    for name, code in table.items():
        async with nothing_changes():
            answer = await gate.ask(DELETE, {"id": await role_id(gate, name)}, "root")
        assert answer == {"data": {"deleteRole": {"deletedId": None, "errors": [refusal(code, "id")]}}}, name


@pytest.mark.parametrize("bad", ["usr_" + "0" * 32, "rol_", "", "rol_" + "G" * 32])
async def test_an_id_of_a_role_is_read_strictly(gate: Gate, bad: str) -> None:
    for query, name, variables in (
        (DELETE, "deleteRole", {"id": bad}),
        (UPDATE, "updateRole", {"input": {"id": bad, "name": "x"}}),
    ):
        async with nothing_changes():
            answer = await gate.ask(query, variables, "root")
        assert answer == {"errors": [bad_argument("input.id", [name])], "data": {name: None}}


async def test_a_role_is_found_by_id_and_by_name_without_case(gate: Gate) -> None:
    query = "query ($by: RoleLookup!) { role(by: $by) { name effectiveScopes builtIn } }"
    key = await role_id(gate, "admin")
    admin = {"name": "admin", "effectiveScopes": sorted(EVERY_KNOWN_SCOPE), "builtIn": True}
    for by, found in (
        ({"name": "ADMIN"}, admin),
        ({"name": " admin "}, admin),
        ({"id": key}, admin),
        ({"name": "nope"}, None),
        ({"name": ""}, None),
        ({"name": "admin\0"}, None),
        ({"id": NOBODY}, None),
    ):
        assert await gate.ask(query, {"by": by}, "root") == {"data": {"role": found}}, by
    answer = await gate.ask(query, {"by": {"id": "usr_" + "0" * 32}}, "root")
    assert answer["data"] == {"role": None}
    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_roles_are_listed_by_name(gate: Gate) -> None:
    query = "{ roles { totalCount a: totalCount(atMost: 2) nodes { name level builtIn apiOnly } } }"
    listed = [("admin", 3, True, False), ("api", 0, True, True), ("auditor", 0, False, False)]
    listed += [("helpdesk", 0, False, False), ("operator", 2, True, False), ("viewer", 1, True, False)]
    nodes = [{"name": n, "level": level, "builtIn": b, "apiOnly": a} for n, level, b, a in listed]
    assert await gate.ask(query, None, "root") == {"data": {"roles": {"totalCount": 6, "a": 2, "nodes": nodes}}}
    assert await gate.ask(query, None, "helpdesk") == {
        "errors": [denied("Query.roles", "roles:read", path="roles")],
        "data": {"roles": None},
    }
