"""``python -m benchmarks.trail [EVENTS]``: pages of a long audit trail by every filter, as ratios of the unfiltered.

Fills a fresh database of each engine by SQL (1,000,000 events if no number is given, some minutes) and asks the
product's own query in this process: first page, and the page in the middle of the trail by cursor.
"""

import asyncio
import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, cast
from uuid import UUID

import pytest
from tortoise.connection import get_connections

from auth.actor import HOST
from auth.audit.queries import NEWEST_FIRST, AuditFilter, list_audit_events
from auth.paging import PageRequest, encode_cursor
from benchmarks.measure import heading, line
from models.audit_event import AuditOutcome
from models.database import close_database, dialect, open_database
from tests.support.app import KEY
from tests.support.postgres import running_postgres
from tests.support.server import Home

EVENTS = 1_000_000
ROUNDS = 15
START = datetime(2026, 1, 1, tzinfo=UTC)
RARE = ("group.created", "group.deleted", "role.created", "role.deleted")
"""Actions of which the trail has a handful."""

_COLUMNS = """(id, occurred_at, action, outcome, actor_kind, actor_id, target_type, target_id, target_name, request_id,
  changes_json, commitments_json, salts_json, key_id, mac, position)"""
_VALUES = """
  CASE WHEN i % 100000 = 7 THEN CASE i / 100000 % 4 {rare} END
       WHEN i % 2 = 0 THEN 'common' ELSE 'action.' || (i % 40) END,
  CASE WHEN i % 5000 = 3 THEN 'REFUSED' ELSE 'SUCCESS' END, 'USER', {actor}, 'T' || (i % 20), 'target' || (i % 20000),
  'name', 'request' || i, '[{{"field":"roles","before":[],"after":["viewer"]}}]', '{{}}', '{{}}', 'k', 'm', i
"""
_RARE = " ".join(f"WHEN {number} THEN '{action}'" for number, action in enumerate(RARE))
FILL = {
    "sqlite": f"""
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < EVENTS)
INSERT INTO audit_events {_COLUMNS}
SELECT printf('%08d-0000-7000-8000-000000000000', i),
  strftime('%Y-%m-%d %H:%M:%S', '2026-01-01', '+' || i || ' seconds') || '+00:00',
  {_VALUES.format(rare=_RARE, actor="printf('%08d-0000-7000-8000-000000000000', i % 5000)")} FROM n;
ANALYZE;
""",  # noqa: S608 — literals of this file
    "postgres": f"""
INSERT INTO audit_events {_COLUMNS}
SELECT (lpad(i::text, 8, '0') || '-0000-7000-8000-000000000000')::uuid,
  timestamptz '2026-01-01 00:00+00' + i * interval '1 second',
  {_VALUES.format(rare=_RARE, actor="(lpad((i % 5000)::text, 8, '0') || '-0000-7000-8000-000000000000')::uuid")}
FROM generate_series(1, EVENTS) i;
ANALYZE audit_events;
""",  # noqa: S608 — literals of this file
}


@dataclass(frozen=True, slots=True)
class Took:
    """Medians in milliseconds."""

    first: float
    deep: float


def filters(events: int) -> dict[str, AuditFilter]:
    """What is asked; the names say how much of the trail it is."""
    actor = UUID("00000007-0000-7000-8000-000000000000")
    middle, half_a_day = START + timedelta(seconds=events / 2), timedelta(hours=12)
    return {
        "everything": AuditFilter(),
        "everything, as the API reads it": AuditFilter(reader="a-request"),
        "an actor (1 of 5,000)": AuditFilter(actor_id=actor),
        "a target (1 of 20,000)": AuditFilter(target_id="target7"),
        "a kind of target (1 of 20)": AuditFilter(target_type="T7"),
        "an action (half of all)": AuditFilter(actions=("common",)),
        "an action (a handful)": AuditFilter(actions=RARE[:1]),
        "3 actions (half of all and more)": AuditFilter(actions=("common", "action.7", "action.9")),
        "4 actions (a handful)": AuditFilter(actions=RARE),
        "12 actions": AuditFilter(actions=tuple(f"action.{number}" for number in range(1, 25, 2))),
        "3 actions of an actor": AuditFilter(actor_id=actor, actions=("common", "action.7", RARE[1])),
        "a day in the middle": AuditFilter(occurred_after=middle - half_a_day, occurred_before=middle + half_a_day),
        "3 actions, a day in the middle": AuditFilter(
            actions=("common", "action.7", "action.9"),
            occurred_after=middle - half_a_day,
            occurred_before=middle + half_a_day,
        ),
        "4 actions (a handful), half of the time": AuditFilter(actions=RARE, occurred_before=middle),
        "what was refused (1 of 5,000)": AuditFilter(outcome=AuditOutcome.REFUSED),
    }


async def compare(engine: str, url: str, events: int) -> None:
    """Fills one database and prints what each filter takes."""
    heading(f"Pages of 25 of {events:,} audit events, on {engine}")
    await open_database(url, statement_seconds=1_200)
    try:
        begun = perf_counter()
        connection = cast("Any", get_connections().get("default"))
        await connection.execute_script(FILL[dialect()].replace("EVENTS", str(events)))
        line("filled in", f"{perf_counter() - begun:.0f} s")
        middle = START + timedelta(seconds=events // 2)
        cursor = encode_cursor(NEWEST_FIRST, middle.isoformat(), UUID(f"{events // 2:08d}-0000-7000-8000-000000000000"))
        base: Took | None = None
        for name, wanted in filters(events).items():
            took = Took(await _median(wanted, PageRequest()), await _median(wanted, PageRequest(after=cursor)))
            base = base or took
            ratios = f"{took.first / base.first:6.1f} x, deep {took.deep / base.first:6.1f} x"
            line(name, f"{took.first:8.2f} ms, deep {took.deep:8.2f} ms   {ratios}")
    finally:
        await close_database()


async def _median(wanted: AuditFilter, page: PageRequest) -> float:
    times: list[float] = []
    for number in range(ROUNDS + 1):
        reader = replace(wanted, reader=f"{wanted.reader}-{number}") if wanted.reader else wanted
        begun = perf_counter()
        await list_audit_events(HOST, reader, page)
        times.append((perf_counter() - begun) * 1_000)
    return median(times[1:])


def main() -> None:
    """Both engines, PostgreSQL where it is installed."""
    events = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    with tempfile.TemporaryDirectory(prefix="gatehouse-trail-") as name:
        _measure("SQLite", f"sqlite://{Path(name) / 'trail.sqlite3'}", Path(name), events)
        try:
            with running_postgres() as postgres, postgres.database() as database:
                _measure("PostgreSQL", postgres.url(database), Path(name), events)
        except pytest.skip.Exception as absent:
            heading(f"PostgreSQL was left out: {absent}")


def _measure(engine: str, url: str, directory: Path, events: int) -> None:
    done = Home(directory, {"GATEHOUSE_DATABASE_URL": url, "GATEHOUSE_SECRET_KEYS": KEY}).run("migrate")
    assert done.returncode == 0, done.stderr
    asyncio.run(compare(engine, url, events))


if __name__ == "__main__":
    main()
