"""Streams on a real socket, with deadlines of a fraction of a second: who reads keeps them, who does not loses them."""

import asyncio
import socket
from collections.abc import AsyncGenerator
from typing import ClassVar

import orjson
import pytest
import uvicorn

from api.connection import Deadlines, GuardedHttp
from api.graphql.streams import StreamLimits
from tests.support.graphql_caller import Caller, caller

BODY = orjson.dumps({"query": "subscription { pushed { username } }"})
HEAD = (
    b"POST /graphql HTTP/1.1\r\nhost: x\r\nscopes: users\r\naccept: text/event-stream\r\n"
    b"content-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(BODY)
)
PATIENCE_SECONDS = 10


class Impatient(GuardedHttp):
    deadlines: ClassVar[Deadlines] = Deadlines(headers_seconds=0.3, body_seconds=0.3, reading_seconds=0.3)


@pytest.fixture
async def api() -> Caller:
    return caller(streams=StreamLimits(heartbeat_seconds=0.1))


@pytest.fixture
async def port(api: Caller) -> AsyncGenerator[int]:
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(api.endpoint, http=Impatient, ws="none", lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:  # noqa: ASYNC110 — uvicorn has no event for it
        await asyncio.sleep(0.01)
    yield listener.getsockname()[1]
    api.endpoint.streams.end()
    server.should_exit = True
    await asyncio.wait_for(task, PATIENCE_SECONDS)


async def ask(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
    writer.write(HEAD + BODY)
    return reader, writer


async def none_left(api: Caller) -> bool:
    for _ in range(200):
        if not len(api.endpoint.streams):
            return True
        await asyncio.sleep(0.02)
    return False


async def test_a_silent_stream_outlives_every_deadline_of_the_connection(api: Caller, port: int) -> None:
    reader, writer = await ask(port)
    await asyncio.sleep(1)
    api.product.feed.put_nowait("late")
    answer = await asyncio.wait_for(reader.readuntil(b'"late"'), PATIENCE_SECONDS)
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert answer.count(b":\n\n") >= 5
    writer.close()
    assert await none_left(api)
    assert api.product.ran[-1] == "closed"


async def test_a_reader_that_does_not_read_is_cut_and_the_rest_stays_at_its_source(api: Caller, port: int) -> None:
    _, writer = await ask(port)
    big = "x" * 10_000_000
    for _ in range(20):
        api.product.feed.put_nowait(big)
    while not api.product.ran:  # noqa: ASYNC110 — what is waited for is far away
        await asyncio.sleep(0.01)
    assert await none_left(api)
    assert api.product.feed.qsize() >= 15
    assert api.product.ran[-1] == "closed"
    writer.close()


async def test_a_client_that_is_gone_without_a_word_is_noticed(api: Caller, port: int) -> None:
    reader, writer = await ask(port)
    await asyncio.wait_for(reader.readuntil(b":\n\n"), PATIENCE_SECONDS)
    assert len(api.endpoint.streams) == 1
    writer.transport.abort()
    assert await none_left(api)
