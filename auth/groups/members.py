"""The members of many groups at once, each group with a page of its own: one statement, whatever their number."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from auth.actor import Actor
from auth.groups.rows import member_counts
from auth.paging import Page, PageRequest, cut, encode_cursor, keyset
from auth.permissions import Scope, demand
from auth.reading import Statement, fetch, key
from auth.selection import Selection
from auth.users.orders import user_order
from auth.users.relations import add_relations
from auth.users.rows import UserRow, read_row, wanted_columns

_BY_USERNAME = user_order("username", descending=False)


async def members_of(
    actor: Actor, group_ids: Sequence[UUID], page: PageRequest, selection: Selection
) -> dict[UUID, Page[UserRow]]:
    """The same page of each group's members by username, inactive ones included, with what ``selection`` wants.

    Raises ``BadInput``, ``Forbidden``.
    """
    demand(actor, "members", Scope.GROUPS_READ, Scope.USERS_READ)
    page.check()
    columns = wanted_columns(selection)
    found: dict[UUID, list[tuple[UserRow, str]]] = defaultdict(list)
    for group_id, name, *row in await fetch(_statement(group_ids, page, columns)):
        user = read_row(columns, row)
        found[key(group_id)].append((user, encode_cursor(_BY_USERNAME, name, user.id)))
    pages = {
        group_id: cut([user for user, _ in found[group_id]], [cursor for _, cursor in found[group_id]], page)
        for group_id in group_ids
    }
    await add_relations([user for each in pages.values() for user in each.rows], selection)
    return pages


async def count_members(actor: Actor, group_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many accounts are in each group."""
    demand(actor, "members", Scope.GROUPS_READ, Scope.USERS_READ)
    return await member_counts(group_ids)


def _statement(group_ids: Sequence[UUID], page: PageRequest, columns: Sequence[str]) -> Statement:
    """Members numbered within their group from where the page starts; one more than asked tells of more."""
    statement, direction = Statement(), "DESC" if page.backward else "ASC"
    conditions = [statement.among("m.group_id", group_ids)]
    start = keyset(statement, _BY_USERNAME, page, "u.id")
    where = " AND ".join(conditions + ([start] if start else []))
    named = ", ".join(f"u.{name}" for name in ("id", *columns))
    first, last = page.offset or 0, (page.offset or 0) + page.size + 1
    place = f"row_number() OVER (PARTITION BY m.group_id ORDER BY u.username_key {direction}, u.id {direction})"
    statement.add(f"SELECT {', '.join(('group_id', 'sorted', 'id', *columns))} FROM (")
    statement.add(f"SELECT m.group_id, u.username_key AS sorted, {named}, {place} AS place")
    statement.add(f"FROM group_members m JOIN users u ON u.id = m.user_id WHERE {where}) AS numbered")
    return statement.add(f"WHERE place > {first:d} AND place <= {last:d} ORDER BY group_id, place")
