"""Reads what happened between two positions of the audit trail. It gives keys: listeners read the rest anew."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from auth.audit.queries import AuditFilter, conditions_of
from auth.live.feed import Placed
from auth.live.rules import ABOUT_SESSIONS, OPENED, SessionEventKind, session_event_kind
from auth.reading import Statement, fetch, instant, key
from models.audit_event import AuditOutcome


@dataclass(frozen=True, slots=True)
class AuditHappening:
    """An event was added to the trail."""

    event_id: UUID


@dataclass(frozen=True, slots=True)
class SessionHappening:
    """Something happened to a session of an account."""

    kind: SessionEventKind
    occurred_at: datetime
    session_id: UUID
    user_id: UUID


async def audit_happenings(wanted: AuditFilter, after: int, until: int, most: int) -> list[Placed[AuditHappening]]:
    """Events behind a position that meet a filter."""
    statement = Statement()
    conditions = [*_between(statement, after, until), *conditions_of(statement, wanted)]
    statement.add(f"SELECT e.position, e.id FROM audit_events e WHERE {' AND '.join(conditions)}")
    rows = await fetch(statement.add(f"ORDER BY e.position LIMIT {most:d}"))
    return [Placed(position, AuditHappening(key(id_))) for position, id_ in rows]


async def session_happenings(user_id: UUID | None, after: int, until: int, most: int) -> list[Placed[SessionHappening]]:
    """What happened to the sessions of an account, or of everybody, behind a position."""
    statement = Statement()
    about = f"e.action LIKE {statement.bind(f'{ABOUT_SESSIONS}%')} OR e.action = {statement.bind(OPENED)}"
    conditions = [
        *_between(statement, after, until),
        f"({about})",
        f"e.outcome = {statement.bind(AuditOutcome.SUCCESS.value)}",
        "e.session_id IS NOT NULL AND e.target_type = 'USER'",
    ]
    if user_id is not None:
        conditions.append(f"e.target_id = {statement.bind(str(user_id))}")
    columns = "e.position, e.action, e.occurred_at, e.session_id, e.target_id"
    statement.add(f"SELECT {columns} FROM audit_events e WHERE {' AND '.join(conditions)}")
    rows = await fetch(statement.add(f"ORDER BY e.position LIMIT {most:d}"))
    return [
        Placed(position, SessionHappening(kind, instant(occurred), key(session_id), key(owner)))
        for position, action, occurred, session_id, owner in rows
        if (kind := session_event_kind(action)) is not None
    ]


def _between(statement: Statement, after: int, until: int) -> list[str]:
    return [f"e.position > {statement.bind(after)}", f"e.position <= {statement.bind(until)}"]
