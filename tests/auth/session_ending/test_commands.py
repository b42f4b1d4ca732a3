"""Ending one's own sessions, somebody else's, and many, also beside sign-ins at the same moment."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from auth.actor import SYSTEM, Actor
from auth.errors import DomainError, Forbidden, Unauthenticated
from auth.login.outcomes import SignedIn
from auth.permissions import Scope
from auth.session_ending import many as ending
from auth.session_ending.commands import Ended, RefusedAccount, end_my_sessions, end_other_sessions, end_session
from auth.session_ending.many import Many, end_sessions
from auth.sessions.queries import SessionFilter
from auth.settings.pages import SessionSettings
from models.session import Session, SessionEnd
from tests.support.house import NOON, House, all_but
from tests.support.trail import Told, hearing, nothing_changes

EVERYBODYS = SessionFilter()
ENDING = (Scope.SESSIONS_READ, Scope.SESSIONS_END)


async def sessions_of(user_id: UUID) -> list[Session]:
    return await Session.filter(user_id=user_id).order_by("id")


async def how(session: Session) -> tuple[SessionEnd | None, UUID | None]:
    now = await Session.get(id=session.id)
    return now.end_reason, now.ended_by_id


async def end(house: House, actor: Actor, **more: object) -> Ended:
    many = Many(**{"filter": EVERYBODYS, **more})  # type: ignore[arg-type] # fields of Many
    return await end_sessions(house.units, actor, many, house.clock.now())


async def test_ones_own_session_is_ended_from_elsewhere_without_any_scope(house: House) -> None:
    actor = await house.acting("asa")
    assert actor.user_id is not None
    token = await house.open(actor.user_id)
    other = (await sessions_of(actor.user_id))[-1]
    async with hearing() as heard:
        assert await house.do(actor, lambda work: end_session(work, other.id)) == other.id
    assert await how(other) == (SessionEnd.BY_OWNER, None)
    assert (await house.caller(token)).actor.permissions.reason == "SESSION_ENDED"
    assert list(heard.events) == [Told("session.ended", "asa", "asa", "BY_OWNER")]
    async with nothing_changes():
        await house.do(actor, lambda work: end_session(work, other.id))


async def test_somebody_elses_session_is_not_there_for_who_may_not_end_it(house: House) -> None:
    actor, user_id = await house.acting("asa", *all_but("sessions:end")), await house.user("bob")
    await house.open(user_id)
    (session,) = await sessions_of(user_id)
    async with nothing_changes():
        for session_id in (session.id, UUID(int=7)):
            refused = await house.refusals(actor, lambda work, id_=session_id: end_session(work, id_))
            assert refused == [("NOT_FOUND", "id")]
    with pytest.raises(Unauthenticated):
        await house.do((await house.caller("nobody's")).actor, lambda work: end_session(work, session.id))


async def test_an_administrator_ends_a_session_of_an_account_that_may_do_no_more(house: House) -> None:
    actor, user_id = await house.acting("help", "sessions:end", level=2), await house.user("bob")
    root = await house.root()
    await house.open(user_id)
    (session,) = await sessions_of(user_id)
    async with hearing() as heard:
        await house.do(actor, lambda work: end_session(work, session.id))
    assert await how(session) == (SessionEnd.BY_ADMINISTRATOR, actor.user_id)
    assert list(heard.events) == [Told("session.ended", "help", "bob", "BY_ADMINISTRATOR")]
    assert root.session_id is not None
    beyond = root.session_id
    async with nothing_changes():
        assert await house.refusals(actor, lambda work: end_session(work, beyond)) == [("BEYOND_OWN_RIGHTS", "id")]


async def test_a_session_that_ran_out_meanwhile_keeps_its_own_reason(house: House) -> None:
    actor, user_id = await house.acting("help", "sessions:end", level=2), await house.user("bob")
    await house.open(user_id)
    (session,) = await sessions_of(user_id)
    house.clock.turn(hours=9)
    await house.do(actor, lambda work: end_session(work, session.id))
    now = await Session.get(id=session.id)
    assert (now.end_reason, now.ended_by_id, now.ended_at) == (SessionEnd.IDLE, None, NOON + timedelta(hours=8))


async def test_the_others_end_or_all_of_ones_own(house: House) -> None:
    actor, stranger = await house.acting("asa"), await house.acting("bob")
    assert actor.user_id is not None
    for _ in range(3):
        await house.open(actor.user_id)
    assert await house.do(actor, end_other_sessions) == 3
    (left,) = await Session.filter(user_id=actor.user_id, ended_at=None)
    assert left.id == actor.session_id
    assert await house.do(actor, end_my_sessions) == 1
    assert await Session.filter(end_reason=SessionEnd.BY_OWNER).count() == 4
    assert [row.id for row in await Session.filter(ended_at=None)] == [stranger.session_id]


async def test_many_end_but_ones_own_and_those_of_accounts_that_may_do_more(house: House) -> None:
    actor = await house.acting("help", *ENDING, level=2)
    root = await house.root()
    assert root.user_id is not None
    await house.open(root.user_id)
    users = [await house.user(f"user-{number}") for number in range(3)]
    for user_id in users:
        await house.open(user_id)
        await house.open(user_id)
    kept = RefusedAccount(
        root.user_id, 2, "BEYOND_OWN_RIGHTS", "This account may do more than you may, so you cannot manage it."
    )
    async with nothing_changes():
        assert await end(house, actor, but=actor.session_id, dry_run=True) == Ended(6, (kept,))
    async with hearing() as heard:
        assert await end(house, actor, but=actor.session_id) == Ended(6, (kept,))
    assert list(heard.events) == [
        Told("session.ended", "help", f"user-{number // 2}", "BY_ADMINISTRATOR") for number in range(6)
    ]
    assert await Session.filter(ended_by_id=actor.user_id).count() == 6
    assert await Session.filter(ended_at=None).count() == 3
    assert await end(house, actor) == Ended(1, (kept,))
    assert actor.session_id is not None
    assert await how(await Session.get(id=actor.session_id)) == (SessionEnd.BY_OWNER, None)


async def test_only_what_the_filter_means_ends_and_only_what_is_open(house: House) -> None:
    actor, user_id = await house.acting("help", *ENDING, level=2), await house.user("bob")
    await house.open(user_id, ip_address="192.0.2.1")
    await house.open(user_id, ip_address="192.0.2.2")
    await house.open(user_id, ip_address="192.0.2.1", ended_at=NOON, end_reason=SessionEnd.SIGNED_OUT)
    await house.open(user_id, ip_address="192.0.2.1", last_seen_at=NOON - timedelta(hours=9))
    assert await end(house, actor, filter=SessionFilter(ip_address="192.0.2.1", state=())) == Ended(1)
    reasons = [(row.ip_address, row.end_reason) for row in await sessions_of(user_id)]
    assert reasons == [
        ("192.0.2.1", SessionEnd.BY_ADMINISTRATOR),
        ("192.0.2.2", None),
        ("192.0.2.1", SessionEnd.SIGNED_OUT),
        ("192.0.2.1", None),
    ]


@pytest.mark.parametrize("missing", ["sessions:read", "sessions:end"])
async def test_many_need_both_scopes(house: House, missing: str) -> None:
    actor = await house.acting("help", *all_but(missing))
    async with nothing_changes():
        with pytest.raises(Forbidden):
            await end(house, actor)


async def test_too_many_at_once_are_refused_before_any_ends(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ending, "MOST", 2)
    user_id = await house.user("bob")
    for _ in range(3):
        await house.open(user_id)
    async with nothing_changes():
        with pytest.raises(DomainError) as refused:
            await end(house, SYSTEM)
    assert (refused.value.code, refused.value.field) == ("TOO_MANY", "filter")


async def test_several_batches_are_each_ended(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ending, "ACCOUNTS_AT_ONCE", 2)
    for number in range(5):
        await house.open(await house.user(f"user-{number}"))
    assert await end(house, SYSTEM) == Ended(5)


async def test_no_sign_in_slips_past_the_end_of_all(house: House) -> None:
    """Whoever signs in at the same moment is ended with the others, or was let in after them."""
    await house.set(SessionSettings, sessions_per_account=0)
    user_id = await house.user("asa", password=await house.password())
    first = await house.sign_in("asa")
    logins = [house.login("asa") for _ in range(4)]
    ends = [house.do(first.caller.actor, end_other_sessions) for _ in range(2)]
    outcomes = await asyncio.gather(*logins, *ends)
    assert all(isinstance(outcome, SignedIn) for outcome in outcomes[:4])
    ended = sum(outcome for outcome in outcomes if isinstance(outcome, int))
    assert await Session.filter(user_id=user_id, end_reason=SessionEnd.BY_OWNER).count() == ended
    assert await Session.filter(user_id=user_id, ended_at=None).count() == 5 - ended
