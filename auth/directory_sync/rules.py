"""Pure decisions of a comparison: what becomes of an account, and when the brake stops all of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

import orjson

from auth.sources.identity import ExternalIdentity

SILENT_AFTER = timedelta(minutes=2)
"""After which time without a word a comparison counts as given up: its process was killed."""


class SyncAction(StrEnum):
    """What a comparison does to an account's status."""

    DEACTIVATE = "DEACTIVATE"
    REACTIVATE = "REACTIVATE"
    KEEP = "KEEP"


class SyncReason(StrEnum):
    """Why."""

    GONE = "GONE"
    DISABLED = "DISABLED"
    RETURNED = "RETURNED"
    LAST_ADMINISTRATOR = "LAST_ADMINISTRATOR"


@dataclass(frozen=True, slots=True)
class Change:
    """What is done to one account, and why."""

    user_id: UUID
    action: SyncAction
    reason: SyncReason


@dataclass(frozen=True, slots=True)
class LinkedAccount:
    """An account that is checked by the directory and has its person there.

    Attributes:
        off_by_sync: Whether it is inactive because an earlier comparison deactivated it.
    """

    user_id: UUID
    username: str
    is_active: bool
    off_by_sync: bool


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """What is stored of somebody, as far as the directory says the same of them.

    Attributes:
        groups: In the form in which they are stored.
    """

    user_id: UUID
    login_name: str
    dn: str | None
    email: str | None
    groups: str | None
    first_name: str
    last_name: str


def change_of(account: LinkedAccount, lets_in: Mapping[UUID, bool]) -> Change | None:
    """What becomes of an account; ``lets_in`` says of everybody whom the directory has whether they may sign in there.

    Only what an earlier comparison switched off is switched on again.
    """
    there = lets_in.get(account.user_id)
    if account.is_active and there is None:
        return Change(account.user_id, SyncAction.DEACTIVATE, SyncReason.GONE)
    if account.is_active and not there:
        return Change(account.user_id, SyncAction.DEACTIVATE, SyncReason.DISABLED)
    if not account.is_active and account.off_by_sync and there:
        return Change(account.user_id, SyncAction.REACTIVATE, SyncReason.RETURNED)
    return None


def keeping_one(changes: Sequence[Change], administrators: Iterable[UUID], *, others: bool) -> list[Change]:
    """The same changes, but the last administrator who gets in now is kept.

    ``administrators`` are those who get in now and come from the directory; ``others`` says whether there are more.
    """
    left, decided = set(administrators), list[Change]()
    for change in changes:
        leaves = change.action is SyncAction.DEACTIVATE and change.user_id in left
        if leaves and len(left) == 1 and not others:
            decided.append(replace(change, action=SyncAction.KEEP, reason=SyncReason.LAST_ADMINISTRATOR))
        else:
            left -= {change.user_id} if leaves else set()
            decided.append(change)
    return decided


def touched(changes: Sequence[Change]) -> int:
    """How many accounts are switched off or on."""
    return sum(change.action is not SyncAction.KEEP for change in changes)


def most_changes(accounts: int, percent: int) -> int:
    """How many of so many accounts may be switched off or on without asking.

    At least one, or nothing would ever happen in small directories; none at all where the setting says 0 percent.
    """
    return max(1, accounts * percent // 100) if percent else 0


def differs(known: KnownPerson, person: ExternalIdentity, groups: str | None) -> bool:
    """Whether the directory tells something else than is stored; what it does not tell is no difference."""
    told = (
        (known.login_name, person.login_name),
        (known.dn, person.dn),
        (known.email, person.email),
        (known.first_name, person.first_name or known.first_name),
        (known.last_name, person.last_name or known.last_name),
    )
    return any(before != after for before, after in told) or not _same_groups(known.groups, groups)


def _same_groups(stored: str | None, told: str | None) -> bool:
    """In whatever order a server tells them."""
    if told is None or stored == told:
        return True
    return stored is not None and sorted(orjson.loads(stored)) == sorted(orjson.loads(told))


def is_due(last_started_at: datetime | None, interval_minutes: int, now: datetime) -> bool:
    """Whether the schedule asks for a comparison; with an interval of 0 it never does."""
    if not interval_minutes:
        return False
    return last_started_at is None or last_started_at + timedelta(minutes=interval_minutes) <= now
