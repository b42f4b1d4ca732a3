"""The real program as its users run it, ``./gatehouse serve`` in a process of its own, and a client for it."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx2

from tests.support.source import ROOT

START_SECONDS = 60
STOP_SECONDS = 20
OK = 200

_PASSWORD = re.compile(r"\b[A-Za-z2-9]{6}(?:-[A-Za-z2-9]{6}){3}\b")
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@dataclass(frozen=True, slots=True)
class Home:
    """Where a server keeps its things; starting again from the same home finds them.

    Attributes:
        directory: For data, keys and logs; a fresh one for each test.
        variables: ``GATEHOUSE_*`` besides port and data directory.
    """

    directory: Path
    variables: Mapping[str, str] = field(default_factory=dict[str, str])

    def environment(self) -> dict[str, str]:
        """The process environment without any ``GATEHOUSE_*`` of whoever runs the tests."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("GATEHOUSE_")}
        ours = {"GATEHOUSE_PORT": "0", "GATEHOUSE_DATA_DIR": str(self.directory / "state")}
        return {**inherited, "PYTHONUNBUFFERED": "1", **ours, **self.variables}

    def on_port(self, port: str) -> "Home":
        """The same on a port of one's choice."""
        return replace(self, variables={**self.variables, "GATEHOUSE_PORT": port})

    def run(self, *words: str, timeout_seconds: float = 60) -> subprocess.CompletedProcess[str]:
        """Runs ``./gatehouse WORDS`` to its end."""
        return subprocess.run(
            ("./gatehouse", *words),
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=timeout_seconds,
            check=False,
        )


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    home: Home
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def output(self) -> str:
        """Everything it has printed, on both streams."""
        return self.log.read_text(encoding="utf-8")

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        found = _ADDRESS.search(self.output)
        if found is None:
            raise AssertionError(f"no address was printed:\n{self.output}")
        return found.group()

    @property
    def printed_password(self) -> str:
        """The first administrator's password; it is printed exactly once, at the first start."""
        found = _PASSWORD.findall(self.output)
        assert len(found) == 1, f"expected one printed password:\n{self.output}"
        return found[0]

    def api(self, token: str | None = None) -> "Api":
        """A client, signed in by ``token`` or not at all."""
        return Api(self.url, token)

    def stop(self) -> None:
        """Asks it to end, as a service manager does; it must end well and soon."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(STOP_SECONDS)
        assert code == 0, f"SIGTERM ended it with {code}:\n{self.output}"

    def kill(self) -> None:
        """Takes it away in the middle of whatever it does."""
        self.process.kill()
        self.process.wait(STOP_SECONDS)


@dataclass(frozen=True, slots=True)
class Api:
    """A program that uses the API over HTTP."""

    url: str
    token: str | None = None

    def post(self, query: str, /, **variables: object) -> dict[str, Any]:
        """The whole answer to a document."""
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        body = {"query": query, "variables": variables}
        # Without TLS: reading the system's certificates for each request would take longer than the request.
        answer = httpx2.post(f"{self.url}/graphql", json=body, headers=headers, timeout=30, verify=False)
        return answer.json()

    def data(self, query: str, /, **variables: object) -> dict[str, Any]:
        """The data of a document that must succeed."""
        answer = self.post(query, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]


def start(home: Home) -> Server:
    """Starts a server and waits until it says that it is ready."""
    home.directory.mkdir(parents=True, exist_ok=True)
    log = home.directory / f"server-{time.monotonic_ns()}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            ("./gatehouse", "serve"), cwd=ROOT, env=home.environment(), stdout=output, stderr=subprocess.STDOUT
        )
    server = Server(home, process, log)
    try:
        _wait_until_ready(server)
    except BaseException:
        server.kill()
        raise
    return server


@contextmanager
def running(home: Home) -> Generator[Server]:
    """A server for the length of a block; it is killed at the end unless it has been stopped."""
    server = start(home)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.kill()


def _wait_until_ready(server: Server) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _is_ready(server):
        code = server.process.poll()
        assert code is None, f"the server ended with {code}:\n{server.output}"
        assert time.monotonic() < deadline, f"not ready after {START_SECONDS} s:\n{server.output}"
        time.sleep(0.05)


def _is_ready(server: Server) -> bool:
    if not _ADDRESS.search(server.output):
        return False
    try:
        return httpx2.get(f"{server.url}/readyz", timeout=5, verify=False).status_code == OK
    except httpx2.TransportError:
        return False
