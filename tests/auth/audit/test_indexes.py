"""Every filter of the trail is answered from an index, in the order of the list, however long the trail is."""

import logging
import re
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from tortoise.connection import get_connections

from auth.actor import HOST
from auth.audit.queries import AuditFilter, list_audit_events
from auth.paging import PageRequest
from models.audit_event import AuditOutcome
from models.database import Dialect
from tests.support.chain import forge

START = datetime(2026, 1, 1, tzinfo=UTC)
SQLITE = (
    """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
INSERT INTO audit_events (id, occurred_at, action, outcome, actor_kind, actor_id, target_type, target_id,
  changes_json, commitments_json, salts_json, key_id, mac, position)
SELECT printf('%08d-0000-7000-8000-000000000000', i),
  strftime('%Y-%m-%d %H:%M:%S', '2026-01-01', '+' || i || ' minutes') || '+00:00',
  'action.' || (i % 40), 'SUCCESS', 'USER', printf('%08d-0000-7000-8000-000000000000', i % 500), 'T' || (i % 20),
  'target' || (i % 700), '[]', '{}', '{}', 'k', 'm', i FROM n
""",
    "ANALYZE",
)
POSTGRES = (
    """
INSERT INTO audit_events (id, occurred_at, action, outcome, actor_kind, actor_id, target_type, target_id,
  changes_json, commitments_json, salts_json, key_id, mac, position)
SELECT (lpad(i::text, 8, '0') || '-0000-7000-8000-000000000000')::uuid,
  timestamptz '2026-01-01 00:00+00' + i * interval '1 minute', 'action.' || (i % 40), 'SUCCESS', 'USER',
  (lpad((i % 500)::text, 8, '0') || '-0000-7000-8000-000000000000')::uuid, 'T' || (i % 20), 'target' || (i % 700),
  '[]', '{}', '{}', 'k', 'm', i FROM generate_series(1, 20000) i
""",
    "ANALYZE audit_events",
)
INDEX = {"sqlite": re.compile("USING INDEX"), "postgres": re.compile("Index Scan")}
DETOUR = {"sqlite": re.compile("TEMP B-TREE"), "postgres": re.compile("Seq Scan|Sort")}
"""Reading everything, or sorting what was read."""
FILTERS = {
    "everything": AuditFilter(),
    "actor": AuditFilter(actor_id=UUID("00000007-0000-7000-8000-000000000000")),
    "target": AuditFilter(target_id="target7"),
    "kind of target": AuditFilter(target_type="T7"),
    "action": AuditFilter(actions=("action.7",)),
    "time": AuditFilter(occurred_after=START + timedelta(days=5), occurred_before=START + timedelta(days=6)),
    "outcome": AuditFilter(outcome=AuditOutcome.SUCCESS),
    "actor and outcome": AuditFilter(
        actor_id=UUID("00000007-0000-7000-8000-000000000000"), outcome=AuditOutcome.SUCCESS
    ),
    "actor and time": AuditFilter(
        actor_id=UUID("00000007-0000-7000-8000-000000000000"), occurred_before=START + timedelta(days=9)
    ),
}


class Listener(logging.Handler):
    """Keeps the last statement with its values."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.last: tuple[str, list[object]] = ("", [])

    def emit(self, record: logging.LogRecord) -> None:
        self.last = cast("tuple[str, list[object]]", record.args)


async def plan_of(wanted: AuditFilter, engine: Dialect) -> str:
    """How the engine reads a page."""
    log, listener = logging.getLogger("tortoise.db_client"), Listener()
    log.addHandler(listener)
    log.setLevel(logging.DEBUG)
    try:
        page = await list_audit_events(HOST, wanted, PageRequest(first=20))
    finally:
        log.removeHandler(listener)
        log.setLevel(logging.NOTSET)
    assert len(page.rows) == 20
    connection = cast("Any", get_connections().get("default"))
    explain = "EXPLAIN QUERY PLAN" if engine == "sqlite" else "EXPLAIN"
    _, rows = await connection.execute_query(f"{explain} {listener.last[0]}", listener.last[1])
    return "\n".join(str(tuple(row)) for row in rows)


async def test_pages_are_read_in_order_from_an_index(database: str, engine: Dialect) -> None:
    assert database
    for statement in SQLITE if engine == "sqlite" else POSTGRES:
        await forge(statement)
    for name, wanted in FILTERS.items():
        plan = await plan_of(wanted, engine)
        assert INDEX[engine].search(plan), (name, plan)
        assert not DETOUR[engine].search(plan), (name, plan)


WHOLE_TRAIL = {"sqlite": re.compile("SCAN e\\b"), "postgres": re.compile("Seq Scan")}


async def test_several_actions_are_read_one_by_one_from_their_index_and_merged(database: str, engine: Dialect) -> None:
    assert database
    for statement in SQLITE if engine == "sqlite" else POSTGRES:
        await forge(statement)
    wanted = AuditFilter(actions=("action.7", "action.9", "action.11", "action.9"), occurred_after=START)
    plan = await plan_of(wanted, engine)
    assert len(INDEX[engine].findall(plan)) == 3, plan
    assert not WHOLE_TRAIL[engine].search(plan), plan
