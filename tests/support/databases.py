"""Fixtures that give a test a fresh, migrated database of its own, on each engine.

``database_url`` is its URL and runs the test once on each; ``database`` has it open as the process's database.
``empty_database_url`` is one without any table. A test that needs one engine says
``@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)``.
"""

import asyncio
import shutil
from collections.abc import AsyncGenerator, Generator
from pathlib import Path
from typing import cast

import pytest

from migrations.runner import migrate
from models.database import Dialect, close_database, open_database
from tests.support.look import Look
from tests.support.postgres import PostgresServer, running_postgres

ENGINES: tuple[Dialect, ...] = ("sqlite", "postgres")


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Dialect:
    """The engine under test."""
    return cast("Dialect", request.param)


@pytest.fixture(scope="session")
def postgres_server() -> Generator[PostgresServer]:
    """A PostgreSQL server that the tests of this process share."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database at the newest version, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "gatehouse.sqlite3"
    asyncio.run(migrate(f"sqlite://{file}"))
    return file


@pytest.fixture(scope="session")
def migrated_name(postgres_server: PostgresServer) -> Generator[str]:
    """A PostgreSQL database at the newest version, to be copied; nobody is connected to it."""
    with postgres_server.database() as name:
        asyncio.run(migrate(postgres_server.url(name)))
        yield name


@pytest.fixture
def database_url(engine: Dialect, request: pytest.FixtureRequest, tmp_path: Path) -> Generator[str]:
    """The URL of a fresh database at the newest version, on each engine."""
    if engine == "sqlite":
        file = tmp_path / "gatehouse.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_file"), file)
        yield f"sqlite://{file}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.database(template=request.getfixturevalue("migrated_name")) as name:
        yield server.url(name)


@pytest.fixture
def empty_database_url(engine: Dialect, request: pytest.FixtureRequest, tmp_path: Path) -> Generator[str]:
    """The URL of a database without tables, on each engine."""
    if engine == "sqlite":
        yield f"sqlite://{tmp_path / 'empty.sqlite3'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.database() as name:
        yield server.url(name)


@pytest.fixture
def look(engine: Dialect, empty_database_url: str, request: pytest.FixtureRequest) -> Look:
    """A look into the empty database."""
    return Look(empty_database_url, request.getfixturevalue("postgres_server") if engine == "postgres" else None)


@pytest.fixture
async def database(database_url: str) -> AsyncGenerator[str]:
    """A fresh database at the newest version, open; gives its URL."""
    await open_database(database_url)
    yield database_url
    await close_database()
