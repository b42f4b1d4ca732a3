"""Creates, changes and deletes roles.

Nobody gives a role more than they hold themselves: not its scopes, not its parents' scopes, not its level.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from tortoise.exceptions import IntegrityError

from auth.administrators.question import keeps_an_administrator
from auth.errors import DomainError, NotFound, Problems, Refused, VersionConflict
from auth.events import Target
from auth.permissions import Scope, requires
from auth.roles.built_in import ADMIN
from auth.roles.events import RoleCreated, RoleDeleted, RoleState, RoleUpdated
from auth.roles.queries import by_name, known_scopes, locked_catalogue
from auth.roles.rules import Holdings, RoleFacts, holdings, own_holdings, unfit_for_everybody, would_circle
from auth.settings.pages import AccountSettings
from auth.settings.queries import current
from auth.texts import canonical, check_line, check_note
from auth.unit_of_work import Work
from auth.unset import UNSET, Unset, given
from models.columns import TEXT_LENGTH
from models.role import Role, RoleGrant, RoleParent, RoleScope

TOP_ROLE_LEVEL = 3
NAME_LENGTH = 50


@dataclass(frozen=True, slots=True)
class RoleDraft:
    """A role as somebody wants it."""

    name: str
    description: str = ""
    level: int = 0
    scopes: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    api_only: bool = False


@dataclass(frozen=True, slots=True)
class RoleChanges:
    """What somebody wants to be different about a role."""

    name: str | Unset = UNSET
    description: str | Unset = UNSET
    level: int | Unset = UNSET
    scopes: tuple[str, ...] | Unset = UNSET
    parents: tuple[str, ...] | Unset = UNSET
    api_only: bool | Unset = UNSET


@requires(Scope.ROLES_WRITE)
async def create_role(work: Work, draft: RoleDraft) -> UUID:
    """Makes a role and gives back its id. Raises ``Refused`` naming each field that is wrong."""
    roles = await locked_catalogue()
    parents = await _check(work, draft, None, RoleDraft(""), roles)
    try:
        role = await Role.create(
            name=draft.name,
            name_key=canonical(draft.name),
            description=draft.description,
            level=draft.level,
            api_only=draft.api_only,
            created_at=work.now,
            updated_at=work.now,
        )
    except IntegrityError as error:
        raise Refused(_name_taken()) from error
    await _write_relations(role.id, draft.scopes, parents)
    work.record(RoleCreated(target=_target(role.id, draft.name), after=_state(draft)))
    return role.id


@requires(Scope.ROLES_WRITE)
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
    )
    await _refuse_fixed(roles[role_id], before, after)
    _refuse_beyond_own(work, roles[role_id], roles)
    parents = await _check(work, after, role_id, before, roles)
    await _refuse_unfit_default(_facts_of(after, roles[role_id], parents), roles)
    row.name, row.name_key, row.description = after.name, canonical(after.name), after.description
    row.level, row.api_only = after.level, after.api_only
    row.updated_at, row.version = work.now, row.version + 1
    await row.save()
    if after.scopes != before.scopes or after.parents != before.parents:
        await RoleScope.filter(role_id=role_id).delete()
        await RoleParent.filter(role_id=role_id).delete()
        await _write_relations(role_id, after.scopes, parents)
    work.record(RoleUpdated(target=_target(role_id, after.name), before=_state(before), after=_state(after)))
    return role_id


@requires(Scope.ROLES_WRITE)
@keeps_an_administrator
async def delete_role(work: Work, role_id: UUID) -> None:
    """Deletes a role that nobody holds, no role inherits from and no setting names.

    Raises ``NotFound``, ``Refused``.
    """
    roles = await locked_catalogue()
    role = roles.get(role_id)
    if role is None:
        raise NotFound("role", "id")
    if role.built_in:
        raise Refused(DomainError("ROLE_BUILT_IN", "A built-in role cannot be deleted.", "id"))
    _refuse_beyond_own(work, role, roles)
    await _refuse_in_use(role, roles)
    row = await Role.get(id=role_id)
    before = _state(_draft(row, roles))
    await row.delete()
    work.record(RoleDeleted(target=_target(role_id, role.name), before=before))


async def _check(
    work: Work, draft: RoleDraft, role_id: UUID | None, before: RoleDraft, roles: Mapping[UUID, RoleFacts]
) -> tuple[RoleFacts, ...]:
    """Everything wrong about a wanted role at once; gives back its parents. What it carried before stays in order."""
    problems = Problems()
    problems.extend(check_line(draft.name, "name", NAME_LENGTH, least=1))
    problems.extend(check_note(draft.description, "description"))
    if len(draft.name) <= NAME_LENGTH and len(canonical(draft.name)) > TEXT_LENGTH:
        problems.add("TOO_LONG", f"Its canonical form may have at most {TEXT_LENGTH} characters.", "name")
    if draft.name != draft.name.strip():
        problems.add("NAME_INVALID", "A role's name neither begins nor ends with a space.", "name")
    same = by_name(roles, draft.name)
    if same is not None and same.id != role_id:
        problems.extend([_name_taken()])
    if not 0 <= draft.level <= TOP_ROLE_LEVEL:
        problems.add("OUT_OF_BOUNDS", f"A level is from 0 to {TOP_ROLE_LEVEL}.", "level")
    own = own_holdings(work.actor)
    if own.level < draft.level <= TOP_ROLE_LEVEL:
        problems.add("BEYOND_OWN_RIGHTS", f"A role's level is at most your own, {own.level}.", "level")
    problems.extend(_scope_problems(draft.scopes, frozenset(before.scopes), await known_scopes(), own))
    parents = _parents(draft.parents, roles, own, problems)
    if role_id is not None and would_circle(role_id, (parent.id for parent in parents), roles):
        problems.add("ROLE_CIRCLE", "A role cannot inherit from itself, directly or through others.", "parents")
    problems.refuse()
    return parents


def _scope_problems(
    scopes: Sequence[str], kept: frozenset[str], known: frozenset[str], own: Holdings
) -> list[DomainError]:
    errors: list[DomainError] = []
    for index, scope in enumerate(scopes):
        if scope in kept:
            continue
        if scope not in known:
            errors.append(DomainError("SCOPE_UNKNOWN", "There is no such scope.", f"scopes.{index}"))
        elif not own.covers(Holdings(frozenset({scope}), 0)):
            errors.append(DomainError("BEYOND_OWN_RIGHTS", f"You do not hold {scope} yourself.", f"scopes.{index}"))
    return errors


def _parents(
    names: Sequence[str], roles: Mapping[UUID, RoleFacts], own: Holdings, problems: Problems
) -> tuple[RoleFacts, ...]:
    found: dict[UUID, RoleFacts] = {}
    for index, name in enumerate(names):
        parent = by_name(roles, name)
        if parent is None:
            problems.add("ROLE_UNKNOWN", "There is no role of that name.", f"parents.{index}")
        elif not own.covers(holdings([parent.id], roles)):
            problems.add("BEYOND_OWN_RIGHTS", f"{parent.name} carries more than you hold yourself.", f"parents.{index}")
        else:
            found[parent.id] = parent
    return tuple(found.values())


def _refuse_beyond_own(work: Work, role: RoleFacts, roles: Mapping[UUID, RoleFacts]) -> None:
    own = own_holdings(work.actor)
    if not own.covers(holdings([role.id], roles)):
        raise Refused(DomainError("BEYOND_OWN_RIGHTS", "The role carries more than you hold yourself.", "id"))


async def _refuse_fixed(role: RoleFacts, before: RoleDraft, after: RoleDraft) -> None:
    problems = Problems()
    if role.built_in:
        for field in ("name", "level", "api_only"):
            if getattr(before, field) != getattr(after, field):
                problems.add("ROLE_BUILT_IN", "This is fixed for a built-in role.", field)
        fixed = ("scopes", "parents") if role.name == ADMIN else ("parents",)
        for field in fixed:
            if getattr(before, field) != getattr(after, field):
                problems.add("ROLE_BUILT_IN", f"The {field} of {role.name} are fixed.", field)
    elif before.api_only != after.api_only and await RoleGrant.filter(role_id=role.id).exists():
        problems.add("ROLE_IN_USE", "Take the role away from its holders first.", "api_only")
    problems.refuse()


def _facts_of(after: RoleDraft, before: RoleFacts, parents: Sequence[RoleFacts]) -> RoleFacts:
    return replace(
        before,
        name=after.name,
        scopes=frozenset(after.scopes),
        parents=frozenset(parent.id for parent in parents),
        api_only=after.api_only,
    )


async def _refuse_unfit_default(after: RoleFacts, roles: Mapping[UUID, RoleFacts]) -> None:
    """The role that new accounts get keeps its name and stays fit for everybody, also by what it inherits."""
    default = by_name(roles, (await current(AccountSettings)).default_role)
    if default is None:
        return
    problems = Problems()
    if default.id == after.id and canonical(after.name) != canonical(default.name):
        problems.add("ROLE_IN_USE", "It is the default role of new accounts.", "name")
    unfit = unfit_for_everybody(default.id, {**roles, after.id: after})
    if unfit is not None and unfit_for_everybody(default.id, roles) is None:
        problems.add("ROLE_IN_USE", f"It concerns the default role of new accounts. {unfit.why}", unfit.field)
    problems.refuse()


async def _refuse_in_use(role: RoleFacts, roles: Mapping[UUID, RoleFacts]) -> None:
    problems = Problems()
    holders = await RoleGrant.filter(role_id=role.id).count()
    if holders:
        problems.add("ROLE_IN_USE", f"The role is held {holders} times. Take it away first.", "id")
    children = sorted(child.name for child in roles.values() if role.id in child.parents)
    if children:
        problems.add("ROLE_IN_USE", f"These roles inherit from it: {', '.join(children)}.", "id")
    if canonical((await current(AccountSettings)).default_role) == canonical(role.name):
        problems.add("ROLE_IN_USE", "It is the default role of new accounts.", "id")
    problems.refuse()


async def _write_relations(role_id: UUID, scopes: Sequence[str], parents: Sequence[RoleFacts]) -> None:
    await RoleScope.bulk_create([RoleScope(role_id=role_id, scope=scope) for scope in sorted(set(scopes))])
    await RoleParent.bulk_create([RoleParent(role_id=role_id, parent_id=parent.id) for parent in parents])


def _name_taken() -> DomainError:
    return DomainError("ROLE_NAME_TAKEN", "There is a role of that name already.", "name")


def _draft(row: Role, roles: Mapping[UUID, RoleFacts]) -> RoleDraft:
    facts = roles[row.id]
    return RoleDraft(
        name=row.name,
        description=row.description,
        level=row.level,
        scopes=tuple(sorted(facts.scopes)),
        parents=tuple(sorted(roles[parent].name for parent in facts.parents)),
        api_only=row.api_only,
    )


def _state(draft: RoleDraft) -> RoleState:
    return RoleState(
        draft.name,
        draft.description,
        draft.level,
        tuple(sorted(draft.scopes)),
        tuple(sorted(draft.parents)),
        draft.api_only,
    )


def _target(role_id: UUID, name: str) -> Target:
    return Target("ROLE", str(role_id), name)
