"""What an operation costs, and that the caller is told."""

import pytest

from tests.support.graphql_caller import caller

COSTS: dict[str, tuple[str, dict[str, object], int]] = {
    "leaves are free": ("{ hello }", {}, 0),
    "an object": ("{ viewer { username scopes } }", {}, 1),
    "a page of the usual size": ("{ users { nodes { username } } }", {}, 1 + 25),
    "a page by number": ("{ users(first: 100) { nodes { username } } }", {}, 1 + 100),
    "a page by variable": ("query($n: Int) { users(first: $n) { nodes { username } } }", {"n": 7}, 1 + 7),
    "a page by a variable's default": ("query($n: Int = 9) { users(first: $n) { nodes { username } } }", {}, 1 + 9),
    "a page by a variable that is not given": (
        "query($n: Int) { users(first: $n) { nodes { username } } }",
        {},
        1 + 25,
    ),
    "a page by null": ("{ users(first: null) { nodes { username } } }", {}, 1 + 25),
    "no size makes a page cheaper than one row": ("{ users(first: -5) { nodes { username } } }", {}, 1 + 1),
    "edges": ("{ users(first: 10) { edges { node { username } } totalCount } }", {}, 1 + 10 * 2),
    "plain lists": ("{ users(first: 10) { nodes { roles { name } } } }", {}, 1 + 10 * (1 + 10)),
    "pages in pages": (
        "{ users(first: 10) { nodes { friends(first: 3) { nodes { username } } } } }",
        {},
        1 + 10 * (1 + 1 + 3),
    ),
    "a list of the root": ("{ found { __typename } }", {}, 10),
    "merged fields count once": ("{ viewer { username } viewer { scopes } }", {}, 1),
    "what is skipped is free": (
        "query($s: Boolean!) { viewer @skip(if: $s) { username } hello }",
        {"s": True},
        0,
    ),
    "what is not skipped is not": (
        "query($s: Boolean!) { viewer @skip(if: $s) { username } hello }",
        {"s": False},
        1,
    ),
    "introspection is free": ("{ __schema { types { name } } }", {}, 0),
}


@pytest.mark.parametrize(("document", "variables", "points"), COSTS.values(), ids=COSTS.keys())
async def test_an_operation_costs(document: str, variables: dict[str, object], points: int) -> None:
    response = await caller().post(document, "users", variables)
    cost = response.json()["extensions"]["cost"]
    assert cost == {"requested": points, "limit": 10_000, "remaining": 10_000 - points}
    assert response.headers["graphql-cost"] == f"requested={points};limit=10000"


@pytest.mark.parametrize("size", [50_000, 2_000_000_000])
async def test_a_page_that_is_too_large_is_refused_whether_by_number_or_by_variable(size: int) -> None:
    by_number = await caller().result(f"{{ users(first: {size}) {{ nodes {{ username }} }} }}", "users")
    document = "query($n: Int) { users(first: $n) { nodes { username } } }"
    by_variable = await caller().result(document, "users", {"n": size})
    assert by_number["errors"][0]["extensions"] == by_variable["errors"][0]["extensions"]
    assert by_number["errors"][0]["extensions"]["limit"] == "cost"
    assert by_number["errors"][0]["message"] == f"The operation costs {size + 1} points; 10000 are allowed."


async def test_a_caller_who_is_nobody_is_told_the_smaller_budget() -> None:
    response = await caller().post("{ hello }")
    assert response.json()["extensions"]["cost"] == {"requested": 0, "limit": 500, "remaining": 500}
