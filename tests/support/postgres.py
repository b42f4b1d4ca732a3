"""A real PostgreSQL server for the tests, started once by each process that runs tests (0.7 s)."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

START_SECONDS = 30
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "jit=off")


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server; everybody on this machine may connect as ``postgres`` without a password."""

    programs: Path
    port: int
    numbers: "count[int]"

    def url(self, database: str) -> str:
        """The URL of one of its databases."""
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def execute(self, statement: str, database: str = "postgres") -> str:
        """Runs SQL and gives what it printed, rows as lines, columns separated by ``|``."""
        words = ("-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-X", "-q", "-A", "-t")
        psql = (self.programs / "psql", *words, "-v", "ON_ERROR_STOP=1", "-d", database, "-c", statement)
        done = subprocess.run(psql, check=False, capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        return done.stdout.strip()

    @contextmanager
    def database(self, template: str = "template0") -> Generator[str]:
        """A database of its own, as a copy of ``template``, for as long as the block lasts; gives its name."""
        name = f"test_{next(self.numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield name
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def running_postgres() -> Generator[PostgresServer]:
    """A server on a free port, gone with its files at the end; skips, or fails where peers are required."""
    programs = _programs()
    directory = Path(tempfile.mkdtemp(prefix="gatehouse-postgres-"))
    try:
        directory.chmod(0o755)
        if os.geteuid() == 0:
            shutil.chown(directory, "postgres", "postgres")
        _initialise(programs, directory)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        with _process(programs, directory, port):
            yield PostgresServer(programs, port, count(1))
    finally:
        shutil.rmtree(directory)


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    elsewhere = shutil.which("initdb")
    if found or elsewhere:
        return (found[-1] if found else Path(str(elsewhere))).parent
    missing = "PostgreSQL is not installed; on Debian or Ubuntu: apt-get install --no-install-recommends postgresql"
    if os.environ.get("GATEHOUSE_REQUIRE_PEERS") == "1":
        pytest.fail(missing)
    pytest.skip(missing)


def _initialise(programs: Path, directory: Path) -> None:
    options = ("-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
    subprocess.run(
        (*_as_postgres(), programs / "initdb", "-D", directory / "data", *options),
        check=True,
        capture_output=True,
        cwd=directory,
        timeout=60,
    )


@contextmanager
def _process(programs: Path, directory: Path, port: int) -> Generator[None]:
    options = [word for setting in _FAST for word in ("-c", setting)]
    with (directory / "log").open("wb") as log:
        process = subprocess.Popen(
            (
                *(*_as_postgres(), programs / "postgres", "-D", directory / "data"),
                *("-h", "127.0.0.1", "-p", str(port), "-k", directory, *options),
            ),
            stdout=log,
            stderr=log,
            cwd=directory,
        )
    try:
        _wait_until_ready(process, programs, directory, port)
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_ready(process: "subprocess.Popen[bytes]", programs: Path, directory: Path, port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    ready = (programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port))
    while subprocess.run(ready, check=False).returncode != 0:
        if process.poll() is not None or time.monotonic() > deadline:
            raise AssertionError(f"PostgreSQL did not start:\n{(directory / 'log').read_text()}")
        time.sleep(0.02)


def _as_postgres() -> tuple[str, ...]:
    """PostgreSQL refuses to run as root; where possible it also ends when the process that runs the tests dies."""
    if shutil.which("setpriv") is None:
        return ()
    identity = ("--reuid=postgres", "--regid=postgres", "--clear-groups") if os.geteuid() == 0 else ()
    return ("setpriv", *identity, "--pdeathsig", "QUIT")
