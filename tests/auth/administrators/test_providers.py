"""Who gets in by a provider: read off links, expectations and enforcement, and kept by every command."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from auth.administrators.facts import administrators
from auth.administrators.rules import AdministratorShortcoming, in_name, who_get_in
from auth.enforcement.commands import enforce_sso, set_break_glass_accounts
from auth.errors import DomainError, Refused
from auth.identity_providers.commands import disable_identity_provider
from auth.mfa.commands import reset_mfa
from auth.unit_of_work import Work
from auth.users.commands import set_user_roles
from auth.users.lifecycle import deactivate_user
from models.external_identity import ExternalIdentity
from models.identity_expectation import IdentityExpectation, IdentityKind
from models.identity_provider import IdentityProvider, SsoEnforcement
from models.user import AuthMethod
from tests.support.enforcement import rescuer, scene
from tests.support.house import NOON, House
from tests.support.identity_providers import from_provider, linked, provider_row
from tests.support.statements import statements
from tests.support.trail import nothing_changes

NO_PASSWORD, NOT_LINKED = AdministratorShortcoming.NO_PASSWORD, AdministratorShortcoming.NOT_LINKED


async def found(house: House) -> tuple[list[str], dict[str, AdministratorShortcoming]]:
    them = await administrators(house.clock.now())
    return who_get_in(them), {each.username: each.because for each in in_name(them)}


async def test_links_and_expectations_at_providers_that_are_on_are_ways_in(house: House) -> None:
    corp, off = await provider_row("corp"), await provider_row("off", is_enabled=False)
    for name in ("linked-off", "linked", "bare"):
        await house.user(name, "admin")
    await linked(await house.user_id("linked"), corp)
    await linked(await house.user_id("linked-off"), off)
    await from_provider(house, corp, "comes", "admin")
    waits, knows_none = (
        await from_provider(house, corp, "waits", "admin"),
        await from_provider(house, corp, "x-1", "admin"),
    )
    await ExternalIdentity.filter(user_id__in=[waits, knows_none]).delete()
    await linked(knows_none, off)
    expected: dict[str, Any] = {"kind": IdentityKind.SUBJECT, "value": "s", "created_at": NOON}
    await IdentityExpectation.create(user_id=waits, method=AuthMethod.OIDC, source_id=corp.id, **expected)
    await IdentityExpectation.create(
        user_id=knows_none, method=AuthMethod.OIDC, source_id=corp.id, used_at=NOON, **expected
    )
    get_in, others = await found(house)
    assert get_in == ["comes", "linked", "waits"]
    assert others == {"bare": NO_PASSWORD, "linked-off": NO_PASSWORD, "root": NO_PASSWORD, "x-1": NOT_LINKED}


async def test_enforcement_and_exemption_are_read(house: House) -> None:
    at = await scene(house)
    await rescuer(house, "second")
    assert (await found(house))[0] == ["boss", "rescue", "second"]
    await at.enforce()
    get_in, others = await found(house)
    assert get_in == ["boss", "rescue"]
    assert others["second"] is AdministratorShortcoming.SSO_ENFORCED


async def test_one_statement_tells_all_of_it(house: House) -> None:
    at = await scene(house)
    with statements() as before:
        await administrators(house.clock.now())
    await at.enforce()
    await rescuer(house, "second")
    with statements() as after:
        await administrators(house.clock.now())
    assert len(before) == len(after)


async def test_the_last_provider_by_which_an_administrator_comes_stays_on(house: House) -> None:
    corp = await provider_row("corp")
    await from_provider(house, corp, "boss", "admin")
    root = await house.root()
    async with nothing_changes():
        refused = await house.refusals(root, lambda work: disable_identity_provider(work, corp.id))
    assert [code for code, _ in refused] == ["WOULD_LOCK_OUT"]


Cause = Callable[[Work, Any], Awaitable[object]]
CAUSES: dict[str, Cause] = {
    "its role": lambda work, user_id: set_user_roles(work, user_id, ("viewer",)),
    "its second factor": reset_mfa,
    "its status": deactivate_user,
}


@pytest.mark.parametrize("cause", list(CAUSES))
async def test_enforcing_races_with_what_the_break_glass_account_needs(house: House, cause: str) -> None:
    at = await scene(house)
    root, wanted = await house.root(), [at.rescue.user_id]
    await at.prove()

    async def tried(command: Callable[[Work], Awaitable[object]], actor: Any) -> bool:  # noqa: ANN401 — an actor
        try:
            await house.do(actor, command)
        except (Refused, DomainError):
            return False
        return True

    enforced, lost = await asyncio.gather(
        tried(lambda work: enforce_sso(work, at.corp.id, wanted), at.boss),
        tried(lambda work: CAUSES[cause](work, at.rescue.user_id), root),
    )
    assert enforced is not lost
    assert await SsoEnforcement.exists() is enforced


@pytest.mark.parametrize("cause", list(CAUSES))
async def test_two_break_glass_accounts_do_not_go_at_once(house: House, cause: str) -> None:
    at = await scene(house)
    second = await rescuer(house, "second")
    await at.enforce(at.rescue.user_id, second.user_id)
    root = await house.root()

    async def lose(user_id: Any) -> bool:  # noqa: ANN401 — a key
        try:
            await house.do(root, lambda work: CAUSES[cause](work, user_id))
        except (Refused, DomainError):
            return False
        return True

    assert sorted(await asyncio.gather(lose(at.rescue.user_id), lose(second.user_id))) == [False, True]


async def test_naming_others_races_with_what_they_need(house: House) -> None:
    at = await scene(house)
    second = await rescuer(house, "second")
    await at.enforce()
    root = await house.root()

    async def named() -> bool:
        try:
            await house.do(at.boss, lambda work: set_break_glass_accounts(work, [second.user_id]))
        except Refused:
            return False
        return True

    async def lost() -> bool:
        try:
            await house.do(root, lambda work: reset_mfa(work, second.user_id))
        except DomainError:
            return False
        return True

    assert sorted(await asyncio.gather(named(), lost())) == [False, True]
    assert (await IdentityProvider.get(id=at.corp.id)).is_enabled
