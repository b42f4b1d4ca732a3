"""Reads what became of comparisons. Those of a profile that is gone are gone with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

import orjson

from auth.actor import Actor
from auth.directory_sync.rules import SILENT_AFTER, Change, SyncAction, SyncReason, is_due
from auth.errors import NotFound
from auth.paging import Order, Page, PageRequest, cut, encode_cursor, keyset, moment_value, order_by
from auth.permissions import Scope, demand
from auth.reading import Row, Statement, boolean, fetch, instant, key, optional_instant, optional_key
from auth.settings.pages import DirectorySettings
from auth.settings.queries import current
from auth.texts import canonical
from models.ldap_profile import LdapProfile, SyncOutcome


@dataclass(frozen=True, slots=True)
class DirectorySyncRow:
    """A comparison as a caller reads it.

    Attributes:
        entries: People that the directory told of.
        checked: Accounts that were looked for among them.
        deactivated: Accounts that were, or would be; ``reactivated`` and ``refreshed`` likewise.
        changes: The first of what was, or would be, done to accounts' status.
    """

    id: UUID
    profile_id: UUID
    started_at: datetime
    finished_at: datetime | None
    is_scheduled: bool
    started_by_id: UUID | None
    outcome: SyncOutcome
    entries: int
    checked: int
    deactivated: int
    reactivated: int
    refreshed: int
    failure: str | None
    changes: tuple[Change, ...]


NEWEST_FIRST = Order("started_at", "d.started_at", descending=True, value=moment_value)
_SELECT = (
    "SELECT d.id, d.profile_id, d.started_at, d.finished_at, d.is_scheduled, d.started_by_id, d.outcome, d.entries,"
    " d.checked, d.deactivated, d.reactivated, d.refreshed, d.failure, d.changes_json FROM directory_syncs d"
)


async def list_syncs(actor: Actor, profile_id: UUID, page: PageRequest) -> Page[DirectorySyncRow]:
    """One page of a profile's comparisons, the newest first. Raises ``BadInput``, ``Forbidden``."""
    demand(actor, "directorySyncs", Scope.LDAP_READ)
    page.check()
    statement = Statement().add(_SELECT)
    conditions = [f"d.profile_id = {statement.bind(profile_id)}"]
    start = keyset(statement, NEWEST_FIRST, page, "d.id")
    statement.add(f"WHERE {' AND '.join(conditions + ([start] if start else []))}")
    rows = [_read(row) for row in await fetch(statement.add(order_by(NEWEST_FIRST, page, "d.id")))]
    return cut(rows, [encode_cursor(NEWEST_FIRST, row.started_at.isoformat(), row.id) for row in rows], page)


async def count_syncs(actor: Actor, profile_id: UUID, at_most: int | None = None) -> int:
    """How many are kept of a profile; counting stops at ``at_most``."""
    demand(actor, "directorySyncs", Scope.LDAP_READ)
    statement = Statement()
    of_profile = f"profile_id = {statement.bind(profile_id)}"
    limit = f" LIMIT {at_most:d}" if at_most is not None else ""
    text = f"SELECT count(*) FROM (SELECT 1 FROM directory_syncs WHERE {of_profile}{limit}) counted"
    return (await fetch(statement.add(text)))[0][0]


async def sync_by_id(actor: Actor, sync_id: UUID) -> DirectorySyncRow | None:
    """One comparison, or ``None``."""
    demand(actor, "directorySync", Scope.LDAP_READ)
    return await stored_sync(sync_id)


async def stored_sync(sync_id: UUID) -> DirectorySyncRow | None:
    """The same. No permission is asked: the caller has just run it."""
    statement = Statement().add(_SELECT)
    rows = await fetch(statement.add(f"WHERE d.id = {statement.bind(sync_id)}"))
    return _read(rows[0]) if rows else None


async def last_syncs_of(profile_ids: Sequence[UUID]) -> dict[UUID, DirectorySyncRow]:
    """The newest comparison of each of these profiles that has any. No permission is asked."""
    statement = Statement().add(_SELECT)
    newest = (
        "SELECT n.id FROM directory_syncs n WHERE n.profile_id = p.id ORDER BY n.started_at DESC, n.id DESC LIMIT 1"
    )
    statement.add(f"JOIN ldap_profiles p ON d.id = ({newest}) WHERE {statement.among('p.id', profile_ids)}")
    rows = [_read(row) for row in await fetch(statement)]
    return {row.profile_id: row for row in rows}


async def profiles_named(name: str | None) -> list[LdapProfile]:
    """The profile of that name, in any spelling, or all that are switched on. No permission is asked.

    Raises ``NotFound``.
    """
    if name is None:
        return await LdapProfile.filter(is_enabled=True).order_by("position")
    found = await LdapProfile.filter(name_key=canonical(name))
    if not found:
        raise NotFound("directory profile", "profile")
    return found


async def usernames_of(user_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Usernames of accounts that are still there. No permission is asked."""
    statement = Statement().add("SELECT u.id, u.username FROM users u WHERE")
    return {key(user_id): name for user_id, name in await fetch(statement.add(statement.among("u.id", user_ids)))}


async def has_silent(now: datetime) -> bool:
    """Whether a comparison counts as under way of which nothing was heard for long. No permission is asked."""
    statement = Statement().add("SELECT 1 FROM directory_syncs WHERE")
    running, since = statement.bind(SyncOutcome.RUNNING.value), statement.bind(now - SILENT_AFTER)
    return bool(await fetch(statement.add(f"outcome = {running} AND alive_at < {since} LIMIT 1")))


async def due_profiles(now: datetime) -> list[UUID]:
    """Profiles that the schedule wants compared now, in their order. No permission is asked.

    Whatever was made before counts, however it ended, but for what only asked.
    """
    interval = (await current(DirectorySettings)).sync_interval_minutes
    statement = Statement()
    asked = statement.bind(SyncOutcome.ASKED_ONLY.value)
    last = f"SELECT max(d.started_at) FROM directory_syncs d WHERE d.profile_id = p.id AND d.outcome <> {asked}"
    rows = await fetch(
        statement.add(f"SELECT p.id, ({last}) FROM ldap_profiles p WHERE p.is_enabled ORDER BY p.position")
    )
    return [key(profile_id) for profile_id, started in rows if is_due(optional_instant(started), interval, now)]


def _read(row: Row) -> DirectorySyncRow:
    id_, profile, started, finished, scheduled, by, outcome, *numbers, failure, changes = row
    return DirectorySyncRow(
        key(id_),
        key(profile),
        instant(started),
        optional_instant(finished),
        boolean(scheduled),
        optional_key(by),
        SyncOutcome(outcome),
        *numbers,
        failure=failure,
        changes=changes_of(changes),
    )


def changes_of(stored: str) -> tuple[Change, ...]:
    """What ``DirectorySync.changes_json`` holds."""
    rows = cast("list[tuple[str, str, str]]", orjson.loads(stored))
    return tuple(Change(UUID(user_id), SyncAction(what), SyncReason(why)) for user_id, what, why in rows)
