"""``users`` and ``user``: what a list and a look-up show, and how many statements they take."""

from typing import Any

import pytest

from tests.support.answers import CURSOR, MOMENT, ROLE_ID, USER_ID, UUID, bad_argument, denied
from tests.support.gate import Gate
from tests.support.statements import statements

EVERYTHING = """
  id uuid username email firstName lastName displayName phone contactNote kind authMethod status classificationLevel
  externalId tenantId reviewDate idleTimeoutMinutes sessionLimit lastLoginAt createdAt updatedAt version createdById
  updatedById roles { id name level description scopes effectiveScopes parents apiOnly licensed mfaRequired builtIn
    createdAt updatedAt version }
"""
VIEWER_ROLE: dict[str, Any] = {
    "id": ROLE_ID,
    "name": "viewer",
    "level": 1,
    "description": "Signs in and manages the own account.",
    "scopes": [],
    "effectiveScopes": [],
    "parents": [],
    "apiOnly": False,
    "licensed": False,
    "mfaRequired": False,
    "builtIn": True,
    "createdAt": MOMENT,
    "updatedAt": MOMENT,
    "version": 1,
}
BARE: dict[str, Any] = {
    "id": USER_ID,
    "uuid": UUID,
    "username": "asa",
    "email": "asa@example.com",
    "firstName": "Åsa",
    "lastName": "",
    "displayName": "Åsa",
    "phone": "1",
    "contactNote": None,
    "kind": "HUMAN",
    "authMethod": "LOCAL",
    "status": "ACTIVE",
    "classificationLevel": None,
    "externalId": None,
    "tenantId": None,
    "reviewDate": None,
    "idleTimeoutMinutes": 0,
    "sessionLimit": 0,
    "lastLoginAt": None,
    "createdAt": MOMENT,
    "updatedAt": MOMENT,
    "version": 1,
    "createdById": None,
    "updatedById": None,
    "roles": [VIEWER_ROLE],
}
CONTACT = ("email", "phone", "contactNote")


async def test_an_account_is_shown_whole(gate: Gate) -> None:
    await gate.user("asa", email="asa@example.com", first_name="Åsa", phone="1")
    page = """
    { users(search: "asa") {
        totalCount
        nodes { ALL }
        edges { cursor node { ALL } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    } }
    """
    assert await gate.ask(page.replace("ALL", EVERYTHING), None, "root") == {
        "data": {
            "users": {
                "totalCount": 1,
                "nodes": [BARE],
                "edges": [{"cursor": CURSOR, "node": BARE}],
                "pageInfo": {
                    "hasNextPage": False,
                    "hasPreviousPage": False,
                    "startCursor": CURSOR,
                    "endCursor": CURSOR,
                },
            }
        }
    }


async def test_an_empty_list_has_no_cursors(gate: Gate) -> None:
    page = '{ users(search: "nobody") { totalCount nodes { id } pageInfo { hasNextPage startCursor endCursor } } }'
    empty = {"hasNextPage": False, "startCursor": None, "endCursor": None}
    assert await gate.ask(page, None, "root") == {"data": {"users": {"totalCount": 0, "nodes": [], "pageInfo": empty}}}


async def test_contact_details_are_null_and_named_once_for_who_may_not_read_them(gate: Gate) -> None:
    await gate.user("asa", email="asa@example.com", phone="1", contact_note="x")
    query = "{ users { nodes { username ...c } } } fragment c on User { email phone contactNote }"
    answer = await gate.ask(query, None, "helpdesk")
    names = ["asa", "auditor", "helpdesk", "operator", "root", "viewer"]
    assert answer == {
        "errors": [denied(f"User.{name}", "users:read-contact") for name in CONTACT],
        "data": {
            "users": {
                "nodes": [{"username": name, "email": None, "phone": None, "contactNote": None} for name in names]
            }
        },
    }


@pytest.mark.parametrize(
    ("by", "found"),
    [
        ({"username": "asa"}, True),
        ({"username": " ASA "}, True),
        ({"username": "\uff21\uff33\uff21"}, True),
        ({"username": "asa@example.com"}, False),
        ({"username": ""}, False),
        ({"username": "asa\0"}, False),
        ({"email": "ASA@example.COM"}, True),
        ({"email": "asa"}, False),
        ({"email": "asa@example.com\0"}, False),
        ({"username": "x" * 10_000}, False),
        ({"id": "usr_" + "0" * 32}, False),
    ],
)
async def test_an_account_is_found_by_its_names_in_any_spelling(gate: Gate, by: dict[str, str], *, found: bool) -> None:
    await gate.user("asa", email="asa@example.com")
    query = "query ($by: UserLookup!) { user(by: $by) { username } }"
    assert await gate.ask(query, {"by": by}, "root") == {"data": {"user": {"username": "asa"} if found else None}}


async def test_an_account_is_found_by_its_id(gate: Gate) -> None:
    user = await gate.user("asa", email="asa@example.com", first_name="Åsa", phone="1")
    query = "query ($id: ID!) { user(by: {id: $id}) { ALL } }".replace("ALL", EVERYTHING)
    assert await gate.ask(query, {"id": user}, "root") == {"data": {"user": {**BARE, "id": user}}}
    for bad in ("", "usr_", "rol_" + "0" * 32, user.upper(), user + " ", "\0"):
        assert await gate.ask(query, {"id": bad}, "root") == {
            "errors": [bad_argument("by.id", ["user"])],
            "data": {"user": None},
        }


async def test_who_may_not_read_addresses_may_not_look_up_by_them(gate: Gate) -> None:
    await gate.user("asa", email="asa@example.com")
    query = "query ($by: UserLookup!) { user(by: $by) { username } }"
    error = denied("UserLookup.email", "users:read-contact", path="user")
    for address in ("asa@example.com", "nobody@example.com"):
        assert await gate.ask(query, {"by": {"email": address}}, "helpdesk") == {
            "errors": [error],
            "data": {"user": None},
        }
    literal = '{ user(by: {email: "asa@example.com"}) { username } }'
    assert await gate.ask(literal, None, "helpdesk") == {"errors": [error], "data": {"user": None}}


async def test_a_page_takes_the_same_few_statements_whatever_its_size(gate: Gate) -> None:
    for number in range(30):
        await gate.user(f"user{number:03}", ("viewer", "operator")[number % 2])
    query = "query ($first: Int) { users(first: $first) { nodes { username email roles { name } } } }"
    counts: dict[int, int] = {}
    for first in (1, 25, 250):
        with statements() as executed:
            await gate.data(query, {"first": first})
        counts[first] = len(executed)
    assert set(counts.values()) == {3}, f"the caller, the accounts, their roles; not {counts}"
    whole = "query ($first: Int) { users(first: $first) { nodes { ALL } } }".replace("ALL", EVERYTHING)
    for first in (1, 25, 250):
        with statements() as executed:
            await gate.data(whole, {"first": first})
        counts[first] = len(executed)
    assert len(set(counts.values())) == 1, counts
    with statements() as executed:
        await gate.data("{ users { nodes { username } } }")
    assert len(executed) == 2, executed
    with statements() as executed:
        await gate.data("{ users { nodes { roles { name } } edges { node { roles { name } } } totalCount } }")
    assert len(executed) == 4, executed
