"""Malformed and abusive requests: each gets a well-formed answer, none a fault."""

import asyncio
import json
import string

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support import graphql_oracle as oracle
from tests.support.graphql_caller import caller
from tests.support.graphql_documents import documents
from tests.support.rounds import rounds

API = caller()
CODES = {"BAD_REQUEST", "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT", "QUERY_TOO_COMPLEX"}
PERMISSION_CODES = {"UNAUTHENTICATED", "FORBIDDEN"}
FUZZ = settings(max_examples=rounds(300), deadline=None, suppress_health_check=[HealthCheck.too_slow])

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
WORDS = st.sampled_from(
    [
        *'{}()[]:!$@=|&#"',
        "...",
        "on",
        "query",
        "mutation",
        "subscription",
        "fragment",
        "true",
        "null",
        "-1",
        "1e9",
        '"x"',
        '"""x"""',
        "$v",
        "@skip(if: true)",
        "@include",
        "F",
        "__typename",
        "__schema",
        "__type",
        "\ufeff",
        "\u2028",
        "\x00",
        *("hello", "users", "nodes", "email", "node", "id", "found", "User", "Query", "filter", "first", "anyOf"),
    ]
)


def answer(body: bytes, scopes: str | None) -> None:
    """Posts a body and checks the shape of what comes back."""
    faults = len(API.product.faults)
    headers = {"content-type": "application/json", "accept": "application/graphql-response+json"}
    response = asyncio.run(API.http(content=body, headers=headers | ({} if scopes is None else {"scopes": scopes})))
    shown = orjson.loads(response.content)
    assert response.status_code in ({200} if "data" in shown else {400})
    assert set(shown) <= {"errors", "data", "extensions"}
    for error in shown.get("errors", []):
        assert isinstance(error["message"], str)
        assert error["message"]
        assert len(error["message"]) <= 1_000
        assert error["extensions"]["code"] in CODES | PERMISSION_CODES
    assert "errors" not in shown or shown["errors"]
    assert len(API.product.faults) == faults


CALLERS = st.sampled_from([None, "", "users", "users contact"])


@FUZZ
@given(st.binary(max_size=200) | st.text(alphabet=string.printable, max_size=100).map(str.encode), CALLERS)
def test_any_bytes(body: bytes, scopes: str | None) -> None:
    answer(body, scopes)


@FUZZ
@given(JSON_VALUES, CALLERS)
def test_any_json(value: object, scopes: str | None) -> None:
    answer(json.dumps(value).encode(), scopes)


@FUZZ
@given(
    st.fixed_dictionaries(
        {"query": st.just("query Q($v: UserFilter, $o: UserOrder) { users(filter: $v, orderBy: $o) { totalCount } }")},
        optional={"operationName": JSON_VALUES, "variables": JSON_VALUES, "extensions": JSON_VALUES},
    ),
    CALLERS,
)
def test_any_members(members: dict[str, object], scopes: str | None) -> None:
    answer(json.dumps(members).encode(), scopes)


@FUZZ
@given(st.dictionaries(st.sampled_from(["v", "o", "x"]), JSON_VALUES), CALLERS)
def test_any_variables(variables: dict[str, object], scopes: str | None) -> None:
    query = "query($v: UserFilter, $o: UserOrder) { users(filter: $v, orderBy: $o) { totalCount } }"
    answer(json.dumps({"query": query, "variables": variables}).encode(), scopes)


@FUZZ
@given(st.lists(WORDS, max_size=40), CALLERS)
def test_any_words(words: list[str], scopes: str | None) -> None:
    answer(orjson.dumps({"query": " ".join(words)}), scopes)


@FUZZ
@given(documents(oracle.CORE), st.integers(0, 400), st.lists(WORDS, max_size=3), CALLERS)
def test_documents_with_something_cut_out_and_something_put_in(
    document: str, place: int, words: list[str], scopes: str | None
) -> None:
    cut = place % (len(document) + 1)
    spoilt = f"{document[:cut]} {' '.join(words)} {document[cut + len(words) :]}"
    answer(orjson.dumps({"query": spoilt, "variables": {"a": True, "b": False}}), scopes)


def test_the_fuzz_reaches_execution() -> None:
    before = len(API.product.ran)
    answer(orjson.dumps({"query": "{ users { nodes { email } } }"}), "users contact")
    assert len(API.product.ran) > before
