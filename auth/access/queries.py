"""Reads what is said about access: rules of roles and accounts, explanations, and who holds a scope."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from auth.access.rules import (
    AccessRule,
    AccessRuleKind,
    Explanation,
    ShutOut,
    explain_coordinate,
    explain_scope,
    field_rule_kind,
    in_force,
    override_kind,
)
from auth.actor import Actor
from auth.errors import BadInput
from auth.permissions import Access, Requirement, Scope, decide, demand
from auth.reading import Statement, boolean, fetch
from auth.roles.queries import RoleRow, all_rows, catalogue, known_scopes
from auth.roles.rules import RoleFacts, ancestry
from auth.sources.standing import LETS_IN
from auth.users.grants import HeldRole, grants_among
from auth.visibility import may_read
from models.permission import FieldEffect, FieldRule, OverrideEffect, RegisteredScope, ScopeOverride
from models.user import UserStatus


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """A scope that can be given.

    Attributes:
        namespace: Gatehouse's area, or the product's namespace.
        registered: Whether the product registered it.
    """

    name: str
    description: str
    namespace: str
    registered: bool = False


@dataclass(frozen=True, slots=True)
class FieldRuleRow:
    """A role's rule about a coordinate."""

    role: RoleRow
    coordinate: str
    effect: FieldEffect
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OverrideRow:
    """What an account is given or denied beside its roles."""

    scope: str
    effect: OverrideEffect
    reason: str
    ends_at: datetime | None
    created_at: datetime


async def list_scopes(actor: Actor) -> list[ScopeRow]:
    """Every scope there is, by name."""
    demand(actor, "scopes", Scope.ROLES_READ)
    own = [ScopeRow(scope.value, scope.description, scope.value.partition(":")[0]) for scope in Scope]
    registered = [
        ScopeRow(row.name, row.description, row.namespace, registered=True) for row in await RegisteredScope.all()
    ]
    return sorted(own + registered, key=lambda row: row.name)


async def list_field_rules(actor: Actor, role_id: UUID | None = None) -> list[FieldRuleRow]:
    """The field rules of all roles, or of one."""
    demand(actor, "fieldRules", Scope.ROLES_READ)
    rules = FieldRule.all() if role_id is None else FieldRule.filter(role_id=role_id)
    roles = {row.id: row for row in await all_rows()}
    return [
        FieldRuleRow(roles[row.role_id], row.coordinate, row.effect, row.created_at)
        for row in await rules.order_by("coordinate", "role_id")
    ]


async def list_overrides(actor: Actor, user_id: UUID) -> list[OverrideRow]:
    """What an account is given or denied beside its roles, also what has ended."""
    demand(actor, "scopeOverrides", Scope.USERS_READ, Scope.ROLES_READ)
    return [
        OverrideRow(row.scope, row.effect, row.reason, row.ends_at, row.created_at)
        for row in await ScopeOverride.filter(user_id=user_id).order_by("scope")
    ]


async def rules_about(user_id: UUID) -> list[AccessRule]:
    """Every rule that speaks about an account, also overrides that have ended. No permission is asked."""
    roles = await catalogue()
    held = await _held(user_id, roles)
    rules = [rule for grants in held.values() for grant in grants for rule in _of_role(roles, grant)]
    rules += [
        AccessRule(
            field_rule_kind(row.effect),
            row.coordinate,
            role=grant.role.name,
            rule=grant.rule,
            reason=grant.reason,
            ends_at=grant.expires_at,
        )
        for row in await FieldRule.filter(role_id__in=list(held)).order_by("coordinate", "role_id")
        for grant in held[row.role_id]
    ]
    rules += [
        AccessRule(override_kind(row.effect), row.scope, reason=row.reason, ends_at=row.ends_at)
        for row in await ScopeOverride.filter(user_id=user_id).order_by("scope")
    ]
    return rules


async def _held(user_id: UUID, roles: dict[UUID, RoleFacts]) -> dict[UUID, list[HeldRole[RoleFacts]]]:
    """Every grant by which each role is held, by hand and by policies: each alone is enough."""
    found: dict[UUID, list[HeldRole[RoleFacts]]] = defaultdict(list)
    for grant in (await grants_among([user_id], roles)).get(user_id, ()):
        found[grant.role.id].append(grant)
    return dict(sorted(found.items()))


def _of_role(roles: dict[UUID, RoleFacts], grant: HeldRole[RoleFacts]) -> list[AccessRule]:
    """One rule for each scope that a held role carries, itself or through a parent."""
    role = grant.role
    return [
        AccessRule(
            AccessRuleKind.ROLE_SCOPE,
            scope,
            role=role.name,
            through=None if carrier.id == role.id else carrier.name,
            rule=grant.rule,
            reason=grant.reason,
            ends_at=grant.expires_at,
        )
        for carrier in ancestry(role.id, roles)
        for scope in sorted(carrier.scopes)
    ]


async def explain_access(
    actor: Actor, user_id: UUID, subject: str, requirement: Requirement | None, now: datetime
) -> Explanation:
    """Why an account may, or may not: a scope (no ``requirement``), or a coordinate with what it needs.

    Equal to what enforcement does for a session of that account. Raises ``BadInput`` for what does not exist.
    """
    demand(actor, "explainAccess", Scope.USERS_READ, Scope.ROLES_READ)
    shut_out = await _shut_out(actor, user_id)
    rules = in_force(await rules_about(user_id), now)
    if requirement is not None:
        return replace(explain_coordinate(subject, requirement, rules), shut_out=shut_out)
    if subject not in await known_scopes():
        raise BadInput("scope", "There is no such scope.")
    return replace(explain_scope(subject, rules), shut_out=shut_out)


async def _shut_out(actor: Actor, user_id: UUID) -> tuple[ShutOut, ...]:
    """Why nobody gets in as an account, as far as the caller may know. Raises ``BadInput`` where there is none."""
    statement = Statement().add(f"SELECT u.status, u.locked_at IS NOT NULL, {LETS_IN} FROM users u")
    rows = await fetch(statement.add(f"WHERE u.id = {statement.bind(user_id)}"))
    if not rows:
        raise BadInput("userId", "There is no such account.")
    status, is_locked, is_let_in = rows[0]
    reasons = (
        (status != UserStatus.ACTIVE, "status", ShutOut.INACTIVE),
        (boolean(is_locked), "locks", ShutOut.LOCKED),
        (not boolean(is_let_in), "source", ShutOut.SOURCE_OFF),
    )
    return tuple(why for holds, value, why in reasons if holds and may_read(actor.permissions, value))


@dataclass(frozen=True, slots=True)
class RoleAccess:
    """What a role by itself opens."""

    role: RoleRow
    denied: frozenset[str]

    def opens(self, coordinate: str, requirement: Requirement) -> bool:
        """Whether its holder, with no other role and no override, may."""
        access = Access(role_scopes=frozenset(self.role.effective_scopes), fields_denied=self.denied)
        return decide(access).allows(coordinate, requirement)


async def access_of_roles(actor: Actor) -> list[RoleAccess]:
    """Every role with what its own field rules deny."""
    demand(actor, "permissionMatrix", Scope.ROLES_READ)
    denied: dict[UUID, set[str]] = defaultdict(set)
    for rule in await FieldRule.filter(effect=FieldEffect.DENY):
        denied[rule.role_id].add(rule.coordinate)
    return [RoleAccess(row, frozenset(denied[row.id])) for row in await all_rows()]


async def roles_that_can(actor: Actor, subject: str, requirement: Requirement) -> list[RoleRow]:
    """The roles that by themselves open a coordinate, or carry a scope."""
    return [each.role for each in await access_of_roles(actor) if each.opens(subject, requirement)]
