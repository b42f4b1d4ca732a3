"""Whose credential this is and what its account may do now: the part of a statement that all credentials share.

A credential is a row with a ``token_hash`` and a ``user_id``: a session or an API token. One statement finds it, its
account, and the scopes of the roles held with those of their parents, so nothing is remembered between two requests.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from auth.actor import Actor, Origin
from auth.opaque import TokenHash
from auth.permissions import EVERY_KNOWN_SCOPE, Access, PermissionSet, decide, spelled_out
from auth.reading import Row, Statement, boolean, fetch, key
from auth.role_grants import in_force
from auth.settings.pages import ApiSettings
from auth.settings.queries import parse
from auth.sources.standing import LETS_IN, lets_in_by
from models.audit_event import ActorKind
from models.permission import FieldEffect, OverrideEffect
from models.user import UserStatus

_HOLDER = """
WITH RECURSIVE held(role_id, direct) AS (
    SELECT g.role_id, 1 FROM {table} c JOIN role_grants g ON g.user_id = c.user_id
    WHERE c.token_hash = {token} AND {in_force}
    UNION
    SELECT p.parent_id, 0 FROM role_parents p JOIN held h ON p.role_id = h.role_id
)
SELECT c.user_id, u.username, u.status, u.locked_at IS NOT NULL, {lets_in},
       (SELECT values_json FROM settings_pages WHERE name = 'api'),
       (SELECT {join}(DISTINCT rs.scope{comma}) FROM role_scopes rs JOIN held h ON h.role_id = rs.role_id),
       (SELECT {join}(DISTINCT o.effect || ' ' || o.scope{comma}) FROM scope_overrides o
        WHERE o.user_id = c.user_id AND (o.ends_at IS NULL OR o.ends_at > {now})),
       (SELECT {join}(DISTINCT f.effect || ' ' || f.coordinate{comma}) FROM field_rules f
        JOIN held h ON h.role_id = f.role_id WHERE h.direct = 1),
       (SELECT {join}(DISTINCT name{comma}) FROM registered_scopes),
       (SELECT max(r.level) FROM roles r JOIN held h ON h.role_id = r.id WHERE h.direct = 1),
       {columns}
FROM {table} c JOIN users u ON u.id = c.user_id
WHERE c.token_hash = {token}
"""
_COLUMNS = 11


@dataclass(frozen=True, slots=True)
class Holder:
    """The account that a credential belongs to, as of this request.

    Attributes:
        is_active: Whether it is not deactivated.
        is_locked: Whether an administrator locked it by hand; every credential of it is worth nothing then.
        is_let_in: Whether what checks it, or opened the session, is switched on; while that is off, it is refused.
        permissions: What it may do by its roles, its overrides and its roles' field rules.
        level: The highest level among its roles.
        api: What the API may tell it.
    """

    user_id: UUID
    username: str
    is_active: bool
    is_locked: bool
    is_let_in: bool
    permissions: PermissionSet
    level: int
    api: ApiSettings

    def actor(self, origin: Origin, *, session_id: UUID | None = None) -> Actor:
        """The account as a caller by a session."""
        return Actor(
            ActorKind.USER,
            self.permissions,
            user_id=self.user_id,
            name=self.username,
            session_id=session_id,
            level=self.level,
            origin=origin,
        )


async def holder_of(
    table: Literal["sessions", "api_tokens"], columns: str, token_hash: TokenHash, now: datetime
) -> tuple[Holder, Sequence[Any]] | None:
    """Whose row of ``table`` has this token, with more ``columns``; ``None`` for none.

    In ``columns`` the row is ``c`` and its account ``u``; ``{join}(x{comma})`` joins values for ``items``.
    """
    statement = Statement()
    postgres = statement.dialect == "postgres"
    spelled = {"join": "string_agg" if postgres else "group_concat", "comma": ", ','" if postgres else ""}
    text = _HOLDER.format(
        table=table,
        columns=columns.format(**spelled),
        token=statement.bind(token_hash),
        now=statement.bind(now),
        in_force=in_force(statement, now=now),
        lets_in=lets_in_by("c.source_id") if table == "sessions" else LETS_IN,
        **spelled,
    )
    rows = await fetch(statement.add(text))
    return (_holder(rows[0][:_COLUMNS]), rows[0][_COLUMNS:]) if rows else None


def items(joined: str | None) -> list[str]:
    """The items of a joined column; they are joined by commas, which no scope or coordinate has."""
    return joined.split(",") if joined else []


def _holder(row: Row) -> Holder:
    user_id, username, status, locked, let_in, api, scopes, overrides, rules, registered, level = row
    return Holder(
        key(user_id),
        username,
        is_active=status == UserStatus.ACTIVE,
        is_locked=boolean(locked),
        is_let_in=boolean(let_in),
        permissions=decide(_access(scopes, overrides, rules, registered)),
        level=level or 0,
        api=parse(ApiSettings, api),
    )


def _access(scopes: str | None, overrides: str | None, rules: str | None, registered: str | None) -> Access:
    by_override, by_rule = _by_effect(overrides), _by_effect(rules)
    return Access(
        role_scopes=spelled_out(frozenset(items(scopes)), EVERY_KNOWN_SCOPE.union(items(registered))),
        granted=by_override(OverrideEffect.GRANT),
        denied=by_override(OverrideEffect.DENY),
        fields_denied=by_rule(FieldEffect.DENY),
        fields_allowed=by_rule(FieldEffect.ALLOW),
    )


def _by_effect(joined: str | None) -> Callable[[str], frozenset[str]]:
    pairs = [item.split(" ", 1) for item in items(joined)]
    return lambda effect: frozenset(what for how, what in pairs if how == effect)
