"""Derives the caller of a request from its session token, in one statement.

Everything that decides is read anew for each request: the session, its account, the settings and the scopes of the
roles held with those of their parents. Nothing is cached, so whatever ends takes effect on the very next request.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from auth.actor import Actor, Origin, anonymous
from auth.opaque import TokenHash
from auth.permissions import EVERY_KNOWN_SCOPE, Access, decide, spelled_out
from auth.reading import Statement, boolean, fetch, instant, key
from auth.sessions.rules import Expiry, SessionMoments, expiry, is_due_for_touch
from auth.settings.pages import ApiSettings, SessionSettings
from auth.settings.queries import parse
from models.audit_event import ActorKind
from models.permission import FieldEffect, OverrideEffect
from models.user import UserStatus

_CALLER = """
WITH RECURSIVE held(role_id, direct) AS (
    SELECT g.role_id, 1 FROM sessions s JOIN role_grants g ON g.user_id = s.user_id WHERE s.token_hash = {token}
    UNION
    SELECT p.parent_id, 0 FROM role_parents p JOIN held h ON p.role_id = h.role_id
)
SELECT s.id, s.user_id, u.username, u.status, s.ended_at, s.created_at, s.last_seen_at, s.remembered,
       u.idle_timeout_minutes,
       (SELECT values_json FROM settings_pages WHERE name = 'sessions'),
       (SELECT values_json FROM settings_pages WHERE name = 'api'),
       (SELECT {join}(DISTINCT rs.scope{comma}) FROM role_scopes rs JOIN held h ON h.role_id = rs.role_id),
       (SELECT {join}(DISTINCT o.effect || ' ' || o.scope{comma}) FROM scope_overrides o
        WHERE o.user_id = s.user_id AND (o.ends_at IS NULL OR o.ends_at > {now})),
       (SELECT {join}(DISTINCT f.effect || ' ' || f.coordinate{comma}) FROM field_rules f
        JOIN held h ON h.role_id = f.role_id WHERE h.direct = 1),
       (SELECT {join}(DISTINCT name{comma}) FROM registered_scopes),
       (SELECT max(r.level) FROM roles r JOIN held h ON h.role_id = r.id WHERE h.direct = 1)
FROM sessions s JOIN users u ON u.id = s.user_id
WHERE s.token_hash = {token}
"""


TELLS_NOTHING = ApiSettings(introspection=False)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes a request.

    Attributes:
        actor: Somebody, or nobody with the reason.
        expiry: Until when the session lives, this request counted; ``None`` for nobody.
        is_due_for_touch: Whether the session's last activity should be written.
        api: What the API may tell the caller.
    """

    actor: Actor
    expiry: Expiry | None = None
    is_due_for_touch: bool = False
    api: ApiSettings = TELLS_NOTHING


async def caller_of(token_hash: TokenHash, origin: Origin, now: datetime, *, passive: bool = False) -> Caller:
    """Whose token this is. A token that is unknown, ended or expired gives nobody, with the reason.

    A ``passive`` request (a program that polls) does not restart the session's idle time.
    """
    rows = await fetch(_statement(token_hash, now))
    if not rows:
        return Caller(anonymous(origin, "INVALID_TOKEN"))
    id_, user_id, username, status, ended_at, created, last_seen, remembered, idle, values, api, *access, level = rows[
        0
    ]
    settings = parse(SessionSettings, values)
    moments = SessionMoments(instant(created), instant(last_seen), boolean(remembered), idle)
    ended = ended_at is not None or (status != UserStatus.ACTIVE and settings.end_on_deactivation)
    if ended:
        return Caller(anonymous(origin, "SESSION_ENDED"))
    if expiry(moments, settings).has_passed(now):
        return Caller(anonymous(origin, "SESSION_EXPIRED"))
    actor = Actor(
        ActorKind.USER,
        decide(_access(*access)),
        user_id=key(user_id),
        name=username,
        session_id=key(id_),
        level=level or 0,
        origin=origin,
    )
    seen = moments if passive else SessionMoments(moments.created_at, now, moments.remembered, idle)
    due = not passive and is_due_for_touch(moments, settings, now)
    return Caller(actor, expiry(seen, settings), due, parse(ApiSettings, api))


def _access(scopes: str | None, overrides: str | None, rules: str | None, registered: str | None) -> Access:
    """What the joined columns of the statement say; items are joined by commas, which no scope or coordinate has."""
    by_override, by_rule = _by_effect(overrides), _by_effect(rules)
    return Access(
        role_scopes=spelled_out(frozenset(_items(scopes)), EVERY_KNOWN_SCOPE.union(_items(registered))),
        granted=by_override(OverrideEffect.GRANT),
        denied=by_override(OverrideEffect.DENY),
        fields_denied=by_rule(FieldEffect.DENY),
        fields_allowed=by_rule(FieldEffect.ALLOW),
    )


def _items(joined: str | None) -> list[str]:
    return joined.split(",") if joined else []


def _by_effect(joined: str | None) -> Callable[[str], frozenset[str]]:
    pairs = [item.split(" ", 1) for item in _items(joined)]
    return lambda effect: frozenset(what for how, what in pairs if how == effect)


def _statement(token_hash: TokenHash, now: datetime) -> Statement:
    statement = Statement()
    token, moment = statement.bind(token_hash), statement.bind(now)
    postgres = statement.dialect == "postgres"
    return statement.add(
        _CALLER.format(
            token=token,
            now=moment,
            join="string_agg" if postgres else "group_concat",
            comma=", ','" if postgres else "",
        )
    )
