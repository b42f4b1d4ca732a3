"""Server-sent events: the protocol, rights that change while a stream is open, bounds, and the end of streams."""

import asyncio
from typing import Any

import pytest

from api.graphql.streams import StreamLimits
from tests.support.graphql_caller import Caller, caller
from tests.support.graphql_schema import Permissions, Unavailable, somebody
from tests.support.stream import BEAT, Frame, Stream, listen

PUSHED = "subscription { pushed { username } }"
COMPLETE: Frame = ("complete", None)
ENDED = Permissions(reason="SESSION_ENDED")


def quick(**limits: Any) -> Caller:  # noqa: ANN401 — of StreamLimits
    """An endpoint whose streams are short of everything."""
    return caller(streams=StreamLimits(**limits))


async def opened(api: Caller, query: str = PUSHED, scopes: str | None = "users", **headers: str) -> Stream:
    given = headers if scopes is None else {"scopes": scopes, **headers}
    return await listen(api.endpoint, query, given)


def name_of(frame: Frame) -> str:
    assert frame[0] == "next"
    assert "errors" not in frame[1], frame
    return frame[1]["data"]["pushed"]["username"]


def errors_of(frame: Frame) -> list[dict[str, Any]]:
    assert frame[0] == "next"
    assert "data" not in frame[1], frame
    return [error["extensions"] for error in frame[1]["errors"]]


async def test_each_result_is_a_next_and_the_end_a_complete() -> None:
    api = caller()
    stream = await opened(api, "subscription { ticks(count: 2) { username } }")
    assert stream.status == 200
    assert stream.headers == {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
        "x-closed": "yes",
    }
    assert await stream.frame(beats=True) == BEAT
    first, second, end = await stream.rest()
    assert [first[1]["data"], second[1]["data"]] == [
        {"ticks": {"username": "tick 0"}},
        {"ticks": {"username": "tick 1"}},
    ]
    assert end == COMPLETE
    assert len(api.endpoint.streams) == 0


async def test_queries_and_mutations_are_answered_by_one_next() -> None:
    api = caller()
    for query, data in (
        ("{ hello }", {"hello": "hello world"}),
        ('mutation { login(password: "no") { __typename } }', {"login": {"__typename": "LoginRefused"}}),
    ):
        stream = await opened(api, query)
        (kind, result), end = await stream.rest()
        assert (stream.status, kind, result["data"], end) == (200, "next", data, COMPLETE)
        assert stream.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert stream.headers["graphql-cost"]


@pytest.mark.parametrize(
    ("query", "scopes", "code"),
    [
        ("subscription {", "users", "GRAPHQL_PARSE_FAILED"),
        ("subscription { nothing }", "users", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { pushed { username } ticks { username } }", "users", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { pushed @include(if: false) { username } }", "users", "GRAPHQL_VALIDATION_FAILED"),
        (
            "subscription { pushed { username } } subscription B { pushed { username } }",
            "users",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (PUSHED, None, "UNAUTHENTICATED"),
        (PUSHED, "contact", "FORBIDDEN"),
        ('subscription { pushed(search: "a") { username } }', "users", "FORBIDDEN"),
        ("subscription { refusing { username } }", "users", "BAD_USER_INPUT"),
    ],
)
async def test_what_is_wrong_with_the_operation_comes_as_an_event_and_no_source_runs(
    query: str, scopes: str | None, code: str
) -> None:
    api = caller()
    stream = await opened(api, query, scopes)
    (kind, result), end = await stream.rest()
    assert (stream.status, kind, end) == (200, "next", COMPLETE)
    assert result["errors"][0]["extensions"]["code"] == code
    assert result.get("data") is None
    assert api.product.ran == []
    assert len(api.endpoint.streams) == 0


@pytest.mark.parametrize(
    ("headers", "status"), [({"content-type": "text/plain"}, 415), ({"refuse": "1"}, 429), ({"unavailable": "1"}, 503)]
)
async def test_a_refusal_of_the_whole_request_is_no_stream(headers: dict[str, str], status: int) -> None:
    stream = await opened(caller(), **headers)
    assert stream.status == status
    assert stream.headers["content-type"] == "application/json; charset=utf-8"


async def test_nobody_has_no_stream_even_where_the_field_is_open() -> None:
    api = caller()
    stream = await opened(api, "subscription { refusing { username } }", None)
    assert stream.status == 401
    assert api.product.ran == []


async def test_a_client_that_takes_both_gets_a_stream_for_a_subscription_and_json_for_a_query() -> None:
    api = caller()
    both = "application/json, text/event-stream"
    stream = await opened(api, "subscription { ticks { username } }", accept=both)
    assert stream.headers["content-type"].startswith("text/event-stream")
    assert (await api.post("{ hello }", "users", accept=both)).headers["content-type"].startswith("application/json")


@pytest.mark.parametrize("now", [ENDED, somebody(), somebody("contact")])
async def test_an_event_is_not_shown_to_a_caller_who_may_not_have_it_any_more(now: Permissions) -> None:
    api = caller()
    stream = await opened(api)
    api.product.feed.put_nowait("one")
    assert name_of(await stream.frame()) == "one"
    api.product.now = now
    api.product.feed.put_nowait("two")
    last, end = await stream.rest()
    (error,) = errors_of(last)
    assert error["code"] == ("FORBIDDEN" if now.authenticated else "UNAUTHENTICATED")
    assert error.get("reason") == now.reason
    assert end == COMPLETE
    assert api.product.ran[-1] == "closed"


async def test_a_caller_who_is_nobody_any_more_is_told_so_at_the_next_heartbeat() -> None:
    api = quick(heartbeat_seconds=0.05)
    stream = await opened(api)
    assert [await stream.frame(beats=True) for _ in range(3)] == [BEAT] * 3
    api.product.now = ENDED
    last, _ = await stream.rest()
    assert [(error["code"], error["reason"]) for error in errors_of(last)] == [("UNAUTHENTICATED", "SESSION_ENDED")]


async def test_an_argument_that_may_not_be_given_any_more_ends_the_stream() -> None:
    api = caller()
    stream = await opened(api, 'subscription { pushed(search: "a") { username } }', "contact users")
    api.product.now = somebody("users")
    api.product.feed.put_nowait("one")
    last, _ = await stream.rest()
    assert [error["coordinate"] for error in errors_of(last)] == ["Subscription.pushed(search:)"]


async def test_a_field_inside_that_is_denied_meanwhile_is_null_and_the_stream_goes_on() -> None:
    api = caller()
    stream = await opened(api, "subscription { pushed { username colleagues { totalCount } } }")
    api.product.feed.put_nowait("one")
    assert (await stream.frame())[1]["data"] == {"pushed": {"username": "one", "colleagues": {"totalCount": 2}}}
    api.product.now = Permissions(frozenset({"users"}), authenticated=True, denied=frozenset({"Viewer.colleagues"}))
    api.product.feed.put_nowait("two")
    _, result = await stream.frame()
    assert result["data"] == {"pushed": {"username": "two", "colleagues": None}}
    assert [error["extensions"]["coordinate"] for error in result["errors"]] == ["Viewer.colleagues"]
    api.product.now = somebody("users")
    api.product.feed.put_nowait("three")
    assert "errors" not in (await stream.frame())[1]
    await stream.leave()


async def test_rights_that_nobody_can_tell_end_the_stream() -> None:
    api = caller()
    stream = await opened(api)
    api.product.now = Unavailable("10.0.0.1 refused")
    api.product.feed.put_nowait("one")
    last, end = await stream.rest()
    assert [error["code"] for error in errors_of(last)] == ["UNAVAILABLE"]
    assert end == COMPLETE


async def test_a_source_that_fails_ends_the_stream_with_a_masked_fault() -> None:
    api = caller()
    stream = await opened(api)
    api.product.feed.put_nowait(ZeroDivisionError("the secret is 42"))
    last, end = await stream.rest()
    (error,) = errors_of(last)
    assert (error["code"], error["faultId"]) == ("INTERNAL_ERROR", api.product.faults[0][0])
    assert "42" not in str(last)
    assert end == COMPLETE


async def test_a_client_that_goes_leaves_nothing_behind() -> None:
    api = caller()
    before = asyncio.all_tasks()
    stream = await opened(api)
    api.product.feed.put_nowait("one")
    await stream.frame()
    assert len(api.endpoint.streams) == 1
    await stream.leave()
    assert api.product.ran == ["opened", "fetched one", "closed"]
    assert len(api.endpoint.streams) == 0
    assert asyncio.all_tasks() == before


async def test_a_client_that_goes_at_once_leaves_no_source_behind() -> None:
    api = caller()
    for _ in range(20):
        stream = await opened(api)
        await stream.leave()
    assert len(api.endpoint.streams) == 0
    assert api.product.ran.count("opened") == api.product.ran.count("closed")


async def test_events_wait_for_a_slow_reader_at_their_source() -> None:
    api = caller()
    stream = await opened(api)
    assert await stream.frame(beats=True) == BEAT
    stream.reading.clear()
    for number in range(50):
        api.product.feed.put_nowait(str(number))
    await asyncio.sleep(0.2)
    assert api.product.ran == ["opened", "fetched 0"]
    stream.reading.set()
    assert [name_of(await stream.frame()) for _ in range(50)] == [str(number) for number in range(50)]
    await stream.leave()


async def test_streams_are_counted_for_each_caller_and_for_all() -> None:
    api = quick(per_caller=2, per_process=3)
    streams = [await opened(api), await opened(api)]
    third = await opened(api)
    assert (third.status, third.headers["retry-after"]) == (429, "10")
    streams.append(await opened(api, scopes="contact users"))
    assert (await opened(api, scopes="users write")).status == 503
    await streams[0].leave()
    assert (await opened(api)).status == 200
    assert len(api.endpoint.streams) == 3


async def test_a_stream_has_an_end() -> None:
    api = quick(life_seconds=0.3, heartbeat_seconds=0.1)
    stream = await opened(api)
    assert await stream.rest() == [COMPLETE]
    assert api.product.ran == ["opened", "closed"]


async def test_at_the_end_of_the_process_all_streams_are_completed_and_no_more_are_taken() -> None:
    api = quick(grace_seconds=0.2)
    streams = [await opened(api) for _ in range(5)]
    stuck = await opened(api)
    assert await stuck.frame(beats=True) == BEAT
    stuck.reading.clear()
    api.product.feed.put_nowait("one")
    api.endpoint.streams.end()
    for stream in streams:
        frames = await stream.rest()
        assert frames[-1] == COMPLETE
        assert len(frames) <= 2
    await asyncio.wait_for(stuck.task, 2)
    assert len(api.endpoint.streams) == 0
    assert api.product.ran.count("closed") == api.product.ran.count("opened")
    assert (await opened(api)).status == 503
