"""Brings a database to the newest version, safely when many processes start at once.

Versions are aerich's files and rows; aerich's own runner applies a file twice when two processes start together, and
on SQLite commits half a file when it is killed. Here every version is one transaction, with its row, behind a lock:
on PostgreSQL an advisory one that ends with the transaction, on SQLite a file beside the database.
"""

import asyncio
import fcntl
import importlib.util
import sqlite3
import zlib
from base64 import b64decode
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.context import TortoiseContext
from tortoise.transactions import in_transaction

from models.availability import DatabaseUnavailable, is_unavailable
from models.database import (
    APP,
    WRITER,
    Dialect,
    dialect_of,
    forget_statements,
    reading,
    sqlite_file,
    tortoise_config,
)

VERSIONS = Path(__file__).parent / APP
"""Where the versions are; each is named ``<number>_<time>_<what>.py``."""

_ADD: Mapping[Dialect, str] = {
    "sqlite": "INSERT INTO aerich (version, app, content) VALUES (?, ?, ?)",
    "postgres": "INSERT INTO aerich (version, app, content) VALUES ($1, $2, $3)",
}
"""aerich's own row; its library takes 5 MB, and a start has mostly nothing to apply."""

_LOCK_KEY = 0x6761_7465_686F_7573  # "gatehous"


class DatabaseIsNewer(Exception):
    """The database has versions that this code does not know; an older release must not touch it."""

    def __init__(self, versions: Sequence[str]) -> None:
        """``versions`` are the unknown ones, oldest first."""
        super().__init__(f"The database was made by a newer release; this one does not know {', '.join(versions)}.")
        self.versions = tuple(versions)


class DatabaseIsOlder(Exception):
    """The database lacks versions that this code needs."""

    def __init__(self, versions: Sequence[str]) -> None:
        """``versions`` are the missing ones, oldest first."""
        super().__init__(f"The database has yet to be migrated; it lacks {', '.join(versions)}.")
        self.versions = tuple(versions)


class MigrationBroken(Exception):
    """A version would leave rows on SQLite whose foreign keys point nowhere; it was rolled back."""


@dataclass(frozen=True, slots=True)
class Status:
    """How a database stands to this code.

    Attributes:
        pending: Versions it lacks, oldest first.
        unknown: Versions it has and this code does not, oldest first.
    """

    pending: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def current(self) -> bool:
        """Whether database and code belong together."""
        return not self.pending and not self.unknown


async def status(versions: Path = VERSIONS) -> Status:
    """How the open database stands to this code; cheap enough to ask for every health check."""
    return await _status(reading(), versions)


async def require_current(versions: Path = VERSIONS) -> None:
    """Raises ``DatabaseIsNewer`` or ``DatabaseIsOlder`` unless the open database is exactly at the newest version."""
    found = await status(versions)
    if found.unknown:
        raise DatabaseIsNewer(found.unknown)
    if found.pending:
        raise DatabaseIsOlder(found.pending)


async def migrate(url: str, *, versions: Path = VERSIONS) -> list[str]:
    """Applies what the database lacks and gives the names of what was applied, oldest first.

    Waits for another process that is migrating. Not to be called while the process has its database open.

    Raises:
        DatabaseIsNewer: Nothing was applied.
        DatabaseUnavailable: It does not answer; versions applied so far stay.
    """
    try:
        async with _alone(url), _connected(url):
            return [name async for name in _apply_pending(versions)]
    except Exception as error:
        if is_unavailable(error):
            raise DatabaseUnavailable(str(error)) from error
        raise


async def _apply_pending(versions: Path) -> AsyncIterator[str]:
    while True:
        async with in_transaction(WRITER) as connection:
            await _wait_for_others(connection)
            found = await _status(connection, versions)
            if found.unknown:
                raise DatabaseIsNewer(found.unknown)
            if not found.pending:
                return
            await _apply(connection, versions / found.pending[0])
        yield found.pending[0]


async def _apply(connection: BaseDBAsyncClient, file: Path) -> None:
    version = load_version(file)
    await _execute(connection, await version.upgrade(connection))
    await cast("Any", connection).execute_query(_ADD[_engine(connection)], [file.name, APP, version.state])


async def _execute(connection: BaseDBAsyncClient, script: str) -> None:
    """On SQLite one statement at a time: its driver's scripts commit whatever transaction is open."""
    if _engine(connection) != "sqlite":
        await connection.execute_script(script)
        return
    for statement in split_statements(script):
        await _rows(connection, statement)
    if await _rows(connection, "PRAGMA foreign_key_check"):
        raise MigrationBroken("There would be rows whose foreign keys point nowhere.")


def split_statements(script: str) -> Iterator[str]:
    """The statements of an SQLite script; one ends at a semicolon at the end of a line."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""
    if statement.strip():
        yield statement.strip()


async def _status(connection: BaseDBAsyncClient, versions: Path) -> Status:
    known = known_versions(versions)
    applied = await _applied(connection)
    return Status(
        tuple(name for name in known if name not in applied),
        tuple(name for name in applied if name not in known),
    )


def known_versions(versions: Path = VERSIONS) -> list[str]:
    """What this code knows, oldest first."""
    return sorted((file.name for file in versions.glob("[0-9]*_*.py")), key=_number)


def _number(name: str) -> int:
    return int(name.partition("_")[0])


def _engine(connection: BaseDBAsyncClient) -> Dialect:
    return "sqlite" if connection.capabilities.dialect == "sqlite" else "postgres"


async def _applied(connection: BaseDBAsyncClient) -> list[str]:
    on_sqlite = _engine(connection) == "sqlite"
    there = "SELECT name FROM sqlite_master WHERE name = 'aerich'" if on_sqlite else "SELECT to_regclass('aerich')"
    rows = await _rows(connection, there)
    if not rows or rows[0][0] is None:
        return []
    versions = f"SELECT version FROM aerich WHERE app = '{APP}' ORDER BY id"  # noqa: S608 — a constant of ours
    return [row[0] for row in await _rows(connection, versions)]


async def _wait_for_others(connection: BaseDBAsyncClient) -> None:
    if _engine(connection) == "postgres":
        await _rows(connection, f"SELECT pg_advisory_xact_lock({_LOCK_KEY})")


async def _rows(connection: BaseDBAsyncClient, statement: str) -> Sequence[Sequence[Any]]:
    untyped = cast("Any", connection)  # as Tortoise's rows are
    return (await untyped.execute_query(statement))[1]


@dataclass(frozen=True, slots=True)
class Version:
    """A version's file: its SQL for an engine, and aerich's description, in JSON, of the models as they were then."""

    upgrade: Callable[[BaseDBAsyncClient], Awaitable[str]]
    state: str


def load_version(file: Path) -> Version:
    """Reads a version's file."""
    spec = importlib.util.spec_from_file_location(f"{APP}_version_{_number(file.name)}", file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} is no Python module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    state = getattr(module, "MODELS_STATE", None)
    return Version(module.upgrade, zlib.decompress(b64decode(state)).decode() if state else "{}")


@asynccontextmanager
async def _connected(url: str) -> AsyncGenerator[None]:
    """Connections of our own, without bounds on time, and without the process's open database."""
    forget_statements()
    config = tortoise_config(url, pool_size=1, statement_seconds=None)
    if dialect_of(url) == "sqlite":
        # Rebuilding a table would cascade into its children (sqlite.org/lang_altertable.html §7); checked at the end.
        config["connections"][WRITER]["credentials"]["foreign_keys"] = "OFF"
    async with TortoiseContext() as context:
        await context.init(config=config)
        await context.connections.get(WRITER).create_connection(with_db=True)
        yield
    forget_statements()


@asynccontextmanager
async def _alone(url: str) -> AsyncGenerator[None]:
    """On SQLite one process at a time, from before it connects: two that turn on WAL at once disturb each other."""
    if dialect_of(url) != "sqlite":
        yield
        return
    file = Path(f"{sqlite_file(url)}.migrate.lock")
    try:
        lock = file.open("w")  # noqa: ASYNC230 — nothing else runs yet
    except OSError as error:
        raise DatabaseUnavailable(f"{file}: {error.strerror}") from error
    with lock:
        await asyncio.to_thread(fcntl.flock, lock, fcntl.LOCK_EX)
        yield
