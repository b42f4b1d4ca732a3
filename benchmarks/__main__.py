"""``make bench``: starts real servers with the demo accounts and prints ratios of this run."""

import asyncio
import platform
import tempfile
from pathlib import Path
from time import perf_counter

import pytest

from benchmarks import (
    decisions,
    directory,
    directory_sync,
    logins,
    page,
    refusals,
    single_sign_on,
    statements,
    writer,
)
from benchmarks.measure import a_core_of_its_own, heading, line, resident_mb
from tests.support.app import KEY
from tests.support.journey import administrator
from tests.support.postgres import running_postgres
from tests.support.server import Home, running

MOST_IDLE_MB = 90


def main() -> None:
    """Runs every part on SQLite, and those that differ on PostgreSQL where that is installed."""
    print(f"CPython {platform.python_version()} on {platform.machine()}; ratios are of this run")
    with tempfile.TemporaryDirectory(prefix="gatehouse-bench-") as name:
        folder = Path(name)
        file = folder / "gatehouse.sqlite3"
        _measure("SQLite", f"sqlite://{file}", folder / "sqlite", file)
        try:
            with running_postgres() as postgres, postgres.database() as database:
                _measure("PostgreSQL", postgres.url(database), folder / "postgres", None)
        except pytest.skip.Exception as absent:
            heading(f"PostgreSQL was left out: {absent}")


def _measure(engine: str, url: str, folder: Path, file: Path | None) -> None:
    home = Home(folder, {"GATEHOUSE_DATABASE_URL": url, "GATEHOUSE_SECRET_KEYS": KEY})
    token = _first_start(home)
    begun = perf_counter()
    with running(home) as server:
        heading(f"An idle process, on {engine}")
        line("from its start until it is ready", f"{perf_counter() - begun:.1f} s")
        line(f"resident memory, to be at most {MOST_IDLE_MB} MB", f"{resident_mb(server.process.pid):.0f} MB")
        page.compare(engine, url, server, token)
        if file is not None:
            decisions.compare(server, token)
            writer.compare(file, server.api(token))
        refusals.compare(engine, server.api(token))
        asyncio.run(statements.count(engine, url, folder, token))
        try:
            single_sign_on.compare(engine, server, server.api(token))
        except pytest.skip.Exception as absent:
            heading(f"Single sign-on was left out: {absent}")
    with a_core_of_its_own() as begin, running(home) as server:
        begin()
        logins.compare(engine, server, server.api(token))
        try:
            directory.compare(engine, server, server.api(token))
            directory_sync.compare(engine, home, server.api(token))
        except pytest.skip.Exception as absent:
            heading(f"Directories were left out: {absent}")


def _first_start(home: Home) -> str:
    """Makes the database with the demo accounts; gives the administrator's token."""
    with running(home) as server:
        home.run("demo")
        token = administrator(server).token
        assert token is not None
        server.stop()
    return token


if __name__ == "__main__":
    main()
