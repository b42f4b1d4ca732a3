"""Faults are masked and found again by their id; what the product explains is told; nothing hangs."""

import asyncio
from typing import Any, cast

import pytest

from api.graphql.respond import LONGEST_MESSAGE
from tests.support.graphql_caller import Caller, caller


@pytest.fixture
def api() -> Caller:
    return caller(fault_ids=iter(f"id{number}" for number in range(1_000)).__next__)


def masked(fault_id: str, path: list[object], column: int = 3) -> dict[str, Any]:
    return {
        "message": "Something went wrong on our side.",
        "locations": [{"line": 1, "column": column}],
        "path": path,
        "extensions": {"code": "INTERNAL_ERROR", "faultId": fault_id},
    }


@pytest.mark.parametrize("field", ["broken", "unloaded", "tooLarge", "wrongType { name }"])
async def test_an_unexpected_exception_is_masked_and_logged_under_its_id(api: Caller, field: str) -> None:
    response = await api.post(f"{{ {field} }}", "")
    name = field.partition(" ")[0]
    assert response.status_code == 200
    assert response.json()["data"] == {name: None}
    assert response.json()["errors"] == [masked("id0", [name])]
    ((fault_id, error),) = api.product.faults
    assert fault_id == "id0"
    assert isinstance(error, Exception)


async def test_the_logged_fault_is_the_exception_itself(api: Caller) -> None:
    await api.post("{ broken }", "")
    ((_, error),) = api.product.faults
    assert isinstance(error, ZeroDivisionError)
    assert error.__traceback__ is not None


async def test_a_value_that_was_not_loaded_is_a_fault_and_not_printed(api: Caller) -> None:
    response = await api.post("{ unloaded }", "")
    assert "not loaded" not in response.text


async def test_a_fault_in_a_field_that_cannot_be_null_leaves_no_data(api: Caller) -> None:
    response = await api.post("{ brokenStrictly }", "")
    assert (response.status_code, response.json()["data"]) == (200, None)
    assert response.json()["errors"] == [masked("id0", ["brokenStrictly"])]


async def test_one_fault_in_many_rows_is_logged_once_and_the_errors_are_counted(api: Caller) -> None:
    response = await api.post("{ manyBroken }", "")
    errors = response.json()["errors"]
    assert len(errors) == 101
    assert errors[99] == masked("id0", ["manyBroken", 99])
    assert errors[100] == {"message": "There are 150 more errors.", "extensions": {"code": "INTERNAL_ERROR"}}
    assert len(api.product.faults) == 1


async def test_what_the_product_explains_is_told_with_its_status_when_nothing_was_answered(api: Caller) -> None:
    response = await api.post("{ unavailable }", "")
    assert (response.status_code, response.headers["retry-after"]) == (503, "3")
    (error,) = response.json()["errors"]
    assert error["message"] == "Try again soon."
    assert error["extensions"] == {"code": "UNAVAILABLE", "retry": True}
    assert "10.0.0.1" not in response.text
    assert api.product.faults == []


async def test_an_exception_while_the_caller_is_derived_is_explained_or_masked(api: Caller) -> None:
    response = await api.post("{ hello }", unavailable="1")
    assert (response.status_code, response.headers["retry-after"]) == (503, "3")
    assert response.json() == {
        "errors": [{"message": "Try again soon.", "extensions": {"code": "UNAVAILABLE", "retry": True}}]
    }


async def test_a_fault_while_the_caller_is_derived_is_masked(api: Caller) -> None:
    response = await api.post("{ hello }", fault="1")
    assert response.status_code == 500
    assert response.json()["errors"][0]["extensions"] == {"code": "INTERNAL_ERROR", "faultId": "id0"}
    assert isinstance(api.product.faults[0][1], ZeroDivisionError)


async def test_long_messages_are_cut(api: Caller) -> None:
    explained = (await api.post("{ longMessage }", "")).json()["errors"][0]["message"]
    assert explained == "x" * (LONGEST_MESSAGE - 1) + "…"
    unknown = (await api.post("{ " + "n" * 10_000 + " }", "")).json()["errors"][0]["message"]
    assert len(unknown) == LONGEST_MESSAGE


async def test_an_operation_that_takes_too_long_is_given_up_and_its_tasks_end() -> None:
    api = caller(timeout_seconds=0.05)
    before = asyncio.all_tasks()
    slow, quick = await asyncio.gather(api.post("{ slow users { totalCount } }", "users"), api.post("{ hello }"))
    assert quick.json()["data"] == {"hello": "hello world"}
    assert (slow.status_code, slow.json()["errors"][0]["extensions"]["code"]) == (503, "TIMEOUT")
    assert "cancelled" in api.product.ran
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == before


async def test_a_client_that_is_gone_before_its_body_came_is_not_answered(api: Caller) -> None:
    sent: list[object] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.disconnect"}

    async def send(message: object) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/graphql", "headers": headers, "query_string": b""}
    await cast("Any", api.endpoint)(scope, receive, send)
    assert sent == []
    assert api.product.faults == []


async def test_a_request_that_is_cancelled_ends_its_resolvers(api: Caller) -> None:
    before = asyncio.all_tasks()
    task = asyncio.create_task(api.post("{ slow users { totalCount } }", "users"))
    await asyncio.wait_for(api.product.slow.wait(), 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == before
    assert "cancelled" in api.product.ran
