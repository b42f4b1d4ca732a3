"""A real Redis server for a test, started in some 30 ms."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.peers import absent

START_SECONDS = 10


@dataclass
class RedisServer:
    """A server on a port of its own; it can be stopped and started again there."""

    program: str
    directory: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it is."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Starts it, empty, and waits until it answers."""
        words = ("--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
        command = (self.program, *words, "--daemonize", "no", "--dir", str(self.directory))
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                if connection.recv(16).startswith(b"+PONG"):
                    return
            time.sleep(0.01)
        raise AssertionError("redis-server does not answer")

    def stop(self) -> None:
        """Takes it away."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(START_SECONDS)
            self.process = None


def free_port() -> int:
    """A TCP port on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def running_redis() -> Generator[RedisServer]:
    """A server for the length of a block; skips, or fails where peers are required."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        absent("redis-server (apt-get install redis-server)")
    with tempfile.TemporaryDirectory(prefix="gatehouse-redis-") as directory:
        server = RedisServer(program, Path(directory), free_port())
        server.start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture
def redis_server() -> Generator[RedisServer]:
    """A fresh server."""
    with running_redis() as server:
        yield server
