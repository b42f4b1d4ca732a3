"""The step of the second factor: what is right once, what is wrong, what it counts against, and who wins a race."""

import asyncio

import pytest

from auth.actor import SYSTEM, anonymous
from auth.login.outcomes import LoginRefusal, MfaDemanded, Refusal, SignedIn
from auth.login.second_factor import CodeGiven, Found, count_code, settle_second_factor, verify_mfa
from auth.login.steps import LIFETIMES, MOST_ATTEMPTS, Presented
from auth.mfa.commands import reset_mfa
from auth.opaque import digest, new_token
from auth.passwords.hashing import PasswordHashing
from auth.settings.pages import AtSessionLimit, LockoutSettings, MfaSettings, SessionSettings
from auth.users.lifecycle import deactivate_user
from auth.users.locking import lock_user
from models.pending_login import PendingLogin, PendingStep
from models.second_factor import BackupCode, TotpEnrolment
from models.session import Delivery, SecondFactor, Session
from models.user import User
from tests.support.authenticator import person
from tests.support.house import CLIENT, House, spoiled
from tests.support.trail import Told, hearing, nothing_changes

STEP = PendingStep.VERIFY_MFA
INVALID = Refusal(LoginRefusal.PENDING_TOKEN_INVALID)
WRONG = Refusal(LoginRefusal.CODE_WRONG)
TELLS_INVALID = Told("login.failed", None, None, "PENDING_TOKEN_INVALID", refused=True)
TELLS_WRONG = Told("login.failed", None, "asa", "WRONG_CODE", refused=True)
TRIES = 30


async def open_sessions(user_id: object) -> int:
    return await Session.filter(user_id=user_id, ended_at=None, second_factor__isnull=False).count()


async def test_a_code_opens_a_session_and_is_told(house: House) -> None:
    asa = await person(house)
    async with hearing() as heard:
        step = await asa.waiting()
        signed = await asa.verify(step.token, asa.code())
    assert isinstance(signed, SignedIn)
    session = await Session.get(id=signed.caller.actor.session_id)
    assert (session.second_factor, session.fresh_at) == (SecondFactor.TOTP, house.clock.now())
    assert list(heard.events) == [Told("login.mfa_required", "asa", "asa"), Told("login.succeeded", "asa", "asa")]


@pytest.mark.parametrize("steps", [-1, 0, 1])
async def test_a_clock_may_be_one_step_off(house: House, steps: int) -> None:
    asa = await person(house)
    house.clock.turn(minutes=2)
    step = await asa.waiting()
    assert isinstance(await asa.verify(step.token, asa.code(steps)), SignedIn)


async def test_a_code_is_good_once_and_no_older_one_after_it(house: House) -> None:
    asa = await person(house)
    house.clock.turn(minutes=2)
    used, older, newer = asa.code(), asa.code(-1), asa.code(1)
    assert isinstance(await asa.verify((await asa.waiting()).token, used), SignedIn)
    step = await asa.waiting()
    for code in (used, older):
        assert await asa.verify(step.token, code) == WRONG
    assert isinstance(await asa.verify(step.token, newer), SignedIn)


async def test_the_code_that_confirmed_an_enrolment_signs_nobody_in(house: House) -> None:
    asa = await person(house)
    house.clock.turn(seconds=-asa.phone.totp.interval)
    assert await asa.verify((await asa.waiting()).token, asa.code()) == WRONG


NOT_CODES = ["", " ", "0", "1234567", "abcdef", "\0", "\ud800", "x" * 10_000]


@pytest.mark.parametrize("text", NOT_CODES)
async def test_what_is_no_code_is_wrong_in_either_place(house: House, text: str) -> None:
    asa = await person(house)
    step = await asa.waiting()
    async with hearing() as heard:
        assert await asa.verify(step.token, text) == WRONG
        assert await asa.verify(step.token, None, text) == WRONG
    assert list(heard.events) == [TELLS_WRONG, TELLS_WRONG]
    assert await open_sessions(asa.user_id) == 0


async def test_neither_code_or_both_are_wrong_and_use_nothing_up(house: House) -> None:
    asa = await person(house)
    step = await asa.waiting()
    assert await asa.verify(step.token) == WRONG
    assert await asa.verify(step.token, asa.code(), asa.codes[0]) == WRONG
    assert await BackupCode.filter(used_at=None).count() == 10
    assert isinstance(await asa.verify(step.token, asa.code()), SignedIn)


async def test_a_token_dies_after_five_wrong_codes_however_they_come(house: House) -> None:
    await house.set(LockoutSettings, failed_attempts_allowed=0)
    asa = await person(house)
    step = await asa.waiting()
    outcomes = await asyncio.gather(*(asa.verify(step.token, asa.wrong()) for _ in range(TRIES)))
    assert (outcomes.count(WRONG), outcomes.count(INVALID)) == (5, TRIES - 5)
    async with nothing_changes(TELLS_INVALID):
        assert await asa.verify(step.token, asa.code()) == INVALID
    assert MOST_ATTEMPTS[STEP] == 5


async def test_a_step_is_taken_once_and_ends_at_its_very_moment(house: House) -> None:
    asa = await person(house)
    late, used = await asa.waiting(), await asa.waiting()
    assert isinstance(await asa.verify(used.token, asa.code()), SignedIn)
    house.clock.turn(minutes=1)
    assert await asa.verify(used.token, asa.code()) == INVALID
    house.clock.moment = late.expires_at
    assert await asa.verify(late.token, asa.code()) == INVALID
    early = await asa.waiting()
    house.clock.moment += LIFETIMES[STEP]
    house.clock.turn(seconds=-1)
    assert isinstance(await asa.verify(early.token, asa.code()), SignedIn)


async def test_nothing_but_the_very_token_is_good_and_only_as_it_was_given_out(house: House) -> None:
    asa = await person(house)
    step = await asa.waiting()
    session = await house.open(asa.user_id)
    for token in (*spoiled(step.token), session, new_token(), digest(step.token)):
        async with nothing_changes(TELLS_INVALID):
            assert await asa.verify(token, asa.code()) == INVALID
    async with nothing_changes(TELLS_INVALID):
        assert await asa.verify(step.token, asa.code(), by=Delivery.COOKIE) == INVALID
    assert (await house.caller(step.token)).actor.permissions.reason == "INVALID_TOKEN"


async def test_anothers_code_is_worth_nothing(house: House) -> None:
    asa, bob = await person(house), await person(house, "bob")
    step = await asa.waiting()
    assert await asa.verify(step.token, bob.code()) == WRONG
    assert await asa.verify(step.token, None, bob.codes[0]) == WRONG
    assert await BackupCode.filter(used_at=None).count() == 20


async def test_a_backup_code_is_good_once_in_any_spelling_and_costs_one_verification(house: House) -> None:
    asa = await person(house)
    first, second = asa.codes[:2]
    for typed in (first, second.replace("-", "").lower()):
        step, before = await asa.waiting(), house.hashing.verified
        async with hearing() as heard:
            signed = await asa.verify(step.token, None, typed)
        assert isinstance(signed, SignedIn)
        assert house.hashing.verified == before + 1
        session = await Session.get(id=signed.caller.actor.session_id)
        assert session.second_factor is SecondFactor.BACKUP_CODE
        left = await BackupCode.filter(used_at=None).count()
        used = Told("mfa.backup_code_used", "asa", "asa", changes={"backup_codes_left": (left + 1, left)})
        assert next(iter(heard.events)) == used
        step, before = await asa.waiting(), house.hashing.verified
        assert await asa.verify(step.token, None, typed) == WRONG
        assert house.hashing.verified == before + 1
    assert await BackupCode.filter(used_at=None).count() == 8


async def test_backup_codes_that_are_switched_off_count_for_nothing(house: House) -> None:
    asa = await person(house)
    await house.set(MfaSettings, backup_codes=0)
    step = await asa.waiting()
    assert step.methods == (SecondFactor.TOTP,)
    assert await asa.verify(step.token, None, asa.codes[0]) == WRONG
    assert await BackupCode.filter(used_at=None).count() == 10


async def test_wrong_codes_over_fresh_tokens_lock_the_account_and_then_the_right_one_is_refused_too(
    house: House,
) -> None:
    asa = await person(house)
    for _ in range(4):
        assert await asa.verify((await asa.waiting()).token, asa.wrong()) == WRONG
    spare, last = await asa.waiting(), await asa.waiting()
    async with hearing() as heard:
        assert await asa.verify(last.token, asa.wrong()) == WRONG
    assert [told.action for told in heard.events] == ["login.failed", "user.locked_automatically"]
    async with hearing() as heard:
        assert await asa.verify(spare.token, asa.code()) == WRONG
        assert await asa.verify(spare.token, None, asa.codes[0]) == WRONG
    assert [told.reason for told in heard.events] == ["LOCKED_AUTOMATICALLY"] * 2
    assert await house.login("asa") == Refusal(LoginRefusal.INVALID_CREDENTIALS)
    assert await BackupCode.filter(used_at=None).count() == 10
    house.clock.turn(minutes=31)
    assert isinstance(await asa.verify((await asa.waiting()).token, asa.code()), SignedIn)
    assert (await User.get(id=asa.user_id)).failed_attempts == 0


async def test_a_right_password_forgets_no_wrong_code(house: House) -> None:
    asa = await person(house)
    for count in range(1, 4):
        await asa.verify((await asa.waiting()).token, asa.wrong())
        assert (await User.get(id=asa.user_id)).failed_attempts == count


async def test_a_right_code_that_opens_no_session_counts_neither_it_nor_forgets_what_was_wrong(house: House) -> None:
    asa = await person(house)
    assert isinstance(await asa.verify((await asa.waiting()).token, asa.code()), SignedIn)
    await house.set(SessionSettings, sessions_per_account=1, at_limit=AtSessionLimit.REFUSE)
    house.clock.turn(minutes=2)
    step = await asa.waiting()
    assert await asa.verify(step.token, asa.wrong()) == WRONG
    assert await asa.verify(step.token, asa.code()) == Refusal(LoginRefusal.SESSION_LIMIT)
    assert (await User.get(id=asa.user_id)).failed_attempts == 1


async def test_whoever_is_switched_off_locked_or_reset_meanwhile_is_refused(house: House) -> None:
    root = await house.root()
    off, locked, reset = [await person(house, name) for name in ("off", "locked", "reset")]
    steps = [await each.waiting() for each in (off, locked, reset)]
    await house.do(root, lambda work: deactivate_user(work, off.user_id))
    await house.do(root, lambda work: lock_user(work, locked.user_id, "x"))
    await house.do(root, lambda work: reset_mfa(work, reset.user_id))
    for each, step in zip((off, locked, reset), steps, strict=True):
        assert await each.verify(step.token, each.code()) == INVALID
        assert await open_sessions(each.user_id) == 0


async def test_a_flood_leaves_the_step_open_and_counts_nothing(house: House) -> None:
    asa = await person(house)
    step = await asa.waiting()
    full = PasswordHashing(cores=1, waiting_per_core=-1)
    given = Presented(digest(step.token), Delivery.TOKEN)
    outcome = await verify_mfa(house.units, full, anonymous(CLIENT), given, CodeGiven(backup_code=asa.codes[0]))
    assert outcome == Refusal(LoginRefusal.RATE_LIMITED, 2)
    full.close()
    assert (await User.get(id=asa.user_id)).failed_attempts == 0
    assert isinstance(await asa.verify(step.token, None, asa.codes[0]), SignedIn)


async def test_a_code_that_nobody_judged_because_the_step_ended_meanwhile_is_not_counted(house: House) -> None:
    asa = await person(house)
    given = Presented(digest((await asa.waiting()).token), Delivery.TOKEN)
    counted = [await house.do(anonymous(CLIENT), lambda work: count_code(work, given)) for _ in range(5)]
    assert (await User.get(id=asa.user_id)).auto_locked_at is not None
    house.clock.turn(minutes=5)
    for each in counted:
        assert each is not None
        found = Found(CodeGiven(asa.code()), None, each.user_id, each.counted)
        outcome = await house.do(anonymous(CLIENT), lambda work, code=found: settle_second_factor(work, given, code))
        assert outcome == INVALID
    user = await User.get(id=asa.user_id)
    assert (user.failed_attempts, user.auto_locked_at, user.auto_locked_until) == (0, None, None)


async def test_of_many_uses_of_one_step_at_once_one_wins(house: House) -> None:
    await house.set(LockoutSettings, failed_attempts_allowed=0)
    asa = await person(house)
    steps = [await asa.waiting() for _ in range(TRIES)]
    code = asa.code()
    outcomes = await asyncio.gather(*(asa.verify(step.token, code) for step in steps))
    assert sum(isinstance(outcome, SignedIn) for outcome in outcomes) == 1
    assert outcomes.count(WRONG) == TRIES - 1
    assert await open_sessions(asa.user_id) == 1


async def test_of_many_uses_of_one_backup_code_at_once_one_wins(house: House) -> None:
    await house.set(LockoutSettings, failed_attempts_allowed=0)
    asa = await person(house)
    steps = [await asa.waiting() for _ in range(TRIES)]
    outcomes = await asyncio.gather(*(asa.verify(step.token, None, asa.codes[0]) for step in steps))
    assert sum(isinstance(outcome, SignedIn) for outcome in outcomes) == 1
    assert outcomes.count(WRONG) == TRIES - 1
    assert await BackupCode.filter(used_at=None).count() == 9


async def test_of_many_uses_of_one_token_at_once_with_as_many_backup_codes_one_wins(house: House) -> None:
    await house.set(LockoutSettings, failed_attempts_allowed=0)
    asa = await person(house)
    step = await asa.waiting()
    outcomes = await asyncio.gather(*(asa.verify(step.token, None, code) for code in asa.codes))
    assert sum(isinstance(outcome, SignedIn) for outcome in outcomes) == 1
    assert outcomes.count(INVALID) == 9
    assert await BackupCode.filter(used_at=None).count() == 9


async def test_a_thief_with_the_password_alone_gets_nowhere_and_leaves_a_trail(house: House) -> None:
    asa = await person(house)
    await Session.filter(user_id=asa.user_id).delete()
    async with hearing() as heard:
        for _ in range(8):
            outcome = await house.login("asa")
            if isinstance(outcome, MfaDemanded):
                assert await asa.verify(outcome.token, asa.wrong()) == WRONG
    assert await Session.filter(user_id=asa.user_id).count() == 0
    assert [told.action for told in heard.events].count("login.mfa_required") == 5
    assert [told.reason for told in heard.events].count("WRONG_CODE") == 5
    assert heard.events[-1].reason == "LOCKED_AUTOMATICALLY"


async def test_no_secret_and_no_code_is_stored_readable(house: House) -> None:
    asa = await person(house)
    row = await TotpEnrolment.get(user_id=asa.user_id)
    assert asa.phone.totp.secret not in row.secret_sealed
    plain = {text for code in asa.codes for text in (code, code.replace("-", ""))}
    for kept in await BackupCode.filter(user_id=asa.user_id):
        assert kept.code_hash.startswith("$argon2id$")
        assert not any(text in kept.code_hash or text.lower() in kept.lookup for text in plain)
    assert await PendingLogin.filter(token_hash=(await asa.waiting()).token).count() == 0
    await house.do(SYSTEM, lambda work: reset_mfa(work, asa.user_id))
    assert await TotpEnrolment.all().count() == await BackupCode.all().count() == 0
