"""An account never has more sessions than it may, whoever signs in at the same moment."""

import asyncio

import pytest

from auth.login.finish import Wish
from auth.login.outcomes import LoginRefusal, Refusal, SignedIn
from auth.login.password import Attempt, login
from auth.settings.pages import AtSessionLimit, LockoutSettings, SessionSettings
from models.session import Delivery, Session, SessionEnd
from tests.support.house import PASSWORD, TOKEN, House
from tests.support.trail import Told, hearing, nothing_changes

REFUSE = AtSessionLimit.REFUSE
FULL = Refusal(LoginRefusal.SESSION_LIMIT)


async def open_sessions() -> int:
    return await Session.filter(ended_at=None).count()


async def test_the_least_recently_used_session_goes_and_it_is_told(house: House) -> None:
    await house.user("asa", password=await house.password())
    tokens = [(await house.sign_in("asa")).token for _ in range(3)]
    await Session.filter(token_hash__not="").update(last_seen_at=house.clock.turn(minutes=1))
    oldest = await Session.all().order_by("-id").first()
    assert oldest is not None
    await Session.filter(id=oldest.id).update(last_seen_at=house.clock.turn(minutes=-1))
    house.clock.turn(minutes=2)
    async with hearing() as heard:
        await house.sign_in("asa")
    ended = await Session.get(ended_at__not_isnull=True)
    assert (ended.id, ended.end_reason, ended.ended_at) == (oldest.id, SessionEnd.SESSION_LIMIT, house.clock.now())
    assert [(event.action, event.reason) for event in heard.events] == [
        ("session.ended", "SESSION_LIMIT"),
        ("login.succeeded", None),
    ]
    reasons = [(await house.caller(token)).actor.permissions.reason for token in tokens]
    assert reasons == [None, None, "SESSION_ENDED"]


async def test_where_the_settings_say_so_one_more_is_refused_after_the_right_password_only(house: House) -> None:
    await house.user("asa", password=await house.password())
    await house.set(SessionSettings, at_limit=REFUSE, sessions_per_account=1)
    await house.sign_in("asa")
    async with nothing_changes(Told("login.failed", None, "asa", "SESSION_LIMIT", refused=True)):
        assert await house.login("asa") == FULL
    assert await house.login("asa", "wrong") == Refusal(LoginRefusal.INVALID_CREDENTIALS)


async def test_expired_and_ended_sessions_take_no_place(house: House) -> None:
    await house.user("asa", password=await house.password())
    await house.set(SessionSettings, at_limit=REFUSE, sessions_per_account=1)
    await house.sign_in("asa")
    house.clock.turn(hours=8)
    await house.sign_in("asa")
    await Session.filter(ended_at=None).update(ended_at=house.clock.now())
    await house.sign_in("asa")


async def test_a_browser_at_the_limit_may_replace_its_own_session(house: House) -> None:
    await house.user("asa", password=await house.password())
    await house.set(SessionSettings, at_limit=REFUSE, sessions_per_account=1)
    signed = await house.sign_in("asa", wish=Wish(Delivery.COOKIE))
    actor = (await house.caller(signed.token)).actor
    again = await login(
        house.units, house.hashing, house.directories, actor, Attempt("asa", PASSWORD, Wish(Delivery.COOKIE))
    )
    assert isinstance(again, SignedIn)
    assert await open_sessions() == 1
    assert (await Session.get(ended_at__not_isnull=True)).end_reason is SessionEnd.SIGNED_IN_AGAIN


@pytest.mark.parametrize(("own", "system", "left"), [(1, 3, 1), (5, 3, 5), (0, 2, 2), (0, 0, 7), (2, 0, 2)])
async def test_an_accounts_own_limit_goes_before_the_systems(house: House, own: int, system: int, left: int) -> None:
    await house.user("asa", password=await house.password(), session_limit=own)
    await house.set(SessionSettings, sessions_per_account=system)
    for _ in range(7):
        house.clock.turn(seconds=1)
        await house.sign_in("asa")
    assert await open_sessions() == left


async def test_a_lowered_limit_counts_at_the_next_sign_in(house: House) -> None:
    await house.user("asa", password=await house.password())
    for _ in range(3):
        await house.sign_in("asa")
    await house.set(SessionSettings, sessions_per_account=1)
    await house.sign_in("asa")
    assert await open_sessions() == 1


@pytest.mark.parametrize("at_limit", list(AtSessionLimit))
async def test_many_at_once_never_exceed_the_limit(house: House, at_limit: AtSessionLimit) -> None:
    await house.user("asa", password=await house.password())
    await house.set(SessionSettings, at_limit=at_limit)
    await house.set(LockoutSettings, failed_attempts_allowed=0)  # as many at once as come
    outcomes = await asyncio.gather(*(house.login("asa", wish=TOKEN) for _ in range(12)))
    won = [outcome for outcome in outcomes if isinstance(outcome, SignedIn)]
    assert await open_sessions() == 3
    if at_limit is REFUSE:
        assert len(won) == 3
        assert [outcome for outcome in outcomes if outcome not in won] == [FULL] * 9
    else:
        assert len(won) == 12
    callers = [await house.caller(signed.token) for signed in won]
    assert sum(caller.actor.user_id is not None for caller in callers) == 3
