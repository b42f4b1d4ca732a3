"""Look-ahead: a resolver sees what is wanted below it, and nothing that the caller may not have."""

from typing import Any

import pytest

from tests.support.graphql_caller import caller

LEAF: dict[str, Any] = {}

WANTED: dict[str, tuple[str, dict[str, object], str, dict[str, Any]]] = {
    "python names": ("{ users { totalCount } }", {}, "users", {"total_count": LEAF}),
    "aliases": ("{ a: users { b: totalCount } }", {}, "users", {"total_count": LEAF}),
    "merged fields": (
        "{ users { nodes { username } nodes { roles { name } } } }",
        {},
        "users",
        {"nodes": {"username": LEAF, "roles": {"name": LEAF}}},
    ),
    "aliases of one field are wanted together": (
        "{ users { a: nodes { username } b: nodes { roles { id } } } }",
        {},
        "users",
        {"nodes": {"username": LEAF, "roles": {"id": LEAF}}},
    ),
    "fragments": (
        "{ users { ...A } } fragment A on Users { nodes { ...B ... on Node { id } } } fragment B on User { username }",
        {},
        "users",
        {"nodes": {"username": LEAF, "id": LEAF}},
    ),
    "the type's name is no column": ("{ users { __typename nodes { __typename } } }", {}, "users", {"nodes": LEAF}),
    "skipped": (
        "query($s: Boolean!) { users { totalCount @skip(if: $s) nodes { username } } }",
        {"s": True},
        "users",
        {"nodes": {"username": LEAF}},
    ),
    "not skipped": (
        "query($s: Boolean!) { users { totalCount @skip(if: $s) nodes { username } } }",
        {"s": False},
        "users",
        {"nodes": {"username": LEAF}, "total_count": LEAF},
    ),
    "denied": ("{ users { nodes { username email } } }", {}, "users", {"nodes": {"username": LEAF}}),
    "allowed": (
        "{ users { nodes { username email } } }",
        {},
        "users contact",
        {"nodes": {"username": LEAF, "email": LEAF}},
    ),
    "denied relations are not loaded": (
        "{ found { ... on User { roles { name members { username } } } } }",
        {},
        "",
        {"roles": {"name": LEAF}},
    ),
    "members of an abstract type together": (
        "{ found { ... on User { username } ... on Group { name } } }",
        {},
        "",
        {"username": LEAF, "name": LEAF},
    ),
    "what one member may not show is wanted for the other": (
        "{ found { ... on Contact { email } } }",
        {},
        "",
        {"email": LEAF},
    ),
    "an interface": (
        '{ node(id: "u1") { id ... on User { boss { username } } } }',
        {},
        "",
        {"id": LEAF, "boss": {"username": LEAF}},
    ),
}


@pytest.mark.parametrize(("document", "variables", "scopes", "wanted"), WANTED.values(), ids=WANTED.keys())
async def test_a_resolver_sees_what_is_wanted(
    document: str, variables: dict[str, object], scopes: str, wanted: dict[str, Any]
) -> None:
    api = caller()
    for _ in range(2):  # the second is from the cache
        await api.result(document, scopes, variables)
    assert [context.selections for context in api.product.contexts] == [[wanted], [wanted]]


async def test_two_places_of_one_document_have_their_own_look_ahead() -> None:
    api = caller()
    await api.result("{ a: users { totalCount } b: users { nodes { username } } }", "users")
    assert api.product.contexts[0].selections == [{"total_count": LEAF}, {"nodes": {"username": LEAF}}]


async def test_callers_with_other_rights_have_another_look_ahead_on_the_same_document() -> None:
    api = caller()
    for scopes in ("users", "users contact", "users"):
        await api.result("{ users { nodes { email } } }", scopes)
    seen = [context.selections[0]["nodes"] for context in api.product.contexts]
    assert seen == [LEAF, {"email": LEAF}, LEAF]
