"""The server in a process of its own, because signals and exit codes are what this is about."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager

import pytest

from api.server import CannotListen, bind
from tests.support.source import ROOT

PROGRAM = """
import asyncio, sys
from api.server import bind, serve

async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        await receive()
        if "broken" in sys.argv:
            await send({"type": "lifespan.startup.failed", "message": "no"})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        print("closed", flush=True)
        await send({"type": "lifespan.shutdown.complete"})
        return
    print("asked", flush=True)
    await asyncio.sleep(0.5)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4")]})
    await send({"type": "http.response.body", "body": b"done"})

listener = bind("127.0.0.1", 0)
port = listener.getsockname()[1]
sys.exit(0 if serve(app, listener, lambda: print(port, flush=True)) else 9)
"""


@contextmanager
def server(*words: str) -> Generator[subprocess.Popen[str]]:
    command = (sys.executable, "-c", PROGRAM, *words)
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_finishes_what_is_under_way_and_ends_well(kind: signal.Signals) -> None:
    with server() as process:
        port = int(line_of(process))
        with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
            client.sendall(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
            assert line_of(process) == "asked"
            process.send_signal(kind)
            answer = b""
            while piece := client.recv(4096):
                answer += piece
        assert answer.startswith(b"HTTP/1.1 200 OK")
        assert answer.endswith(b"done")
        assert b"\r\nserver:" not in answer
        assert line_of(process) == "closed"
        assert process.wait(10) == 0


def test_idle_connections_do_not_delay_the_end() -> None:
    with server() as process:
        port = int(line_of(process))
        with socket.create_connection(("127.0.0.1", port), timeout=10):
            time.sleep(0.1)
            started = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0
        assert time.monotonic() - started < 5


def test_an_application_that_cannot_start_is_reported() -> None:
    with server("broken") as process:
        assert process.wait(10) == 9
        assert line_of(process) == ""


def test_a_websocket_is_not_opened() -> None:
    with server() as process, socket.create_connection(("127.0.0.1", int(line_of(process))), timeout=10) as client:
        client.sendall(
            b"GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n"
            b"sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\nsec-websocket-version: 13\r\n\r\n"
        )
        assert client.recv(4096).startswith(b"HTTP/1.1 200 ")


def test_a_port_in_use_is_explained() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotListen, match=f"Port {port} on 127.0.0.1 is in use.*GATEHOUSE_PORT={port + 1}"):
            bind("127.0.0.1", port)


def test_an_address_of_another_machine_is_explained() -> None:
    with pytest.raises(CannotListen, match=r"Cannot listen on 192\.0\.2\.1, port 0: .*GATEHOUSE_HOST"):
        bind("192.0.2.1", 0)
