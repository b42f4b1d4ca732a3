"""Sessions as the schema shows them."""

from datetime import datetime
from uuid import UUID

import strawberry

from auth.selection import Selection
from auth.sessions.queries import SessionRow, own_session
from models.session import Delivery
from resolvers.context import Context
from resolvers.enums import described
from resolvers.node import Node, RowType, node_type
from resolvers.permissions import plain

__all__ = ["Delivery", "Session"]

described(
    Delivery,
    "How the caller keeps its session token.",
    COOKIE="A browser, in a cookie that scripts cannot read.",
    TOKEN="A program, to send as a bearer token (RFC 6750).",  # noqa: S106 — a description
)


async def _load(context: Context, key: UUID, _selection: Selection) -> SessionRow | None:
    own = await own_session(context.actor, context.caller.expiry)
    return own if own is not None and own.id == key else None


@node_type("ses", SessionRow, _load)
@strawberry.type(description="A sign-in that is open.")
class Session(RowType, Node):
    """Its values are ``SessionRow``."""

    created_at: datetime = plain("When it was opened.")
    last_seen_at: datetime = plain("When it was last used, to within half a minute.")
    expires_at: datetime | None = plain("When it ends in any case; null for never.")
    idle_expires_at: datetime | None = plain("When it ends unless it is used before; null for never.")
    remembered: bool = plain("Whether it was opened with remember me.")
    delivery: Delivery = plain("How its token is kept.")
    ip_address: str | None = plain("Address it was opened from.")
    user_agent: str | None = plain("Program it was opened with, as that called itself.")
