"""Reads accounts: one statement for a page, one more for each relation, whatever the page's size."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from auth.actor import Actor
from auth.errors import BadInput
from auth.licence.queries import is_licensed
from auth.paging import Order, Page, PageRequest, cut, encode_cursor, keyset, order_by
from auth.permissions import Scope, demand
from auth.reading import Row, Statement, fetch
from auth.role_grants import in_force
from auth.selection import Selection
from auth.texts import canonical, searchable
from auth.users.locks_of import is_locked
from auth.users.relations import add_relations, users_by_id
from auth.users.rows import UserRow, read_row, wanted_columns
from auth.visibility import may_read
from models.user import AuthMethod, UserKind, UserStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class UserFilter:
    """Which accounts to list; everything given must hold. Without ``status``, only active ones."""

    status: tuple[UserStatus, ...] = (UserStatus.ACTIVE,)
    kind: UserKind | None = None
    auth_method: AuthMethod | None = None
    source_id: UUID | None = None
    roles: tuple[str, ...] | None = None
    group_id: UUID | None = None
    locked: bool | None = None
    licensed: bool | None = None
    email_verified: bool | None = None
    external_id: str | None = None
    tenant_id: str | None = None
    last_login_after: datetime | None = None
    last_login_before: datetime | None = None
    created_after: datetime | None = None
    created_before: datetime | None = None
    updated_after: datetime | None = None
    updated_before: datetime | None = None


ANY_ACTIVE = UserFilter()
SEARCH_LENGTH = 200
"""Characters of a searched text, at most."""

BY_USERNAME = Order("username", "u.username_key")
FIRST_PAGE = PageRequest()


@dataclass(frozen=True, slots=True)
class UserListing:
    """A list of accounts as somebody asked for it.

    Attributes:
        only: A further condition on the account ``u``, written into the statement it is given.
    """

    filter: UserFilter = ANY_ACTIVE
    search: str | None = None
    order: Order = BY_USERNAME
    page: PageRequest = FIRST_PAGE
    only: Callable[[Statement], str] | None = None


async def list_users(actor: Actor, listing: UserListing, selection: Selection) -> Page[UserRow]:
    """One page of accounts with what ``selection`` wants of them. Raises ``BadInput``, ``Forbidden``."""
    demand(actor, "users", Scope.USERS_READ)
    listing.page.check()
    statement, order = Statement(), listing.order
    columns = wanted_columns(selection)
    named = ", ".join(["u.id", *(f"u.{name}" for name in columns), order.column])
    conditions = _conditions(statement, actor, listing)
    start = keyset(statement, order, listing.page, "u.id")
    statement.add(f"SELECT {named} FROM users u WHERE {' AND '.join(conditions + ([start] if start else []))}")
    rows = await fetch(statement.add(order_by(order, listing.page, "u.id")))
    read = [read_row(columns, row) for row in rows]
    cursors = [_cursor(order, user, row) for user, row in zip(read, rows, strict=True)]
    page = cut(read, cursors, listing.page)
    await add_relations(page.rows, selection)
    return page


async def count_users(actor: Actor, listing: UserListing, at_most: int | None = None) -> int:
    """How many accounts the whole list has; counting stops at ``at_most``."""
    demand(actor, "users", Scope.USERS_READ)
    statement = Statement()
    where = " AND ".join(_conditions(statement, actor, listing))
    limit = f" LIMIT {at_most:d}" if at_most is not None else ""
    rows = await fetch(statement.add(f"SELECT count(*) FROM (SELECT 1 FROM users u WHERE {where}{limit}) counted"))
    return rows[0][0]


async def user_by_id(actor: Actor, user_id: UUID, selection: Selection) -> UserRow | None:
    """One account, or ``None``."""
    demand(actor, "user", Scope.USERS_READ)
    return (await users_by_id([user_id], selection)).get(user_id)


async def user_by_name(actor: Actor, name: str, kind: str, selection: Selection) -> UserRow | None:
    """The account that signs in by this username or e-mail address (``kind``), in any spelling; or ``None``."""
    demand(actor, "user", Scope.USERS_READ)
    statement = Statement()
    key, of = statement.bind(canonical(name)), statement.bind(kind)
    rows = await fetch(statement.add(f"SELECT user_id FROM login_identifiers WHERE key = {key} AND kind = {of}"))
    if not rows:
        return None
    found = await users_by_id([rows[0][0]], selection)
    return next(iter(found.values()), None)


def _conditions(statement: Statement, actor: Actor, listing: UserListing) -> list[str]:
    wanted = listing.filter
    conditions = [statement.among("u.status", [str(status) for status in wanted.status])]
    equal = {
        "kind": wanted.kind,
        "auth_method": wanted.auth_method,
        "external_id": wanted.external_id,
        "tenant_id": wanted.tenant_id,
    }
    conditions += [f"u.{name} = {statement.bind(str(value))}" for name, value in equal.items() if value is not None]
    for name in ("last_login", "created", "updated"):
        after, before = getattr(wanted, f"{name}_after"), getattr(wanted, f"{name}_before")
        conditions += [f"u.{name}_at > {statement.bind(after)}"] if after else []
        conditions += [f"u.{name}_at < {statement.bind(before)}"] if before else []
    if wanted.roles is not None:
        names = statement.among("r.name_key", [canonical(name) for name in wanted.roles])
        held = "SELECT g.user_id FROM role_grants g JOIN roles r ON r.id = g.role_id"
        conditions.append(f"u.id IN ({held} WHERE {names} AND {in_force(statement)})")
    if wanted.source_id is not None:
        conditions.append(f"u.source_id = {statement.bind(wanted.source_id)}")
    if wanted.group_id is not None:
        group = statement.bind(wanted.group_id)
        conditions.append(f"u.id IN (SELECT m.user_id FROM group_members m WHERE m.group_id = {group})")
    if wanted.locked is not None:
        conditions.append(is_locked(statement) if wanted.locked else f"NOT {is_locked(statement)}")
    if wanted.email_verified is not None:
        conditions.append(f"u.email_verified_at IS {'NOT ' if wanted.email_verified else ''}NULL")
    if wanted.licensed is not None:
        conditions.append(is_licensed(statement) if wanted.licensed else f"NOT {is_licensed(statement)}")
    conditions += [listing.only(statement)] if listing.only else []
    return conditions + _search(statement, actor, listing.search)


def _search(statement: Statement, actor: Actor, search: str | None) -> list[str]:
    """Substring search over the columns that the caller may read."""
    if search is not None and len(search) > SEARCH_LENGTH:
        raise BadInput("search", f"It has at most {SEARCH_LENGTH} characters.")
    needle = searchable(search or "")
    if not needle:
        return []
    for special in ("\\", "%", "_"):
        needle = needle.replace(special, "\\" + special)
    pattern = statement.bind(f"%{needle}%")
    columns = ["u.username_search", "u.names_search"]
    if may_read(actor.permissions, "email"):
        columns.append("u.email_search")
    return ["(" + " OR ".join(f"{column} LIKE {pattern} ESCAPE '\\'" for column in columns) + ")"]


def _cursor(order: Order, user: UserRow, row: Row) -> str:
    value: Any = row[-1]
    return encode_cursor(order, value.isoformat() if isinstance(value, date) else value, user.id)
