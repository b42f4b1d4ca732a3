"""Creates, changes and deletes role mappings. Nobody holds anything else by it until their next sign-in.

Whoever names a role in a mapping gives it, so nobody touches a mapping of a role that carries more than they hold.
"""

from dataclasses import replace
from uuid import UUID

from tortoise.exceptions import IntegrityError

from auth.administrators.question import keeps_an_administrator
from auth.errors import DomainError, NotFound, Problems, Refused, VersionConflict
from auth.events import Target
from auth.idempotency import Idempotency, earlier_result, remember_result
from auth.permissions import Scope, requires
from auth.policies.changing import Standing, after_change, before_change
from auth.role_mappings.drafts import MAPPINGS_MOST, PATTERNS_MOST, MappingChanges, MappingDraft, draft_problems
from auth.role_mappings.events import MappingCreated, MappingDeleted, MappingState, MappingUpdated
from auth.role_mappings.rules import MappingFacts
from auth.roles.rules import RoleFacts, holdings, own_holdings
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.unit_of_work import Work
from auth.unset import given
from auth.users.rules import grant_problems, named_roles
from models.columns import TEXT_LENGTH
from models.identity_provider import GroupMatch, RoleMapping


@requires(Scope.SSO_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
@keeps_an_administrator
async def create_role_mapping(
    work: Work, draft: MappingDraft, idempotency: Idempotency | None = None, preview_fingerprint: str | None = None
) -> UUID:
    """Makes a mapping and gives back its id.

    Raises ``Refused`` naming each field that is wrong (``MAPPING_EXISTS``), ``WouldLockOut``, and ``PREVIEW_STALE``.
    """
    earlier = await earlier_result(work, "create_role_mapping", idempotency)
    if earlier is not None:
        return earlier
    before = await before_change(preview_fingerprint)
    role = _checked(work, draft, before, None)
    row = RoleMapping(provider_id=draft.provider_id, created_at=work.now, updated_at=work.now)
    await remember_result(work, "create_role_mapping", idempotency, row.id)
    await _store(row, draft, role, is_new=True)
    after = _state(replace(draft, role=role.name), before)
    work.record(MappingCreated(target=_target(row), after=after))
    await after_change(work, before, "role")
    return row.id


@requires(Scope.SSO_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
@keeps_an_administrator
async def update_role_mapping(
    work: Work,
    mapping_id: UUID,
    changes: MappingChanges,
    version: int | None = None,
    preview_fingerprint: str | None = None,
) -> UUID:
    """Changes the given values of a mapping.

    Raises ``NotFound``, ``VersionConflict``, and as ``create_role_mapping``.
    """
    before = await before_change(preview_fingerprint)
    row = await _found(mapping_id, version)
    old = _draft(row, before)
    draft = replace(
        old,
        kind=given(changes.kind, old.kind),
        value=given(changes.value, old.value),
        role=given(changes.role, old.role),
        is_enabled=given(changes.is_enabled, old.is_enabled),
        description=given(changes.description, old.description),
    )
    role = _checked(work, draft, before, row)
    row.updated_at, row.version = work.now, row.version + 1
    await _store(row, draft, role, is_new=False)
    after = _state(replace(draft, role=role.name), before)
    work.record(MappingUpdated(target=_target(row), before=_state(old, before), after=after))
    await after_change(work, before, "role")
    return mapping_id


@requires(Scope.SSO_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
@keeps_an_administrator
async def delete_role_mapping(
    work: Work, mapping_id: UUID, version: int | None = None, preview_fingerprint: str | None = None
) -> None:
    """Deletes a mapping. Sessions go on, and what it gave is held until the next sign-in (REQUIREMENTS G3).

    Raises ``NotFound``, ``VersionConflict``, ``Refused``, ``WouldLockOut``, ``PREVIEW_STALE``.
    """
    before = await before_change(preview_fingerprint)
    row = await _found(mapping_id, version)
    if not own_holdings(work.actor).covers(holdings([row.role_id], before.roles)):
        raise Refused(
            DomainError("BEYOND_OWN_RIGHTS", "It gives a role that carries more than you hold yourself.", "id")
        )
    await row.delete()
    work.record(MappingDeleted(target=_target(row), before=_state(_draft(row, before), before)))
    await after_change(work, before, "id")


async def _found(mapping_id: UUID, version: int | None) -> RoleMapping:
    """A mapping, locked."""
    row = await RoleMapping.filter(id=mapping_id).select_for_update().get_or_none()
    if row is None:
        raise NotFound("role mapping", "id")
    if version is not None and version != row.version:
        raise VersionConflict(row.version)
    return row


def _checked(work: Work, draft: MappingDraft, before: Standing, row: RoleMapping | None) -> RoleFacts:
    """The role of a mapping that is to be written; everything wrong about it is refused at once."""
    problems = Problems()
    if draft.provider_id not in before.rules.providers:
        problems.extend([NotFound("identity provider", "provider_id")])
    problems.extend(draft_problems(draft))
    wanted, errors = named_roles([draft.role], before.roles, for_service=False)
    touched = {key: before.roles[key] for key in {*wanted, *([row.role_id] if row else [])}}
    errors += grant_problems(touched, frozenset(), own_holdings(work.actor), before.roles)
    problems.extend([DomainError(error.code, error.message, "role") for error in errors])
    others = _others(draft, before, row)
    problems.extend(_number_problems(draft, others))
    if any((each.kind, each.value) == (draft.kind, draft.value) and each.role.id in wanted for each in others):
        problems.extend([_exists()])
    problems.refuse()
    return next(iter(wanted.values()))


def _others(draft: MappingDraft, before: Standing, row: RoleMapping | None) -> list[MappingFacts]:
    """The other mappings of the provider."""
    own = row.id if row else None
    return [each for each in before.rules.mappings if each.provider_id == draft.provider_id and each.id != own]


def _number_problems(draft: MappingDraft, others: list[MappingFacts]) -> list[DomainError]:
    if len(others) >= MAPPINGS_MOST:
        return [DomainError("TOO_MANY", f"A provider has at most {MAPPINGS_MOST} mappings.", "provider_id")]
    patterns = sum(each.kind is GroupMatch.GLOB for each in others)
    if draft.kind is GroupMatch.GLOB and patterns >= PATTERNS_MOST:
        return [DomainError("TOO_MANY", f"At most {PATTERNS_MOST} mappings of a provider are patterns.", "kind")]
    return []


def _exists() -> DomainError:
    return DomainError("MAPPING_EXISTS", "There is a mapping of this group to this role already.", "value")


async def _store(row: RoleMapping, draft: MappingDraft, role: RoleFacts, *, is_new: bool) -> None:
    """Writes a mapping. The lock of all changes of rules lets no two of them race for one group and role."""
    row.kind, row.value, row.role_id = draft.kind, draft.value, role.id
    row.is_enabled, row.description = draft.is_enabled, draft.description
    try:
        await row.save(force_create=is_new)
    except IntegrityError as error:
        raise Refused(_exists()) from error


def _draft(row: RoleMapping, before: Standing) -> MappingDraft:
    return MappingDraft(
        provider_id=row.provider_id,
        kind=row.kind,
        value=row.value,
        role=before.roles[row.role_id].name,
        is_enabled=row.is_enabled,
        description=row.description,
    )


def _state(draft: MappingDraft, before: Standing) -> MappingState:
    return MappingState(
        provider=before.rules.providers[draft.provider_id].name,
        kind=draft.kind.value,
        value=draft.value,
        role=draft.role,
        is_enabled=draft.is_enabled,
        description=draft.description,
    )


def _target(row: RoleMapping) -> Target:
    return Target("ROLE_MAPPING", str(row.id), row.value[:TEXT_LENGTH])
