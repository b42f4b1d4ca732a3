"""While an identity provider is switched off, what came by it is refused; it comes back with it."""

from uuid import UUID

import pytest

from auth.actor import SYSTEM
from auth.login.finish import Proven
from auth.login.steps import locked_step, presented, wait_for
from auth.sessions.queries import SessionFilter, SessionListing, list_sessions
from auth.sessions.rules import SessionState
from auth.sessions.sweep import sweep
from auth.sources.standing import is_let_in
from auth.tokens.caller import token_caller
from models.identity_provider import IdentityProvider
from models.pending_login import PendingStep
from models.session import SignInMethod
from models.user import User
from tests.support.house import CLIENT, NOON, TOKEN, House
from tests.support.identity_providers import from_provider, linked, provider_row
from tests.support.provider_sign_ins import came_by, turn
from tests.support.statements import statements
from tests.support.tokens import issue
from tests.support.trail import nothing_changes


async def reason(house: House, token: str) -> str | None:
    return (await house.caller(token)).actor.permissions.reason


async def states(house: House, user_id: UUID) -> list[SessionState]:
    """Of an account's sessions, each in the list of its state alone."""
    found: list[SessionState] = []
    for state in SessionState:
        listing = SessionListing(SessionFilter(state=(state,), user_ids=(user_id,)))
        found += [row.state for row in (await list_sessions(SYSTEM, listing, {}, house.clock.now())).rows]
    return found


async def test_a_session_of_a_providers_account_is_refused_while_that_is_off(house: House) -> None:
    corp = await provider_row()
    asa = await from_provider(house, corp, "asa")
    token = await house.open(asa)
    assert await reason(house, token) is None
    await turn(corp, on=False)
    caller = await house.caller(token)
    assert (caller.actor.user_id, caller.actor.permissions.reason, caller.may_return) == (None, "SOURCE_OFF", True)
    await turn(corp, on=True)
    assert await reason(house, token) is None


async def test_of_a_local_account_only_the_session_that_the_provider_opened_is_refused(house: House) -> None:
    corp, lab = await provider_row("corp"), await provider_row("lab")
    asa = await house.user("asa")
    await linked(asa, corp)
    by_corp, _ = await came_by(house, asa, corp)
    by_lab, _ = await came_by(house, asa, lab)
    by_password = await house.open(asa)
    await turn(corp, on=False)
    assert [await reason(house, each) for each in (by_corp, by_lab, by_password)] == ["SOURCE_OFF", None, None]
    assert sorted(await states(house, asa)) == [SessionState.OPEN, SessionState.OPEN, SessionState.SUSPENDED]
    async with nothing_changes():
        await sweep(house.units)
    await turn(corp, on=True)
    assert await reason(house, by_corp) is None
    assert await states(house, asa) == [SessionState.OPEN] * 3


async def test_a_provider_that_is_gone_lets_nobody_in(house: House) -> None:
    corp = await provider_row()
    asa, bo = await from_provider(house, corp, "asa"), await house.user("bob")
    of_asa, (of_bo, _) = await house.open(asa), await came_by(house, bo, corp)
    await IdentityProvider.filter(id=corp.id).delete()
    assert [await reason(house, token) for token in (of_asa, of_bo)] == ["SOURCE_OFF"] * 2
    assert [await is_let_in(asa), await is_let_in(bo), await is_let_in(bo, corp.id)] == [False, True, False]


async def test_an_api_token_of_its_account_is_refused_likewise(house: House) -> None:
    corp = await provider_row()
    asa = await from_provider(house, corp, "asa")
    bo = await house.user("bob")
    await linked(bo, corp)
    of_asa, of_bo = await issue(house, await house.actor(asa)), await issue(house, await house.actor(bo))
    await turn(corp, on=False)
    caller = await token_caller(of_asa, CLIENT, NOON)
    assert (caller.actor.user_id, caller.actor.permissions.reason) == (None, "SOURCE_OFF")
    assert (await token_caller(of_bo, CLIENT, NOON)).actor.user_id == bo
    await turn(corp, on=True)
    assert (await token_caller(of_asa, CLIENT, NOON)).actor.user_id == asa


@pytest.mark.parametrize("is_local", [True, False], ids=["local", "of-the-provider"])
async def test_a_sign_in_that_waits_goes_on_only_while_its_provider_is_on(house: House, *, is_local: bool) -> None:
    corp = await provider_row()
    user = await User.get(id=await (house.user("asa") if is_local else from_provider(house, corp, "asa")))
    proven = Proven(SignInMethod.PROVIDER, NOON, source_id=corp.id)
    token, _ = await house.do(SYSTEM, lambda work: wait_for(work, user, PendingStep.VERIFY_MFA, TOKEN, proven))

    async def is_open() -> bool:
        given = presented(token, None)
        return await house.do(SYSTEM, lambda work: locked_step(work, given, PendingStep.VERIFY_MFA)) is not None

    assert await is_open()
    await turn(corp, on=False)
    async with nothing_changes():
        assert not await is_open()
    await turn(corp, on=True)
    assert await is_open()


async def test_who_comes_by_a_session_is_still_found_by_one_statement(house: House) -> None:
    corp = await provider_row()
    token, _ = await came_by(house, await from_provider(house, corp, "asa"), corp)
    with statements() as executed:
        assert await reason(house, token) is None
    assert len(executed) == 1
