"""The open database: where queries go, what the connections refuse, and what happens when it goes away."""

import asyncio
import stat
from pathlib import Path
from typing import Any, cast

import pytest
from tortoise.connection import get_connections
from tortoise.exceptions import ConfigurationError, OperationalError

from models.availability import DatabaseUnavailable, is_unavailable
from models.database import (
    READER,
    WRITER,
    Dialect,
    close_database,
    dialect,
    open_database,
    reading,
    tortoise_config,
)
from models.setting import SettingsPage
from tests.support.background import finish, start


async def rows(statement: str, connection: str | None = None) -> list[tuple[Any, ...]]:
    client = get_connections().get(connection) if connection else reading()
    _, found = await cast("Any", client).execute_query(statement)
    return [tuple(row) for row in found]


@pytest.mark.usefixtures("database")
async def test_the_dialect_of_the_open_database_is_known(engine: Dialect) -> None:
    assert dialect() == engine


@pytest.mark.usefixtures("database")
async def test_another_database_that_is_refused_leaves_the_dialect_of_the_open_one(engine: Dialect) -> None:
    other = "postgres://nobody@nowhere/nothing" if engine == "sqlite" else "sqlite:///nowhere"
    with pytest.raises(ConfigurationError):
        await open_database(other)
    assert dialect() == engine


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM settings_pages",
        "INSERT INTO settings_pages VALUES ('a', '{}', 1, '2026-11-21', NULL)",
        "DROP TABLE settings_pages",
        "CREATE TABLE mine (id INTEGER)",
    ],
)
async def test_the_reading_connection_refuses_to_write(statement: str) -> None:
    assert reading().connection_name == READER
    with pytest.raises(OperationalError, match="readonly"):
        await rows(statement)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("connection", [WRITER, READER])
async def test_sqlite_connections_are_set_up(connection: str) -> None:
    names = ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
    found = [(await rows(f"PRAGMA {name}", connection))[0][0] for name in names]
    assert found == ["wal", 1, 5000, 1]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
async def test_postgres_connections_are_bounded_in_time() -> None:
    names = ("statement_timeout", "idle_in_transaction_session_timeout", "application_name", "timezone")
    found = [(await rows(f"SHOW {name}"))[0][0] for name in names]
    assert found == ["10s", "10s", "gatehouse", "UTC"]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_new_sqlite_file_is_private(database: str) -> None:
    directory = Path(database.removeprefix("sqlite://")).parent
    await close_database()
    await open_database(f"sqlite://{directory / 'new.sqlite3'}")
    await rows("CREATE TABLE mine (id INTEGER)", WRITER)
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in directory.glob("new.sqlite3*")}
    assert set(modes.values()) == {0o600}
    assert "new.sqlite3-wal" in modes


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_closed_sqlite_database_is_one_file(database: str) -> None:
    await SettingsPage.create(name="a", values_json="{}", updated_at="2026-11-21T12:00:00+00:00")
    assert await SettingsPage.all().count() == 1
    await close_database()
    file = Path(database.removeprefix("sqlite://"))
    assert list(file.parent.glob(f"{file.name}*")) == [file]
    await open_database(database)


async def test_a_second_database_is_refused_while_one_is_open(database: str) -> None:
    with pytest.raises(ConfigurationError):
        await open_database(database)
    assert await SettingsPage.all().count() == 0


async def test_a_process_can_go_from_one_engine_to_the_other(tmp_path: Path, database_url: str) -> None:
    other = f"sqlite://{tmp_path / 'other.sqlite3'}"
    for url in (database_url, other, database_url):
        await open_database(url)
        await close_database()
    await open_database(database_url)
    await SettingsPage.create(name="a", values_json="{}", updated_at="2026-11-21T12:00:00+00:00")
    assert await SettingsPage.all().count() == 1
    await close_database()


@pytest.mark.parametrize(
    "url",
    ["postgres://postgres@127.0.0.1:1/nothing", "sqlite:///nowhere/at/all/gatehouse.sqlite3"],
)
async def test_a_database_that_does_not_answer_is_unavailable_and_nothing_stays_open(url: str) -> None:
    with pytest.raises(DatabaseUnavailable):
        await open_database(url)
    with pytest.raises(DatabaseUnavailable):
        await open_database(url)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("statement", ["SELECT nonsense", "SELECT * FROM nowhere", "no SQL at all"])
async def test_a_wrong_statement_is_no_unavailability(statement: str) -> None:
    with pytest.raises(OperationalError) as refused:
        await rows(statement)
    assert not is_unavailable(refused.value)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
@pytest.mark.parametrize("end", ["pg_cancel_backend", "pg_terminate_backend"])
async def test_a_statement_that_postgres_ends_counts_as_unavailable_and_the_next_one_is_answered(end: str) -> None:
    with pytest.raises(Exception, match=r"cancel|terminat|closed") as ended:
        await rows(f"SELECT {end}(pg_backend_pid()), pg_sleep(10)")
    assert is_unavailable(ended.value)
    assert await rows("SELECT 1") == [(1,)]


@pytest.mark.parametrize("error", [TimeoutError(), ConnectionRefusedError(), OSError(28, "full"), ValueError()])
def test_an_error_that_never_met_the_database_is_no_unavailability(error: Exception) -> None:
    with pytest.raises(type(error)) as raised:
        raise error
    assert not is_unavailable(raised.value)


READ_THEN_WRITE = """
import asyncio, sys
from datetime import UTC, datetime
from auth.actor import SYSTEM
from auth.clock import SystemClock
from auth.unit_of_work import Units
from models.database import open_database, close_database
from models.setting import SettingsPage

async def count_one_up(work):
    page = await SettingsPage.get(name="counter")
    await asyncio.sleep(0.001)
    await SettingsPage.filter(name="counter").update(version=page.version + 1)

async def main(url, times):
    await open_database(url)
    units = Units(SystemClock(), None, None)
    for _ in range(int(times)):
        await units.run(SYSTEM, count_one_up)
    await close_database()

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_three_processes_read_then_write_on_sqlite_and_none_finds_it_locked(database: str) -> None:
    await SettingsPage.create(name="counter", values_json="{}", version=0, updated_at="2026-11-21T12:00:00+00:00")
    processes = [start(READ_THEN_WRITE, database, "50") for _ in range(3)]
    await asyncio.gather(*(asyncio.to_thread(finish, process) for process in processes))
    assert (await SettingsPage.get(name="counter")).version == 150


def test_a_postgres_url_is_decoded_and_its_tls_mode_kept() -> None:
    config = tortoise_config("postgres://us%40er:p%2Fw@db.example:5433/gate%20house?sslmode=verify-full")
    credentials = config["connections"][WRITER]["credentials"]
    given = {name: credentials[name] for name in ("host", "port", "user", "password", "database", "ssl")}
    assert given == {
        "host": "db.example",
        "port": 5433,
        "user": "us@er",
        "password": "p/w",
        "database": "gate house",
        "ssl": "verify-full",
    }
