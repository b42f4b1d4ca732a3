"""Why accounts hold their roles: the grants of many accounts at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from auth.reading import Row, Statement, fetch, instant, key, optional_instant, optional_key
from auth.role_grants import in_force
from auth.roles.queries import RoleRow, all_rows
from models.role import GrantSource

DECIDED_BY: Mapping[GrantSource, str | None] = {
    GrantSource.BY_HAND: None,
    GrantSource.DEFAULT: "defaultRole of account settings",
    GrantSource.POLICY: "policy",
    GrantSource.PROFILE: "profile",
}
"""What decided that a source gives a role, where it is the same for all of its grants."""

_COLUMNS = "user_id, role_id, source, granted_at, granted_by_id, reason, expires_at, last_confirmed_at"


@dataclass(frozen=True, slots=True)
class RoleGrantRow:
    """One role that an account holds, and who gave it.

    Attributes:
        rule: What decided; ``None`` where a person did.
        reason: What whoever gave it said about it.
        expires_at: When it ends by itself; ``None`` for never.
        last_confirmed_at: When its source last found that it still applies; ``None`` where nothing asks again.
    """

    role: RoleRow
    source: GrantSource
    rule: str | None
    granted_at: datetime
    granted_by_id: UUID | None
    reason: str | None
    expires_at: datetime | None
    last_confirmed_at: datetime | None


async def grants_of(user_ids: Sequence[UUID]) -> dict[UUID, list[RoleGrantRow]]:
    """The grants of each account that have not ended, the most powerful role first."""
    roles = {row.id: row for row in await all_rows()}
    statement = Statement().add(f"SELECT {_COLUMNS} FROM role_grants g")
    statement.add(f"WHERE {statement.among('g.user_id', user_ids)} AND {in_force(statement)}")
    found: dict[UUID, list[RoleGrantRow]] = defaultdict(list)
    for user_id, *row in await fetch(statement):
        found[key(user_id)].append(_grant(row, roles))
    for grants in found.values():
        grants.sort(key=lambda grant: (-grant.role.level, grant.role.name, grant.source))
    return found


def _grant(row: Row, roles: Mapping[UUID, RoleRow]) -> RoleGrantRow:
    role_id, source, granted_at, granted_by_id, reason, expires_at, last_confirmed_at = row
    return RoleGrantRow(
        role=roles[key(role_id)],
        source=GrantSource(source),
        rule=DECIDED_BY[GrantSource(source)],
        granted_at=instant(granted_at),
        granted_by_id=optional_key(granted_by_id),
        reason=reason,
        expires_at=optional_instant(expires_at),
        last_confirmed_at=optional_instant(last_confirmed_at),
    )
