"""Reads the outbox: what waits, what was sent, what was given up. What a mail says is never read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from auth.actor import Actor
from auth.paging import Order, Page, PageRequest, cut, encode_cursor, keyset, moment_value, order_by
from auth.permissions import Scope, demand
from auth.reading import Row, Statement, fetch, instant, key, optional_instant, optional_key


class MailState(StrEnum):
    """What became of a mail so far."""

    WAITING = "WAITING"
    SENT = "SENT"
    ABANDONED = "ABANDONED"


@dataclass(frozen=True, slots=True)
class OutboxMailRow:
    """A mail as a caller reads it; without the recipient where a field rule denies e-mail addresses."""

    id: UUID
    user_id: UUID | None
    kind: str
    recipient: str | None
    state: MailState
    attempts: int
    last_error: str | None
    created_at: datetime
    due_at: datetime | None
    sent_at: datetime | None


_COLUMNS = (
    "m.id, m.user_id, m.kind, m.recipient, m.attempts, m.last_error, m.created_at, m.due_at, m.sent_at, m.abandoned_at"
)
_NEWEST = Order("createdAt", "m.created_at", descending=True, value=moment_value)

_CONDITIONS = {
    MailState.WAITING: "(m.sent_at IS NULL AND m.abandoned_at IS NULL)",
    MailState.SENT: "m.sent_at IS NOT NULL",
    MailState.ABANDONED: "m.abandoned_at IS NOT NULL",
}


async def list_outbox_mails(actor: Actor, page: PageRequest, states: Sequence[MailState] | None) -> Page[OutboxMailRow]:
    """One page of the mails in any of these states, newest first; all where ``states`` is ``None``.

    Raises ``BadInput``, ``Forbidden``.
    """
    demand(actor, "outboxMails", Scope.SETTINGS_READ)
    page.check()
    statement = Statement()
    start = keyset(statement, _NEWEST, page, "m.id")
    where = " AND ".join([_in(states), *([start] if start else [])])
    statement.add(f"SELECT {_COLUMNS} FROM outbox_mails m WHERE {where}").add(order_by(_NEWEST, page, "m.id"))
    shows = not actor.permissions.denies("User.email")
    rows = [_read(row, shows_recipient=shows) for row in await fetch(statement)]
    return cut(rows, [encode_cursor(_NEWEST, row.created_at, row.id) for row in rows], page)


async def count_outbox_mails(actor: Actor, states: Sequence[MailState] | None, at_most: int | None = None) -> int:
    """How many mails the whole list has; counting stops at ``at_most``."""
    demand(actor, "outboxMails", Scope.SETTINGS_READ)
    limit = f" LIMIT {at_most:d}" if at_most is not None else ""
    listed = f"SELECT 1 FROM outbox_mails m WHERE {_in(states)}{limit}"
    return (await fetch(Statement().add(f"SELECT count(*) FROM ({listed}) counted")))[0][0]


def _in(states: Sequence[MailState] | None) -> str:
    if states is None:
        return "1 = 1"
    return f"({' OR '.join(_CONDITIONS[state] for state in MailState if state in states)})" if states else "1 = 0"


def _read(row: Row, *, shows_recipient: bool) -> OutboxMailRow:
    id_, user_id, kind, recipient, attempts, last_error, created, due, sent, abandoned = row
    state = MailState.SENT if sent else MailState.ABANDONED if abandoned else MailState.WAITING
    return OutboxMailRow(
        key(id_),
        optional_key(user_id),
        kind,
        recipient if shows_recipient else None,
        state,
        attempts,
        last_error,
        instant(created),
        instant(due) if state is MailState.WAITING else None,
        optional_instant(sent),
    )
