"""Sets field rules and overrides, and registers the product's scopes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from auth.access.events import (
    FieldRuleChanged,
    FieldRuleState,
    OverrideState,
    RegisteredState,
    ScopeOverrideChanged,
    ScopesRegistered,
)
from auth.access.rules import registration_problems
from auth.administrators.question import keeps_an_administrator
from auth.errors import DomainError, NotFound, Problems, Refused
from auth.events import Target
from auth.permissions import Scope, requires
from auth.roles.queries import known_scopes, locked_catalogue
from auth.roles.rules import Holdings, RoleFacts, holdings, own_holdings
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.texts import check_note
from auth.unit_of_work import Work
from auth.users.accounts import Managed, manage
from models.permission import FieldEffect, FieldRule, OverrideEffect, RegisteredScope, ScopeOverride

MOST_REGISTERED = 200
"""Scopes that one call registers at most."""


class CoordinateNotDeniable(DomainError):
    """A field rule named something that cannot be denied.

    Attributes:
        deniable: Every coordinate that can.
    """

    def __init__(self, deniable: frozenset[str]) -> None:
        """``deniable`` is shown to the caller."""
        message = "This coordinate does not exist or cannot be denied: only nullable fields of what others read can."
        super().__init__("COORDINATE_NOT_DENIABLE", message, "coordinate")
        self.deniable = sorted(deniable)


@requires(Scope.ROLES_WRITE)
@asks_fresh_factor(StepUp.ROLES)
@keeps_an_administrator
async def set_field_rule(
    work: Work, role_id: UUID, coordinate: str, effect: FieldEffect, deniable: frozenset[str]
) -> UUID:
    """Has a role deny a coordinate, or lift what another role denies.

    Raises ``NotFound``; ``CoordinateNotDeniable``; ``Refused`` for a role that carries more than the caller, and for
    lifting a denial that binds the caller as well.
    """
    role = await _own_role(work, role_id)
    if coordinate not in deniable:
        raise CoordinateNotDeniable(deniable)
    if effect is FieldEffect.ALLOW and coordinate in work.actor.permissions.denied:
        raise Refused(DomainError("BEYOND_OWN_RIGHTS", "It is denied to you as well.", "coordinate"))
    before = await FieldRule.get_or_none(role_id=role_id, coordinate=coordinate)
    if before is not None and before.effect is effect:
        return role_id
    await FieldRule.filter(role_id=role_id, coordinate=coordinate).delete()
    await FieldRule.create(
        role_id=role_id,
        coordinate=coordinate,
        effect=effect,
        created_at=work.now,
        created_by_id=work.actor.user_id,
    )
    _record_rule(work, role, coordinate, before.effect if before else None, effect)
    return role_id


@requires(Scope.ROLES_WRITE)
@asks_fresh_factor(StepUp.ROLES)
@keeps_an_administrator
async def clear_field_rule(work: Work, role_id: UUID, coordinate: str) -> UUID:
    """Takes a role's rule about a coordinate away. No rule: nothing happens. Raises ``NotFound``, ``Refused``."""
    role = await _own_role(work, role_id)
    rules = await FieldRule.filter(role_id=role_id)  # compared here: the text may be none that a column takes
    before = next((rule for rule in rules if rule.coordinate == coordinate), None)
    if before is None:
        return role_id
    if before.effect is FieldEffect.DENY and coordinate in work.actor.permissions.denied:
        raise Refused(DomainError("BEYOND_OWN_RIGHTS", "It is denied to you as well.", "coordinate"))
    await before.delete()
    _record_rule(work, role, coordinate, before.effect, None)
    return role_id


@dataclass(frozen=True, slots=True)
class NewOverride:
    """What an account is to be given or denied.

    Attributes:
        ends_at: When it ends by itself; ``None`` for never.
        reason: Why, at most 2,000 characters.
    """

    scope: str
    reason: str
    ends_at: datetime | None = None


@requires(Scope.ROLES_ASSIGN)
@asks_fresh_factor(StepUp.ROLE_ASSIGNMENT)
@keeps_an_administrator
async def grant_scope(work: Work, user_id: UUID, wanted: NewOverride) -> UUID:
    """Gives an account a scope beside its roles. Raises ``NotFound``, ``Refused``."""
    return await _override(work, user_id, wanted, OverrideEffect.GRANT)


@requires(Scope.ROLES_ASSIGN)
@asks_fresh_factor(StepUp.ROLE_ASSIGNMENT)
@keeps_an_administrator
async def deny_scope(work: Work, user_id: UUID, wanted: NewOverride) -> UUID:
    """Denies an account a scope whatever its roles say. Raises ``NotFound``, ``Refused``."""
    return await _override(work, user_id, wanted, OverrideEffect.DENY)


@requires(Scope.ROLES_ASSIGN)
@asks_fresh_factor(StepUp.ROLE_ASSIGNMENT)
@keeps_an_administrator
async def clear_scope_override(work: Work, user_id: UUID, scope: str) -> UUID:
    """Takes back what was given or denied beside the roles. Nothing there: nothing happens."""
    managed = await _others(work, user_id)
    overrides = await ScopeOverride.filter(user_id=user_id)  # compared here: the text may be none that a column takes
    before = next((override for override in overrides if override.scope == scope), None)
    if before is None:
        return user_id
    _refuse_unheld(work, scope)
    await before.delete()
    _record_override(work, managed, _state(before), OverrideState(scope, None))
    return user_id


@requires(Scope.SCOPES_WRITE)
async def register_scopes(work: Work, namespace: str, scopes: Sequence[tuple[str, str]]) -> list[str]:
    """Registers scopes (name, description) of the product, or renews their descriptions. Raises ``Refused``.

    Scopes of the namespace that are not named stay as they are: roles and tokens may carry them.
    """
    problems = Problems()
    problems.extend(registration_problems(namespace, [name for name, _ in scopes]))
    for index, (_, description) in enumerate(scopes):
        problems.extend(check_note(description, f"scopes.{index}.description"))
    if not 1 <= len(scopes) <= MOST_REGISTERED:
        problems.add("OUT_OF_BOUNDS", f"One call registers from 1 to {MOST_REGISTERED} scopes.", "scopes")
    problems.refuse()
    before = {row.name: row for row in await RegisteredScope.filter(namespace=namespace)}
    for name, description in dict(scopes).items():
        row = before.get(name) or RegisteredScope(name=name, namespace=namespace, created_at=work.now)
        row.description, row.updated_at = description, work.now
        await row.save(force_create=name not in before)
    after = sorted({*before, *dict(scopes)})
    work.record(
        ScopesRegistered(
            target=Target("SCOPES", namespace, namespace),
            before=RegisteredState(tuple(sorted(before))),
            after=RegisteredState(tuple(after)),
        )
    )
    return after


async def _own_role(work: Work, role_id: UUID) -> RoleFacts:
    roles = await locked_catalogue()
    role = roles.get(role_id)
    if role is None:
        raise NotFound("role", "role_id")
    if not own_holdings(work.actor).covers(holdings([role_id], roles)):
        raise Refused(DomainError("BEYOND_OWN_RIGHTS", "The role carries more than you hold yourself.", "role_id"))
    return role


async def _others(work: Work, user_id: UUID) -> Managed:
    if work.actor.is_user(user_id):
        raise Refused(DomainError("OWN_ACCOUNT", "Nobody changes what they may do themselves.", "user_id"))
    return await manage(work, user_id, "user_id")


def _refuse_unheld(work: Work, scope: str) -> None:
    if not own_holdings(work.actor).covers(Holdings(frozenset({scope}), 0)):
        raise Refused(DomainError("BEYOND_OWN_RIGHTS", f"You do not hold {scope} yourself.", "scope"))


async def _override(work: Work, user_id: UUID, wanted: NewOverride, effect: OverrideEffect) -> UUID:
    managed = await _others(work, user_id)
    problems = Problems()
    problems.extend(check_note(wanted.reason, "reason"))
    if not wanted.reason.strip():
        problems.add("TOO_SHORT", "Say why.", "reason")
    if wanted.scope not in await known_scopes():
        problems.add("SCOPE_UNKNOWN", "There is no such scope.", "scope")
    if wanted.ends_at is not None and wanted.ends_at <= work.now:
        problems.add("ENDS_IN_PAST", "It would have ended already.", "ends_at")
    problems.refuse()
    _refuse_unheld(work, wanted.scope)
    before = await ScopeOverride.get_or_none(user_id=user_id, scope=wanted.scope)
    await ScopeOverride.filter(user_id=user_id, scope=wanted.scope).delete()
    row = await ScopeOverride.create(
        user_id=user_id,
        scope=wanted.scope,
        effect=effect,
        reason=wanted.reason,
        ends_at=wanted.ends_at,
        created_at=work.now,
        created_by_id=work.actor.user_id,
    )
    _record_override(work, managed, _state(before) if before else OverrideState(wanted.scope, None), _state(row))
    return user_id


def _state(row: ScopeOverride) -> OverrideState:
    return OverrideState(row.scope, row.effect.value, row.ends_at.isoformat() if row.ends_at else None, row.reason)


def _record_override(work: Work, managed: Managed, before: OverrideState, after: OverrideState) -> None:
    work.record(ScopeOverrideChanged(target=managed.target, before=before, after=after))


def _record_rule(
    work: Work, role: RoleFacts, coordinate: str, before: FieldEffect | None, after: FieldEffect | None
) -> None:
    work.record(
        FieldRuleChanged(
            target=Target("ROLE", str(role.id), role.name),
            before=FieldRuleState(coordinate, before),
            after=FieldRuleState(coordinate, after),
        )
    )
