"""Writes events, in the transaction of what they tell."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Protocol
from uuid import UUID

import orjson

from auth.actor import Actor
from auth.events import Event
from models.audit_event import ActorKind, AuditEvent


class Witness(Protocol):
    """What the writer needs to know of a unit of work."""

    @property
    def actor(self) -> Actor:
        """Who acts."""
        ...

    @property
    def now(self) -> datetime:
        """When."""
        ...


async def write_events(work: Witness, events: Sequence[Event]) -> None:
    """Adds one row for each event."""
    await AuditEvent.bulk_create([_row(work.actor, work.now, event) for event in events])


def _row(actor: Actor, now: datetime, event: Event) -> AuditEvent:
    acting, target = event.acting, event.target
    return AuditEvent(
        occurred_at=now,
        action=event.action,
        outcome=event.outcome,
        reason=event.reason,
        actor_kind=ActorKind.USER if acting else actor.kind,
        actor_id=UUID(acting.id) if acting else actor.user_id,
        actor_name=acting.name if acting else actor.name,
        session_id=event.session_id or actor.session_id,
        target_type=target.type if target else None,
        target_id=target.id if target else None,
        target_name=target.name if target else None,
        changes_json=orjson.dumps([asdict(change) for change in event.changes()]).decode(),
        ip_address=actor.origin.ip_address,
        user_agent=actor.origin.user_agent,
        request_id=actor.origin.request_id,
        note=event.note,
    )
