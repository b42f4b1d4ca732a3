"""Whether what checks an account is switched on: the one condition that every credential of the account is held to.

While a provider or directory is switched off, or gone, nobody comes by a session or API token of its accounts, nor
finishes a sign-in that waits; nor by a session that was opened by it, whoever else checks the account. Nothing is ended
by that: once it is on again, what has not run out meanwhile is good again.
"""

from uuid import UUID

from auth.reading import Statement, fetch

LETS_IN = """(u.source_id IS NULL
    OR EXISTS (SELECT 1 FROM ldap_profiles src WHERE src.id = u.source_id AND src.is_enabled)
    OR EXISTS (SELECT 1 FROM identity_providers src WHERE src.id = u.source_id AND src.is_enabled))"""
"""The condition that Gatehouse checks an account ``u`` itself, or a source that is switched on. It is never null."""

_IS_ON = "EXISTS (SELECT 1 FROM identity_providers via WHERE via.id = {came_by} AND via.is_enabled)"


def lets_in_by(came_by: str) -> str:
    """The same of a sign-in of ``u``: the provider by which it came, in this column, is switched on too."""
    return f"({LETS_IN} AND ({came_by} IS NULL OR {_IS_ON.format(came_by=came_by)}))"


async def is_let_in(user_id: UUID, came_by: UUID | None = None) -> bool:
    """The same of one account, and of one sign-in of it by a provider."""
    statement = Statement().add("SELECT 1 FROM users u WHERE")
    statement.add(f"u.id = {statement.bind(user_id)} AND {LETS_IN}")
    if came_by is not None:
        statement.add(f"AND {_IS_ON.format(came_by=statement.bind(came_by))}")
    return bool(await fetch(statement))
