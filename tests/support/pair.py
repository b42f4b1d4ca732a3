"""Two real servers on one database, and jobs that start at both in the same moment."""

import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

import pytest

from models.database import Dialect
from tests.support.server import Api, Home, Server, running

KEY = "dGhlIHRlc3RzIG93biBrZXksIG5vIHNlY3JldC4uLi4="
T = TypeVar("T")


@pytest.fixture
def servers(engine: Dialect, empty_database_url: str, tmp_path: Path) -> Generator[list[Server]]:
    """Two servers on one database: of PostgreSQL, or one file."""
    url = empty_database_url if engine == "postgres" else f"sqlite://{tmp_path / 'shared.sqlite3'}"
    shared = {"GATEHOUSE_DATABASE_URL": url, "GATEHOUSE_SECRET_KEYS": KEY}
    with ExitStack() as stack:
        first = stack.enter_context(running(Home(tmp_path / "one", shared)))
        yield [first, stack.enter_context(running(Home(tmp_path / "two", shared)))]


def together(jobs: Sequence[Callable[[], T]]) -> list[T]:
    """What the jobs give, all started at the same moment."""
    results: list[T] = []
    start = threading.Barrier(len(jobs))

    def run(job: Callable[[], T]) -> None:
        start.wait()
        results.append(job())

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(results) == len(jobs), "a job failed"
    return results


def at_both(servers: list[Server], callers: int, token: str | None = None) -> list[Api]:
    """Clients that take turns with the servers."""
    return [servers[number % 2].api(token) for number in range(callers)]
