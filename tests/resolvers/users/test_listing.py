"""``users``: filters, orders and search."""

from datetime import timedelta
from typing import Any

import pytest

from auth.actor import SYSTEM
from auth.unit_of_work import Work
from models.user import User
from tests.support.answers import bad_argument, denied
from tests.support.gate import Gate

LIST = """
query ($search: String, $filter: UserFilter, $orderBy: UserOrder, $atMost: Int) {
  users(first: 250, search: $search, filter: $filter, orderBy: $orderBy) {
    totalCount(atMost: $atMost)
    nodes { username }
  }
}
"""
GIVEN = {"auditor", "helpdesk", "operator", "root", "viewer"}


async def names(gate: Gate, as_: str = "root", **variables: object) -> list[str]:
    """The usernames of a list, of which there must be as many as counted."""
    page = (await gate.data(LIST, variables, as_))["users"]
    assert page["totalCount"] == len(page["nodes"])
    return [node["username"] for node in page["nodes"]]


async def rewrite(gate: Gate, name: str | None, **columns: object) -> None:
    """Sets columns of one account, or of all, behind the product's back."""

    async def write(_work: Work) -> None:
        rows = User.all() if name is None else User.filter(username=name)
        await rows.update(**columns)

    await gate.house.do(SYSTEM, write)


async def test_each_filter_narrows_the_list(gate: Gate) -> None:
    await gate.user("tenant-a", tenant_id="A", external_id="X")
    await gate.user("Boss", "operator", "helpdesk", tenant_id="a")
    await gate.data('mutation { createServiceAccount(input: {username: "robot", roles: ["api"]}) { errors { code } } }')
    off = await gate.user("off", "operator")
    await gate.data("mutation ($id: ID!) { deactivateUser(input: {id: $id}) { errors { code } } }", {"id": off})
    everybody = GIVEN | {"tenant-a", "Boss", "robot"}
    table: list[tuple[dict[str, Any] | None, set[str]]] = [
        (None, everybody),
        ({}, everybody),
        ({"status": None}, everybody),
        ({"status": ["INACTIVE"]}, {"off"}),
        ({"status": ["ACTIVE", "INACTIVE"]}, everybody | {"off"}),
        ({"status": []}, set()),
        ({"kind": "SERVICE"}, {"robot"}),
        ({"kind": "HUMAN"}, everybody - {"robot"}),
        ({"authMethod": "LOCAL"}, everybody),
        ({"roles": ["operator"]}, {"operator", "Boss"}),
        ({"roles": ["OPERATOR", "helpdesk", "nope"]}, {"operator", "helpdesk", "Boss"}),
        ({"roles": []}, set()),
        ({"roles": ["nope"]}, set()),
        ({"externalId": "X"}, {"tenant-a"}),
        ({"externalId": "x"}, set()),
        ({"tenantId": "A"}, {"tenant-a"}),
        ({"tenantId": "A", "roles": ["operator"]}, set()),
        ({"tenantId": "a\0"}, set()),
    ]
    for wanted, expected in table:
        assert set(await names(gate, filter=wanted)) == expected, wanted


async def test_moments_bound_a_list_from_both_sides(gate: Gate) -> None:
    await gate.user("asa")
    moment = gate.house.clock.now()
    for name, column in (("created", "created_at"), ("updated", "updated_at"), ("lastLogin", "last_login_at")):
        await rewrite(gate, None, **{column: moment})
        await rewrite(gate, "asa", **{column: moment - timedelta(days=400)})
        between = (moment - timedelta(days=399)).isoformat()
        exactly = (moment - timedelta(days=400)).isoformat()
        assert await names(gate, filter={f"{name}Before": between}) == ["asa"], name
        assert set(await names(gate, filter={f"{name}After": between})) == GIVEN, name
        assert set(await names(gate, filter={f"{name}After": exactly})) == GIVEN, "after is not at"
        assert await names(gate, filter={f"{name}Before": exactly}) == []
        other_offset = {f"{name}Before": (moment - timedelta(days=399)).isoformat().replace("+00:00", "+14:00")}
        assert await names(gate, filter=other_offset) == ["asa"]


async def test_a_name_that_never_signed_in_is_neither_before_nor_after(gate: Gate) -> None:
    moment = gate.house.clock.now().isoformat()
    assert await names(gate, filter={"lastLoginBefore": moment}) == []
    assert await names(gate, filter={"lastLoginAfter": moment}) == []


async def test_search_minds_neither_accents_nor_case_nor_patterns(gate: Gate) -> None:
    await gate.user("Asa.O", first_name="Åsa", last_name="Öberg", email="first@example.org")
    await gate.user("percent", display_name="100 % sure")
    await gate.user("under_score", display_name="back\\slash")
    await gate.user("strasse", last_name="Straße")
    await gate.user("plain")
    table: list[tuple[str, list[str]]] = [
        ("asa", ["Asa.O"]),
        ("ÅSA", ["Asa.O"]),
        ("asa o", ["Asa.O"]),
        ("ÖBERG", ["Asa.O"]),
        ("oberg", ["Asa.O"]),
        ("FIRST@example", ["Asa.O"]),
        ("%", ["percent"]),
        ("_", ["under_score"]),
        ("\\", ["under_score"]),
        ("STRASSE", ["strasse"]),
        ("\uff41\uff53\uff41.\uff4f", ["Asa.O"]),
        ("' OR 1=1 --", []),
        ("a%b", []),
        ("a\0", []),
    ]
    for search, found in table:
        assert await names(gate, search=search) == found, search
    for nothing in ("", " ", None):
        assert len(await names(gate, search=nothing)) == len(GIVEN) + 5


async def test_search_is_blind_to_addresses_for_who_may_not_read_them(gate: Gate) -> None:
    await gate.user("asa", email="secret@example.org")
    for search in ("secret", "example", "@", "secret@example.org"):
        assert await names(gate, search=search) == ["asa"]
        assert await names(gate, "helpdesk", search=search) == []
    assert await names(gate, "helpdesk", search="asa") == ["asa"]


async def test_a_search_has_a_bound(gate: Gate) -> None:
    answer = await gate.ask(LIST, {"search": "x" * 201}, "root")
    assert answer == {"errors": [bad_argument("search", ["users"])], "data": {"users": None}}
    assert await names(gate, search="x" * 200) == []


ORDERS = {
    "username": ["a-1", "b-2", "C-3"],
    "email": ["C-3", "a-1", "b-2"],
    "displayName": ["b-2", "a-1", "C-3"],
    "firstName": ["C-3", "b-2", "a-1"],
    "lastName": ["a-1", "C-3", "b-2"],
    "status": ["a-1", "b-2", "C-3"],
    "tenantId": ["a-1", "b-2", "C-3"],
    "externalId": ["C-3", "a-1", "b-2"],
    "kind": ["a-1", "b-2", "C-3"],
    "authMethod": ["a-1", "b-2", "C-3"],
    "classificationLevel": ["b-2", "a-1", "C-3"],
    "reviewDate": ["C-3", "a-1", "b-2"],
    "lastLoginAt": ["b-2", "C-3", "a-1"],
    "createdAt": ["C-3", "b-2", "a-1"],
    "updatedAt": ["b-2", "a-1", "C-3"],
}
"""How three accounts come, by each order, ascending; what is empty is last both ways."""
EMPTY = {"email": "b-2", "externalId": "b-2", "classificationLevel": "C-3", "reviewDate": "b-2", "lastLoginAt": "a-1"}


async def three(gate: Gate) -> None:
    """Three accounts that come in another order by each of their values."""
    created = gate.house.clock.now()
    values: dict[str, dict[str, Any]] = {
        "a-1": {"email": "n@example.org", "first_name": "z", "last_name": "Ab", "display_name": "M"},
        "b-2": {"first_name": "y", "last_name": "z", "display_name": "l", "classification_level": "A"},
        "C-3": {"email": "B@example.org", "first_name": "X", "last_name": "b", "display_name": "n"},
    }
    values["a-1"] |= {"classification_level": "B", "review_date": "2027-02-01", "external_id": "x-2"}
    values["C-3"] |= {"review_date": "2026-12-31", "external_id": "x-1"}
    days = {"a-1": (3, 2, None), "b-2": (2, 1, 1), "C-3": (1, 3, 2)}
    for name, given in values.items():
        day = given.pop("review_date", None)
        await gate.user(name, tenant_id="three", **given)
        made, changed, seen = days[name]
        columns: dict[str, object] = {
            "created_at": created + timedelta(days=made),
            "updated_at": created + timedelta(days=changed),
            "last_login_at": None if seen is None else created + timedelta(days=seen),
        }
        await rewrite(gate, name, review_date=day, **columns)


async def test_every_order_goes_both_ways_and_empty_values_come_last(gate: Gate) -> None:
    await three(gate)
    for order, ascending in ORDERS.items():
        ways = {"ASC": ascending, "DESC": list(reversed(ascending))}
        if order in EMPTY:
            ways["DESC"].remove(EMPTY[order])
            ways["DESC"].append(EMPTY[order])
        for direction, expected in ways.items():
            found = await names(gate, filter={"tenantId": "three"}, orderBy={order: direction})
            if order in {"status", "kind", "authMethod", "tenantId"}:
                assert found == (ascending if direction == "ASC" else list(reversed(ascending))), "alike, so as made"
            else:
                assert found == expected, (order, direction)


async def test_an_order_by_addresses_is_refused_to_who_may_not_read_them(gate: Gate) -> None:
    error = denied("UserOrder.email", "users:read-contact", path="users")
    answer = await gate.ask(LIST, {"orderBy": {"email": "ASC"}}, "helpdesk")
    assert answer == {"errors": [error], "data": {"users": None}}
    literal = await gate.ask("{ users(orderBy: {email: DESC}) { totalCount } }", None, "helpdesk")
    assert literal == {"errors": [error], "data": {"users": None}}


async def test_counting_can_stop_early(gate: Gate) -> None:
    for at_most, counted in ((1, 1), (4, 4), (5, 5), (1_000_000, 5), (None, 5)):
        answer = await gate.data("query ($n: Int) { users { totalCount(atMost: $n) } }", {"n": at_most})
        assert answer == {"users": {"totalCount": counted}}


@pytest.mark.parametrize("at_most", [0, -1, 1_000_001])
async def test_a_count_has_bounds(gate: Gate, at_most: int) -> None:
    answer = await gate.ask("query ($n: Int) { users { totalCount(atMost: $n) } }", {"n": at_most}, "root")
    assert answer == {"errors": [bad_argument("atMost", ["users", "totalCount"])], "data": {"users": None}}
