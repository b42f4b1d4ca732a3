"""Members of many groups over GraphQL: each group has its own page, and all are read together."""

import pytest

from tests.support.answers import denied
from tests.support.gate import Gate
from tests.support.statements import statements

CREATE = "mutation ($n: String!) { createGroup(input: {name: $n}) { group { id } } }"
ADD = "mutation ($g: ID!, $u: [ID!]!) { addGroupMembers(input: {groupId: $g, userIds: $u}) { errors { code } } }"


async def teams(gate: Gate, groups: int, people: int) -> list[str]:
    """Groups ``team-0`` …, of which number N has the first N + 1 of ``person-0`` …; gives their ids."""
    users = [await gate.user(f"person-{number}", first_name=f"P{number}") for number in range(people)]
    made: list[str] = []
    for number in range(groups):
        group = (await gate.data(CREATE, {"n": f"team-{number}"}))["createGroup"]["group"]["id"]
        await gate.data(ADD, {"g": group, "u": users[: number + 1]})
        made.append(group)
    return made


async def test_the_members_of_a_list_of_groups_are_read_together(gate: Gate) -> None:
    await teams(gate, 4, 4)
    inner = (
        "members(first: 2) { totalCount nodes { username roles { name } groups { name } } pageInfo { hasNextPage } }"
    )

    async def count(rows: int) -> int:
        with statements() as heard:
            await gate.data(f"{{ groups(first: {rows}) {{ nodes {{ name {inner} }} }} }}")
        return len(heard)

    assert await count(1) == await count(4)
    answer = await gate.data(f"{{ groups {{ nodes {{ name {inner} }} }} }}")
    by_name = {group["name"]: group["members"] for group in answer["groups"]["nodes"]}
    assert [by_name[f"team-{n}"]["totalCount"] for n in range(4)] == [1, 2, 3, 4]
    assert [by_name[f"team-{n}"]["pageInfo"]["hasNextPage"] for n in range(4)] == [False, False, True, True]
    names = [[user["username"] for user in by_name[f"team-{n}"]["nodes"]] for n in range(4)]
    assert names == [["person-0"], *[["person-0", "person-1"]] * 3]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("first: 2", [0, 1]),
        ("last: 2", [2, 3]),
        ("first: 2, offset: 1", [1, 2]),
        ("first: 9, offset: 4", []),
        ("first: 2, after: $c", [2, 3]),
        ("last: 9, before: $c", [0]),
    ],
)
async def test_members_come_in_pages(gate: Gate, page: str, expected: list[int]) -> None:
    group = (await teams(gate, 4, 4))[3]
    first = "query ($g: ID!) { group(by: {id: $g}) { members(first: 2) { pageInfo { endCursor } } } }"
    cursor = (await gate.data(first, {"g": group}))["group"]["members"]["pageInfo"]["endCursor"]
    variables = {"g": group, "c": cursor} if "$c" in page else {"g": group}
    head = "query ($g: ID!, $c: String)" if "$c" in page else "query ($g: ID!)"
    answer = await gate.data(
        f"{head} {{ group(by: {{id: $g}}) {{ members({page}) {{ nodes {{ username }} }} }} }}", variables
    )
    shown = [user["username"] for user in answer["group"]["members"]["nodes"]]
    assert shown == [f"person-{number}" for number in expected]


async def test_two_aliases_have_each_their_own_page_and_values(gate: Gate) -> None:
    await teams(gate, 2, 2)
    answer = await gate.data(
        """{ groups { nodes {
          one: members(first: 1) { nodes { username } }
          two: members(last: 1) { nodes { firstName } }
          all: members { totalCount(atMost: 1) }
        } } }"""
    )
    assert answer["groups"]["nodes"][1] == {
        "one": {"nodes": [{"username": "person-0"}]},
        "two": {"nodes": [{"firstName": "P1"}]},
        "all": {"totalCount": 1},
    }


async def test_a_cursor_of_another_list_is_an_input_error(gate: Gate) -> None:
    group = (await teams(gate, 1, 1))[0]
    for bad in ("x", "", "e30", "WyJ4Il0"):
        answer = await gate.ask(
            "query ($g: ID!, $c: String) { group(by: {id: $g}) { members(after: $c) { totalCount } } }",
            {"g": group, "c": bad},
            "root",
        )
        assert answer["data"] == {"group": {"members": None}}
        assert answer["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT", "argument": "after"}


async def test_a_mutation_shows_members_as_they_are_after_it(gate: Gate) -> None:
    group = (await teams(gate, 1, 2))[0]
    users = [await gate.user_id(f"person-{number}") for number in range(2)]
    answer = await gate.data(
        """mutation ($g: ID!, $a: ID!, $b: ID!) {
          one: addGroupMembers(input: {groupId: $g, userIds: [$b]}) { group { members { totalCount } } }
          two: removeGroupMembers(input: {groupId: $g, userIds: [$a, $b]}) { group { members { totalCount } } }
        }""",
        {"g": group, "a": users[0], "b": users[1]},
    )
    assert [answer[name]["group"]["members"]["totalCount"] for name in ("one", "two")] == [2, 0]


async def test_what_is_denied_of_accounts_is_denied_of_members(gate: Gate) -> None:
    await gate.holder("reader", "groups:read", "users:read")
    group = (await teams(gate, 1, 1))[0]
    query = "query ($g: ID!) { group(by: {id: $g}) { members { nodes { username email } } } }"
    answer = await gate.ask(query, {"g": group}, "reader")
    assert answer == {
        "data": {"group": {"members": {"nodes": [{"username": "person-0", "email": None}]}}},
        "errors": [denied("User.email", "users:read-contact")],
    }
