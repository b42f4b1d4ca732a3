"""The roles of many accounts at once."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from auth.reading import Row, Statement, boolean, fetch, instant, key
from auth.role_grants import in_force
from auth.roles.queries import RoleRow, all_rows
from auth.selection import Selection

_ROLES = """
SELECT DISTINCT g.user_id, r.id, r.name, r.description, r.level, r.api_only, r.licensed, r.mfa_required,
       r.built_in, r.created_at, r.updated_at,
       r.version, r.name_key
FROM role_grants g JOIN roles r ON r.id = g.role_id
"""
_RELATED = ("scopes", "effective_scopes", "parents")


async def roles_of(user_ids: Sequence[UUID], selection: Selection) -> dict[UUID, list[RoleRow]]:
    """The roles of each account, the most powerful first: one statement, and the catalogue where scopes are wanted."""
    statement = Statement().add(_ROLES)
    statement.add(f"WHERE {statement.among('g.user_id', user_ids)} AND {in_force(statement)}")
    statement.add("ORDER BY r.level DESC, r.name_key")
    whole = {row.id: row for row in await all_rows()} if any(name in selection for name in _RELATED) else {}
    found: dict[UUID, list[RoleRow]] = defaultdict(list)
    for user_id, *row in await fetch(statement):
        found[key(user_id)].append(whole.get(key(row[0])) or _role(row))
    return found


def _role(row: Row) -> RoleRow:
    id_, name, description, level, api_only, licensed, mfa_required, built_in, created, updated, version, _ = row
    return RoleRow(
        id=key(id_),
        name=name,
        description=description,
        level=level,
        api_only=boolean(api_only),
        licensed=boolean(licensed),
        mfa_required=boolean(mfa_required),
        built_in=boolean(built_in),
        created_at=instant(created),
        updated_at=instant(updated),
        version=version,
    )
