"""Reads API tokens: what they carry and when they were used. No query has a token itself; only its hash is stored."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from auth.actor import Actor
from auth.paging import Order, Page, PageRequest, cut, encode_cursor, keyset, moment_value, order_by
from auth.permissions import Scope, demand
from auth.reading import Row, Statement, fetch, instant, key, optional_instant, optional_key
from auth.sessions.holder import items
from auth.tokens.rules import ApiTokenState, TokenFacts


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token as a caller reads it.

    Attributes:
        username: Of the account that it is for.
        state: Whether it is good at the moment of reading; its account may be off nevertheless.
    """

    id: UUID
    user_id: UUID
    username: str
    name: str
    prefix: str
    scopes: list[str]
    state: ApiTokenState
    created_at: datetime
    created_by_id: UUID | None
    expires_at: datetime | None
    last_used_at: datetime | None
    last_used_ip: str | None
    revoked_at: datetime | None
    revoked_by_id: UUID | None


@dataclass(frozen=True, slots=True)
class OwnTokenRow(TokenRow):
    """A token as whoever answers for it reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenFilter:
    """Which tokens to list; everything given must hold."""

    user_id: UUID | None = None
    state: ApiTokenState | None = None
    prefix: str | None = None
    expires_before: datetime | None = None
    last_used_before: datetime | None = None


EVERY_TOKEN = TokenFilter()
NEWEST_FIRST = Order("created_at", "t.created_at", descending=True, value=moment_value)

_SELECT = """
SELECT t.id, t.user_id, u.username, t.name, t.prefix,
       (SELECT {join}(s.scope{comma}) FROM api_token_scopes s WHERE s.token_id = t.id),
       t.created_at, t.created_by_id, t.expires_at, t.last_used_at, t.last_used_ip, t.revoked_at, t.revoked_by_id
FROM api_tokens t JOIN users u ON u.id = t.user_id
"""


async def list_api_tokens(actor: Actor, wanted: TokenFilter, page: PageRequest, now: datetime) -> Page[TokenRow]:
    """One page of tokens, the newest first. Raises ``BadInput``, ``Forbidden``."""
    demand(actor, "apiTokens", Scope.TOKENS_READ)
    page.check()
    statement = _select()
    conditions = _conditions(statement, wanted, now)
    start = keyset(statement, NEWEST_FIRST, page, "t.id")
    statement.add(f"WHERE {' AND '.join([*conditions, *([start] if start else [])])}")
    rows = await _read(statement.add(order_by(NEWEST_FIRST, page, "t.id")), now)
    return cut(rows, [encode_cursor(NEWEST_FIRST, row.created_at.isoformat(), row.id) for row in rows], page)


async def count_api_tokens(actor: Actor, wanted: TokenFilter, now: datetime, at_most: int | None = None) -> int:
    """How many tokens the whole list has; counting stops at ``at_most``."""
    demand(actor, "apiTokens", Scope.TOKENS_READ)
    statement = Statement()
    where = " AND ".join(_conditions(statement, wanted, now))
    limit = f" LIMIT {at_most:d}" if at_most is not None else ""
    rows = await fetch(statement.add(f"SELECT count(*) FROM (SELECT 1 FROM api_tokens t WHERE {where}{limit}) counted"))
    return rows[0][0]


async def api_token_by_id(actor: Actor, token_id: UUID, now: datetime) -> TokenRow | None:
    """One token, or ``None``."""
    demand(actor, "apiToken", Scope.TOKENS_READ)
    return await token_by_id(token_id, now)


async def token_by_id(token_id: UUID, now: datetime) -> TokenRow | None:
    """One token, or ``None``. No permission is asked: it was just made or revoked by the caller."""
    statement = _select()
    rows = await _read(statement.add(f"WHERE t.id = {statement.bind(token_id)}"), now)
    return rows[0] if rows else None


async def good_tokens_of(actor: Actor, user_ids: Sequence[UUID], now: datetime) -> dict[UUID, list[TokenRow]]:
    """The tokens of each account that are good now, the newest first; there are at most as many as settings allow."""
    demand(actor, "apiTokens", Scope.TOKENS_READ)
    statement = _select()
    of_accounts = statement.among("t.user_id", user_ids)
    good = " AND ".join(_conditions(statement, TokenFilter(state=ApiTokenState.ACTIVE), now))
    statement.add(f"WHERE {of_accounts} AND {good} ORDER BY t.created_at DESC, t.id DESC")
    found: dict[UUID, list[TokenRow]] = defaultdict(list)
    for row in await _read(statement, now):
        found[row.user_id].append(row)
    return found


async def own_tokens(actor: Actor, now: datetime) -> list[OwnTokenRow]:
    """The tokens that the caller answers for and that are good now: own ones, and those of own service accounts."""
    if actor.user_id is None:
        return []
    statement = _select()
    own = statement.bind(actor.user_id)
    good = " AND ".join(_conditions(statement, TokenFilter(state=ApiTokenState.ACTIVE), now))
    statement.add(f"WHERE (t.user_id = {own} OR u.owner_id = {own}) AND {good}")
    return await _own(statement.add("ORDER BY t.created_at DESC, t.id DESC"), now)


async def own_token(actor: Actor, now: datetime) -> OwnTokenRow | None:
    """The token by which the caller came; ``None`` for a session and for nobody."""
    if actor.token_id is None:
        return None
    statement = _select()
    rows = await _own(statement.add(f"WHERE t.id = {statement.bind(actor.token_id)}"), now)
    return rows[0] if rows else None


async def every_token_of(user_id: UUID, now: datetime) -> list[TokenRow]:
    """All tokens that an account ever had, the newest first. No permission is asked."""
    statement = _select()
    return await _read(
        statement.add(f"WHERE t.user_id = {statement.bind(user_id)} ORDER BY t.created_at DESC, t.id DESC"), now
    )


def _select() -> Statement:
    statement = Statement()
    postgres = statement.dialect == "postgres"
    join, comma = ("string_agg", ", ','") if postgres else ("group_concat", "")
    return statement.add(_SELECT.format(join=join, comma=comma))


def _conditions(statement: Statement, wanted: TokenFilter, now: datetime) -> list[str]:
    conditions = ["1 = 1"]
    if wanted.user_id is not None:
        conditions.append(f"t.user_id = {statement.bind(wanted.user_id)}")
    if wanted.prefix is not None:
        conditions.append(f"t.prefix = {statement.bind(wanted.prefix)}")
    if wanted.expires_before is not None:
        conditions.append(f"t.expires_at < {statement.bind(wanted.expires_before)}")
    if wanted.last_used_before is not None:
        used = statement.bind(wanted.last_used_before)
        conditions.append(f"(t.last_used_at IS NULL OR t.last_used_at < {used})")
    return conditions + _in_state(statement, wanted.state, now)


def _in_state(statement: Statement, state: ApiTokenState | None, now: datetime) -> list[str]:
    """``TokenFacts.state`` as a condition."""
    match state:
        case None:
            return []
        case ApiTokenState.REVOKED:
            return ["t.revoked_at IS NOT NULL"]
        case ApiTokenState.EXPIRED:
            return ["t.revoked_at IS NULL", f"t.expires_at <= {statement.bind(now)}"]
        case ApiTokenState.ACTIVE:
            return ["t.revoked_at IS NULL", f"(t.expires_at IS NULL OR t.expires_at > {statement.bind(now)})"]


async def _read(statement: Statement, now: datetime) -> list[TokenRow]:
    return [TokenRow(**_values(row, now)) for row in await fetch(statement)]


async def _own(statement: Statement, now: datetime) -> list[OwnTokenRow]:
    return [OwnTokenRow(**_values(row, now)) for row in await fetch(statement)]


def _values(row: Row, now: datetime) -> dict[str, Any]:
    id_, user_id, username, name, prefix, scopes, created, created_by, expires, used, used_ip, revoked, revoked_by = row
    facts = TokenFacts(optional_instant(expires), optional_instant(revoked), optional_instant(used))
    return {
        "id": key(id_),
        "user_id": key(user_id),
        "username": username,
        "name": name,
        "prefix": prefix,
        "scopes": sorted(items(scopes)),
        "state": facts.state(now),
        "created_at": instant(created),
        "created_by_id": optional_key(created_by),
        "expires_at": facts.expires_at,
        "last_used_at": facts.last_used_at,
        "last_used_ip": used_ip,
        "revoked_at": facts.revoked_at,
        "revoked_by_id": optional_key(revoked_by),
    }
