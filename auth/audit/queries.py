"""Reads the audit trail, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import orjson

from auth.actor import Actor
from auth.audit.events import AuditRead
from auth.events import REGISTRY, Change
from auth.paging import (
    Order,
    Page,
    PageRequest,
    cut,
    decode_cursor,
    encode_cursor,
    keyset,
    moment_value,
    order_by,
)
from auth.permissions import PermissionSet, Scope, demand
from auth.reading import Row, Statement, fetch, instant, key, optional_key
from auth.visibility import may_see_change
from models.audit_event import ActorKind, AuditOutcome


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One event as a caller reads it."""

    id: UUID
    occurred_at: datetime
    action: str
    outcome: AuditOutcome
    reason: str | None
    actor_kind: ActorKind
    actor_id: UUID | None
    actor_name: str | None
    session_id: UUID | None
    token_id: UUID | None
    target_type: str | None
    target_id: str | None
    target_name: str | None
    changes: list[Change]
    ip_address: str | None
    user_agent: str | None
    request_id: str | None
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which events to list; everything given must hold.

    Attributes:
        reader: Request id of whoever reads: that this is being read is no part of what they read.
    """

    actions: tuple[str, ...] | None = None
    outcome: AuditOutcome | None = None
    actor_id: UUID | None = None
    target_type: str | None = None
    target_id: str | None = None
    occurred_after: datetime | None = None
    occurred_before: datetime | None = None
    reader: str | None = None


NEWEST_FIRST = Order("occurred_at", "e.occurred_at", descending=True, value=moment_value)

_COLUMNS = (
    "e.id, e.occurred_at, e.action, e.outcome, e.reason, e.actor_kind, e.actor_id, e.actor_name, e.session_id,"
    " e.token_id, e.target_type, e.target_id, e.target_name, e.changes_json, e.ip_address, e.user_agent, e.request_id,"
    " e.note"
)

_ARMS_MOST = 100
_ROWS_MOST = 25_000
"""Actions that are read apart (SQLite takes 500), and rows that this takes at most; a deep offset counts for each."""


async def list_audit_events(actor: Actor, wanted: AuditFilter, page: PageRequest) -> Page[AuditRow]:
    """One page of events. Raises ``BadInput``, ``Forbidden``."""
    demand(actor, "auditEvents", Scope.AUDIT_READ)
    page.check()
    rows = await fetch(_page_of(wanted, page))
    read = [_row(row, actor.permissions) for row in rows]
    cursors = [encode_cursor(NEWEST_FIRST, row.occurred_at.isoformat(), row.id) for row in read]
    return cut(read, cursors, page)


def _page_of(wanted: AuditFilter, page: PageRequest) -> Statement:
    """Several actions are read one by one, each a page in the order of its index, and merged.

    Asked for together they would be read whole and sorted, or the trail would be searched from its end for what may be
    rare in it. An actor or a target leaves few events to look at.
    """
    statement = Statement()
    actions = list(dict.fromkeys(wanted.actions or ()))
    whole = page if page.offset is None else replace(page, first=page.size + page.offset, offset=None)
    few = 1 < len(actions) <= _ARMS_MOST and len(actions) * whole.size <= _ROWS_MOST
    apart = few and wanted.actor_id is None and wanted.target_id is None
    asked = _narrowed(wanted, page)
    conditions = conditions_of(statement, replace(asked, actions=None) if apart else asked)
    start = keyset(statement, NEWEST_FIRST, page, "e.id")
    conditions += [start] if start else []
    arms = [[_is(statement, action)] for action in actions] if apart else [list[str]()]
    read = [_select([*arm, *conditions]) for arm in arms]
    if apart:
        each = order_by(NEWEST_FIRST, whole, "e.id")
        merged = " UNION ALL ".join(f"SELECT * FROM ({select} {each}) AS arm" for select in read)
        read = [f"SELECT * FROM ({merged}) AS e"]
    return statement.add(f"{read[0]} {order_by(NEWEST_FIRST, page, 'e.id')}")


def _narrowed(wanted: AuditFilter, page: PageRequest) -> AuditFilter:
    """Without the bound of time that a cursor lies beyond: SQLite looks an index up by one bound on each side only."""
    text, argument = (page.before, "before") if page.backward else (page.after, "after")
    if text is None:
        return wanted
    moment = cast("datetime", decode_cursor(text, NEWEST_FIRST, argument)[0])
    if page.backward and wanted.occurred_after is not None and wanted.occurred_after < moment:
        return replace(wanted, occurred_after=None)
    if not page.backward and wanted.occurred_before is not None and moment < wanted.occurred_before:
        return replace(wanted, occurred_before=None)
    return wanted


def _select(conditions: Sequence[str]) -> str:
    return f"SELECT {_COLUMNS} FROM audit_events e WHERE {' AND '.join(conditions) or '1 = 1'}"


async def audit_event_by_id(actor: Actor, event_id: UUID) -> AuditRow | None:
    """One event, or ``None``."""
    demand(actor, "auditEvents", Scope.AUDIT_READ)
    statement = Statement()
    rows = await fetch(statement.add(f"SELECT {_COLUMNS} FROM audit_events e WHERE e.id = {statement.bind(event_id)}"))
    return _row(rows[0], actor.permissions) if rows else None


async def count_audit_events(actor: Actor, wanted: AuditFilter, at_most: int | None = None) -> int:
    """How many events the whole list has; counting stops at ``at_most``."""
    demand(actor, "auditEvents", Scope.AUDIT_READ)
    statement = Statement()
    where = " AND ".join(conditions_of(statement, wanted)) or "1 = 1"
    limit = f" LIMIT {at_most:d}" if at_most is not None else ""
    rows = await fetch(
        statement.add(f"SELECT count(*) FROM (SELECT 1 FROM audit_events e WHERE {where}{limit}) counted")
    )
    return rows[0][0]


def conditions_of(statement: Statement, wanted: AuditFilter) -> list[str]:
    """The conditions that an event ``e`` meets a filter."""
    conditions = [_one_of(statement, wanted.actions)] if wanted.actions is not None else []
    for name in ("target_type", "target_id"):
        value = getattr(wanted, name)
        conditions += [f"e.{name} = {statement.bind(str(value))}"] if value is not None else []
    if wanted.outcome is not None:
        conditions.append(_ended(statement, wanted))
    if wanted.actor_id is not None:
        conditions.append(f"e.actor_id = {statement.bind(wanted.actor_id)}")
    if wanted.occurred_after is not None:
        conditions.append(f"e.occurred_at > {statement.bind(wanted.occurred_after)}")
    if wanted.occurred_before is not None:
        conditions.append(f"e.occurred_at < {statement.bind(wanted.occurred_before)}")
    if wanted.reader is not None:
        own = f"e.action <> {statement.bind(AuditRead.action)} OR e.request_id <> {statement.bind(wanted.reader)}"
        conditions.append(f"({own} OR e.request_id IS NULL)")
    return conditions


def _one_of(statement: Statement, actions: tuple[str, ...]) -> str:
    """For a single action the index gives the rows in order."""
    return _is(statement, actions[0]) if len(actions) == 1 else statement.among("e.action", actions)


def _is(statement: Statement, action: str) -> str:
    """A known name is written out: PostgreSQL's plan for any value would look for what is rare in the whole trail."""
    return f"e.action = '{action}'" if action in REGISTRY else f"e.action = {statement.bind(action)}"


def _ended(statement: Statement, wanted: AuditFilter) -> str:
    """The outcome, written out as ``_is`` does. SQLite is kept from its index beside anything more selective."""
    others = (wanted.actions, wanted.actor_id, wanted.target_type, wanted.target_id)
    beside = statement.dialect == "sqlite" and any(other is not None for other in others)
    return f"{'+' if beside else ''}e.outcome = '{AuditOutcome(wanted.outcome or '').value}'"


def _row(row: Row, permissions: PermissionSet) -> AuditRow:
    (id_, occurred, action, outcome, reason, actor_kind, actor_id, actor_name, session_id, token_id, *rest) = row
    target_type, target_id, target_name, changes, ip_address, user_agent, request_id, note = rest
    return AuditRow(
        id=key(id_),
        occurred_at=instant(occurred),
        action=action,
        outcome=AuditOutcome(outcome),
        reason=reason,
        actor_kind=ActorKind(actor_kind),
        actor_id=optional_key(actor_id),
        actor_name=actor_name,
        session_id=optional_key(session_id),
        token_id=optional_key(token_id),
        target_type=target_type,
        target_id=target_id,
        target_name=target_name,
        changes=_readable(orjson.loads(changes), action, target_type, permissions),
        ip_address=ip_address,
        user_agent=user_agent,
        request_id=request_id,
        note=note,
    )


def _readable(
    changes: Sequence[dict[str, Any]], action: str, target: str | None, permissions: PermissionSet
) -> list[Change]:
    """The changes without those that the caller could not read at the account itself (REQUIREMENTS B6)."""
    shown = (change for change in changes if target != "USER" or may_see_change(permissions, action, change["field"]))
    return [Change(change["field"], change["before"], change["after"]) for change in shown]
