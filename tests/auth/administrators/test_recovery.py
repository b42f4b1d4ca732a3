"""The ways in for whoever owns the host: they lead to an administrator who counts, whatever stood in the way."""

from datetime import timedelta

import pytest

from auth.access.commands import NewOverride, deny_scope, grant_scope
from auth.actor import HOST, SYSTEM, TOP_LEVEL, Actor
from auth.administrators.facts import administrators
from auth.administrators.rules import who_get_in
from auth.errors import Forbidden
from auth.passwords.administrators import create_administrator, recover_administrator
from auth.permissions import ADMINISTRATOR, PermissionSet
from models.audit_event import ActorKind
from models.permission import ScopeOverride
from models.user import UserKind, UserStatus
from tests.support.house import House
from tests.support.trail import hearing, nothing_changes


async def _who_get_in(house: House) -> list[str]:
    return who_get_in(await administrators(house.clock.now()))


async def test_a_new_administrator_can_get_in(house: House) -> None:
    password = await house.password()
    await house.do(HOST, lambda work: create_administrator(work, "ada", password))
    assert await _who_get_in(house) == ["ada"]
    await house.sign_in("ada")


@pytest.mark.parametrize("status", list(UserStatus))
async def test_recovery_undoes_everything_that_keeps_an_account_out(house: House, status: UserStatus) -> None:
    ada, password = await house.user("ada", "operator", status=status), await house.password()
    soon = house.clock.now() + timedelta(days=1)
    for scope in sorted(ADMINISTRATOR):
        denied = NewOverride(scope, "Not hers.", soon)
        await house.do(SYSTEM, lambda work, denied=denied: deny_scope(work, ada, denied))
    await house.do(SYSTEM, lambda work: grant_scope(work, ada, NewOverride("audit:read", "Hers.")))
    async with hearing() as heard:
        await house.do(HOST, lambda work: recover_administrator(work, "Ada", password))
    assert await _who_get_in(house) == ["ada"]
    assert [row.scope for row in await ScopeOverride.all()] == ["audit:read"]
    assert [told.action for told in heard.events if told.action == "user.scope_override_changed"] == [
        "user.scope_override_changed"
    ] * len(ADMINISTRATOR)
    assert {told.actor for told in heard.events} == {"host"}
    await house.sign_in("ada")


async def test_a_program_does_not_become_an_administrator(house: House) -> None:
    await house.user("robot", "api", kind=UserKind.SERVICE)
    password = await house.password()
    async with nothing_changes():
        refusals = await house.refusals(HOST, lambda work: recover_administrator(work, "robot", password))
    assert {code for code, _ in refusals} == {"ROLE_NOT_ALLOWED"}


async def test_recovery_asks_for_all_that_makes_an_administrator(house: House) -> None:
    await house.user("ada")
    two = PermissionSet(frozenset(sorted(ADMINISTRATOR)[:2]), authenticated=True)
    somebody, password = Actor(ActorKind.USER, two, name="two", level=TOP_LEVEL), await house.password()
    async with nothing_changes():
        with pytest.raises(Forbidden):
            await house.do(somebody, lambda work: recover_administrator(work, "ada", password))
