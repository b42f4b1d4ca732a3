"""Explanations and lists of who can, against what enforcement does for real sessions."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from api.graphql.schema import core_schema
from api.product import gatehouse_schema
from auth.access.commands import NewOverride, deny_scope, grant_scope, register_scopes, set_field_rule
from auth.access.queries import explain_access, roles_that_can
from auth.access.rules import ShutOut
from auth.access.who import count_who_can, listing_who_can, who_can
from auth.actor import SYSTEM, Actor
from auth.errors import BadInput, Forbidden
from auth.paging import PageRequest
from auth.permissions import EVERYTHING, Requirement
from auth.roles.queries import known_scopes
from auth.unit_of_work import Work
from auth.users.commands import set_user_roles
from auth.users.giving import Terms
from models.permission import FieldEffect
from models.user import User, UserStatus
from resolvers.contract import Contract, contract_of
from tests.support.house import NOON, House
from tests.support.profiles import person, profile_row, switch

CONTRACT: Contract = contract_of(core_schema(gatehouse_schema()))
WHOLE = PageRequest(first=250)


async def _rule(house: House, root: Actor, role: UUID, coordinate: str, effect: FieldEffect) -> None:
    deniable = frozenset(CONTRACT.deniable)
    await house.do(root, lambda work: set_field_rule(work, role, coordinate, effect, deniable))


async def _override(
    house: House,
    root: Actor,
    command: Callable[[Work, UUID, NewOverride], Awaitable[UUID]],
    user: UUID,
    wanted: NewOverride,
) -> None:
    await house.do(root, lambda work: command(work, user, wanted))


RULED = ("User.email", "Query.users", "User.phone")
"""Coordinates that a role denies."""


async def scene(house: House) -> None:
    """Accounts of every kind of access: roles, parents, denials, lifts, grants and denials with and without an end."""
    root = await house.root()
    await house.do(root, lambda work: register_scopes(work, "acme", [("acme:reports.read", "Read reports.")]))
    root = await house.root()
    strict = await house.role("strict", "users:read", "users:read-contact", "acme:reports.read")
    lenient = await house.role("lenient", "audit:read", parents=("strict",))
    for coordinate in RULED:
        await _rule(house, root, strict, coordinate, FieldEffect.DENY)
    await _rule(house, root, lenient, "User.phone", FieldEffect.ALLOW)
    held = {"sam": ("strict",), "lea": ("lenient",), "mia": ("strict", "lenient"), "vic": ("viewer",)}
    users = {name: await house.user(name, *roles) for name, roles in held.items()}
    soon, later = house.clock.now() + timedelta(minutes=1), house.clock.now() + timedelta(days=9)
    await _override(house, root, grant_scope, users["vic"], NewOverride("users:read", "scene"))
    await _override(house, root, grant_scope, users["vic"], NewOverride("audit:read", "scene", soon))
    await _override(house, root, deny_scope, users["mia"], NewOverride("users:read-contact", "scene"))
    await _override(house, root, deny_scope, users["lea"], NewOverride("audit:read", "scene", soon))
    await _override(house, root, grant_scope, users["sam"], NewOverride("settings:read", "scene", later))
    tim, ina = await house.user("tim"), await house.user("ina")
    for who, ends, roles in ((tim, soon, ("viewer", "strict", "lenient")), (ina, later, ("viewer", "lenient"))):
        terms = Terms("scene", ends)
        await house.do(root, lambda work, who=who, to=roles, on=terms: set_user_roles(work, who, to, terms=on))
    await house.user("off", "strict", status=UserStatus.INACTIVE)


@pytest.mark.parametrize("later_minutes", [0, 2])
async def test_every_explanation_equals_what_a_session_of_that_account_may(house: House, later_minutes: int) -> None:
    await scene(house)
    root = await house.root()
    house.clock.turn(minutes=later_minutes)
    now, scopes = house.clock.now(), sorted(await known_scopes())
    users, outputs = await User.filter(status=UserStatus.ACTIVE), sorted(CONTRACT.outputs)
    alike = {CONTRACT.outputs[name].requirement: name for name in outputs}.values()
    for number, user in enumerate(users):
        permissions = (await house.actor(user.id)).permissions
        for scope in scopes:
            assert (await explain_access(root, user.id, scope, None, now)).allowed == permissions.holds(scope)
        for name in {*RULED, *alike, *outputs[number :: len(users)]}:  # all of them are asked about, each of somebody
            requirement = CONTRACT.outputs[name].requirement
            explained = await explain_access(root, user.id, name, requirement, now)
            assert explained.allowed == permissions.allows(name, requirement), (user.username, name)


@pytest.mark.parametrize("later_minutes", [0, 2])
async def test_who_can_lists_exactly_the_active_accounts_whose_sessions_may(house: House, later_minutes: int) -> None:
    await scene(house)
    root = await house.root()
    house.clock.turn(minutes=later_minutes)
    now = house.clock.now()
    sessions = {user.username: (await house.actor(user.id)).permissions for user in await User.filter(status="ACTIVE")}
    asked: list[tuple[str, Requirement, bool]] = [(scope, ((scope,),), False) for scope in sorted(await known_scopes())]
    asked += [(name, each.requirement, True) for name, each in sorted(CONTRACT.deniable.items())]
    for subject, requirement, is_coordinate in asked:
        listing = await listing_who_can(subject, requirement, now, WHOLE, is_coordinate=is_coordinate)
        found = {row.username for row in (await who_can(root, listing, {"username": {}})).rows}
        may = {
            name
            for name, held in sessions.items()
            if (held.allows(subject, requirement) if is_coordinate else held.holds(subject))
        }
        assert found == may, subject
        assert await count_who_can(root, listing, None) == len(may)


async def test_the_roles_that_can_are_those_that_are_enough_by_themselves(house: House) -> None:
    await scene(house)
    root = await house.root()
    can = {row.name for row in await roles_that_can(root, "User.email", CONTRACT.outputs["User.email"].requirement)}
    assert can == {"admin", "lenient"}


async def test_an_explanation_names_the_role_the_parent_and_the_reason(house: House) -> None:
    await scene(house)
    root, now = await house.root(), house.clock.now()
    lea, vic = [(await User.get(username_key=name)).id for name in ("lea", "vic")]
    inherited = (await explain_access(root, lea, "users:read", None, now)).deciding
    assert [(rule.role, rule.through) for rule in inherited] == [("lenient", "strict")]
    granted = (await explain_access(root, vic, "users:read", None, now)).deciding
    assert [(rule.role, rule.reason) for rule in granted] == [(None, "scene")]


async def test_asking_about_what_does_not_exist_is_bad_input_and_strangers_may_not_ask(house: House) -> None:
    root, now = await house.root(), house.clock.now()
    user = await house.user("hana", "viewer")
    with pytest.raises(BadInput, match="no such scope"):
        await explain_access(root, user, "users:reed", None, now)
    with pytest.raises(BadInput, match="no such account"):
        await explain_access(root, UUID(int=1), "users:read", None, now)
    for missing in ("users:read", "roles:read"):
        other = {"users:read", "roles:read"} - {missing}
        caller = await house.acting(f"no-{missing[:5]}", *other)
        with pytest.raises(Forbidden):
            await explain_access(caller, user, "users:read", None, now)


async def test_an_explanation_tells_why_nobody_gets_in_whatever_the_rights(house: House) -> None:
    corp = await profile_row(is_enabled=False)
    asa = await person(house, "asa", corp, "admin")
    await User.filter(id=asa).update(status=UserStatus.INACTIVE, locked_at=NOON)

    async def told(actor: Actor) -> tuple[bool, tuple[ShutOut, ...]]:
        found = await explain_access(actor, asa, "users:read", None, NOON)
        return found.allowed, found.shut_out

    assert await told(SYSTEM) == (True, (ShutOut.INACTIVE, ShutOut.LOCKED, ShutOut.SOURCE_OFF))
    blind = replace(SYSTEM, permissions=replace(EVERYTHING, denied=frozenset({"User.locks", "User.source"})))
    assert await told(blind) == (True, (ShutOut.INACTIVE,))
    await switch(corp, on=True)
    await User.filter(id=asa).update(status=UserStatus.ACTIVE, locked_at=None)
    assert await told(SYSTEM) == (True, ())
