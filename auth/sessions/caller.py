"""Derives the caller of a request from its session token, in one statement.

Everything that decides is read anew for each request: the session, its account, the settings and the scopes of the
roles held with those of their parents. Nothing is cached, so whatever ends takes effect on the very next request.
"""

from dataclasses import dataclass
from datetime import datetime

from auth.actor import Actor, Origin, anonymous
from auth.opaque import TokenHash
from auth.permissions import PermissionSet, spelled_out
from auth.reading import Statement, boolean, fetch, instant, key
from auth.sessions.rules import Expiry, SessionMoments, expiry, is_due_for_touch
from auth.settings.pages import ApiSettings, SessionSettings
from auth.settings.queries import parse
from models.audit_event import ActorKind
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
    rows = await fetch(_statement(token_hash))
    if not rows:
        return Caller(anonymous(origin, "INVALID_TOKEN"))
    id_, user_id, username, status, ended_at, created, last_seen, remembered, idle, values, api, scopes, level = rows[0]
    settings = parse(SessionSettings, values)
    moments = SessionMoments(instant(created), instant(last_seen), boolean(remembered), idle)
    ended = ended_at is not None or (status != UserStatus.ACTIVE and settings.end_on_deactivation)
    if ended:
        return Caller(anonymous(origin, "SESSION_ENDED"))
    if expiry(moments, settings).has_passed(now):
        return Caller(anonymous(origin, "SESSION_EXPIRED"))
    actor = Actor(
        ActorKind.USER,
        PermissionSet(spelled_out(frozenset(scopes.split(",")) if scopes else frozenset()), authenticated=True),
        user_id=key(user_id),
        name=username,
        session_id=key(id_),
        level=level or 0,
        origin=origin,
    )
    seen = moments if passive else SessionMoments(moments.created_at, now, moments.remembered, idle)
    due = not passive and is_due_for_touch(moments, settings, now)
    return Caller(actor, expiry(seen, settings), due, parse(ApiSettings, api))


def _statement(token_hash: TokenHash) -> Statement:
    statement = Statement()
    token = statement.bind(token_hash)
    postgres = statement.dialect == "postgres"
    return statement.add(
        _CALLER.format(
            token=token,
            join="string_agg" if postgres else "group_concat",
            comma=", ','" if postgres else "",
        )
    )
