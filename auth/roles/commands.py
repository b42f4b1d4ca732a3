"""Creates, changes and deletes roles."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from tortoise.exceptions import IntegrityError

from auth.administrators.question import keeps_an_administrator
from auth.errors import DomainError, NotFound, Refused, VersionConflict
from auth.events import Target
from auth.licence.seats import take_seats
from auth.permissions import Scope, requires
from auth.roles.drafts import RoleChanges, RoleDraft
from auth.roles.events import RoleCreated, RoleDeleted, RoleState, RoleUpdated
from auth.roles.queries import locked_catalogue
from auth.roles.refusals import checked_parents, name_taken, refuse_beyond_own, refuse_change, refuse_in_use
from auth.roles.rules import RoleFacts
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.texts import canonical
from auth.unit_of_work import Work
from auth.unset import given
from models.role import Role, RoleParent, RoleScope


@requires(Scope.ROLES_WRITE)
@asks_fresh_factor(StepUp.ROLES)
async def create_role(work: Work, draft: RoleDraft) -> UUID:
    """Makes a role and gives back its id. Raises ``Refused`` naming each field that is wrong."""
    roles = await locked_catalogue()
    parents = await checked_parents(work, draft, None, RoleDraft(""), roles)
    try:
        role = await Role.create(
            name=draft.name,
            name_key=canonical(draft.name),
            description=draft.description,
            level=draft.level,
            api_only=draft.api_only,
            licensed=draft.licensed,
            mfa_required=draft.mfa_required,
            created_at=work.now,
            updated_at=work.now,
        )
    except IntegrityError as error:
        raise Refused(name_taken()) from error
    await _write_relations(role.id, draft.scopes, parents)
    work.record(RoleCreated(target=_target(role.id, draft.name), after=_state(draft)))
    return role.id


@requires(Scope.ROLES_WRITE)
@asks_fresh_factor(StepUp.ROLES)
@keeps_an_administrator
async def update_role(work: Work, role_id: UUID, changes: RoleChanges, version: int | None = None) -> UUID:
    """Changes a role; it applies to its holders from their next request.

    Raises ``NotFound``, ``VersionConflict`` when ``version`` is stale, ``Refused`` naming each field that is wrong.
    """
    roles = await locked_catalogue()
    if role_id not in roles:
        raise NotFound("role", "id")
    row = await Role.get(id=role_id)
    if version is not None and version != row.version:
        raise VersionConflict(row.version)
    before = _draft(row, roles)
    after = replace(
        before,
        name=given(changes.name, before.name),
        description=given(changes.description, before.description),
        level=given(changes.level, before.level),
        scopes=tuple(sorted(set(given(changes.scopes, before.scopes)))),
        parents=tuple(sorted(set(given(changes.parents, before.parents)))),
        api_only=given(changes.api_only, before.api_only),
        licensed=given(changes.licensed, before.licensed),
        mfa_required=given(changes.mfa_required, before.mfa_required),
    )
    parents = await refuse_change(work, before, after, roles[role_id], roles)
    row.name, row.name_key, row.description = after.name, canonical(after.name), after.description
    row.level, row.api_only = after.level, after.api_only
    row.licensed, row.mfa_required = after.licensed, after.mfa_required
    row.updated_at, row.version = work.now, row.version + 1
    await row.save()
    if after.licensed and not before.licensed:
        await take_seats(work, [role_id], None, "licensed")
    if after.scopes != before.scopes or after.parents != before.parents:
        await RoleScope.filter(role_id=role_id).delete()
        await RoleParent.filter(role_id=role_id).delete()
        await _write_relations(role_id, after.scopes, parents)
    work.record(RoleUpdated(target=_target(role_id, after.name), before=_state(before), after=_state(after)))
    return role_id


@requires(Scope.ROLES_WRITE)
@asks_fresh_factor(StepUp.ROLES)
@keeps_an_administrator
async def delete_role(work: Work, role_id: UUID) -> None:
    """Deletes a role that nobody holds, no role inherits from, and no setting, directory profile or policy names.

    Raises ``NotFound``, ``Refused``.
    """
    roles = await locked_catalogue()
    role = roles.get(role_id)
    if role is None:
        raise NotFound("role", "id")
    if role.built_in:
        raise Refused(DomainError("ROLE_BUILT_IN", "A built-in role cannot be deleted.", "id"))
    refuse_beyond_own(work, role, roles)
    await refuse_in_use(role, roles)
    row = await Role.get(id=role_id)
    before = _state(_draft(row, roles))
    await row.delete()
    work.record(RoleDeleted(target=_target(role_id, role.name), before=before))


async def _write_relations(role_id: UUID, scopes: Sequence[str], parents: Sequence[RoleFacts]) -> None:
    await RoleScope.bulk_create([RoleScope(role_id=role_id, scope=scope) for scope in sorted(set(scopes))])
    await RoleParent.bulk_create([RoleParent(role_id=role_id, parent_id=parent.id) for parent in parents])


def _draft(row: Role, roles: Mapping[UUID, RoleFacts]) -> RoleDraft:
    facts = roles[row.id]
    return RoleDraft(
        name=row.name,
        description=row.description,
        level=row.level,
        scopes=tuple(sorted(facts.scopes)),
        parents=tuple(sorted(roles[parent].name for parent in facts.parents)),
        api_only=row.api_only,
        licensed=row.licensed,
        mfa_required=row.mfa_required,
    )


def _state(draft: RoleDraft) -> RoleState:
    return RoleState(
        draft.name,
        draft.description,
        draft.level,
        tuple(sorted(draft.scopes)),
        tuple(sorted(draft.parents)),
        draft.api_only,
        draft.licensed,
        draft.mfa_required,
    )


def _target(role_id: UUID, name: str) -> Target:
    return Target("ROLE", str(role_id), name)
