"""Which accounts can: the decision of ``auth.permissions.decide`` as a condition of SQL, for lists of any length."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from uuid import UUID

from auth.actor import Actor
from auth.paging import Page, PageRequest
from auth.permissions import Requirement, Scope, demand
from auth.reading import Statement, fetch
from auth.role_grants import in_force
from auth.roles.queries import catalogue
from auth.roles.rules import RoleFacts, effective_scopes
from auth.selection import Selection
from auth.users.queries import UserListing, count_users, list_users
from auth.users.rows import UserRow
from models.permission import FieldEffect, OverrideEffect

Condition = Callable[[Statement], str]


async def listing_who_can(
    subject: str, requirement: Requirement, now: datetime, page: PageRequest, *, is_coordinate: bool
) -> UserListing:
    """The list of active accounts that hold a scope, or to which a coordinate is open, as of ``now``."""
    roles = await catalogue()

    def condition(statement: Statement) -> str:
        alternatives = [
            " AND ".join([_holds(statement, scope, roles, now) for scope in needed]) or "1 = 1"
            for needed in requirement
        ]
        by_scopes = " OR ".join(f"({alternative})" for alternative in alternatives)
        return f"({by_scopes})" + (f" AND {_is_not_denied(statement, subject, now)}" if is_coordinate else "")

    return UserListing(page=page, only=condition)


async def who_can(actor: Actor, listing: UserListing, selection: Selection) -> Page[UserRow]:
    """One page of them. Raises ``BadInput``, ``Forbidden``."""
    demand(actor, "whoCan", Scope.USERS_READ, Scope.ROLES_READ)
    return await list_users(actor, listing, selection)


async def count_who_can(actor: Actor, listing: UserListing, at_most: int | None) -> int:
    """How many they are."""
    demand(actor, "whoCan", Scope.USERS_READ, Scope.ROLES_READ)
    return await count_users(actor, listing, at_most)


async def holds_all(user_id: UUID, scopes: Collection[str], now: datetime) -> bool:
    """Whether one account holds all of these scopes, by its roles and its overrides. No permission is asked."""
    statement, roles = Statement(), await catalogue()
    conditions = [_holds(statement, scope, roles, now) for scope in sorted(scopes)]
    statement.add(f"SELECT 1 FROM users u WHERE u.id = {statement.bind(user_id)} AND {' AND '.join(conditions)}")
    return bool(await fetch(statement))


def _holds(statement: Statement, scope: str, roles: Mapping[UUID, RoleFacts], now: datetime) -> str:
    carriers = [role_id for role_id in roles if scope in effective_scopes(role_id, roles)]
    grants = f"SELECT 1 FROM role_grants g WHERE g.user_id = u.id AND {statement.among('g.role_id', carriers)}"
    grants += f" AND {in_force(statement, now=now)}"
    granted = _overridden(statement, scope, OverrideEffect.GRANT, now)
    denied = _overridden(statement, scope, OverrideEffect.DENY, now)
    return f"(EXISTS ({grants}) OR {granted}) AND NOT {denied}"


def _overridden(statement: Statement, scope: str, effect: OverrideEffect, now: datetime) -> str:
    of, how, moment = statement.bind(scope), statement.bind(effect.value), statement.bind(now)
    counts = f"o.scope = {of} AND o.effect = {how} AND (o.ends_at IS NULL OR o.ends_at > {moment})"
    return f"EXISTS (SELECT 1 FROM scope_overrides o WHERE o.user_id = u.id AND {counts})"


def _is_not_denied(statement: Statement, coordinate: str, now: datetime) -> str:
    of, counts = statement.bind(coordinate), in_force(statement, now=now)

    def ruled(effect: FieldEffect) -> str:
        held = "JOIN role_grants g ON g.role_id = f.role_id WHERE g.user_id = u.id"
        how = statement.bind(effect.value)
        return f"EXISTS (SELECT 1 FROM field_rules f {held} AND {counts} AND f.coordinate = {of} AND f.effect = {how})"

    return f"(NOT {ruled(FieldEffect.DENY)} OR {ruled(FieldEffect.ALLOW)})"
