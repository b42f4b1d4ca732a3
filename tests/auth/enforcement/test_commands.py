"""Single sign-on is enforced only once it is proven, with somebody who is exempt, and relaxed again."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias
from uuid import UUID, uuid4

import pytest

from auth.access.commands import NewOverride, deny_scope
from auth.actor import HOST, SYSTEM, Actor
from auth.deletion.commands import Deletion, delete_user
from auth.enforcement.commands import enforce_sso, relax_sso, set_break_glass_accounts
from auth.enforcement.queries import enforcement
from auth.errors import Forbidden
from auth.identity_providers.commands import disable_identity_provider
from auth.mfa.commands import disable_totp, reset_mfa
from auth.permissions import Scope
from auth.settings.pages import AccountSettings
from auth.sources.enforcement import PasswordUse, password_use
from auth.unit_of_work import Work
from auth.users.commands import set_user_roles
from auth.users.lifecycle import deactivate_user
from models.external_identity import ExternalIdentity
from models.identity_provider import BreakGlassAccount, IdentityProvider, SsoEnforcement
from tests.support.enforcement import Scene, rescuer, scene
from tests.support.house import STALE, House, all_but
from tests.support.identity_providers import linked, provider_row
from tests.support.trail import Told, hearing, nothing_changes

Changes: TypeAlias = dict[str, tuple[object, object]]
UNFIT = "UNFIT_BREAK_GLASS_ACCOUNT"


async def test_it_is_enforced_by_whoever_has_just_proven_it_and_told(house: House) -> None:
    at = await scene(house)
    await at.prove()
    async with hearing() as heard:
        await house.do(at.boss, lambda work: enforce_sso(work, at.corp.id, [at.rescue.user_id], "At last."))
    row = await SsoEnforcement.get()
    assert (row.provider_id, row.enforced_at, row.enforced_by_id) == (at.corp.id, house.clock.now(), at.boss_id)
    assert [each.user_id for each in await BreakGlassAccount.all()] == [at.rescue.user_id]
    changes: Changes = {"sso_provider": (None, "corp"), "break_glass_accounts": ([], ["rescue"])}
    assert list(heard.events) == [Told("sso.enforced", "boss", "corp", changes=changes)]
    shown = await enforcement(at.boss)
    assert shown is not None
    assert [each.user_id for each in shown.exempt] == [at.rescue.user_id]


@pytest.mark.parametrize("minutes", [0, 15])
async def test_a_proof_counts_for_a_quarter_of_an_hour(house: House, minutes: int) -> None:
    at = await scene(house)
    await at.prove()
    house.clock.turn(minutes=minutes)
    await house.freshen(at.boss)
    await house.do(at.boss, lambda work: enforce_sso(work, at.corp.id, [at.rescue.user_id]))
    assert await SsoEnforcement.exists()


async def _too_late(at: Scene) -> None:
    at.house.clock.turn(minutes=15, seconds=1)


async def _by_other(at: Scene) -> None:
    await IdentityProvider.filter(id=at.corp.id).update(proven_by_id=at.rescue.user_id)


async def _by_gone(at: Scene) -> None:
    await IdentityProvider.filter(id=at.corp.id).update(proven_by_id=uuid4())


async def _never(at: Scene) -> None:
    await IdentityProvider.filter(id=at.corp.id).update(proven_at=None, proven_by_id=None)


async def _unlinked(at: Scene) -> None:
    await ExternalIdentity.filter(user_id=at.boss_id).delete()


async def _no_administrator(at: Scene) -> None:
    await at.house.do(SYSTEM, lambda work: set_user_roles(work, at.boss_id, ("viewer",)))


@pytest.mark.parametrize("change", [_too_late, _by_other, _by_gone, _never, _unlinked, _no_administrator])
async def test_without_a_proof_nothing_is_enforced(house: House, change: Any) -> None:  # noqa: ANN401 — see above
    at = await scene(house)
    await at.prove()
    await change(at)
    root = await house.root()
    async with nothing_changes():
        refused = await house.refusals(root, lambda work: enforce_sso(work, at.corp.id, [at.rescue.user_id]))
    assert refused == [("NOT_PROVEN", "provider")]
    assert await password_use(at.rescue.user_id) is PasswordUse.FREE


async def test_each_account_that_cannot_be_exempt_is_named(house: House) -> None:
    at = await scene(house)
    bare = await rescuer(house, "bare", enrolled=False)
    plain = await house.user("plain", password=await house.password())
    await at.prove()
    wanted = [at.rescue.user_id, bare.user_id, plain, at.boss_id, uuid4()]
    await house.freshen(at.boss)
    async with nothing_changes():
        refused = await house.refusals(at.boss, lambda work: enforce_sso(work, at.corp.id, wanted))
    assert refused == [
        (UNFIT, "break_glass.1"),
        (UNFIT, "break_glass.2"),
        (UNFIT, "break_glass.3"),
        ("NOT_FOUND", "break_glass.4"),
    ]


@pytest.mark.parametrize("count", [0, 11])
async def test_nobody_or_too_many_are_refused(house: House, count: int) -> None:
    at = await scene(house)
    await at.prove()
    wanted = [uuid4() for _ in range(count)]
    async with nothing_changes():
        refused = await house.refusals(at.boss, lambda work: enforce_sso(work, at.corp.id, wanted))
    assert refused == [("OUT_OF_BOUNDS", "break_glass")]


async def test_a_provider_that_is_off_or_is_not_there_enforces_nothing(house: House) -> None:
    at = await scene(house)
    other = await provider_row("other", is_enabled=False)
    root = await house.root()
    async with nothing_changes():
        off = await house.refusals(root, lambda work: enforce_sso(work, other.id, [at.rescue.user_id]))
        none = await house.refusals(root, lambda work: enforce_sso(work, uuid4(), [at.rescue.user_id]))
    assert off == [("SOURCE_OFF", "provider"), ("NOT_PROVEN", "provider")]
    assert none == [("NOT_FOUND", "provider")]


def _commands(at: Scene) -> list[Callable[[Work], Awaitable[object]]]:
    return [
        lambda work: enforce_sso(work, at.corp.id, [at.rescue.user_id]),
        lambda work: set_break_glass_accounts(work, [at.rescue.user_id]),
        relax_sso,
    ]


@pytest.mark.parametrize("which", [0, 1, 2], ids=["enforce", "name", "relax"])
async def test_each_needs_the_scope_and_a_fresh_factor(house: House, which: int) -> None:
    at = await scene(house)
    await at.enforce()
    command = _commands(at)[which]
    other = await house.acting("other", *all_but("sso:write"))
    async with nothing_changes():
        with pytest.raises(Forbidden):
            await house.do(other, command)
        house.clock.turn(minutes=15)
        assert await house.refusals(at.boss, command) == STALE


async def test_who_may_not_read_providers_is_not_told(house: House) -> None:
    with pytest.raises(Forbidden):
        await enforcement(await house.acting("other", *all_but(Scope.SSO_READ)))


async def test_relaxed_everything_is_as_before_and_it_is_told(house: House) -> None:
    at = await scene(house)
    await at.enforce()
    async with hearing() as heard:
        await house.do(at.boss, lambda work: relax_sso(work, "It was a trial."))
    assert not await SsoEnforcement.exists()
    assert not await BreakGlassAccount.exists()
    changes: Changes = {"sso_provider": ("corp", None), "break_glass_accounts": (["rescue"], [])}
    assert list(heard.events) == [Told("sso.relaxed", "boss", "corp", changes=changes)]


async def test_what_is_not_enforced_is_neither_relaxed_nor_has_exceptions(house: House) -> None:
    at = await scene(house)
    async with nothing_changes():
        for command in _commands(at)[1:]:
            assert await house.refusals(at.boss, command) == [("SSO_NOT_ENFORCED", "")]


async def test_the_host_relaxes_it(house: House) -> None:
    at = await scene(house)
    await at.enforce()
    await house.do(HOST, relax_sso)
    assert await password_use(at.boss_id) is PasswordUse.FREE


async def test_others_are_exempt_from_then_on_and_the_same_again_is_no_change(house: House) -> None:
    at = await scene(house)
    await at.enforce()
    second = await rescuer(house, "second")
    await house.freshen(at.boss)
    async with hearing() as heard:
        await house.do(at.boss, lambda work: set_break_glass_accounts(work, [second.user_id, at.rescue.user_id]))
    changes: Changes = {"break_glass_accounts": (["rescue"], ["rescue", "second"])}
    assert list(heard.events) == [Told("sso.break_glass_changed", "boss", "corp", changes=changes)]
    async with nothing_changes():
        await house.do(at.boss, lambda work: set_break_glass_accounts(work, [at.rescue.user_id, second.user_id]))
    await house.do(at.boss, lambda work: set_break_glass_accounts(work, [second.user_id]))
    assert await password_use(at.rescue.user_id) is PasswordUse.SHUT
    assert await password_use(second.user_id) is PasswordUse.BREAK_GLASS


LOSSES: dict[str, Callable[[Work, UUID], Awaitable[object]]] = {
    "its role": lambda work, user_id: set_user_roles(work, user_id, ("viewer",)),
    "a scope": lambda work, user_id: deny_scope(work, user_id, NewOverride("settings:write", "Not needed.")),
    "its second factor": reset_mfa,
    "its status": deactivate_user,
    "itself": lambda work, user_id: delete_user(work, user_id, Deletion(end_sessions=True)),
}


@pytest.mark.parametrize("loss", list(LOSSES))
async def test_the_last_break_glass_account_loses_nothing_that_it_needs(house: House, loss: str) -> None:
    at = await scene(house)
    await house.set(AccountSettings, deletion_allowed=True)
    await at.enforce()
    root: Actor = await house.root()

    async def lose(work: Work) -> object:
        return await LOSSES[loss](work, at.rescue.user_id)

    async with nothing_changes():
        assert await house.refusals(root, lose) == [("WOULD_LOCK_OUT", "")]
    second = await rescuer(house, "second")
    await house.freshen(at.boss)
    both = [at.rescue.user_id, second.user_id]
    await house.do(at.boss, lambda work: set_break_glass_accounts(work, both))
    await house.do(root, lose)
    deleted = loss == "itself"
    assert await BreakGlassAccount.filter(user_id=at.rescue.user_id).exists() is not deleted


async def test_its_owner_does_not_switch_the_second_factor_off_either(house: House) -> None:
    at = await scene(house)
    await at.enforce()
    own = await house.actor(at.rescue.user_id)
    async with nothing_changes():
        assert await house.refusals(own, disable_totp) == [("WOULD_LOCK_OUT", "")]
    await house.do(at.boss, relax_sso)
    await house.do(own, disable_totp)


async def test_the_provider_stays_on_while_no_administrator_comes_by_another(house: House) -> None:
    at = await scene(house)
    await at.enforce()
    root = await house.root()
    async with nothing_changes():
        refused = await house.refusals(root, lambda work: disable_identity_provider(work, at.corp.id))
    assert refused in ([("SSO_ENFORCED", "id")], [("WOULD_LOCK_OUT", "")])
    other = await provider_row("other")
    await linked(at.rescue.user_id, other)
    await house.do(root, lambda work: disable_identity_provider(work, at.corp.id))


async def test_relaxed_the_provider_is_switched_off_as_any(house: House) -> None:
    at = await scene(house)
    await house.do(await house.root(), lambda work: disable_identity_provider(work, at.corp.id))
