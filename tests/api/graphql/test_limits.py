"""Documents that ask for too much are refused, with the limit and the number, before anything costly happens."""

from dataclasses import replace

import pytest
from graphql import FragmentDefinitionNode, OperationDefinitionNode, get_introspection_query, parse

from api.graphql.limits import Limits
from api.graphql.survey import Surveyor
from tests.support.graphql_caller import caller

DEEP = "{ users { nodes { boss { boss { boss { boss { username } } } } } } }"

TOO_MUCH: dict[str, tuple[Limits, str, str, int]] = {
    "bytes": (Limits(document_bytes=30), "{ hello } # " + "ä" * 20, "documentBytes", 52),
    "definitions": (
        Limits(definitions=2),
        "{ ...A ...B } fragment A on Query { hello } fragment B on Query { hello }",
        "definitions",
        3,
    ),
    "depth": (Limits(depth=6), DEEP, "depth", 7),
    "depth by fragments": (
        Limits(depth=3),
        "{ users { ...A } } fragment A on Users { nodes { ...B } } fragment B on User { boss { username } }",
        "depth",
        4,
    ),
    "lists in lists": (
        Limits(list_depth=2),
        "{ users { nodes { roles { members { username } } } } }",
        "listDepth",
        3,
    ),
    "aliases": (Limits(aliases=2), "{ a: hello b: hello c: hello }", "aliases", 3),
    "aliases by fragments": (
        Limits(aliases=3),
        "{ ...A x: hello ...A } fragment A on Query { a: hello b: hello }",
        "aliases",
        5,
    ),
    "directives": (Limits(directives=1), "{ hello @skip(if: false) @include(if: true) }", "directives", 2),
    "directives on variables": (
        Limits(directives=0),
        "query($a: Int @skip(if: true)) @skip(if: true) { hello }",
        "directives",
        2,
    ),
    "selections": (Limits(selections=3), "{ hello ... { hello hello } }", "selections", 4),
    "repeats": (Limits(repeats=2), "{ hello hello ... { hello } }", "repeats", 3),
    "repeats below merged fields": (
        Limits(repeats=3),
        "{ users { totalCount totalCount } users { totalCount totalCount } }",
        "repeats",
        4,
    ),
    "variables": (Limits(variables=1), "query($a: Int, $b: Int) { users(first: $a) { totalCount } }", "variables", 2),
    "root fields": (Limits(root_fields=1), "{ hello viewer { username } }", "rootFields", 2),
    "root mutations": (
        Limits(root_mutations=1),
        'mutation { a: rename(input: {id: "1"}) { nickname } b: rename(input: {id: "2"}) { nickname } }',
        "rootMutations",
        2,
    ),
    "cost": (Limits(cost=20), "{ users { nodes { username } } }", "cost", 26),
    "once": (
        Limits(once=frozenset({"Mutation.login"})),
        'mutation { a: login(password: "1") { __typename } ... { b: login(password: "2") { __typename } } }',
        "once",
        2,
    ),
    "once by fragments": (
        Limits(once=frozenset({"Mutation.login"})),
        'mutation { a: login(password: "1") { __typename } ...B } fragment B on Mutation { b: login(password: "2") { __typename } }',  # noqa: E501 — one case
        "once",
        2,
    ),
    "introspection": (Limits(), "{ a: __schema { description } b: __schema { description } }", "once", 2),
}


@pytest.mark.parametrize(("limits", "document", "limit", "actual"), TOO_MUCH.values(), ids=TOO_MUCH.keys())
async def test_too_much_is_refused_with_the_limit_and_the_number(
    limits: Limits, document: str, limit: str, actual: int
) -> None:
    api = caller(limits=limits)
    response = await api.post(document, "users")
    (error,) = response.json()["errors"]
    assert response.status_code == 400
    assert error["extensions"]["code"] == "QUERY_TOO_COMPLEX"
    assert (error["extensions"]["limit"], error["extensions"]["actual"]) == (limit, actual)
    assert error["extensions"]["allowed"] < actual
    assert str(error["extensions"]["allowed"]) in error["message"] or limit == "once"
    assert api.product.ran == []


@pytest.mark.parametrize(
    "document", ["{ " + "hello " * 50 + "}", "{ hello " + "\n#" * 60 + "\n}"], ids=["tokens", "comments"]
)
async def test_too_many_tokens_are_refused_while_they_are_read(document: str) -> None:
    answer = await caller(limits=Limits(tokens=40)).result(document, "users")
    assert answer["errors"][0]["extensions"] == {"code": "QUERY_TOO_COMPLEX", "limit": "tokens", "allowed": 40}


async def test_the_largest_allowed_is_allowed() -> None:
    api = caller(limits=Limits(depth=7, list_depth=1, aliases=0, directives=0, selections=7, repeats=1, root_fields=1))
    assert "errors" not in await api.result(DEEP, "users")


@pytest.mark.parametrize(
    ("variables", "refused"),
    [
        ({"v": {"username": "a"}}, False),
        ({"v": {"anyOf": [{"username": "a"}, {"username": "b"}]}}, True),
        ({"v": None, "x": [[[[[1]]]]]}, True),
        ({"v": None, "x": [1, 2, 3, 4]}, True),
        ({"v": None, "x": [1, 2, 3]}, False),
    ],
)
async def test_values_in_the_variables_are_counted_at_any_depth(variables: dict[str, object], refused: bool) -> None:  # noqa: FBT001 — a case
    api = caller(limits=Limits(values=5))
    answer = await api.result("query($v: UserFilter) { users(filter: $v) { totalCount } }", "users", variables)
    told = [error["extensions"] for error in answer.get("errors", [])]
    assert told == ([{"code": "QUERY_TOO_COMPLEX", "limit": "values", "allowed": 5}] if refused else [])
    assert bool(api.product.ran) is not refused


async def test_a_mutation_field_that_is_merged_counts_once() -> None:
    api = caller(limits=Limits(once=frozenset({"Mutation.login"})))
    document = 'mutation { login(password: "x") { __typename } login(password: "x") { __typename } }'
    assert "errors" not in await api.result(document)
    assert api.product.ran == ["Mutation.login"]


async def test_nobody_has_a_smaller_budget_also_for_a_document_that_somebody_sent_before() -> None:
    api = caller(limits=Limits(), anonymous_limits=replace(Limits(), cost=10))
    document = "{ users { nodes { username } } }"
    assert "errors" not in await api.result(document, "users")
    refused = await api.result(document)
    assert refused["errors"][0]["extensions"]["limit"] == "cost"
    small = caller(limits=Limits(), anonymous_limits=replace(Limits(), selections=2))
    await small.result(document, "users")
    assert (await small.result(document))["errors"][0]["extensions"]["limit"] == "selections"


async def test_the_standard_introspection_query_fits() -> None:
    query = get_introspection_query(
        specified_by_url=True, directive_is_repeatable=True, schema_description=True, input_value_deprecation=True
    )
    answer = await caller().result(query, "")
    assert answer["data"]["__schema"]["queryType"] == {"name": "Query", "kind": "OBJECT"}


def bomb(levels: int) -> str:
    """2 to the power of ``levels`` fields, in a few bytes per level."""
    fragments = (f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(levels))
    return f"{{ ...F0 }} {' '.join(fragments)} fragment F{levels} on Query {{ hello }}"


@pytest.mark.parametrize("levels", [10, 40, 400])
def test_each_selection_of_a_bomb_is_looked_at_once(levels: int) -> None:
    definitions = parse(bomb(levels)).definitions
    fragments = {d.name.value: d for d in definitions if isinstance(d, FragmentDefinitionNode)}
    surveyor = Surveyor(fragments)
    (operation,) = (d for d in definitions if isinstance(d, OperationDefinitionNode))
    assert surveyor.sizes(operation)["selections"] > 1_000
    assert surveyor.visited <= 2 * levels + 2


@pytest.mark.parametrize(
    "document",
    [
        bomb(40),
        "{ " + "... { " * 150 + "hello" + " }" * 150 + " }",
        "{ users { ...A } } fragment A on Users { nodes { boss { ...B } } } "
        + " ".join(
            f"fragment {x} on User {{ a: boss {{ ...{y} }} b: boss {{ ...{y} }} }}"
            for x, y in zip("BCDEFGHIJ", "CDEFGHIJK", strict=True)
        )
        + "fragment K on User { username }",
    ],
    ids=["spreads", "inline fragments", "fields"],
)
async def test_bombs_are_refused_as_too_complex(document: str) -> None:
    response = await caller().post(document, "users")
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "QUERY_TOO_COMPLEX"


@pytest.mark.parametrize(
    "document",
    [
        "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
        "{ ...A } fragment A on Query { ...A hello }",
        "{ ...Nope }",
        "{ nope { nope } }",
        "{ users { ... on Nope { x } } }",
    ],
)
async def test_cycles_and_unknown_names_are_left_to_validation(document: str) -> None:
    response = await caller().post(document, "users")
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
