"""A real server on a real socket, with deadlines of a fraction of a second."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncGenerator
from typing import ClassVar

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from api.connection import Deadlines, GuardedHttp

BIG = b"x" * 50_000_000


class Impatient(GuardedHttp):
    deadlines: ClassVar[Deadlines] = Deadlines(headers_seconds=0.3, body_seconds=0.3, reading_seconds=0.3)


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["path"] == "/slow":
        await asyncio.sleep(0.8)
    if scope["path"] != "/early":
        while (await receive()).get("more_body"):
            pass
    body = BIG if scope["path"] == "/big" else b"done"
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class Running:
    def __init__(self, server: uvicorn.Server, port: int) -> None:
        self.server = server
        self.port = port

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def connections_gone(self) -> bool:
        for _ in range(200):
            if not self.server.server_state.connections:
                return True
            await asyncio.sleep(0.02)
        return False


@pytest.fixture
async def running() -> AsyncGenerator[Running]:
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, http=Impatient, ws="none", lifespan="off", log_config=None, timeout_keep_alive=1)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:  # noqa: ASYNC110 — uvicorn has no event for it
        await asyncio.sleep(0.01)
    yield Running(server, listener.getsockname()[1])
    server.should_exit = True
    await task


async def answer_to(running: Running, *pieces: bytes, pause: float = 0) -> bytes:
    reader, writer = await running.connect()
    for piece in pieces:
        writer.write(piece)
        await asyncio.sleep(pause)
    async with asyncio.timeout(5):
        answer = await reader.read()
    writer.close()
    return answer


async def test_a_request_in_good_time_is_answered(running: Running) -> None:
    answer = await answer_to(
        running, b"POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 2\r\n\r\n", b"{}"
    )
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert answer.endswith(b"\r\n\r\ndone")


async def test_the_applications_own_time_is_not_limited(running: Running) -> None:
    answer = await answer_to(running, b"GET /slow HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
    assert answer.endswith(b"done")


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"POST / HTTP/1.1\r\nhost: x\r\n", id="half a head"),
        pytest.param(b"\r\n", id="an empty line"),
        pytest.param(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n12", id="half a body"),
        pytest.param(b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n3\r\nab", id="half a chunk"),
    ],
)
async def test_who_stops_sending_is_cut_off(running: Running, sent: bytes) -> None:
    answer = await answer_to(running, sent)
    assert answer in {b"", b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"}
    assert await running.connections_gone()


@pytest.mark.parametrize(
    "start", [b"GET / HTTP/1.1\r\nx: ", b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 999\r\n\r\n"]
)
async def test_a_byte_now_and_then_is_not_enough(running: Running, start: bytes) -> None:
    reader, writer = await running.connect()
    writer.write(start)
    gone = asyncio.create_task(reader.read())
    for _ in range(40):
        if gone.done():
            break
        writer.write(b"a")
        await asyncio.sleep(0.05)
    assert gone.done()
    writer.close()


async def test_a_second_request_has_the_same_deadlines(running: Running) -> None:
    answer = await answer_to(running, b"GET / HTTP/1.1\r\nhost: x\r\n\r\n", b"GET / HTTP/1.1\r\n", pause=0.1)
    assert answer.count(b"HTTP/1.1 200 OK") == 1
    assert await running.connections_gone()


async def test_stray_bytes_after_a_request_do_not_keep_the_connection(running: Running) -> None:
    answer = await answer_to(running, b"GET / HTTP/1.1\r\nhost: x\r\n\r\n", b"\r\n", pause=0.1)
    assert answer.count(b"HTTP/1.1 200 OK") == 1
    assert await running.connections_gone()


async def test_an_answer_before_the_end_of_the_body_does_not_keep_the_connection(running: Running) -> None:
    head = b"POST /early HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\n"
    answer = await answer_to(running, head, b"ab", b"cd", pause=0.1)
    assert answer.count(b"HTTP/1.1 200 OK") == 1
    assert await running.connections_gone()


@pytest.mark.parametrize("extra", [b"", b"connection: close\r\n"])
async def test_who_does_not_read_is_cut_off(running: Running, extra: bytes) -> None:
    with socket.create_connection(("127.0.0.1", running.port)) as client:
        client.sendall(b"GET /big HTTP/1.1\r\nhost: x\r\n" + extra + b"\r\n")
        await asyncio.sleep(0.2)
        assert running.server.server_state.connections
        assert await running.connections_gone()


async def test_who_reads_steadily_gets_everything(running: Running) -> None:
    reader, writer = await running.connect()
    writer.write(b"GET /big HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
    received = 0
    while piece := await reader.read(1_000_000):
        received += len(piece)
        await asyncio.sleep(0.02)
    assert received > len(BIG)
    writer.close()


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nhost: x\r\n\r\n", id="a long address"),
        pytest.param(b"GET / HTTP/1.1\r\nx: " + b"a" * 40_000 + b"\r\n\r\n", id="a long header"),
        pytest.param(b"GET / HTTP/1.1\r\n" + b"x: y\r\n" * 10_000 + b"\r\n", id="many headers"),
    ],
)
async def test_a_head_beyond_its_bound_is_refused(running: Running, head: bytes) -> None:
    answer = await answer_to(running, head)
    assert answer.startswith((b"HTTP/1.1 431 ", b"HTTP/1.1 400 "))


async def test_an_endless_header_is_refused_before_it_fills_the_memory(running: Running) -> None:
    reader, writer = await running.connect()
    writer.write(b"GET / HTTP/1.1\r\nx: ")
    sent = 0
    with contextlib.suppress(ConnectionError):  # the server closes while there is more to come
        while sent < 10_000_000 and not reader.at_eof():
            writer.write(b"a" * 8_000)
            await writer.drain()
            await asyncio.sleep(0.001)
            sent += 8_000
    assert sent < 1_000_000
    assert await running.connections_gone()
    writer.transport.abort()


@pytest.mark.parametrize(
    "rubbish", [b"\x16\x03\x01\x02\x00\x01", b"GET\r\n\r\n", b"CONNECT a:1 HTTP/1.1\r\n\r\n", b"\0" * 50]
)
async def test_what_is_no_http_request_is_refused(running: Running, rubbish: bytes) -> None:
    answer = await answer_to(running, rubbish)
    assert answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 408 "))
    assert await running.connections_gone()
