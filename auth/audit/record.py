"""Writes events, in the transaction of what they tell."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, LiteralString, Protocol, TypeAlias
from uuid import UUID

import orjson
from tortoise.backends.base.client import BaseDBAsyncClient

from auth.actor import Actor
from auth.audit.content import content_of, prove
from auth.audit.keys import AuditKey, KeySource
from auth.events import Event
from auth.opaque import new_salt
from auth.reading import insert_all
from models.audit_event import ActorKind
from models.columns import new_key


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

    @property
    def connection(self) -> BaseDBAsyncClient:
        """The transaction."""
        ...


EventWriter: TypeAlias = Callable[[Witness, Sequence[Event]], Awaitable[None]]


def event_writer(keys: KeySource) -> EventWriter:
    """A writer that adds one row for each event, so that nobody without the keys can add or change one unseen."""

    async def write_events(work: Witness, events: Sequence[Event]) -> None:
        key = keys().current
        await insert_all(work.connection, "audit_events", [_row(key, work.actor, work.now, event) for event in events])

    return write_events


def _row(key: AuditKey, actor: Actor, now: datetime, event: Event) -> dict[LiteralString, Any]:
    columns = _columns(actor, now, event)
    changes = orjson.dumps([asdict(change) for change in event.changes()])
    proof = prove(key, content_of({**columns}, orjson.loads(changes)), new_salt)
    return {
        **columns,
        "changes_json": changes.decode(),
        "commitments_json": orjson.dumps(proof.commitments).decode(),
        "salts_json": orjson.dumps(proof.salts).decode(),
        "key_id": proof.key_id,
        "mac": proof.mac,
    }


def _columns(actor: Actor, now: datetime, event: Event) -> dict[LiteralString, Any]:
    acting, target = event.acting, event.target
    return {
        "id": new_key(),
        "occurred_at": now,
        "action": event.action,
        "outcome": event.outcome,
        "reason": event.reason,
        "actor_kind": ActorKind.USER if acting else actor.kind,
        "actor_id": UUID(acting.id) if acting else actor.user_id,
        "actor_name": acting.name if acting else actor.name,
        "session_id": event.session_id or actor.session_id,
        "token_id": actor.token_id,
        "target_type": target.type if target else None,
        "target_id": target.id if target else None,
        "target_name": target.name if target else None,
        "ip_address": actor.origin.ip_address,
        "user_agent": actor.origin.user_agent,
        "request_id": actor.origin.request_id,
        "note": event.note,
    }
