"""Who gets what of a document: posted over HTTP, compared with the whole JSON."""

from typing import Any

import pytest

from api.graphql.engine import Asked
from tests.support.graphql_caller import Caller, caller
from tests.support.graphql_schema import Context, Permissions


@pytest.fixture
def api() -> Caller:
    return caller()


def denial(
    coordinate: str, selection: str, column: int, *, scopes: list[list[str]], path: list[str] | None = None
) -> dict[str, Any]:
    words = ", or ".join(f"the scope{'s' if len(s) > 1 else ''} {' and '.join(s)}" for s in scopes)
    shown: dict[str, Any] = {
        "message": f"{coordinate} needs {words}.",
        "locations": [{"line": 1, "column": column}],
        "extensions": {
            "code": "FORBIDDEN",
            "coordinate": coordinate,
            "requiresScopes": scopes,
            "selection": selection,
        },
    }
    return shown if path is None else {**shown, "path": path}


async def test_everything_is_answered_to_who_may_have_it(api: Caller) -> None:
    answer = await api.result("{ users { nodes { username email } } }", "users contact")
    ada, bob = {"username": "ada", "email": "ada@example.test"}, {"username": "bob", "email": "bob@example.test"}
    assert answer == {"data": {"users": {"nodes": [ada, bob]}}}


async def test_a_denied_field_is_null_and_named_once_without_a_path_into_the_list(api: Caller) -> None:
    answer = await api.result("{ users { nodes { username email } } }", "users")
    assert answer == {
        "errors": [denial("User.email", "users.nodes.email", 28, scopes=[["contact"]])],
        "data": {"users": {"nodes": [{"username": "ada", "email": None}, {"username": "bob", "email": None}]}},
    }
    assert "User.email" not in api.product.ran


async def test_a_denied_root_field_is_null_and_has_a_path(api: Caller) -> None:
    answer = await api.result("{ hello all: users { totalCount } }", "nothing")
    assert answer == {
        "errors": [denial("Query.users", "all", 9, scopes=[["users"]], path=["all"])],
        "data": {"hello": "hello world", "all": None},
    }
    assert api.product.ran == []


async def test_nothing_is_told_of_what_lies_below_a_denied_place(api: Caller) -> None:
    answer = await api.result("{ users { nodes { email } } }", "nothing")
    assert [error["extensions"]["coordinate"] for error in answer["errors"]] == ["Query.users"]


async def test_a_caller_who_is_nobody_is_asked_to_sign_in(api: Caller) -> None:
    answer = await api.result("{ users { totalCount } }")
    (error,) = answer["errors"]
    assert error["message"] == "Sign in first: Query.users needs the scope users."
    assert error["extensions"] == {
        "code": "UNAUTHENTICATED",
        "coordinate": "Query.users",
        "requiresScopes": [["users"]],
        "selection": "users",
    }


async def test_a_caller_whose_session_ended_is_told_why(api: Caller) -> None:
    answer = await api.result("{ users { totalCount } }", reason="SESSION_ENDED")
    assert answer["errors"][0]["extensions"]["reason"] == "SESSION_ENDED"


async def test_a_requirement_without_scopes_asks_only_for_being_signed_in(api: Caller) -> None:
    document = 'mutation { rename(input: {id: "u1", nickname: "x"}) { nickname } }'
    assert (await api.result(document, ""))["data"] == {"rename": {"nickname": "x"}}
    refused = await api.result(document)
    assert refused["data"] == {"rename": None}
    assert refused["errors"][0]["message"] == "Sign in first: Mutation.rename needs a known caller."
    assert refused["errors"][0]["extensions"]["requiresScopes"] == [[]]
    assert api.product.ran == ["Mutation.rename"]


PLACES: dict[str, tuple[str, list[str]]] = {
    "aliases": ("{ users { nodes { a: email b: email } } }", ["users.nodes.a", "users.nodes.b"]),
    "merged fields are one place": ("{ users { nodes { email } nodes { email } } }", ["users.nodes.email"]),
    "an inline fragment": ("{ users { nodes { ... { email } ... on User { email } } } }", ["users.nodes.email"]),
    "a named fragment": ("{ users { nodes { ...F } } } fragment F on User { email }", ["users.nodes.email"]),
    "a fragment spread in two places": (
        "{ users { nodes { ...F } edges { node { ...F } } } } fragment F on User { email }",
        ["users.nodes.email", "users.edges.node.email"],
    ),
    "a fragment in a fragment": (
        "{ users { ...U } } fragment U on Users { nodes { ...F } } fragment F on User { x: email }",
        ["users.nodes.x"],
    ),
    "an interface's field, for the guarded type alone": ("{ contacts { email } }", ["contacts.email"]),
    "an interface narrowed to the guarded type": ("{ contacts { ... on User { email } } }", ["contacts.email"]),
    "an interface narrowed to the open type": ("{ contacts { ... on Group { email } } }", []),
    "a union": ("{ found { ... on User { email } ... on Group { email } } }", ["found.email"]),
    "a union through an interface": ("{ found { ... on Contact { email } } }", ["found.email"]),
    "a node": ('{ node(id: "u1") { ... on User { email } } }', ["node.email"]),
    "skipped by a literal": ("{ contacts { email @skip(if: true) } }", []),
    "not included by a literal": ("{ contacts { ... @include(if: false) { email } } }", []),
    "included by a literal": ("{ contacts { email @include(if: true) } }", ["contacts.email"]),
    "skipped once, selected once": ("{ contacts { email @skip(if: true) email } }", ["contacts.email"]),
    "the parent is skipped": ("{ contacts @skip(if: true) { email } hello }", []),
    "introspection of a type's name": ("{ contacts { __typename } }", []),
}


@pytest.mark.parametrize(("document", "places"), PLACES.values(), ids=PLACES.keys())
async def test_each_denied_place_is_named_once(api: Caller, document: str, places: list[str]) -> None:
    answer = await api.result(document, "users")
    assert [error["extensions"]["selection"] for error in answer.get("errors", [])] == places
    assert "User.email" not in api.product.ran
    assert "@example.test" not in str(answer).replace("group@example.test", "")


async def test_the_open_type_behind_an_interface_is_answered(api: Caller) -> None:
    answer = await api.result("{ contacts { email } }", "users")
    assert answer["data"] == {"contacts": [{"email": None}, {"email": "group@example.test"}]}


@pytest.mark.parametrize(("skip", "told"), [(True, 0), (False, 1)])
async def test_conditions_follow_their_variables(api: Caller, skip: bool, told: int) -> None:  # noqa: FBT001 — a case
    document = "query($s: Boolean!) { contacts { email @skip(if: $s) } hello }"
    answer = await api.result(document, "users", {"s": skip})
    assert len(answer.get("errors", [])) == told


async def test_both_conditions_of_one_field_must_hold(api: Caller) -> None:
    document = "query($s: Boolean!, $i: Boolean!) { hello contacts { ...F @skip(if: $s) } } fragment F on User { email @include(if: $i) }"  # noqa: E501 — one document
    told = {
        (s, i): len((await api.result(document, "users", {"s": s, "i": i})).get("errors", []))
        for s in (True, False)
        for i in (True, False)
    }
    assert told == {(True, True): 0, (True, False): 0, (False, True): 1, (False, False): 0}


INPUTS: dict[str, tuple[str, dict[str, object], str | None]] = {
    "an argument": ('{ users(search: "x") { totalCount } }', {}, "Query.users(search:)"),
    "an argument that is null": ("{ users(search: null) { totalCount } }", {}, "Query.users(search:)"),
    "an argument by variable": (
        "query($v: String) { users(search: $v) { totalCount } }",
        {"v": "x"},
        "Query.users(search:)",
    ),
    "an argument by a variable's default": (
        'query($v: String = "x") { users(search: $v) { totalCount } }',
        {},
        "Query.users(search:)",
    ),
    "an argument by a variable that is not given": (
        "query($v: String) { users(search: $v) { totalCount } }",
        {},
        None,
    ),
    "an input field": ('{ users(filter: {email: "x"}) { totalCount } }', {}, "UserFilter.email"),
    "an input field by variable": (
        "query($v: String) { users(filter: {email: $v}) { totalCount } }",
        {"v": "x"},
        "UserFilter.email",
    ),
    "an input field by a variable that is not given": (
        "query($v: String) { users(filter: {email: $v}) { totalCount } }",
        {},
        None,
    ),
    "an input field, deep inside": (
        '{ users(filter: {anyOf: [{username: "a"}, {anyOf: {email: "x"}}]}) { totalCount } }',
        {},
        "UserFilter.email",
    ),
    "a whole input by variable": (
        "query($v: UserFilter) { users(filter: $v) { totalCount } }",
        {"v": {"anyOf": [{"username": "a"}, {"anyOf": {"email": "x"}}]}},
        "UserFilter.email",
    ),
    "a whole input by a variable's default": (
        'query($v: UserFilter = {email: "x"}) { users(filter: $v) { totalCount } }',
        {},
        "UserFilter.email",
    ),
    "a default that the client replaces": (
        'query($v: UserFilter = {email: "x"}) { users(filter: $v) { totalCount } }',
        {"v": {"username": "a"}},
        None,
    ),
    "a list inside an input, by variable": (
        "query($v: [UserFilter!]) { users(filter: {anyOf: $v}) { totalCount } }",
        {"v": [{"email": None}]},
        "UserFilter.email",
    ),
    "an item of a list, by variable": (
        "query($v: UserFilter!) { users(filter: {anyOf: [$v]}) { totalCount } }",
        {"v": {"email": "x"}},
        "UserFilter.email",
    ),
    "a field that only the schema's default fills": (
        '{ users(filter: {username: "a"}) { totalCount } }',
        {},
        None,
    ),
    "an order": ('{ users(orderBy: {email: "ASC"}) { totalCount } }', {}, "UserOrder.email"),
    "an open order": ('{ users(orderBy: {username: "ASC"}) { totalCount } }', {}, None),
    "an order by variable": (
        "query($v: UserOrder) { users(orderBy: $v) { totalCount } }",
        {"v": {"email": "ASC"}},
        "UserOrder.email",
    ),
}


@pytest.mark.parametrize(("document", "variables", "coordinate"), INPUTS.values(), ids=INPUTS.keys())
async def test_a_guarded_input_closes_the_field_that_takes_it(
    api: Caller, document: str, variables: dict[str, object], coordinate: str | None
) -> None:
    answer = await api.result(document, "users", variables)
    told = [(error["extensions"]["coordinate"], error["path"]) for error in answer.get("errors", [])]
    assert told == ([] if coordinate is None else [(coordinate, ["users"])])
    assert answer["data"] == {"users": {"totalCount": 2} if coordinate is None else None}
    assert bool(api.product.ran) is (coordinate is None)
    assert "data" in await api.result(document, "users contact", variables)
    assert api.product.ran


async def test_only_the_place_with_the_guarded_input_is_closed(api: Caller) -> None:
    document = (
        'query($v: UserFilter) { a: users(filter: $v) { totalCount } b: users(filter: {username: "x"}) { totalCount } }'
    )
    answer = await api.result(document, "users", {"v": {"email": "x"}})
    assert answer["data"] == {"a": None, "b": {"totalCount": 2}}


async def test_alternatives_are_named_in_words(api: Caller) -> None:
    document = 'mutation { rename(input: {id: "u1", email: "x"}) { nickname } }'
    answer = await api.result(document, "write")
    assert answer["errors"][0]["message"] == "RenameInput.email needs the scopes write and contact, or the scope root."
    assert api.product.ran == []
    for scopes in ("root", "write contact"):
        assert (await api.result(document, scopes))["data"] == {"rename": {"nickname": "unchanged"}}


async def test_a_cached_document_gives_each_caller_their_own_rights(api: Caller) -> None:
    document = "{ users { nodes { email } } }"
    expected = {"users contact": 0, "users": 1, "nothing": 1}
    for _ in range(3):
        for scopes, told in expected.items():
            assert len((await api.result(document, scopes)).get("errors", [])) == told
    assert len(api.endpoint.engine.documents) == 1


async def test_permissions_that_change_count_from_the_next_request_on(api: Caller) -> None:
    document = "query($v: UserFilter) { users(filter: $v) { nodes { email } } }"
    with_email = await api.result(document, "users contact", {"v": {"email": "x"}})
    assert "errors" not in with_email
    without = await api.result(document, "users", {"v": {"email": "x"}})
    assert without["data"] == {"users": None}
    other_variables = await api.result(document, "users", {"v": {}})
    assert other_variables["data"]["users"]["nodes"] == [{"email": None}, {"email": None}]


async def test_a_rule_of_its_own_closes_what_the_scopes_would_open_and_the_message_says_so() -> None:
    api = caller()
    permissions = Permissions(frozenset({"users", "contact"}), authenticated=True, denied=frozenset({"User.email"}))
    done = await api.endpoint.engine.execute(Asked("{ users { nodes { email } } }"), Context(permissions, []))
    assert [error.message for error in done.result.errors or ()] == [
        "User.email is closed to you by a rule of a role that you hold."
    ]
