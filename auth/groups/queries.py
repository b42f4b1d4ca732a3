"""Reads groups: one statement for a page, one more for each relation wanted, whatever the page's size."""

from collections.abc import Sequence
from uuid import UUID

from auth.actor import Actor
from auth.errors import BadInput
from auth.groups.rows import COLUMNS, GroupRow, add_relations, read_group
from auth.paging import Order, Page, PageRequest, cut, encode_cursor, keyset, order_by
from auth.permissions import Scope, demand
from auth.reading import Row, Statement, fetch
from auth.selection import Selection
from auth.texts import canonical
from auth.users.queries import SEARCH_LENGTH
from auth.users.relations import users_by_id


def _whole(raw: object) -> str:
    if not isinstance(raw, str):
        raise BadInput("after", "This is not a cursor of this list.")
    return raw


BY_NAME = Order("name", "g.name_key", value=_whole)


async def list_groups(actor: Actor, page: PageRequest, search: str | None, selection: Selection) -> Page[GroupRow]:
    """One page of the groups by name with what ``selection`` wants of them. Raises ``BadInput``, ``Forbidden``."""
    demand(actor, "groups", Scope.GROUPS_READ)
    page.check()
    statement = Statement()
    start = keyset(statement, BY_NAME, page, "g.id")
    where = " AND ".join([_found(statement, search), *([start] if start else [])])
    statement.add(f"SELECT {COLUMNS}, g.name_key FROM groups g WHERE {where}")
    rows = await fetch(statement.add(order_by(BY_NAME, page, "g.id")))
    read = [read_group(row[:-1]) for row in rows]
    cursors = [encode_cursor(BY_NAME, row[-1], group.id) for group, row in zip(read, rows, strict=True)]
    cut_page = cut(read, cursors, page)
    await add_relations(cut_page.rows, selection, users_by_id)
    return cut_page


async def count_groups(actor: Actor, search: str | None, at_most: int | None = None) -> int:
    """How many groups the whole list has; counting stops at ``at_most``."""
    demand(actor, "groups", Scope.GROUPS_READ)
    statement = Statement()
    limit = f" LIMIT {at_most:d}" if at_most is not None else ""
    where = _found(statement, search)
    rows = await fetch(statement.add(f"SELECT count(*) FROM (SELECT 1 FROM groups g WHERE {where}{limit}) counted"))
    return rows[0][0]


async def group_by_id(actor: Actor, group_id: UUID, selection: Selection) -> GroupRow | None:
    """One group, or ``None``."""
    demand(actor, "group", Scope.GROUPS_READ)
    return (await groups_by_id([group_id], selection)).get(group_id)


async def group_by_name(actor: Actor, name: str, selection: Selection) -> GroupRow | None:
    """The group of that name, without regard to case; or ``None``."""
    demand(actor, "group", Scope.GROUPS_READ)
    statement = Statement().add(f"SELECT {COLUMNS} FROM groups g")
    rows = await fetch(statement.add(f"WHERE g.name_key = {statement.bind(canonical(name))}"))
    return next(iter((await _read(rows, selection)).values()), None)


async def groups_by_id(group_ids: Sequence[UUID], selection: Selection) -> dict[UUID, GroupRow]:
    """The named groups by id. No permission is asked: the edge that leads here was guarded."""
    statement = Statement().add(f"SELECT {COLUMNS} FROM groups g")
    return await _read(await fetch(statement.add(f"WHERE {statement.among('g.id', group_ids)}")), selection)


async def _read(rows: Sequence[Row], selection: Selection) -> dict[UUID, GroupRow]:
    groups = [read_group(row) for row in rows]
    await add_relations(groups, selection, users_by_id)
    return {group.id: group for group in groups}


def _found(statement: Statement, search: str | None) -> str:
    """Groups whose name has this part, in any case."""
    if search is not None and len(search) > SEARCH_LENGTH:
        raise BadInput("search", f"It has at most {SEARCH_LENGTH} characters.")
    needle = canonical(search or "")
    for special in ("\\", "%", "_"):
        needle = needle.replace(special, "\\" + special)
    return f"g.name_key LIKE {statement.bind(f'%{needle}%')} ESCAPE '\\'"
