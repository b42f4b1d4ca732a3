"""Whether what checks an account is switched on: the one condition that every credential of the account is held to.

While a provider or directory is switched off, or gone, nobody comes by a session or API token of its accounts, nor
finishes a sign-in that waits. Nothing is ended by that: once it is on again, what has not run out meanwhile is good
again.
"""

from uuid import UUID

from auth.reading import Statement, fetch

LETS_IN = """(u.source_id IS NULL
    OR EXISTS (SELECT 1 FROM ldap_profiles src WHERE src.id = u.source_id AND src.is_enabled)
    OR EXISTS (SELECT 1 FROM identity_providers src WHERE src.id = u.source_id AND src.is_enabled))"""
"""The condition that Gatehouse checks an account ``u`` itself, or a source that is switched on. It is never null."""


async def is_let_in(user_id: UUID) -> bool:
    """The same of one account."""
    statement = Statement().add("SELECT 1 FROM users u WHERE")
    return bool(await fetch(statement.add(f"u.id = {statement.bind(user_id)} AND {LETS_IN}")))
