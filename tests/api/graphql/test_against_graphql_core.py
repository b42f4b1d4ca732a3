"""Generated documents: the engine answers as graphql-core does, which is its oracle."""

import asyncio

import orjson
from graphql import ExecutionResult
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.graphql.engine import Asked
from api.graphql.limits import Limits
from tests.support import graphql_oracle as oracle
from tests.support.graphql_caller import caller
from tests.support.graphql_documents import documents
from tests.support.graphql_schema import Context, somebody
from tests.support.rounds import rounds

NO_LIMITS = Limits(
    tokens=10**6,
    depth=50,
    list_depth=50,
    aliases=10**6,
    directives=10**6,
    selections=10**6,
    repeats=10**6,
    root_fields=10**6,
    definitions=10**6,
    cost=10**15,
)
API = caller(limits=NO_LIMITS)
SCOPES = st.sets(st.sampled_from(["users", "contact"]))
VALUES = st.fixed_dictionaries({"a": st.booleans(), "b": st.booleans()})


def engine(document: str, variables: dict[str, bool], context: Context) -> ExecutionResult:
    return asyncio.run(API.endpoint.engine.execute(Asked(document, None, variables), context)).result


@settings(max_examples=rounds(300), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents(oracle.CORE), VALUES, SCOPES)
def test_results_resolvers_look_ahead_and_denials_are_those_of_graphql_core(
    document: str, values: dict[str, bool], scopes: set[str]
) -> None:
    variables = {name: value for name, value in values.items() if f"${name}" in document}
    ours, theirs = Context(somebody(*scopes), []), Context(somebody(*scopes), [])
    result = engine(document, variables, ours)
    expected, denied = oracle.execute(document, variables, theirs)
    assert orjson.dumps(result.data) == orjson.dumps(expected.data)
    assert ours.ran == theirs.ran
    assert ours.selections == theirs.selections
    told = [error.extensions or {} for error in result.errors or []]
    places = [f"{of['coordinate']} at {of['selection']}" for of in told]
    assert len(places) == len(set(places))
    assert set(denied) <= set(places)
    assert expected.errors is None


@settings(max_examples=rounds(100), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents(oracle.CORE), VALUES, st.lists(SCOPES, min_size=2, max_size=4))
def test_a_document_that_was_evicted_or_not_gives_each_caller_their_own_rights(
    document: str, values: dict[str, bool], callers: list[set[str]]
) -> None:
    variables = {name: value for name, value in values.items() if f"${name}" in document}
    first = [orjson.dumps(engine(document, variables, Context(somebody(*s), [])).data) for s in callers]
    again = [orjson.dumps(engine(document, variables, Context(somebody(*s), [])).data) for s in reversed(callers)]
    fresh = caller(limits=NO_LIMITS).endpoint.engine
    asked = Asked(document, None, variables)
    anew = [orjson.dumps(asyncio.run(fresh.execute(asked, Context(somebody(*s), []))).result.data) for s in callers]
    assert first == again[::-1] == anew
