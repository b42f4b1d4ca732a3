"""Bringing databases to the newest version: once, wholly or not at all, whoever starts and dies when."""

import asyncio
import time
from pathlib import Path

import pytest

from migrations.runner import (
    DatabaseIsNewer,
    DatabaseIsOlder,
    MigrationBroken,
    Status,
    known_versions,
    migrate,
    require_current,
    split_statements,
    status,
)
from models.availability import DatabaseUnavailable
from models.database import Dialect, close_database, open_database
from models.user import User
from tests.support.background import finish, running, start
from tests.support.look import Look

MIGRATE = """
import asyncio, sys
from pathlib import Path
from migrations.runner import VERSIONS, migrate
print(*asyncio.run(migrate(sys.argv[1], versions=Path(sys.argv[2]) if sys.argv[2:] else VERSIONS)), sep=",")
"""

VERSION = '''
from tortoise import BaseDBAsyncClient

SQLITE = """{sqlite}"""
POSTGRES = """{postgres}"""


async def upgrade(db: BaseDBAsyncClient) -> str:
    return SQLITE if db.capabilities.dialect == "sqlite" else POSTGRES
'''

AERICH = {
    "sqlite": "CREATE TABLE aerich (id INTEGER PRIMARY KEY AUTOINCREMENT, version TEXT, app TEXT, content JSON);",
    "postgres": "CREATE TABLE aerich (id SERIAL PRIMARY KEY, version TEXT, app TEXT, content JSONB);",
}
PARENTS = """
CREATE TABLE parents (id INTEGER PRIMARY KEY);
CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES parents (id) ON DELETE CASCADE);
INSERT INTO parents VALUES (1);
INSERT INTO children VALUES (1, 1);
"""


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    directory = tmp_path / "versions"
    directory.mkdir()
    write(directory, "0_1_init.py", *(AERICH[engine] + PARENTS for engine in ("sqlite", "postgres")))
    return directory


def write(directory: Path, name: str, sqlite: str, postgres: str) -> None:
    (directory / name).write_text(VERSION.format(sqlite=sqlite, postgres=postgres), encoding="utf-8")


async def test_an_empty_database_gets_every_version_once(empty_database_url: str) -> None:
    assert await migrate(empty_database_url) == known_versions()
    assert await migrate(empty_database_url) == []

    await open_database(empty_database_url)
    assert await status() == Status((), ())
    await require_current()
    assert await User.all().count() == 0
    await close_database()


async def test_a_database_without_tables_lacks_every_version(empty_database_url: str) -> None:
    await open_database(empty_database_url)
    assert await status() == Status(tuple(known_versions()), ())
    with pytest.raises(DatabaseIsOlder, match="init"):
        await require_current()
    await close_database()


async def test_later_versions_are_applied_in_the_order_of_their_numbers(
    empty_database_url: str, versions: Path, look: Look
) -> None:
    await migrate(empty_database_url, versions=versions)
    for number in (10, 9, 2):
        write(versions, f"{number}_1_more.py", *(f"CREATE TABLE t{number} (id INTEGER);",) * 2)

    expected = ["2_1_more.py", "9_1_more.py", "10_1_more.py"]
    assert await migrate(empty_database_url, versions=versions) == expected
    assert look.tables() == {"aerich", "parents", "children", "t2", "t9", "t10"}


async def test_a_database_that_is_newer_than_the_code_is_refused_and_left_alone(
    empty_database_url: str, versions: Path, look: Look
) -> None:
    await migrate(empty_database_url, versions=versions)
    look.ask("INSERT INTO aerich (version, app, content) VALUES ('7_1_future.py', 'gatehouse', '{}')")
    write(versions, "1_1_more.py", "CREATE TABLE more (id INTEGER);", "CREATE TABLE more (id INTEGER);")

    with pytest.raises(DatabaseIsNewer, match=r"7_1_future\.py") as refused:
        await migrate(empty_database_url, versions=versions)
    assert refused.value.versions == ("7_1_future.py",)
    assert "more" not in look.tables()

    await open_database(empty_database_url)
    with pytest.raises(DatabaseIsNewer):
        await require_current(versions)
    await close_database()


async def test_a_version_that_fails_leaves_nothing_behind(empty_database_url: str, versions: Path, look: Look) -> None:
    await migrate(empty_database_url, versions=versions)
    broken = "CREATE TABLE half (id INTEGER);\nINSERT INTO parents VALUES (1);\n"
    write(versions, "1_1_broken.py", broken, broken)

    with pytest.raises(Exception, match=r"(?i)unique"):
        await migrate(empty_database_url, versions=versions)

    assert look.tables() == {"aerich", "parents", "children"}
    assert look.ask("SELECT version FROM aerich") == ["0_1_init.py"]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_table_built_anew_on_sqlite_keeps_the_rows_that_refer_to_it(
    empty_database_url: str, versions: Path, look: Look
) -> None:
    rebuild = """
        CREATE TABLE parents_new (id INTEGER PRIMARY KEY, name TEXT);
        INSERT INTO parents_new (id) SELECT id FROM parents;
        DROP TABLE parents;
        ALTER TABLE parents_new RENAME TO parents;
    """
    await migrate(empty_database_url, versions=versions)
    write(versions, "1_1_rebuild.py", rebuild, "")
    await migrate(empty_database_url, versions=versions)
    assert look.ask("SELECT id, parent FROM children") == ["1|1"]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_version_that_would_orphan_rows_on_sqlite_is_undone(
    empty_database_url: str, versions: Path, look: Look
) -> None:
    await migrate(empty_database_url, versions=versions)
    write(versions, "1_1_orphan.py", "DELETE FROM parents;", "")
    with pytest.raises(MigrationBroken):
        await migrate(empty_database_url, versions=versions)
    assert look.ask("SELECT count(*) FROM parents") == ["1"]


async def test_processes_that_start_together_apply_each_version_once(
    empty_database_url: str, versions: Path, look: Look
) -> None:
    write(
        versions,
        "1_1_slow.py",
        "INSERT INTO parents WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) "
        "SELECT i FROM n;",
        "INSERT INTO parents SELECT 2 FROM pg_sleep(0.5);",
    )
    processes = [start(MIGRATE, empty_database_url, str(versions)) for _ in range(4)]
    outputs = await asyncio.gather(*(asyncio.to_thread(finish, process) for process in processes))

    assert sorted(name for output in outputs for name in output.strip().split(",") if name) == [
        "0_1_init.py",
        "1_1_slow.py",
    ]
    assert look.ask("SELECT version FROM aerich ORDER BY id") == ["0_1_init.py", "1_1_slow.py"]


async def test_a_process_killed_in_a_version_leaves_nothing_of_it_and_the_next_one_completes_it(
    engine: Dialect, empty_database_url: str, versions: Path, look: Look
) -> None:
    await migrate(empty_database_url, versions=versions)
    write(
        versions,
        "1_1_endless.py",
        "CREATE TABLE half (id INTEGER);\n"
        "INSERT INTO half WITH RECURSIVE n (i) AS (SELECT 9 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;",
        "CREATE TABLE half (id INTEGER); INSERT INTO half SELECT 1 FROM pg_sleep(60);",
    )
    with running(MIGRATE, empty_database_url, str(versions)) as process:
        wait_until_in_the_middle(engine, empty_database_url, look)
        process.kill()
        process.wait()

    assert look.tables() == {"aerich", "parents", "children"}
    write(versions, "1_1_endless.py", *("CREATE TABLE half (id INTEGER);",) * 2)
    assert await migrate(empty_database_url, versions=versions) == ["1_1_endless.py"]


def wait_until_in_the_middle(engine: Dialect, url: str, look: Look) -> None:
    log = Path(url.removeprefix("sqlite://") + "-wal")
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if engine == "sqlite" and log.exists() and log.stat().st_size > 1_000_000:
            return
        sleeping = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
        if engine == "postgres" and look.ask(sleeping):
            return
        time.sleep(0.02)
    raise AssertionError("the migration never got to its middle")


@pytest.mark.parametrize(
    "url", ["postgres://postgres@127.0.0.1:1/nothing", "sqlite:///nowhere/at/all/gatehouse.sqlite3"]
)
async def test_a_database_that_does_not_answer_is_unavailable(url: str) -> None:
    with pytest.raises(DatabaseUnavailable):
        await migrate(url)


def test_statements_end_at_semicolons_that_are_not_in_texts_or_triggers() -> None:
    trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN\n  DELETE FROM b;\n  DELETE FROM c;\nEND;"
    insert = "INSERT INTO a VALUES ('x;\ny');"
    assert list(split_statements(f"\n{insert}\n{trigger}\nSELECT 1")) == [insert, trigger, "SELECT 1"]
    assert list(split_statements(" \n\n")) == []
