"""Subscriptions in the executor: their source is guarded, and every event decided anew."""

from collections.abc import AsyncIterator
from typing import Any, cast

import graphql
import pytest
from graphql import ExecutionResult

from api.graphql.execution import Executor, Rights
from api.graphql.guards import Guarded
from api.graphql.limits import Limits
from api.graphql.schema import core_schema
from tests.support.graphql_caller import TestProduct, caller
from tests.support.graphql_schema import BOUNDARIES, REQUIREMENTS, SCHEMA, Context, Permissions, somebody

DOCUMENT = "subscription { ticks(count: 2) { username colleagues { totalCount } } }"


async def opened(context: Context) -> AsyncIterator[ExecutionResult] | ExecutionResult:
    schema = core_schema(SCHEMA)
    document = caller().endpoint.engine.documents.get(DOCUMENT, Limits())
    result: Any = cast("Any", graphql).subscribe(
        schema,
        document.node,
        context_value=context,
        executor_class=Executor,
        prepared=document.operation(None),
        rights=Rights(Guarded(schema, REQUIREMENTS, BOUNDARIES), TestProduct()),
    )
    return cast(
        "AsyncIterator[ExecutionResult] | ExecutionResult", await result if hasattr(result, "__await__") else result
    )


@pytest.mark.parametrize("permissions", [Permissions(), somebody(), somebody("contact")])
async def test_the_source_of_a_denied_subscription_never_runs(permissions: Permissions) -> None:
    context = Context(permissions, [])
    result = await opened(context)
    assert isinstance(result, ExecutionResult)
    assert result.data is None
    assert [(error.extensions or {})["coordinate"] for error in result.errors or []] == ["Subscription.ticks"]
    assert context.ran == []


async def test_every_event_is_decided_with_the_rights_of_its_moment() -> None:
    context = Context(somebody("users"), [])
    events = await opened(context)
    assert not isinstance(events, ExecutionResult)
    first = await anext(events)
    assert (first.data, first.errors) == ({"ticks": {"username": "tick 0", "colleagues": {"totalCount": 2}}}, None)
    context.permissions = somebody()
    second = await anext(events)
    assert second.data == {"ticks": None}
    assert [(error.extensions or {})["coordinate"] for error in second.errors or []] == ["Subscription.ticks"]
    assert context.ran == ["Subscription.ticks", "Viewer.colleagues"]


async def test_a_subscription_is_refused_to_who_takes_no_events_and_its_source_never_runs() -> None:
    api = caller()
    for accept in ("application/json", "application/graphql-response+json"):
        response = await api.post(DOCUMENT, "users", accept=accept)
        assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
        assert "data" not in response.json()
    assert api.product.ran == []
