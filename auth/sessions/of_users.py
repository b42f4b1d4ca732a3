"""The sessions of many accounts at once, each account with a page of its own: one statement, whatever their number."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from auth.actor import Actor
from auth.paging import Page, PageRequest, cut, encode_cursor, keyset
from auth.permissions import Scope, demand
from auth.reading import Statement, fetch, key
from auth.selection import Selection
from auth.sessions.queries import NEWEST_FIRST, SessionFilter, conditions_of
from auth.sessions.rows import COLUMNS, FROM, SessionRow, add_devices, read_session
from auth.sessions.states import AsOf
from auth.settings.pages import SessionSettings
from auth.settings.queries import current

_NAMES = tuple(column.split()[-1].rpartition(".")[2] for column in COLUMNS.split(", "))


async def sessions_of(
    actor: Actor,
    user_ids: Sequence[UUID],
    wanted: SessionFilter,
    page: PageRequest,
    selection: Selection,
    now: datetime,
) -> dict[UUID, Page[SessionRow]]:
    """The same page of each account's sessions, newest first. One's own need no scope.

    Raises ``BadInput``, ``Forbidden``.
    """
    _demand(actor, user_ids)
    page.check()
    as_of = AsOf(await current(SessionSettings), now)
    found: dict[UUID, list[SessionRow]] = defaultdict(list)
    for row in await fetch(_statement(replace(wanted, user_ids=tuple(user_ids)), page, as_of)):
        read = read_session(row, as_of, actor.session_id)
        found[read.user_id].append(read)
    pages = {user_id: cut(found[user_id], [_cursor(row) for row in found[user_id]], page) for user_id in user_ids}
    await add_devices([row for each in pages.values() for row in each.rows], selection)
    return pages


async def count_sessions_of(
    actor: Actor, user_ids: Sequence[UUID], wanted: SessionFilter, now: datetime
) -> dict[UUID, int]:
    """How many sessions each account has in the whole list."""
    _demand(actor, user_ids)
    statement, as_of = Statement(), AsOf(await current(SessionSettings), now)
    where = " AND ".join(conditions_of(statement, replace(wanted, user_ids=tuple(user_ids)), as_of))
    rows = await fetch(statement.add(f"SELECT s.user_id, count(*) {FROM} WHERE {where} GROUP BY s.user_id"))
    counted = {key(user_id): count for user_id, count in rows}
    return {user_id: counted.get(user_id, 0) for user_id in user_ids}


def _demand(actor: Actor, user_ids: Sequence[UUID]) -> None:
    if any(not actor.is_user(user_id) for user_id in user_ids):
        demand(actor, "sessions", Scope.SESSIONS_READ)


def _cursor(row: SessionRow) -> str:
    return encode_cursor(NEWEST_FIRST, row.created_at.isoformat(), row.id)


def _statement(wanted: SessionFilter, page: PageRequest, as_of: AsOf) -> Statement:
    """Sessions numbered within their account from where the page starts; one more than asked tells of more."""
    statement, direction = Statement(), "ASC" if page.backward else "DESC"
    conditions = conditions_of(statement, wanted, as_of)
    start = keyset(statement, NEWEST_FIRST, page, "s.id")
    where = " AND ".join(conditions + ([start] if start else []))
    first, last = page.offset or 0, (page.offset or 0) + page.size + 1
    place = f"row_number() OVER (PARTITION BY s.user_id ORDER BY s.created_at {direction}, s.id {direction})"
    statement.add(f"SELECT {', '.join(_NAMES)} FROM (SELECT {COLUMNS}, {place} AS place")
    statement.add(f"{FROM} WHERE {where}) AS numbered")
    return statement.add(f"WHERE place > {first:d} AND place <= {last:d} ORDER BY user_id, place")
