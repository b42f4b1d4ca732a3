"""Creates, changes, deletes and orders policies. Nobody holds anything else by it until their next sign-in.

Whoever names a role in a policy gives it, so nobody touches a policy of a role that carries more than they hold.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from tortoise.exceptions import IntegrityError

from auth.administrators.question import keeps_an_administrator
from auth.errors import DomainError, NotFound, Problems, Refused, VersionConflict
from auth.events import Target
from auth.idempotency import Idempotency, earlier_result, remember_result
from auth.permissions import Scope, requires
from auth.policies.changing import Standing, after_change, before_change
from auth.policies.drafts import (
    POLICIES_MOST,
    POSITION_MOST,
    PolicyChanges,
    PolicyDraft,
    draft_problems,
    value_key,
)
from auth.policies.events import (
    PoliciesReordered,
    PolicyCreated,
    PolicyDeleted,
    PolicyOrder,
    PolicyState,
    PolicyUpdated,
)
from auth.policies.rules import PolicyFacts
from auth.roles.rules import RoleFacts, holdings, own_holdings
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.unit_of_work import Work
from auth.unset import given
from auth.users.rules import grant_problems, named_roles
from models.columns import TEXT_LENGTH
from models.policy import Policy, PolicyRole

SHOWN_LENGTH = 100
"""Characters of a policy's value in a message or a list."""


@requires(Scope.LDAP_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
@keeps_an_administrator
async def create_policy(
    work: Work, draft: PolicyDraft, idempotency: Idempotency | None = None, preview_fingerprint: str | None = None
) -> UUID:
    """Makes a policy and gives back its id.

    Raises ``Refused`` naming each field that is wrong (``POSITION_TAKEN``), ``WouldLockOut``, and ``PREVIEW_STALE``.
    """
    earlier = await earlier_result(work, "create_policy", idempotency)
    if earlier is not None:
        return earlier
    before = await before_change(preview_fingerprint)
    if len(before.rules.policies) >= POLICIES_MOST:
        raise DomainError("TOO_MANY", f"There are at most {POLICIES_MOST:,} policies.")
    if draft.position is None:
        draft = replace(draft, position=max((each.position for each in before.rules.policies), default=0) + 1)
    wanted = _checked(work, draft, before, frozenset(), None)
    policy = Policy(created_at=work.now, updated_at=work.now)
    await remember_result(work, "create_policy", idempotency, policy.id)
    await _store(policy, draft, wanted, is_new=True)
    told = replace(draft, roles=_names(wanted, before.roles))
    work.record(PolicyCreated(target=_target(policy), after=_state(told, before)))
    await after_change(work, before)
    return policy.id


@requires(Scope.LDAP_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
@keeps_an_administrator
async def update_policy(
    work: Work,
    policy_id: UUID,
    changes: PolicyChanges,
    version: int | None = None,
    preview_fingerprint: str | None = None,
) -> UUID:
    """Changes the given values of a policy.

    Raises ``NotFound``, ``VersionConflict``, and as ``create_policy``.
    """
    before = await before_change(preview_fingerprint)
    policy, held = await _found(policy_id, before, version)
    old = _draft(policy, held, before.roles)
    draft = replace(
        old,
        type=given(changes.type, old.type),
        value=given(changes.value, old.value),
        roles=given(changes.roles, old.roles),
        profile_id=given(changes.profile_id, old.profile_id),
        position=given(changes.position, old.position),
        is_enabled=given(changes.is_enabled, old.is_enabled),
        description=given(changes.description, old.description),
    )
    wanted = _checked(work, draft, before, held, policy_id)
    policy.updated_at, policy.version = work.now, policy.version + 1
    await _store(policy, draft, wanted, is_new=False)
    after = _state(replace(draft, roles=_names(wanted, before.roles)), before)
    work.record(PolicyUpdated(target=_target(policy), before=_state(old, before), after=after))
    await after_change(work, before)
    return policy_id


@requires(Scope.LDAP_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
@keeps_an_administrator
async def delete_policy(
    work: Work, policy_id: UUID, version: int | None = None, preview_fingerprint: str | None = None
) -> None:
    """Deletes a policy. Sessions go on, and what it gave is held until the next sign-in (REQUIREMENTS G3).

    Raises ``NotFound``, ``VersionConflict``, ``Refused``, ``WouldLockOut``, ``PREVIEW_STALE``.
    """
    before = await before_change(preview_fingerprint)
    policy, held = await _found(policy_id, before, version)
    _refuse_beyond_own(work, held, before.roles, "id")
    await policy.delete()
    work.record(PolicyDeleted(target=_target(policy), before=_state(_draft(policy, held, before.roles), before)))
    await after_change(work, before)


@requires(Scope.LDAP_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
@keeps_an_administrator
async def reorder_policies(work: Work, policy_ids: Sequence[UUID], preview_fingerprint: str | None = None) -> None:
    """Puts all policies in this order, at positions from 1 on. At them already: nothing happens.

    Raises ``Refused`` where the ids are not those of all policies, each once, or one that moves gives more than the
    caller holds; ``WouldLockOut``, ``PREVIEW_STALE``.
    """
    before = await before_change(preview_fingerprint)
    rows = {row.id: row for row in await Policy.all().order_by("position").select_for_update()}
    if sorted(policy_ids) != sorted(rows):
        raise Refused(DomainError("ORDER_INCOMPLETE", "Name every policy there is exactly once.", "ids"))
    places = {policy_id: place for place, policy_id in enumerate(policy_ids, start=1)}
    moved = [row for row in rows.values() if row.position != places[row.id]]
    if not moved:
        return
    roles = {policy.id: frozenset(role.id for role in policy.roles) for policy in before.rules.policies}
    _refuse_beyond_own(work, frozenset[UUID]().union(*(roles[row.id] for row in moved)), before.roles, "ids")
    for row in moved:
        row.position, row.version, row.updated_at = -places[row.id], row.version + 1, work.now
    await Policy.bulk_update(moved, ["position", "version", "updated_at"])  # aside: no two are ever at one place
    for row in moved:
        row.position = places[row.id]
    await Policy.bulk_update(moved, ["position"])
    order = _order(list(rows.values())), _order([rows[policy_id] for policy_id in policy_ids])
    work.record(PoliciesReordered(before=order[0], after=order[1]))
    await after_change(work, before)


async def _found(policy_id: UUID, before: Standing, version: int | None) -> tuple[Policy, frozenset[UUID]]:
    """A policy, locked, and the roles that it gives."""
    policy = await Policy.filter(id=policy_id).select_for_update().get_or_none()
    if policy is None:
        raise NotFound("policy", "id")
    if version is not None and version != policy.version:
        raise VersionConflict(policy.version)
    facts = next(each for each in before.rules.policies if each.id == policy_id)
    return policy, frozenset(role.id for role in facts.roles)


def _checked(
    work: Work, draft: PolicyDraft, before: Standing, held: frozenset[UUID], policy_id: UUID | None
) -> Mapping[UUID, RoleFacts]:
    """The roles of a policy that is to be written; everything wrong about it is refused at once."""
    problems = Problems()
    problems.extend(draft_problems(draft))
    wanted, errors = named_roles(draft.roles, before.roles, for_service=False)
    problems.extend(errors)
    touched = {key: before.roles[key] for key in held | wanted.keys()}
    problems.extend(grant_problems(touched, frozenset(), own_holdings(work.actor), before.roles))
    if draft.profile_id is not None and draft.profile_id not in before.rules.profiles:
        problems.extend([NotFound("directory profile", "profile_id")])
    same = next((each for each in before.rules.policies if each.position == draft.position), None)
    if same is not None and same.id != policy_id:
        problems.extend([_position_taken(same)])
    problems.refuse()
    return wanted


def _refuse_beyond_own(work: Work, held: Collection[UUID], roles: Mapping[UUID, RoleFacts], field: str) -> None:
    own = own_holdings(work.actor)
    if not all(own.covers(holdings([role_id], roles)) for role_id in held):
        raise Refused(DomainError("BEYOND_OWN_RIGHTS", "It gives roles that carry more than you hold yourself.", field))


async def _store(policy: Policy, draft: PolicyDraft, roles: Mapping[UUID, RoleFacts], *, is_new: bool) -> None:
    """Writes a policy with its roles. The lock of all changes of rules lets no two of them race for a position."""
    policy.type, policy.value, policy.value_key = draft.type, draft.value, value_key(draft)
    policy.profile_id, policy.position = draft.profile_id, draft.position or POSITION_MOST
    policy.is_enabled, policy.description = draft.is_enabled, draft.description
    try:
        await policy.save(force_create=is_new)
    except IntegrityError as error:
        raise Refused(DomainError("POSITION_TAKEN", "Another policy has this position.", "position")) from error
    await PolicyRole.filter(policy_id=policy.id).delete()
    await PolicyRole.bulk_create([PolicyRole(policy_id=policy.id, role_id=role_id) for role_id in sorted(roles)])


def _position_taken(holder: PolicyFacts) -> DomainError:
    message = f"Position {holder.position:,} is that of the policy about {holder.value[:SHOWN_LENGTH]}."
    return DomainError("POSITION_TAKEN", message, "position")


def _draft(policy: Policy, held: Collection[UUID], roles: Mapping[UUID, RoleFacts]) -> PolicyDraft:
    return PolicyDraft(
        type=policy.type,
        value=policy.value,
        roles=_names(held, roles),
        profile_id=policy.profile_id,
        position=policy.position,
        is_enabled=policy.is_enabled,
        description=policy.description,
    )


def _names(role_ids: Collection[UUID], roles: Mapping[UUID, RoleFacts]) -> tuple[str, ...]:
    return tuple(sorted(roles[role_id].name for role_id in role_ids))


def _state(draft: PolicyDraft, before: Standing) -> PolicyState:
    profile = before.rules.profiles.get(draft.profile_id) if draft.profile_id else None
    return PolicyState(
        type=draft.type.value,
        value=draft.value,
        roles=tuple(sorted(draft.roles)),
        profile=profile.name if profile else None,
        position=draft.position or 0,
        is_enabled=draft.is_enabled,
        description=draft.description,
    )


def _order(policies: Sequence[Policy]) -> PolicyOrder:
    return PolicyOrder(tuple(policy.value[:SHOWN_LENGTH] for policy in policies))


def _target(policy: Policy) -> Target:
    return Target("POLICY", str(policy.id), policy.value[:TEXT_LENGTH])
