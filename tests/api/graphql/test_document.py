"""The cache of documents: bounded, and nothing in it belongs to a caller."""

import pytest

from api.graphql.bounded import Bounded
from api.graphql.document import Documents, Rejected
from api.graphql.engine import Asked
from api.graphql.limits import Limits
from api.graphql.product import Requirement
from api.graphql.schema import core_schema
from tests.support.graphql_caller import caller
from tests.support.graphql_schema import SCHEMA, Context, Permissions


def documents(entries: int = 10, tokens: int = 1_000) -> Documents:
    return Documents(core_schema(SCHEMA), entries, tokens)


def test_the_same_text_is_read_once() -> None:
    known = documents()
    assert known.get("{ hello }", Limits()) is known.get("{ hello }", Limits())
    assert known.get("{ hello }", Limits()) is not known.get("{  hello }", Limits())


def test_what_is_not_valid_is_not_kept() -> None:
    known = documents()
    for text in ("{ nope }", "{", "{ " + "hello " * 100 + "}"):
        with pytest.raises(Rejected):
            known.get(text, Limits())
    assert len(known) == 0


def test_the_cache_forgets_what_was_not_used_for_longest() -> None:
    known = documents(entries=2)
    first = known.get("{ a: hello }", Limits())
    known.get("{ b: hello }", Limits())
    assert known.get("{ a: hello }", Limits()) is first
    known.get("{ c: hello }", Limits())
    assert known.get("{ a: hello }", Limits()) is first
    assert len(known) == 2


def test_the_cache_is_bounded_by_tokens_too() -> None:
    known = documents(entries=100, tokens=20)
    for name in "abcdefghij":
        known.get(f"{{ {name}: hello }}", Limits())
    assert len(known) == 4  # of 5 tokens each
    known.get("{ " + "x: hello " * 8 + "}", Limits())
    assert len(known) == 4  # what outweighs the whole cache is not kept


def test_a_bounded_cache_replaces_without_counting_twice() -> None:
    cache: Bounded[str, int] = Bounded(10, 10)
    for value in range(20):
        cache.put("a", value, 6)
    assert (cache.get("a"), len(cache)) == (19, 1)
    cache.put("b", 1, 4)
    assert cache.get("a") == 19
    cache.put("c", 1, 1)
    assert cache.get("b") is None
    assert cache.get("missing") is None


async def test_decisions_and_look_ahead_of_an_operation_are_bounded() -> None:
    api = caller()
    document = "query($v: UserFilter) { users(filter: $v) { nodes { email } } }"
    for number in range(200):
        await api.result(document, f"users s{number}")
    operation = api.endpoint.engine.documents.get(document, Limits()).operation(None)
    assert len(operation._selections) <= 64  # pyright: ignore[reportPrivateUsage] # nothing public shows it
    (plan,) = operation._plans.values()  # pyright: ignore[reportPrivateUsage] # nothing public shows it
    assert 0 < len(plan.decisions) <= 64


async def test_a_decision_is_made_once_for_the_same_rights_and_again_for_others() -> None:
    api = caller()
    asked: list[str] = []

    class Counting(Permissions):
        def allows(self, coordinate: str, requirement: Requirement) -> bool:  # noqa: ARG002 — the protocol's
            asked.append(coordinate)
            return True

    for scope in ("a", "a", "b", "a"):
        context = Context(Counting(frozenset({scope}), authenticated=True), [])
        await api.endpoint.engine.execute(Asked("{ users { nodes { email } edges { node { email } } } }"), context)
    assert asked == ["Query.users", "User.email"] * 2
