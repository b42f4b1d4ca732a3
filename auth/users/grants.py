"""Why accounts hold their roles: the grants of many accounts at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from auth.reading import Statement, fetch, instant, key, optional_key
from auth.roles.queries import RoleRow, all_rows
from models.role import GrantSource


@dataclass(frozen=True, slots=True)
class RoleGrantRow:
    """One role that an account holds, and who gave it."""

    role: RoleRow
    source: GrantSource
    granted_at: datetime
    granted_by_id: UUID | None


async def grants_of(user_ids: Sequence[UUID]) -> dict[UUID, list[RoleGrantRow]]:
    """The grants of each account, the most powerful role first."""
    roles = {row.id: row for row in await all_rows()}
    statement = Statement().add("SELECT user_id, role_id, source, granted_at, granted_by_id FROM role_grants g")
    rows = await fetch(statement.add(f"WHERE {statement.among('g.user_id', user_ids)}"))
    found: dict[UUID, list[RoleGrantRow]] = defaultdict(list)
    for user_id, role_id, source, granted_at, granted_by_id in rows:
        grant = RoleGrantRow(roles[key(role_id)], GrantSource(source), instant(granted_at), optional_key(granted_by_id))
        found[key(user_id)].append(grant)
    for grants in found.values():
        grants.sort(key=lambda grant: (-grant.role.level, grant.role.name, grant.source))
    return found
