"""What a wanted role, a change of one and its deletion are refused for.

Nobody gives a role more than they hold themselves: not its scopes, not its parents' scopes, not its level.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from tortoise.expressions import Q

from auth.errors import DomainError, Problems, Refused
from auth.role_grants import grants_in_force
from auth.roles.built_in import ADMIN
from auth.roles.drafts import RoleDraft
from auth.roles.queries import by_name, known_scopes
from auth.roles.rules import Holdings, RoleFacts, holdings, own_holdings, unfit_for_everybody, would_circle
from auth.settings.pages import AccountSettings
from auth.settings.queries import current
from auth.texts import canonical, check_line, check_note
from auth.unit_of_work import Work
from models.columns import TEXT_LENGTH
from models.identity_provider import IdentityProvider, RoleMapping
from models.ldap_profile import LdapProfile
from models.policy import PolicyRole
from models.role import RoleGrant

TOP_ROLE_LEVEL = 3
NAME_LENGTH = 50


async def refuse_change(
    work: Work, before: RoleDraft, after: RoleDraft, role: RoleFacts, roles: Mapping[UUID, RoleFacts]
) -> tuple[RoleFacts, ...]:
    """Raises ``Refused`` for whatever speaks against changing ``role``; gives back the parents it is to have."""
    await _refuse_fixed(role, before, after)
    refuse_beyond_own(work, role, roles)
    parents = await checked_parents(work, after, role.id, before, roles)
    changed = replace(
        role,
        name=after.name,
        scopes=frozenset(after.scopes),
        parents=frozenset(parent.id for parent in parents),
        api_only=after.api_only,
    )
    await _refuse_unfit_default(changed, roles)
    await _refuse_own_gain(work, changed, roles)
    return parents


async def checked_parents(
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
        problems.extend([name_taken()])
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


def refuse_beyond_own(work: Work, role: RoleFacts, roles: Mapping[UUID, RoleFacts]) -> None:
    """Nobody changes a role that carries more than they hold themselves."""
    own = own_holdings(work.actor)
    if not own.covers(holdings([role.id], roles)):
        raise Refused(DomainError("BEYOND_OWN_RIGHTS", "The role carries more than you hold yourself.", "id"))


async def _refuse_fixed(role: RoleFacts, before: RoleDraft, after: RoleDraft) -> None:
    """The administrators' role takes no seat: making one is the way back in, and must never wait for a licence."""
    problems = Problems()
    if role.built_in:
        for field in ("name", "level", "api_only"):
            if getattr(before, field) != getattr(after, field):
                problems.add("ROLE_BUILT_IN", "This is fixed for a built-in role.", field)
        fixed = ("scopes", "parents", "licensed") if role.name == ADMIN else ("parents",)
        for field in fixed:
            if getattr(before, field) != getattr(after, field):
                problems.add("ROLE_BUILT_IN", f"This is fixed for the role {role.name}.", field)
    elif before.api_only != after.api_only:
        if await RoleGrant.filter(role_id=role.id).exists():
            problems.add("ROLE_IN_USE", "Take the role away from its holders first.", "api_only")
        problems.extend(await _given_by_sources(role.id, "api_only"))
    problems.refuse()


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


async def _refuse_own_gain(work: Work, after: RoleFacts, roles: Mapping[UUID, RoleFacts]) -> None:
    """Nobody raises their own roles, also not by a scope that they hold beside them, which may be about to end."""
    if work.actor.user_id is None:
        return
    held = [grant.role_id for grant in await grants_in_force().filter(user_id=work.actor.user_id)]
    gained = holdings(held, {**roles, after.id: after}).scopes - holdings(held, roles).scopes
    if gained:
        field = "scopes" if gained & after.scopes else "parents"
        raise Refused(DomainError("OWN_ROLES", "Nobody raises a role that they hold themselves.", field))


async def refuse_in_use(role: RoleFacts, roles: Mapping[UUID, RoleFacts]) -> None:
    """A role that somebody or something depends on is not deleted."""
    problems = Problems()
    holders = await RoleGrant.filter(role_id=role.id).count()
    if holders:
        problems.add("ROLE_IN_USE", f"The role is held {holders} times. Take it away first.", "id")
    children = sorted(child.name for child in roles.values() if role.id in child.parents)
    if children:
        problems.add("ROLE_IN_USE", f"These roles inherit from it: {', '.join(children)}.", "id")
    if canonical((await current(AccountSettings)).default_role) == canonical(role.name):
        problems.add("ROLE_IN_USE", "It is the default role of new accounts.", "id")
    problems.extend(await _given_by_sources(role.id, "id"))
    problems.refuse()


async def _given_by_sources(role_id: UUID, field: str) -> list[DomainError]:
    """Directory profiles, policies, identity providers and mappings that give a role, which they name."""
    profiles = await LdapProfile.filter(Q(manage_role_id=role_id) | Q(user_role_id=role_id)).order_by("position")
    policies = await PolicyRole.filter(role_id=role_id).order_by("policy__position").select_related("policy")
    providers = await IdentityProvider.filter(default_role_id=role_id).order_by("position").only("id", "name")
    mappings = await RoleMapping.filter(role_id=role_id).order_by("id").select_related("provider")
    found = {
        "These directory profiles give it": [profile.name for profile in profiles],
        "The policies at these positions give it": [str(each.policy.position) for each in policies],
        "These identity providers give it": [provider.name for provider in providers],
        "Mappings of these identity providers give it": list(dict.fromkeys(each.provider.name for each in mappings)),
    }
    return [DomainError("ROLE_IN_USE", f"{what}: {', '.join(names)}.", field) for what, names in found.items() if names]


def name_taken() -> DomainError:
    """Another role has the name."""
    return DomainError("ROLE_NAME_TAKEN", "There is a role of that name already.", "name")
