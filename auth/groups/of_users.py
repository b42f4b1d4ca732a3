"""The groups of many accounts at once."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from auth.groups.rows import COLUMNS, GroupRow, add_relations, read_group
from auth.reading import Statement, fetch, key
from auth.resources.rows import LoadUsers
from auth.selection import Selection


async def groups_of(user_ids: Sequence[UUID], selection: Selection, load: LoadUsers) -> dict[UUID, list[GroupRow]]:
    """The groups of each account by name: one statement, and one for each relation wanted of them."""
    statement = Statement().add(f"SELECT m.user_id, {COLUMNS} FROM group_members m JOIN groups g ON g.id = m.group_id")
    statement.add(f"WHERE {statement.among('m.user_id', user_ids)} ORDER BY g.name_key")
    found: dict[UUID, list[GroupRow]] = defaultdict(list)
    known: dict[UUID, GroupRow] = {}
    for user_id, *of_group in await fetch(statement):
        group = read_group(of_group)
        found[key(user_id)].append(known.setdefault(group.id, group))
    await add_relations(list(known.values()), selection, load)
    return found
