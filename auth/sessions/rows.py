"""Sessions as plain rows: the columns of a statement, and the row made of them as of a moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from auth.reading import Row, boolean, instant, key, optional_instant, optional_key
from auth.selection import NOT_LOADED, Selection
from auth.sessions.devices import Device, devices_of
from auth.sessions.rules import BY_TIME, RunOut, SessionMoments, SessionState, expiry, refusal
from auth.sessions.states import AsOf
from auth.sources.standing import lets_in_by
from models.session import Delivery, SecondFactor, SessionEnd, SignInMethod
from models.user import UserStatus

COLUMNS = (
    "s.id, s.user_id, s.created_at, s.last_seen_at, s.remembered, s.delivery, s.opened_by, s.second_factor,"
    " (SELECT sso.name FROM identity_providers sso WHERE sso.id = s.source_id) AS provider,"
    " s.ip_address, s.user_agent, s.ended_at, s.end_reason, s.ended_by_id, u.idle_timeout_minutes, u.status,"
    f" u.locked_at, {lets_in_by('s.source_id')} AS is_let_in"
)
"""Of a session ``s`` and its account ``u``."""

FROM = "FROM sessions s JOIN users u ON u.id = s.user_id"

_OF_DEVICE = frozenset({"device", "operating_system", "browser"})


@dataclass(slots=True)
class SessionRow:
    """A session as a caller reads it.

    Attributes:
        provider: Name of the identity provider by which it was opened; ``None`` for none, and for one that is gone.
        expires_at: When it ends in any case, by the settings as they are; ``None`` for never, and once it has ended.
        idle_expires_at: When it ends unless it is used before; ``None`` likewise.
        ended_by_id: The account that ended it, where that is not its own.
        device: ``NOT_LOADED`` unless ``add_devices`` was asked for it, as are the next two.
    """

    id: UUID
    user_id: UUID
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime | None
    idle_expires_at: datetime | None
    remembered: bool
    delivery: Delivery
    opened_by: SignInMethod
    second_factor: SecondFactor | None
    provider: str | None
    ip_address: str | None
    user_agent: str | None
    is_current: bool
    state: SessionState
    ended_at: datetime | None
    end_reason: SessionEnd | None
    ended_by_id: UUID | None
    device: Any = NOT_LOADED
    operating_system: Any = NOT_LOADED
    browser: Any = NOT_LOADED


def read_session(row: Row, as_of: AsOf, current: UUID | None) -> SessionRow:
    """The row of ``COLUMNS``. ``current`` is the session by which the caller came."""
    id_, user_id, created, seen, remembered, delivery, opened_by, second, provider, *rest = row
    ip_address, user_agent, ended, reason, ended_by, idle, status, locked, let_in = rest
    moments = SessionMoments(instant(created), instant(seen), boolean(remembered), idle)
    until = expiry(moments, as_of.settings)
    over = _over(optional_instant(ended), reason, until.run_out(as_of.now))
    is_active, is_locked = status == UserStatus.ACTIVE, locked is not None
    at, why = over or (None, refusal(as_of.settings, is_active=is_active, is_locked=is_locked))
    lives = over is None and why is None
    return SessionRow(
        id=key(id_),
        user_id=key(user_id),
        created_at=moments.created_at,
        last_seen_at=moments.last_seen_at,
        expires_at=until.absolute_at if lives else None,
        idle_expires_at=until.idle_at if lives else None,
        remembered=moments.remembered,
        delivery=Delivery(delivery),
        opened_by=SignInMethod(opened_by),
        second_factor=SecondFactor(second) if second else None,
        provider=provider,
        ip_address=ip_address,
        user_agent=user_agent,
        is_current=current is not None and key(id_) == current,
        state=_state(why, lives=lives, is_let_in=boolean(let_in)),
        ended_at=at,
        end_reason=why,
        ended_by_id=optional_key(ended_by),
    )


def _state(why: SessionEnd | None, *, lives: bool, is_let_in: bool) -> SessionState:
    if lives:
        return SessionState.OPEN if is_let_in else SessionState.SUSPENDED
    return SessionState.EXPIRED if why in BY_TIME else SessionState.ENDED


def _over(
    ended: datetime | None, reason: str | None, run_out: RunOut | None
) -> tuple[datetime, SessionEnd | None] | None:
    """When and why it is over, written or not; ``None`` while it is not."""
    if ended is not None:
        return ended, SessionEnd(reason) if reason else None
    return (run_out.at, run_out.reason) if run_out else None


async def add_devices(rows: Sequence[SessionRow], selection: Selection) -> None:
    """Adds what the user agents tell, where ``selection`` wants any of it."""
    if _OF_DEVICE.isdisjoint(selection):
        return
    known = await devices_of(row.user_agent for row in rows)
    for row in rows:
        device: Device = known[row.user_agent]
        row.device, row.operating_system, row.browser = device.name, device.operating_system, device.browser
