"""Which locks hold on accounts: the locks of many accounts at once, and the condition for lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from auth.clock import moment
from auth.lockout.rules import LockFacts, auto_lock
from auth.reading import Statement, fetch, key, optional_instant, optional_key
from auth.selection import Selection

_LOCKS = "SELECT u.id, u.locked_at, u.locked_by_id, u.lock_reason, u.auto_locked_at, u.auto_locked_until FROM users u"


class LockKind(StrEnum):
    """How an account came to be locked."""

    MANUAL = "MANUAL"
    AUTOMATIC = "AUTOMATIC"


@dataclass(frozen=True, slots=True)
class LockRow:
    """One lock that holds.

    Attributes:
        locked_until: When it ends by itself; ``None`` for one that somebody has to lift.
        reason: What whoever locked it said; ``None`` for nothing, and with an automatic lock.
    """

    kind: LockKind
    locked_at: datetime
    locked_until: datetime | None = None
    reason: str | None = None
    locked_by_id: UUID | None = None


async def locks_of(user_ids: Sequence[UUID], _selection: Selection) -> dict[UUID, list[LockRow]]:
    """The locks that hold on each account, one by hand before the automatic one."""
    statement, now = Statement().add(_LOCKS), moment()
    found: dict[UUID, list[LockRow]] = {}
    statement.add(f"WHERE {statement.among('u.id', user_ids)}")
    for id_, locked, by, reason, auto_locked, until in await fetch(statement):
        locks = found.setdefault(key(id_), [])
        if (locked_at := optional_instant(locked)) is not None:
            locks.append(LockRow(LockKind.MANUAL, locked_at, None, reason, optional_key(by)))
        facts = LockFacts(auto_locked_at=optional_instant(auto_locked), auto_locked_until=optional_instant(until))
        if (automatic := auto_lock(facts, now)) is not None:
            locks.append(LockRow(LockKind.AUTOMATIC, automatic.locked_at, automatic.until))
    return found


def is_locked(statement: Statement) -> str:
    """The condition that a lock of either kind holds on the account ``u``; never null, so that it can be negated."""
    now = statement.bind(moment())
    automatic = f"u.auto_locked_at IS NOT NULL AND (u.auto_locked_until IS NULL OR u.auto_locked_until > {now})"
    return f"(u.locked_at IS NOT NULL OR ({automatic}))"
