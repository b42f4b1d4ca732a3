"""Reads sessions: one statement for a page, one for the settings by which they are judged."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from auth.actor import Actor
from auth.errors import BadInput
from auth.paging import Order, Page, PageRequest, cut, encode_cursor, keyset, moment_value, order_by
from auth.permissions import Scope, demand
from auth.reading import Statement, fetch, storable
from auth.selection import Selection
from auth.sessions.rows import COLUMNS, FROM, SessionRow, add_devices, read_session
from auth.sessions.rules import Expiry, SessionState
from auth.sessions.states import AsOf, ended_by, is_in
from auth.settings.pages import SessionSettings
from auth.settings.queries import current
from models.columns import TEXT_LENGTH
from models.session import SessionEnd, SignInMethod


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFilter:
    """Which sessions to list; everything given must hold. Without ``state``, only open ones.

    Attributes:
        user_agent: A part of what the program calls itself, upper and lower case alike.
    """

    state: tuple[SessionState, ...] = (SessionState.OPEN,)
    ids: tuple[UUID, ...] | None = None
    user_ids: tuple[UUID, ...] | None = None
    ip_address: str | None = None
    user_agent: str | None = None
    opened_by: SignInMethod | None = None
    end_reason: SessionEnd | None = None
    opened_after: datetime | None = None
    opened_before: datetime | None = None
    last_seen_after: datetime | None = None
    last_seen_before: datetime | None = None


OPEN_ONES = SessionFilter()
SESSION_ORDERS = {
    "created_at": Order("created_at", "s.created_at", value=moment_value),
    "last_seen_at": Order("last_seen_at", "s.last_seen_at", value=moment_value),
}
"""Each order by the public (Python) name of what it sorts by."""

NEWEST_FIRST = replace(SESSION_ORDERS["created_at"], descending=True)
FIRST_PAGE = PageRequest()


@dataclass(frozen=True, slots=True)
class SessionListing:
    """A list of sessions as somebody asked for it."""

    filter: SessionFilter = OPEN_ONES
    order: Order = NEWEST_FIRST
    page: PageRequest = FIRST_PAGE


def session_order(name: str, *, descending: bool) -> Order:
    """The order of that name."""
    return replace(SESSION_ORDERS[name], descending=descending)


async def list_sessions(actor: Actor, listing: SessionListing, selection: Selection, now: datetime) -> Page[SessionRow]:
    """One page of sessions with what ``selection`` wants of them. Raises ``BadInput``, ``Forbidden``."""
    demand(actor, "sessions", Scope.SESSIONS_READ)
    listing.page.check()
    statement, order, as_of = Statement(), listing.order, AsOf(await current(SessionSettings), now)
    conditions = conditions_of(statement, listing.filter, as_of)
    start = keyset(statement, order, listing.page, "s.id")
    where = " AND ".join(conditions + ([start] if start else []))
    statement.add(f"SELECT {COLUMNS} {FROM} WHERE {where}").add(order_by(order, listing.page, "s.id"))
    read = [read_session(row, as_of, actor.session_id) for row in await fetch(statement)]
    cursors = [encode_cursor(order, getattr(row, order.name).isoformat(), row.id) for row in read]
    page = cut(read, cursors, listing.page)
    await add_devices(page.rows, selection)
    return page


async def count_sessions(actor: Actor, wanted: SessionFilter, now: datetime, at_most: int | None = None) -> int:
    """How many sessions the whole list has; counting stops at ``at_most``."""
    demand(actor, "sessions", Scope.SESSIONS_READ)
    statement, as_of = Statement(), AsOf(await current(SessionSettings), now)
    where = " AND ".join(conditions_of(statement, wanted, as_of))
    limit = f" LIMIT {at_most:d}" if at_most is not None else ""
    rows = await fetch(statement.add(f"SELECT count(*) FROM (SELECT 1 {FROM} WHERE {where}{limit}) counted"))
    return rows[0][0]


async def session_by_id(actor: Actor, session_id: UUID, selection: Selection, now: datetime) -> SessionRow | None:
    """One session, one's own or, with the scope, anybody's; ``None`` where there is none for the caller."""
    found = await _by_id(session_id, AsOf(await current(SessionSettings), now), actor.session_id)
    if found is None or not (actor.is_user(found.user_id) or actor.permissions.holds(Scope.SESSIONS_READ)):
        return None
    await add_devices([found], selection)
    return found


async def own_session(actor: Actor, expiry: Expiry | None, selection: Selection, now: datetime) -> SessionRow | None:
    """The session by which the caller came, with ``expiry``, which counts this request; ``None`` for nobody."""
    if actor.session_id is None or expiry is None:
        return None
    found = await _by_id(actor.session_id, AsOf(await current(SessionSettings), now), actor.session_id)
    if found is not None and found.state is SessionState.OPEN:
        found.expires_at, found.idle_expires_at = expiry.absolute_at, expiry.idle_at
    await add_devices([found] if found else [], selection)
    return found


def conditions_of(statement: Statement, wanted: SessionFilter, as_of: AsOf) -> list[str]:
    """The conditions that a session ``s`` of an account ``u`` meets a filter; at least one."""
    conditions = [is_in(statement, wanted.state, as_of)]
    for column, among in (("s.id", wanted.ids), ("s.user_id", wanted.user_ids)):
        conditions += [statement.among(column, among)] if among is not None else []
    for name in ("ip_address", "opened_by"):
        value = getattr(wanted, name)
        conditions += [f"s.{name} = {statement.bind(str(value))}"] if value is not None else []
    for name, column in (("opened", "created_at"), ("last_seen", "last_seen_at")):
        after, before = getattr(wanted, f"{name}_after"), getattr(wanted, f"{name}_before")
        conditions += [f"s.{column} > {statement.bind(after)}"] if after else []
        conditions += [f"s.{column} < {statement.bind(before)}"] if before else []
    if wanted.end_reason is not None:
        conditions.append(ended_by(statement, wanted.end_reason, as_of))
    return conditions + ([_calls_itself(statement, wanted.user_agent)] if wanted.user_agent else [])


def _calls_itself(statement: Statement, part: str) -> str:
    if len(part) > TEXT_LENGTH:
        raise BadInput("filter.userAgent", f"It has at most {TEXT_LENGTH} characters.")
    needle = storable(part).lower()
    for special in ("\\", "%", "_"):
        needle = needle.replace(special, "\\" + special)
    return f"lower(s.user_agent) LIKE {statement.bind(f'%{needle}%')} ESCAPE '\\'"


async def _by_id(session_id: UUID, as_of: AsOf, own: UUID | None) -> SessionRow | None:
    statement = Statement()
    wanted = statement.bind(session_id)
    rows = await fetch(statement.add(f"SELECT {COLUMNS} {FROM} WHERE s.id = {wanted}"))
    return read_session(rows[0], as_of, own) if rows else None
