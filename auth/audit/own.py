"""Reads the caller's own part of the trail: what they did, and what was done to their account.

No scope is asked, and that it was read is not recorded. Of others it tells nothing: neither who they are, nor from
where they came, what they remarked, or what values they have.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from auth.actor import Actor
from auth.audit.queries import NEWEST_FIRST
from auth.events import Change
from auth.paging import Page, PageRequest, cut, encode_cursor, keyset, order_by
from auth.reading import Row, Statement, fetch, instant, key, optional_key
from models.audit_event import ActorKind, AuditOutcome


@dataclass(frozen=True, slots=True)
class OwnEventRow:
    """One event as its own account reads it.

    Attributes:
        is_own_act: Whether the caller did it.
        changes: Of the caller's own account; those of others are left out.
        ip_address: From where it was done; ``None`` where somebody else who was signed in did it. So the user agent.
    """

    id: UUID
    occurred_at: datetime
    action: str
    outcome: AuditOutcome
    reason: str | None
    actor_kind: ActorKind
    is_own_act: bool
    changes: list[Change]
    ip_address: str | None
    user_agent: str | None


_COLUMNS = (
    "e.id, e.occurred_at, e.action, e.outcome, e.reason, e.actor_kind, e.actor_id, e.target_type, e.target_id,"
    " e.changes_json, e.ip_address, e.user_agent"
)


async def own_audit_events(actor: Actor, page: PageRequest) -> Page[OwnEventRow]:
    """One page, newest first; an empty one for nobody. Raises ``BadInput``."""
    page.check()
    statement = Statement()
    start = keyset(statement, NEWEST_FIRST, page, "e.id")
    where = " AND ".join([_own(statement, actor), *([start] if start else [])])
    statement.add(f"SELECT {_COLUMNS} FROM audit_events e WHERE {where}").add(order_by(NEWEST_FIRST, page, "e.id"))
    rows = [_shown(actor, row) for row in await fetch(statement)]
    return cut(rows, [encode_cursor(NEWEST_FIRST, row.occurred_at.isoformat(), row.id) for row in rows], page)


async def count_own_audit_events(actor: Actor, at_most: int | None = None) -> int:
    """How many there are; counting stops at ``at_most``."""
    statement = Statement()
    limit = f" LIMIT {at_most:d}" if at_most is not None else ""
    listed = f"SELECT 1 FROM audit_events e WHERE {_own(statement, actor)}{limit}"
    return (await fetch(statement.add(f"SELECT count(*) FROM ({listed}) counted")))[0][0]


def _own(statement: Statement, actor: Actor) -> str:
    if actor.user_id is None:
        return "1 = 0"
    by, about = statement.bind(actor.user_id), statement.bind(str(actor.user_id))
    return f"(e.actor_id = {by} OR (e.target_id = {about} AND e.target_type = 'USER'))"


def _shown(actor: Actor, row: Row) -> OwnEventRow:
    id_, occurred, action, outcome, reason, kind, actor_id, target_type, target_id, changes, address, agent = row
    by_self = optional_key(actor_id) == actor.user_id
    by_another = ActorKind(kind) is ActorKind.USER and not by_self
    about_self = target_type == "USER" and target_id == str(actor.user_id)
    found: list[dict[str, Any]] = orjson.loads(changes) if about_self else []
    return OwnEventRow(
        id=key(id_),
        occurred_at=instant(occurred),
        action=action,
        outcome=AuditOutcome(outcome),
        reason=reason,
        actor_kind=ActorKind(kind),
        is_own_act=by_self,
        changes=[Change(each["field"], each["before"], each["after"]) for each in found],
        ip_address=None if by_another else address,
        user_agent=None if by_another else agent,
    )
