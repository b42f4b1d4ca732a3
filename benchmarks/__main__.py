"""``make bench``: starts real servers with the demo accounts and prints ratios of this run."""

import asyncio
import platform
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks import decisions, page, statements, writer
from benchmarks.measure import heading, line, resident_mb
from tests.support.app import KEY
from tests.support.journey import administrator
from tests.support.postgres import running_postgres
from tests.support.server import Home, Server, running

MOST_IDLE_MB = 90


def main() -> None:
    """Runs every part on SQLite, and those that differ on PostgreSQL where that is installed."""
    print(f"CPython {platform.python_version()} on {platform.machine()}; ratios are of this run")
    with tempfile.TemporaryDirectory(prefix="gatehouse-bench-") as name:
        directory = Path(name)
        file = directory / "gatehouse.sqlite3"
        _measure("SQLite", f"sqlite://{file}", directory / "sqlite", file)
        try:
            with running_postgres() as postgres, postgres.database() as database:
                _measure("PostgreSQL", postgres.url(database), directory / "postgres", None)
        except pytest.skip.Exception as absent:
            heading(f"PostgreSQL was left out: {absent}")


def _measure(engine: str, url: str, directory: Path, file: Path | None) -> None:
    with _demo(Home(directory, {"GATEHOUSE_DATABASE_URL": url, "GATEHOUSE_SECRET_KEYS": KEY})) as server:
        heading(f"An idle process, on {engine}")
        line(f"resident memory, to be at most {MOST_IDLE_MB} MB", f"{resident_mb(server.process.pid):.0f} MB")
        api = administrator(server)
        assert api.token is not None
        page.compare(engine, url, server, api.token)
        if file is not None:
            decisions.compare(server, api.token)
            writer.compare(file, api)
        asyncio.run(statements.count(engine, url, directory, api.token))


@contextmanager
def _demo(home: Home) -> Generator[Server]:
    """A server that has just been made, with the demo accounts."""
    with running(home) as server:
        home.run("demo")
        yield server


if __name__ == "__main__":
    main()
