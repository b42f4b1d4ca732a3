"""Connections go back into the pool without a word, and nobody leaves anything on them that would need one."""

import re
from pathlib import Path

import pytest

from auth.actor import SYSTEM
from auth.clock import SystemClock
from auth.reading import Statement, fetch
from auth.unit_of_work import Units, Work
from tests.support.keys import INSTALLATION, write_events

ROOT = Path(__file__).resolve().parents[2]
LEFT_BEHIND = re.compile(
    r"""["'`]\s*(SET (?!LOCAL|TRANSACTION)\w|LISTEN )|pg_(try_)?advisory_lock|\bCREATE TEMP|\bDECLARE \w+ CURSOR"""
)


def units() -> Units:
    return Units(SystemClock(), write_events, INSTALLATION)


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
async def test_a_read_is_the_last_that_its_connection_was_told(database: str) -> None:
    assert database
    mine = "SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid()"
    told = "SELECT query FROM pg_stat_activity WHERE application_name = 'gatehouse' AND pid <> pg_backend_pid()"

    async def look(_work: Work) -> list[str]:
        return [query for (query,) in await fetch(Statement().add(told))]

    await fetch(Statement().add(mine))
    first = await units().run(SYSTEM, look)
    assert not [query for query in first if "RESET" in query], first
    assert [query for (query,) in await fetch(Statement().add(mine))] == [mine]


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
async def test_an_open_transaction_is_not_left_to_the_next(database: str) -> None:
    assert database

    class Broken(Exception):
        pass

    async def breaks(_work: Work) -> None:
        await fetch(Statement().add("SELECT set_config('gatehouse.left', 'behind', true)"))
        raise Broken

    with pytest.raises(Broken):
        await units().run(SYSTEM, breaks)
    for _ in range(3):
        [(left,)] = await fetch(Statement().add("SELECT coalesce(current_setting('gatehouse.left', true), '')"))
        assert left == ""


def test_no_statement_outlives_its_transaction() -> None:
    files = [file for folder in ("api", "auth", "models", "migrations") for file in (ROOT / folder).rglob("*.py")]
    found = [f"{file}: {match[0]}" for file in files for match in LEFT_BEHIND.finditer(file.read_text())]
    assert len(files) > 100
    assert not found
    samples = ('"SET search_path TO x"', "'LISTEN live'", "SELECT pg_advisory_lock(1)", '"CREATE TEMP TABLE t"')
    assert all(LEFT_BEHIND.search(sample) for sample in samples)
    assert not LEFT_BEHIND.search('"SET LOCAL synchronous_commit TO OFF"')
