"""Reads the accounts of a directory profile as a comparison needs them, in pieces of bounded size."""

from collections.abc import AsyncGenerator, Sequence
from uuid import UUID

from auth.directory_sync.rules import KnownPerson, LinkedAccount
from auth.reading import Statement, boolean, fetch, key
from models.user import UserStatus

PIECE = 1_000

_OF_PROFILE = "FROM external_identities e JOIN users u ON u.id = e.user_id AND u.source_id = e.source_id WHERE"
"""Accounts that a profile checks and that have their person there; whoever is only expected yet is left alone."""


async def known_people(profile_id: UUID, subjects: Sequence[str]) -> dict[str, KnownPerson]:
    """What is stored of those of these people who have an account, by their subject."""
    statement = Statement().add("WITH e AS MATERIALIZED (SELECT * FROM external_identities")  # else PostgreSQL may
    statement.add(f"WHERE source_id = {statement.bind(profile_id)}")  # begin with all accounts of the profile
    statement.add(f"AND {statement.among('subject', subjects)})")
    statement.add("SELECT e.subject, e.user_id, e.login_name, e.dn, e.email, e.groups_json, u.first_name, u.last_name")
    rows = await fetch(statement.add("FROM e JOIN users u ON u.id = e.user_id AND u.source_id = e.source_id"))
    return {subject: KnownPerson(key(user_id), *stored) for subject, user_id, *stored in rows}


async def linked_accounts(profile_id: UUID) -> AsyncGenerator[LinkedAccount]:
    """Every account of a profile that has its person there, in the order of their ids."""
    last: UUID | None = None
    while True:
        statement = Statement().add("SELECT u.id, u.username, u.status, e.disabled_by_sync_at IS NOT NULL")
        statement.add(f"{_OF_PROFILE} e.source_id = {statement.bind(profile_id)}")
        statement.add(f"AND u.id > {statement.bind(last)}" if last else "")
        rows = await fetch(statement.add(f"ORDER BY u.id LIMIT {PIECE:d}"))
        for user_id, username, status, off_by_sync in rows:
            last = key(user_id)
            yield LinkedAccount(last, username, status == UserStatus.ACTIVE, boolean(off_by_sync))
        if len(rows) < PIECE:
            return
