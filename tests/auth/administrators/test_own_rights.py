"""Nobody raises what they may do themselves, whichever way they try."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest

from auth.access.commands import (
    NewOverride,
    clear_field_rule,
    clear_scope_override,
    deny_scope,
    grant_scope,
    set_field_rule,
)
from auth.actor import HOST, SYSTEM, Actor
from auth.roles.commands import create_role, update_role
from auth.roles.drafts import RoleChanges, RoleDraft
from auth.unit_of_work import Work
from auth.users.commands import NewUser, create_user, set_user_roles
from auth.users.lifecycle import deactivate_user
from models.permission import FieldEffect
from models.user import UserKind
from tests.support.house import House
from tests.support.trail import nothing_changes

EMAIL = "User.email"
DENIABLE = frozenset({EMAIL})
SCOPES = ("roles:write", "roles:assign", "users:write", "users:read")


@dataclass(frozen=True, slots=True)
class Scene:
    """``lena`` holds ``lead`` and ``settings``, and ``audit:read`` for a day; ``settings:write`` is denied to her."""

    lena: Actor
    me: UUID
    lead: UUID
    base: UUID


async def _scene(house: House) -> Scene:
    base = await house.role("base")
    await house.role("auditing", "audit:read")
    lead = await house.role("lead", *SCOPES, level=1, parents=("base",))
    await house.role("settings", "settings:write")
    await house.role("machine", "settings:write", api_only=True)
    me = await house.user("lena", "lead", "settings")
    tomorrow = house.clock.now() + timedelta(days=1)
    await house.do(SYSTEM, lambda work: grant_scope(work, me, NewOverride("audit:read", "For a day.", tomorrow)))
    await house.do(SYSTEM, lambda work: deny_scope(work, me, NewOverride("settings:write", "Not hers.")))
    await house.do(SYSTEM, lambda work: set_field_rule(work, lead, EMAIL, FieldEffect.DENY, DENIABLE))
    return Scene(await house.actor(me), me, lead, base)


Try = Callable[[Work, Scene], Awaitable[object]]
FOREVER = NewOverride("audit:read", "For ever.")
TRIES: dict[str, tuple[Try, tuple[str, str]]] = {
    "a scope that ends, into the own role": (
        lambda work, at: update_role(work, at.lead, RoleChanges(scopes=(*SCOPES, "audit:read"))),
        ("OWN_ROLES", "scopes"),
    ),
    "a scope that ends, into a parent": (
        lambda work, at: update_role(work, at.base, RoleChanges(scopes=("audit:read",))),
        ("OWN_ROLES", "scopes"),
    ),
    "a parent that carries a scope that ends": (
        lambda work, at: update_role(work, at.base, RoleChanges(parents=("auditing",))),
        ("OWN_ROLES", "parents"),
    ),
    "a role": (lambda work, at: set_user_roles(work, at.me, ("lead", "auditing")), ("OWN_ROLES", "id")),
    "fewer roles": (lambda work, at: set_user_roles(work, at.me, ("viewer",)), ("OWN_ROLES", "id")),
    "a grant for good": (lambda work, at: grant_scope(work, at.me, FOREVER), ("OWN_ACCOUNT", "user_id")),
    "a denial taken back": (
        lambda work, at: clear_scope_override(work, at.me, "settings:write"),
        ("OWN_ACCOUNT", "user_id"),
    ),
    "a field rule taken back": (
        lambda work, at: clear_field_rule(work, at.lead, EMAIL),
        ("BEYOND_OWN_RIGHTS", "coordinate"),
    ),
    "a field rule lifted": (
        lambda work, at: set_field_rule(work, at.base, EMAIL, FieldEffect.ALLOW, DENIABLE),
        ("BEYOND_OWN_RIGHTS", "coordinate"),
    ),
    "deactivation": (lambda work, at: deactivate_user(work, at.me), ("OWN_ACCOUNT", "id")),
    "a denied scope, into a new role": (
        lambda work, _: create_role(work, RoleDraft("mine", scopes=("settings:write",))),
        ("BEYOND_OWN_RIGHTS", "scopes.0"),
    ),
    "a higher level": (
        lambda work, at: update_role(work, at.base, RoleChanges(level=2)),
        ("BEYOND_OWN_RIGHTS", "level"),
    ),
    "a denied scope, by a new account": (
        lambda work, _: create_user(work, NewUser(username="puppet", roles=("settings",))),
        ("BEYOND_OWN_RIGHTS", "roles"),
    ),
    "a denied scope, by a program": (
        lambda work, _: create_user(work, NewUser(username="puppet", roles=("machine",), kind=UserKind.SERVICE)),
        ("BEYOND_OWN_RIGHTS", "roles"),
    ),
}


@pytest.mark.parametrize("attempt", TRIES)
async def test_what_would_raise_the_own_rights_is_refused_and_changes_nothing(house: House, attempt: str) -> None:
    scene = await _scene(house)
    command, refusal = TRIES[attempt]
    async with nothing_changes():
        assert await house.refusals(scene.lena, lambda work: command(work, scene)) == [refusal]


async def test_whoever_may_give_a_scope_gives_it_to_a_role_that_they_do_not_hold(house: House) -> None:
    scene, role = await _scene(house), await house.role("readers")
    await house.do(scene.lena, lambda work: update_role(work, role, RoleChanges(scopes=("users:read",))))


async def test_what_the_own_roles_carry_already_may_be_said_twice(house: House) -> None:
    scene = await _scene(house)
    await house.do(scene.lena, lambda work: update_role(work, scene.base, RoleChanges(scopes=("users:read",))))


async def test_whoever_owns_the_host_is_bound_by_no_role_of_their_own(house: House) -> None:
    scene = await _scene(house)
    await house.do(HOST, lambda work: update_role(work, scene.base, RoleChanges(scopes=("audit:read",))))
