"""The periodic work on what is kept of ways to providers: whatever has served is dropped."""

from datetime import timedelta

from auth.actor import SYSTEM
from auth.permissions import open_to_anyone
from auth.reading import Statement, fetch, key
from auth.settings.pages import SsoSettings
from auth.settings.queries import current
from auth.unit_of_work import Units, Work
from models.provider_sign_in import ProviderSignIn, SpentLogoutToken, SsoAttempt

BATCH = 1_000
"""Rows that are dropped in one unit of work: the writer is free in between."""


async def drop_tokens(units: Units) -> None:
    """Drops what was given at sign-ins whose session is over, or whose step was never taken."""
    while await units.run(SYSTEM, drop_some_tokens) == BATCH:
        pass


async def drop_old_attempts(units: Units) -> None:
    """Drops attempts that were kept as long as the settings say, and logout tokens that are too old to be taken."""
    for command in (drop_some_attempts, drop_some_spent):
        while await units.run(SYSTEM, command) == BATCH:
            pass


@open_to_anyone("the session or step is over already; only the periodic work calls it")
async def drop_some_tokens(work: Work) -> int:
    """Drops a batch; tells how many."""
    statement = Statement().add(
        "SELECT p.id FROM provider_sign_ins p LEFT JOIN sessions s ON s.id = p.session_id WHERE"
    )
    statement.add("(p.session_id IS NOT NULL AND (s.id IS NULL OR s.ended_at IS NOT NULL)) OR (p.session_id IS NULL")
    waits = "SELECT 1 FROM pending_logins w WHERE w.sign_in_id = p.id AND w.used_at IS NULL AND w.expires_at >"
    statement.add(f"AND NOT EXISTS ({waits} {statement.bind(work.now)})) LIMIT {BATCH:d}")
    ids = [key(row[0]) for row in await fetch(statement)]
    return await ProviderSignIn.filter(id__in=ids).delete() if ids else 0


@open_to_anyone("they were kept for as long as the settings say; only the periodic work calls it")
async def drop_some_attempts(work: Work) -> int:
    """Drops a batch; tells how many."""
    kept = timedelta(days=(await current(SsoSettings)).attempts_kept_days)
    old = SsoAttempt.filter(at__lt=work.now - kept).order_by("at").limit(BATCH)
    ids = [attempt.id for attempt in await old.only("id")]
    return await SsoAttempt.filter(id__in=ids).delete() if ids else 0


@open_to_anyone("they are refused for their age; only the periodic work calls it")
async def drop_some_spent(work: Work) -> int:
    """Drops a batch; tells how many."""
    old = SpentLogoutToken.filter(expires_at__lt=work.now).order_by("expires_at").limit(BATCH)
    ids = [token.id for token in await old.only("id")]
    return await SpentLogoutToken.filter(id__in=ids).delete() if ids else 0
