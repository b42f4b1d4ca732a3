"""Reads who is given the scopes of an administrator, and everything that decides whether they can get in.

A fixed number of statements, however many accounts there are.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from auth.administrators.rules import AdministratorFacts
from auth.permissions import ADMINISTRATOR, Access
from auth.reading import Row, Statement, boolean, fetch, key, optional_key
from auth.role_grants import in_force
from auth.roles.queries import catalogue
from auth.roles.rules import RoleFacts, effective_scopes
from auth.sources.enforcement import ENFORCED, breaks_glass_of, use_of
from auth.sources.registry import sources_of
from auth.sources.rules import SourceFacts, state_of
from models.permission import FieldEffect, FieldRule, OverrideEffect
from models.role import GrantSource
from models.user import AuthMethod, UserKind, UserStatus

_ACCOUNTS = """
SELECT u.id, u.username, u.kind, u.status, u.locked_at IS NOT NULL, u.auth_method,
       EXISTS (SELECT 1 FROM credentials c WHERE c.user_id = u.id), u.source_id,
       {enforced}, {exempt}, u.mfa_enrolled_at IS NOT NULL, {linked}
FROM users u WHERE u.id IN ({given}){more} ORDER BY u.username_key, u.id
"""
_LINKED = """(
    EXISTS (SELECT 1 FROM external_identities e WHERE e.user_id = u.id AND (e.source_id = u.source_id OR (
        u.source_id IS NULL
        AND EXISTS (SELECT 1 FROM identity_providers p WHERE p.id = e.source_id AND p.is_enabled))))
    OR EXISTS (SELECT 1 FROM identity_expectations w
               WHERE w.user_id = u.id AND w.source_id = u.source_id AND w.used_at IS NULL))"""


@dataclass(slots=True)
class _Said:
    """What is said about one account."""

    roles: set[UUID] = field(default_factory=set[UUID])
    ending_roles: set[UUID] = field(default_factory=set[UUID])
    granted: set[str] = field(default_factory=set[str])
    ending: set[str] = field(default_factory=set[str])
    denied: set[str] = field(default_factory=set[str])


RolesThen: TypeAlias = Mapping[UUID, frozenset[UUID]]
"""What directories will give accounts, in the place of what they gave them: roles by account."""

AS_THEY_ARE: RolesThen = {}


async def administrators(now: datetime, then: RolesThen = AS_THEY_ARE) -> list[AdministratorFacts]:
    """Every account to which roles and overrides give the scopes of an administrator, by username.

    Also those that are denied one of them, or cannot sign in: ``rules`` tells who counts. No permission is asked. What
    is read inside a unit of work holds only under ``auth.roles.queries.locked_catalogue``. With ``then`` it is told who
    it will be once these accounts have signed in.
    """
    roles = await catalogue()
    accounts = await fetch(_accounts(roles, now, then))
    if not accounts:
        return []
    said = await _said([key(row[0]) for row in accounts], now, then)
    fields = await _fields({role_id for each in said.values() for role_id in each.roles | each.ending_roles})
    sources = {method: await sources_of(method) for method in AuthMethod if method is not AuthMethod.LOCAL}
    found = [_facts(row, said[key(row[0])], roles, fields, sources) for row in accounts]
    return [each for each in found if (each.access.role_scopes | each.access.granted | each.ending) >= ADMINISTRATOR]


def _accounts(roles: Mapping[UUID, RoleFacts], now: datetime, then: RolesThen) -> Statement:
    """The statement begins with the grants, which are few, not with the accounts."""
    statement = Statement()
    given = " INTERSECT ".join(_given(statement, scope, roles, now) for scope in sorted(ADMINISTRATOR))
    more = f" OR {statement.among('u.id', list(then))}" if then else ""
    conditions = {"enforced": ENFORCED, "exempt": breaks_glass_of("u.id"), "linked": _LINKED}
    return statement.add(_ACCOUNTS.format(given=given, more=more, **conditions))


def _given(statement: Statement, scope: str, roles: Mapping[UUID, RoleFacts], now: datetime) -> str:
    carriers = [role_id for role_id in roles if scope in effective_scopes(role_id, roles)]
    by_role = f"SELECT g.user_id FROM role_grants g WHERE {statement.among('g.role_id', carriers)}"
    by_role += f" AND {in_force(statement, now=now)}"
    of, how, moment = statement.bind(str(scope)), statement.bind(OverrideEffect.GRANT.value), statement.bind(now)
    counts = f"o.scope = {of} AND o.effect = {how} AND (o.ends_at IS NULL OR o.ends_at > {moment})"
    return f"SELECT user_id FROM ({by_role} UNION SELECT o.user_id FROM scope_overrides o WHERE {counts}) AS given"


async def _said(user_ids: Sequence[UUID], now: datetime, then: RolesThen) -> Mapping[UUID, _Said]:
    said: defaultdict[UUID, _Said] = defaultdict(_Said)
    for user_id, role_ids in then.items():
        said[user_id].roles.update(role_ids)
    grants = Statement().add("SELECT g.user_id, g.role_id, g.expires_at IS NOT NULL, g.source FROM role_grants g WHERE")
    grants.add(f"{grants.among('g.user_id', user_ids)} AND {in_force(grants, now=now)}")
    for user_id, role_id, ends, source in await fetch(grants):
        if key(user_id) not in then or not GrantSource(source).is_external:
            (said[key(user_id)].ending_roles if ends else said[key(user_id)].roles).add(key(role_id))
    overrides = Statement().add(
        "SELECT o.user_id, o.scope, o.effect, o.ends_at IS NOT NULL FROM scope_overrides o WHERE"
    )
    moment = overrides.bind(now)
    overrides.add(f"{overrides.among('o.user_id', user_ids)} AND (o.ends_at IS NULL OR o.ends_at > {moment})")
    for user_id, scope, effect, ends in await fetch(overrides):
        if effect == OverrideEffect.DENY:
            said[key(user_id)].denied.add(scope)
        else:
            (said[key(user_id)].ending if ends else said[key(user_id)].granted).add(scope)
    return said


async def _fields(role_ids: set[UUID]) -> Mapping[tuple[UUID, FieldEffect], set[str]]:
    """The coordinates that each role denies or lifts."""
    found: defaultdict[tuple[UUID, FieldEffect], set[str]] = defaultdict(set)
    for rule in await FieldRule.filter(role_id__in=role_ids) if role_ids else ():
        found[rule.role_id, rule.effect].add(rule.coordinate)
    return found


def _facts(
    row: Row,
    said: _Said,
    roles: Mapping[UUID, RoleFacts],
    fields: Mapping[tuple[UUID, FieldEffect], set[str]],
    sources: Mapping[AuthMethod, Sequence[SourceFacts]],
) -> AdministratorFacts:
    _, username, kind, status, is_locked, method, has_password, source_id, enforced, exempt, enrolled, linked = row

    def of_fields(effect: FieldEffect, held: set[UUID]) -> frozenset[str]:
        return frozenset[str]().union(*(fields.get((role_id, effect), ()) for role_id in held))

    access = Access(
        role_scopes=_carried(said.roles, roles),
        granted=frozenset(said.granted),
        denied=frozenset(said.denied),
        fields_denied=of_fields(FieldEffect.DENY, said.roles | said.ending_roles),
        fields_allowed=of_fields(FieldEffect.ALLOW, said.roles),
    )
    return AdministratorFacts(
        username=username,
        kind=UserKind(kind),
        status=UserStatus(status),
        is_locked=boolean(is_locked),
        method=AuthMethod(method),
        has_password=boolean(has_password),
        access=access,
        source=state_of(sources.get(AuthMethod(method), ()), optional_key(source_id)),
        ending=_carried(said.ending_roles, roles) | said.ending,
        password=use_of(enforced=boolean(enforced), exempt=boolean(exempt)),
        enrolled=boolean(enrolled),
        linked=boolean(linked),
    )


def _carried(held: set[UUID], roles: Mapping[UUID, RoleFacts]) -> frozenset[str]:
    return frozenset[str]().union(*(effective_scopes(role_id, roles) for role_id in held))
