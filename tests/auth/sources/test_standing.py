"""While what checks an account is switched off, its credentials are refused; they come back with it."""

from datetime import timedelta
from uuid import UUID, uuid4

from auth.actor import SYSTEM
from auth.login.finish import Proven
from auth.login.steps import locked_step, presented, wait_for
from auth.sessions.queries import SessionFilter, SessionListing, list_sessions
from auth.sessions.rules import SessionState
from auth.sessions.sweep import sweep
from auth.sources.standing import is_let_in
from auth.tokens.caller import token_caller
from models.ldap_profile import LdapProfile
from models.pending_login import PendingStep
from models.session import Session, SignInMethod
from models.user import User
from tests.support.house import CLIENT, NOON, TOKEN, House
from tests.support.profiles import person, profile_row, switch
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


async def test_a_session_is_refused_while_its_directory_is_off_and_good_again_after(house: House) -> None:
    corp, lab = await profile_row("corp"), await profile_row("lab")
    asa, bo, cy = await person(house, "asa", corp), await person(house, "bob", lab), await house.user("cyd")
    tokens = {user_id: await house.open(user_id) for user_id in (asa, bo, cy)}
    assert [await reason(house, token) for token in tokens.values()] == [None] * 3
    await switch(corp, on=False)
    caller = await house.caller(tokens[asa])
    assert (caller.actor.user_id, caller.actor.permissions.reason) == (None, "SOURCE_OFF")
    assert (caller.may_return, caller.is_due_for_touch, caller.expiry) == (True, False, None)
    assert [await reason(house, tokens[each]) for each in (bo, cy)] == [None, None]
    assert await states(house, asa) == [SessionState.SUSPENDED]
    assert await states(house, bo) == await states(house, cy) == [SessionState.OPEN]
    async with nothing_changes():
        await sweep(house.units)
    await switch(corp, on=True)
    assert await reason(house, tokens[asa]) is None
    assert await states(house, asa) == [SessionState.OPEN]


async def test_a_directory_that_is_gone_lets_nobody_in(house: House) -> None:
    corp = await profile_row()
    asa = await person(house, "asa", corp)
    token = await house.open(asa)
    await LdapProfile.filter(id=corp.id).delete()
    assert await reason(house, token) == "SOURCE_OFF"
    assert not await is_let_in(asa)
    assert not await is_let_in(uuid4())


async def test_what_ends_a_session_for_good_is_told_first(house: House) -> None:
    corp = await profile_row(is_enabled=False)
    asa = await person(house, "asa", corp)
    token = await house.open(asa)
    await User.filter(id=asa).update(locked_at=NOON)
    assert await reason(house, token) == "SESSION_ENDED"
    await User.filter(id=asa).update(locked_at=None)
    house.clock.turn(hours=9)
    caller = await house.caller(token)
    assert (caller.actor.permissions.reason, caller.may_return) == ("SESSION_EXPIRED", False)
    assert await states(house, asa) == [SessionState.EXPIRED]
    await Session.filter(user_id=asa).update(ended_at=NOON)
    assert await reason(house, token) == "SESSION_ENDED"


async def test_an_api_token_is_refused_likewise(house: House) -> None:
    corp = await profile_row()
    asa = await person(house, "asa", corp)
    token = await issue(house, await house.actor(asa))
    assert (await token_caller(token, CLIENT, NOON)).actor.user_id == asa
    await switch(corp, on=False)
    caller = await token_caller(token, CLIENT, NOON)
    assert (caller.actor.user_id, caller.actor.permissions.reason) == (None, "SOURCE_OFF")
    await switch(corp, on=True)
    assert (await token_caller(token, CLIENT, NOON)).actor.user_id == asa


async def test_a_sign_in_that_waits_goes_on_only_while_its_directory_is_on(house: House) -> None:
    corp = await profile_row()
    user = await User.get(id=await person(house, "asa", corp))
    proven = Proven(SignInMethod.PASSWORD, NOON)
    token, _ = await house.do(SYSTEM, lambda work: wait_for(work, user, PendingStep.ENROL_MFA, TOKEN, proven))

    async def is_open() -> bool:
        given = presented(token, None)
        return await house.do(SYSTEM, lambda work: locked_step(work, given, PendingStep.ENROL_MFA)) is not None

    assert await is_open()
    await switch(corp, on=False)
    async with nothing_changes():
        assert not await is_open()
    await switch(corp, on=True)
    assert await is_open()


async def test_a_session_that_ran_out_meanwhile_stays_over(house: House) -> None:
    corp = await profile_row()
    asa = await person(house, "asa", corp)
    token = await house.open(asa)
    await switch(corp, on=False)
    house.clock.turn(hours=9)
    await sweep(house.units)
    assert (await Session.get(user_id=asa)).ended_at == NOON + timedelta(hours=8)
    await switch(corp, on=True)
    assert await reason(house, token) == "SESSION_ENDED"
