"""Pages of every list: both directions, numbered pages, and cursors that are none."""

import base64
from typing import Any

import orjson
import pytest

from tests.support.answers import bad_argument
from tests.support.gate import Gate

LISTS = ("users", "roles", "auditEvents")
PAGE = """
query ($first: Int, $after: String, $last: Int, $before: String, $offset: Int) {
  LIST(first: $first, after: $after, last: $last, before: $before, offset: $offset) {
    nodes { id }
    edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""


NARROWED = {"auditEvents": 'auditEvents(filter: {targetType: "USER"}, '}
"""Lists that grow by being read."""


async def page(gate: Gate, which: str, **variables: object) -> dict[str, Any]:
    """One page, whose edges and nodes agree."""
    query = PAGE.replace("LIST(", NARROWED.get(which, f"{which}("))
    found = (await gate.data(query, variables))[which]
    assert [edge["node"] for edge in found["edges"]] == found["nodes"]
    return found


def ids(found: dict[str, Any]) -> list[str]:
    """What is on a page."""
    return [node["id"] for node in found["nodes"]]


async def furnish(gate: Gate) -> None:
    """A dozen of everything."""
    for number in range(12):
        await gate.house.role(f"role{number}")
        await gate.user(f"user{number}", f"role{number}")


@pytest.mark.parametrize("which", LISTS)
async def test_pages_forward_and_backward_are_the_whole_list(gate: Gate, which: str) -> None:
    await furnish(gate)
    whole = ids(await page(gate, which, first=250))
    assert len(whole) == len(set(whole)) > 12
    for size in (1, 5, len(whole)):
        forward: list[str] = []
        after = None
        while True:
            found = await page(gate, which, first=size, after=after)
            forward += ids(found)
            assert found["pageInfo"]["hasPreviousPage"] is (after is not None)
            after = found["pageInfo"]["endCursor"]
            if not found["pageInfo"]["hasNextPage"]:
                break
        backward: list[str] = []
        before = None
        while True:
            found = await page(gate, which, last=size, before=before)
            backward = ids(found) + backward
            assert found["pageInfo"]["hasNextPage"] is (before is not None)
            before = found["pageInfo"]["startCursor"]
            if not found["pageInfo"]["hasPreviousPage"]:
                break
        assert forward == backward == whole


@pytest.mark.parametrize("which", LISTS)
async def test_numbered_pages_skip_rows(gate: Gate, which: str) -> None:
    await furnish(gate)
    whole = ids(await page(gate, which, first=250))
    for offset in (0, 1, 7):
        assert ids(await page(gate, which, first=3, offset=offset)) == whole[offset : offset + 3]
    far = await page(gate, which, first=3, offset=10_000)
    nowhere = {"hasNextPage": False, "hasPreviousPage": True, "startCursor": None, "endCursor": None}
    assert far == {"nodes": [], "edges": [], "pageInfo": nowhere}


BAD: list[tuple[dict[str, object], str]] = [
    ({"first": 0}, "first"),
    ({"first": -1}, "first"),
    ({"first": 251}, "first"),
    ({"last": 0}, "last"),
    ({"last": 251}, "last"),
    ({"first": 1, "last": 1}, "last"),
    ({"before": "x"}, "before"),
    ({"first": 1, "before": "x"}, "before"),
    ({"last": 1, "after": "x"}, "after"),
    ({"offset": -1}, "offset"),
    ({"offset": 10_001}, "offset"),
    ({"offset": 1, "after": "x"}, "offset"),
    ({"offset": 1, "last": 1}, "offset"),
]


@pytest.mark.parametrize("which", LISTS)
async def test_pages_out_of_bounds_are_refused_by_the_argument(gate: Gate, which: str) -> None:
    for variables, argument in BAD:
        answer = await gate.ask(PAGE.replace("LIST", which), variables, "root")
        assert answer == {"errors": [bad_argument(argument, [which])], "data": {which: None}}, variables


def cursor(*parts: object) -> str:
    """A cursor of one's own making."""
    return base64.urlsafe_b64encode(orjson.dumps(list(parts))).decode().rstrip("=")


KEY = "0" * 32
UP, DOWN = False, True
"""How a cursor says which way its list goes."""
FORGED: dict[str, list[str]] = {
    "users": [
        cursor("username", UP, None, KEY),
        cursor("username", UP, 5, KEY),
        cursor("username", UP, DOWN, KEY),
        cursor("username", UP, 1.5, KEY),
        cursor("username", UP, ["a"], KEY),
        cursor("username", UP, "a", KEY[:-1]),
        cursor("username", UP, "a", 7),
        cursor("username", UP, "a", None),
        cursor("username", DOWN, "a", KEY),
        cursor("email", UP, "a", KEY),
        cursor("username; DROP TABLE users", UP, "a", KEY),
    ],
    "roles": [cursor("name", UP, None, KEY), cursor("name", UP, 1, KEY), cursor("username", UP, "a", KEY)],
    "auditEvents": [
        cursor("occurred_at", DOWN, None, KEY),
        cursor("occurred_at", DOWN, "yesterday", KEY),
        cursor("occurred_at", DOWN, 5, KEY),
        cursor("occurred_at", UP, "2026-01-01T00:00:00+00:00", KEY),
        cursor("occurred_at", DOWN, "2026-01-01T00:00:00", KEY),
        cursor("occurred_at", DOWN, "2026-01-01", KEY),
        cursor("occurred_at", DOWN, "0001-01-01T00:00:00+14:00", KEY),
        cursor("occurred_at", DOWN, "9999-12-31T23:59:59-14:00", KEY),
    ],
}
SENSELESS = ["", " ", "x", "=", "é", "\0", "A" * 10_000, cursor(), cursor(1), cursor("a", "b", "c", "d", "e"), "bnVsbA"]


@pytest.mark.parametrize("which", LISTS)
async def test_a_forged_cursor_is_an_input_error(gate: Gate, which: str) -> None:
    for text in [*FORGED[which], *SENSELESS]:
        for argument, size in (("after", "first"), ("before", "last")):
            answer = await gate.ask(PAGE.replace("LIST", which), {size: 2, argument: text}, "root")
            assert answer == {"errors": [bad_argument(argument, [which])], "data": {which: None}}, text


async def test_a_cursor_whose_text_no_row_can_have_is_a_place_all_the_same(gate: Gate) -> None:
    for value in ("\0", "a\0b", "\U0010ffff", "x" * 1_000):
        answer = await gate.ask(PAGE.replace("LIST", "users"), {"after": cursor("username", UP, value, KEY)}, "root")
        assert "errors" not in answer, value


async def test_a_cursor_of_another_order_is_an_input_error(gate: Gate) -> None:
    orders = ["username", "email", "displayName", "status", "reviewDate", "lastLoginAt", "createdAt"]
    await gate.user("asa", email="asa@example.com")
    query = """
    query ($orderBy: UserOrder, $after: String) {
      users(first: 1, orderBy: $orderBy, after: $after) { pageInfo { endCursor } }
    }
    """
    cursors: dict[tuple[str, str], str] = {}
    for order in orders:
        for direction in ("ASC", "DESC"):
            got = await gate.data(query, {"orderBy": {order: direction}})
            cursors[order, direction] = got["users"]["pageInfo"]["endCursor"]
    for (order, direction), text in cursors.items():
        for other, way in cursors:
            answer = await gate.ask(query, {"orderBy": {other: way}, "after": text}, "root")
            if (other, way) == (order, direction):
                assert "errors" not in answer, (order, direction)
            else:
                assert answer == {"errors": [bad_argument("after", ["users"])], "data": {"users": None}}


async def test_forged_days_and_moments_in_cursors_are_input_errors(gate: Gate) -> None:
    query = "query ($o: UserOrder, $a: String) { users(orderBy: $o, after: $a) { nodes { id } } }"
    for order, name in (("reviewDate", "review_date"), ("lastLoginAt", "last_login_at"), ("createdAt", "created_at")):
        for value in (
            "x",
            "2026-13-01",
            "99999-01-01",
            "2026-01-01T00:00:00",
            "0001-01-01T00:00:00+14:00",
            7,
            "",
            "\0",
        ):
            text = cursor(name, UP, value, KEY)
            answer = await gate.ask(query, {"o": {order: "ASC"}, "a": text}, "root")
            if name == "review_date" and value in {"2026-01-01T00:00:00", "0001-01-01T00:00:00+14:00"}:
                continue  # a moment has a day
            assert answer == {"errors": [bad_argument("after", ["users"])], "data": {"users": None}}, (name, value)


async def test_pages_stay_right_while_rows_come_and_go(gate: Gate) -> None:
    await furnish(gate)
    first = await page(gate, "users", first=4)
    whole = ids(await page(gate, "users", first=250))
    await gate.user("aaaa")
    second = await page(gate, "users", first=250, after=first["pageInfo"]["endCursor"])
    assert ids(first) + ids(second) == whole
