"""Where accounts come from, and who their people are there: one statement each, and what sources take."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

import orjson

from auth.reading import Row, Statement, fetch, instant, key, optional_instant
from auth.selection import Selection
from auth.sources.identity import ExternalGroup
from auth.sources.registry import sources_of
from models.user import AuthMethod


@dataclass(frozen=True, slots=True)
class AccountSourceRow:
    """A provider or directory that checks people."""

    id: UUID
    name: str
    method: AuthMethod


@dataclass(frozen=True, slots=True)
class ExternalIdentityRow:
    """Who somebody is elsewhere, as it was told when they were last seen there.

    Attributes:
        id: Of the link.
        source: ``None`` where the provider or directory is gone.
        groups: ``None`` where they were not told.
        disabled_by_sync_at: When a comparison with the source deactivated the account; ``None`` where it did not.
    """

    id: UUID
    source: AccountSourceRow | None
    subject: str
    login_name: str
    dn: str | None
    email: str | None
    groups: tuple[ExternalGroup, ...] | None
    linked_at: datetime
    last_seen_at: datetime
    disabled_by_sync_at: datetime | None


async def account_sources_of(user_ids: Sequence[UUID], _selection: Selection) -> Mapping[UUID, AccountSourceRow]:
    """What checks each of these accounts, where that is not Gatehouse and is there."""
    statement = Statement().add("SELECT u.id, u.auth_method, u.source_id FROM users u WHERE u.source_id IS NOT NULL")
    rows = await fetch(statement.add(f"AND {statement.among('u.id', user_ids)}"))
    known = await _sources({method for _, method, _ in rows})
    return {key(user_id): known[key(source)] for user_id, _, source in rows if key(source) in known}


async def external_identities_of(
    user_ids: Sequence[UUID], _selection: Selection
) -> Mapping[UUID, list[ExternalIdentityRow]]:
    """Who the people of these accounts are elsewhere, the first link first."""
    statement = Statement().add(
        "SELECT e.user_id, e.method, e.id, e.source_id, e.subject, e.login_name, e.dn, e.email, e.groups_json,"
        " e.linked_at, e.last_seen_at, e.disabled_by_sync_at FROM external_identities e WHERE"
    )
    rows = await fetch(statement.add(f"{statement.among('e.user_id', user_ids)} ORDER BY e.id"))
    known = await _sources({method for _, method, *_ in rows})
    found: defaultdict[UUID, list[ExternalIdentityRow]] = defaultdict(list)
    for user_id, _, *row in rows:
        found[key(user_id)].append(_identity(row, known))
    return found


async def _sources(methods: set[str]) -> dict[UUID, AccountSourceRow]:
    every = [source for method in sorted(methods) for source in await sources_of(AuthMethod(method))]
    return {source.id: AccountSourceRow(source.id, source.name, source.method) for source in every}


def _identity(row: Row, known: Mapping[UUID, AccountSourceRow]) -> ExternalIdentityRow:
    id_, source_id, subject, login_name, dn, email, groups, linked_at, last_seen_at, disabled_at = row
    return ExternalIdentityRow(
        id=key(id_),
        source=known.get(key(source_id)),
        subject=subject,
        login_name=login_name,
        dn=dn,
        email=email,
        groups=_groups(groups),
        linked_at=instant(linked_at),
        last_seen_at=instant(last_seen_at),
        disabled_by_sync_at=optional_instant(disabled_at),
    )


def _groups(stored: str | None) -> tuple[ExternalGroup, ...] | None:
    if stored is None:
        return None
    listed = cast("list[tuple[str, list[str]]]", orjson.loads(stored))
    return tuple(ExternalGroup(name, tuple(via)) for name, via in listed)
