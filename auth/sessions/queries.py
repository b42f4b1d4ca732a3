"""Reads sessions."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from auth.actor import Actor
from auth.reading import Statement, boolean, fetch, instant, key
from auth.sessions.rules import Expiry
from models.session import Delivery


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as its owner reads it."""

    id: UUID
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime | None
    idle_expires_at: datetime | None
    remembered: bool
    delivery: Delivery
    ip_address: str | None
    user_agent: str | None


async def own_session(actor: Actor, expiry: Expiry | None) -> SessionRow | None:
    """The session by which the caller came; ``None`` for nobody."""
    if actor.session_id is None or expiry is None:
        return None
    statement = Statement()
    wanted = statement.bind(actor.session_id)
    columns = "id, created_at, last_seen_at, remembered, delivery, ip_address, user_agent"
    rows = await fetch(statement.add(f"SELECT {columns} FROM sessions WHERE id = {wanted}"))
    if not rows:
        return None
    id_, created, seen, remembered, delivery, ip_address, user_agent = rows[0]
    return SessionRow(
        id=key(id_),
        created_at=instant(created),
        last_seen_at=instant(seen),
        expires_at=expiry.absolute_at,
        idle_expires_at=expiry.idle_at,
        remembered=boolean(remembered),
        delivery=Delivery(delivery),
        ip_address=ip_address,
        user_agent=user_agent,
    )
