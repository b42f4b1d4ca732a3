"""Failed attempts lock an account: over all its names, whatever is typed after, and no longer than they should."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from auth.actor import anonymous
from auth.lockout.commands import Counted, clear_attempts, count_attempt, take_back_attempt, withdraw_attempt
from auth.login.outcomes import LoginRefusal, MustChangePassword, Refusal, SignedIn
from auth.login.password import Attempt, Verified, login, settle_password_login
from auth.passwords.hashing import PasswordHashing
from auth.settings.pages import LockoutSettings, PasswordSettings
from auth.unit_of_work import Work
from auth.users.locking import unlock_user
from models.outbox_mail import OutboxMail
from models.user import User, UserKind
from tests.support.house import CLIENT, NOON, PASSWORD, TOKEN, House
from tests.support.trail import Told, hearing, nothing_changes

INVALID = Refusal(LoginRefusal.INVALID_CREDENTIALS)
WRONG, LOCKED = "WRONG_PASSWORD", "LOCKED_AUTOMATICALLY"


async def person(house: House) -> UUID:
    return await house.user("asa", email="asa@example.com", password=await house.password())


async def fail(house: House, times: int, name: str = "asa") -> None:
    for _ in range(times):
        assert await house.login(name, "wrong") == INVALID


async def state(user_id: UUID) -> tuple[int, datetime | None, datetime | None]:
    user = await User.get(id=user_id)
    return user.failed_attempts, user.auto_locked_at, user.auto_locked_until


def failed(reason: str, name: str = "asa") -> Told:
    return Told("login.failed", None, name, reason, refused=True)


async def test_five_wrong_passwords_lock_for_half_an_hour_whatever_is_typed_then(house: House) -> None:
    user_id = await person(house)
    until = NOON + timedelta(minutes=30)
    async with hearing() as heard:
        await fail(house, 5)
    told = Told("user.locked_automatically", None, "asa", changes={"locked_until": (None, until.isoformat())})
    assert list(heard.events) == [*[failed(WRONG)] * 5, told]
    assert await state(user_id) == (5, NOON, until)
    for password in (PASSWORD, "wrong"):
        async with nothing_changes(failed(LOCKED)):
            assert await house.login("asa", password) == INVALID
    house.clock.turn(minutes=30, microseconds=-1)
    async with nothing_changes(failed(LOCKED)):
        assert await house.login("asa") == INVALID
    house.clock.turn(microseconds=1)
    await house.sign_in("asa")
    assert await state(user_id) == (0, None, None)


async def test_an_ended_lock_starts_the_counter_anew(house: House) -> None:
    user_id = await person(house)
    await fail(house, 5)
    house.clock.turn(minutes=30)
    await fail(house, 4)
    assert await state(user_id) == (4, None, None)
    await house.sign_in("asa")


async def test_a_success_forgets_what_failed_before(house: House) -> None:
    user_id = await person(house)
    for _ in range(3):
        await fail(house, 4)
        await house.sign_in("asa")
    assert await state(user_id) == (0, None, None)


async def test_the_last_attempt_allowed_may_be_the_right_one(house: House) -> None:
    user_id = await person(house)
    await fail(house, 4)
    async with hearing() as heard:
        await house.sign_in("asa")
    assert [told.action for told in heard.events] == ["login.succeeded"]
    assert await state(user_id) == (0, None, None)


async def test_one_counter_serves_every_spelling_of_every_name(house: House) -> None:
    user_id = await person(house)
    for name in ("asa", " ASA ", "\uff21sa", "Asa@Example.com", "asa@example.com"):
        await fail(house, 1, name)
    assert (await state(user_id))[0] == 5
    assert await house.login("asa@example.com") == INVALID


async def test_a_locked_account_is_told_by_mail_once(house: House) -> None:
    user_id = await person(house)
    await fail(house, 8)
    mail = await OutboxMail.get(user_id=user_id)
    assert (mail.kind, mail.recipient) == ("account_locked", "asa@example.com")


async def test_no_lock_reaches_another_account_nor_one_that_is_not_there(house: House) -> None:
    await person(house)
    await house.user("bob", password=await house.password())
    await fail(house, 6, "nobody")
    await fail(house, 6, "asa")
    await house.sign_in("bob")


async def test_a_service_account_is_never_locked_by_who_tries_to_sign_in_as_it(house: House) -> None:
    await house.user("robot", "api", kind=UserKind.SERVICE)
    async with nothing_changes(*[failed("SERVICE_ACCOUNT", "robot")] * 7):
        await fail(house, 7, "robot")


async def test_where_the_settings_say_so_nothing_locks_or_a_lock_never_ends(house: House) -> None:
    user_id = await person(house)
    await house.set(LockoutSettings, failed_attempts_allowed=0)
    await fail(house, 12)
    await house.sign_in("asa")
    await house.set(LockoutSettings, failed_attempts_allowed=2, lock_minutes=0)
    await fail(house, 2)
    house.clock.turn(days=9_999)
    assert await house.login("asa") == INVALID
    await house.do(await house.root(), lambda work: unlock_user(work, user_id))
    assert isinstance(await house.login("asa"), MustChangePassword)  # it is 27 years old by now


async def test_a_lock_leaves_sessions_alone(house: House) -> None:
    await person(house)
    signed = await house.sign_in("asa")
    await fail(house, 5)
    assert (await house.caller(signed.token)).actor.user_id is not None
    assert await house.login("asa") == INVALID


async def test_a_right_password_that_opens_no_session_yet_forgets_only_itself(house: House) -> None:
    user_id = await house.user("asa", password=await house.password(must_change=True))
    await fail(house, 3)
    for _ in range(4):
        assert isinstance(await house.login("asa"), MustChangePassword)
    assert await state(user_id) == (3, None, None)
    await fail(house, 1)
    assert isinstance(await house.login("asa"), MustChangePassword)
    assert await state(user_id) == (4, None, None)
    await fail(house, 1)
    assert await house.login("asa") == INVALID


async def test_an_attempt_that_nobody_could_judge_is_not_counted(house: House) -> None:
    user_id = await person(house)
    await fail(house, 4)
    full = PasswordHashing(cores=1, waiting_per_core=-1)
    for _ in range(3):
        outcome = await login(house.units, full, house.directories, anonymous(CLIENT), Attempt("asa", PASSWORD, TOKEN))
        assert outcome == Refusal(LoginRefusal.RATE_LIMITED, 2)
    full.close()
    assert await state(user_id) == (4, None, None)


async def test_right_passwords_beside_one_that_had_its_hash_made_anew_lock_nobody_out(house: House) -> None:
    user_id = await person(house)
    before = (await house.password("An0ther-password")).hash  # what they were held against
    for attempt in [await counted(house, user_id) for _ in range(5)]:
        verified = Verified(user_id, before, right=True, counted=attempt)
        outcome = await house.do(
            anonymous(CLIENT), lambda work, each=verified: settle_password_login(work, each, TOKEN)
        )
        assert outcome == INVALID
    assert await state(user_id) == (0, None, None)
    await house.sign_in("asa")


@pytest.mark.parametrize("leads_to", [SignedIn, MustChangePassword])
async def test_many_right_passwords_at_once_leave_the_account_open(house: House, leads_to: type) -> None:
    must_change = leads_to is MustChangePassword
    user_id = await house.user("asa", password=await house.password(must_change=must_change))
    await fail(house, 2)
    await house.set(PasswordSettings, argon2_iterations=2)  # each that opens a session has the hash made anew
    outcomes = await asyncio.gather(*(house.login("asa") for _ in range(12)))
    assert any(isinstance(outcome, leads_to) for outcome in outcomes)
    assert all(isinstance(outcome, leads_to) or outcome == INVALID for outcome in outcomes)
    assert await state(user_id) == (2 if must_change else 0, None, None)
    assert isinstance(await house.login("asa"), leads_to)


async def counted(house: House, user_id: UUID | None) -> Counted:
    return await house.do(anonymous(CLIENT), lambda work: count_attempt(work, user_id))


async def test_of_many_at_once_no_more_are_admitted_than_allowed(house: House) -> None:
    user_id = await person(house)
    found = await asyncio.gather(*(counted(house, user_id) for _ in range(30)))
    assert sum(each.admitted for each in found) == 5
    assert sum(each.lock is not None for each in found) == 1
    assert (await state(user_id))[0] == 5


async def test_many_wrong_passwords_at_once_are_five_verifications_and_the_right_one_among_them_counts(
    house: House,
) -> None:
    await person(house)
    outcomes = await asyncio.gather(*(house.login("asa", "wrong") for _ in range(29)), house.login("asa"))
    assert outcomes[:29] == [INVALID] * 29
    assert isinstance(outcomes[29], SignedIn) or outcomes[29] == INVALID
    async with hearing() as heard:
        outcomes = await asyncio.gather(*(house.login("asa", "wrong") for _ in range(30)))
    assert outcomes == [INVALID] * 30
    reasons = [told.reason for told in heard.events if told.action == "login.failed"]
    assert len(reasons) == 30
    assert reasons.count(WRONG) <= 5
    assert reasons.count(WRONG) + reasons.count(LOCKED) == 30
    assert await house.login("asa") == INVALID


async def test_what_is_taken_back_never_falls_below_nothing(house: House) -> None:
    user_id = await person(house)

    async def settle(work: Work) -> None:
        user = await User.select_for_update().get(id=user_id)
        await take_back_attempt(work, user, Counted(admitted=True))
        await clear_attempts(work, user)

    async with nothing_changes():
        await house.do(anonymous(CLIENT), settle)


async def test_what_was_counted_for_nobody_is_taken_back_from_nobody(house: House) -> None:
    nobody = await counted(house, None)
    assert nobody == Counted(admitted=False)
    async with nothing_changes():
        await house.do(anonymous(CLIENT), lambda work: withdraw_attempt(work, None, nobody))
