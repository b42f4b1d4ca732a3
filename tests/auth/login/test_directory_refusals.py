"""Sign-ins that a directory or its rules refuse: what is counted, what the trail knows, what the caller is told."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import pytest

from auth.actor import SYSTEM, Origin, anonymous
from auth.login.events import FailedBecause
from auth.login.failures import log_failure
from auth.login.outcomes import LoginOutcome, LoginRefusal, Refusal, SignedIn
from auth.login.password import Attempt, login
from auth.login.reasons import AFTER_A_RIGHT_PASSWORD, DENIED, NOT_PROVEN, refusal_of, told_while_silent
from auth.passwords.hashing import PasswordHashing
from auth.provisioning.rules import DeniedBecause
from auth.settings.pages import LockoutSettings
from auth.sources.identity import NotProven
from auth.users.lifecycle import deactivate_user
from auth.users.locking import lock_user
from models.session import Session
from models.user import AuthMethod, User, UserStatus
from tests.support.directory import SERVER, THERE
from tests.support.house import CLIENT, PASSWORD, TOKEN, House
from tests.support.people import corp
from tests.support.profiles import person, switch
from tests.support.trail import Told, nothing_changes, only_counted

INVALID = Refusal(LoginRefusal.INVALID_CREDENTIALS)
UNAVAILABLE = Refusal(LoginRefusal.DIRECTORY_UNAVAILABLE, 60)
GUESSED = replace(UNAVAILABLE, hides_guess=True)
ASKED: Mapping[str, tuple[object, object]] = {"directory": (None, "corp"), "directory_server": (None, SERVER)}
SILENT = {"directory": (None, "corp"), "directory_failure": (None, "no server answered")}


def failed(
    because: str, target: str | None = "asa", changes: Mapping[str, tuple[object, object]] | None = None
) -> Told:
    return Told("login.failed", None, target, because, dict(ASKED if changes is None else changes), refused=True)


async def attempts_of(name: str) -> int:
    return (await User.get(username_key=name)).failed_attempts


def test_every_reason_of_a_source_and_of_the_rules_has_its_word_in_the_trail() -> None:
    assert NOT_PROVEN.keys() == set(NotProven)
    assert DENIED.keys() == set(DeniedBecause)


def test_only_what_needs_the_right_password_or_tells_of_no_name_is_told() -> None:
    told = {because: refusal_of(because).code for because in FailedBecause}
    apart = {because: code for because, code in told.items() if code is not LoginRefusal.INVALID_CREDENTIALS}
    assert apart == {
        FailedBecause.DIRECTORY_UNAVAILABLE: LoginRefusal.DIRECTORY_UNAVAILABLE,
        FailedBecause.NO_ROLE: LoginRefusal.NO_ROLE,
        **dict.fromkeys(AFTER_A_RIGHT_PASSWORD, LoginRefusal.PASSWORD_EXPIRED_ELSEWHERE),
    }


@pytest.mark.parametrize("because", list(NotProven))
async def test_what_the_directory_says_is_known_to_the_trail_alone(house: House, because: NotProven) -> None:
    profile = await corp()
    await person(house, "asa", profile, "viewer")
    house.ldap.person(profile, "asa").refusal = because
    if because in {NotProven.PASSWORD_EXPIRED, NotProven.MUST_CHANGE_PASSWORD}:
        async with nothing_changes(failed(NOT_PROVEN[because].value)):
            assert await house.login("asa", THERE) == Refusal(LoginRefusal.PASSWORD_EXPIRED_ELSEWHERE)
    else:
        async with only_counted(failed(NOT_PROVEN[because].value)):
            assert await house.login("asa", THERE) == INVALID
        assert await attempts_of("asa") == 1
    assert await house.login("asa", "wrong") == INVALID


async def test_who_is_disabled_in_the_directory_is_refused_though_the_password_is_right(house: House) -> None:
    profile = await corp()
    await person(house, "asa", profile, "viewer")
    house.ldap.person(profile, "asa", is_disabled=True)
    house.ldap.person(profile, "bea", is_disabled=True)
    async with only_counted(failed("DISABLED_THERE")):
        assert await house.login("asa", THERE) == INVALID
    async with nothing_changes(failed("DISABLED_THERE", None)):
        assert await house.login("bea", THERE) == INVALID


async def test_what_is_off_here_stays_off_however_right_the_directory_finds_it(house: House) -> None:
    profile = await corp()
    house.ldap.person(profile, "asa")
    await house.set(LockoutSettings, failed_attempts_allowed=0)
    user_id = (await house.sign_in("asa", THERE)).caller.actor.user_id
    assert user_id is not None
    await house.do(SYSTEM, lambda work: deactivate_user(work, user_id))
    async with only_counted(failed("ACCOUNT_INACTIVE")):
        assert await house.login("asa", THERE) == INVALID
    house.ldap.people[profile.id][0].refusal = NotProven.PASSWORD_EXPIRED
    async with only_counted(failed("ACCOUNT_INACTIVE")):
        assert await house.login("asa", THERE) == INVALID
    house.ldap.people[profile.id][0].refusal = None
    await User.filter(id=user_id).update(status=UserStatus.ACTIVE)
    await house.do(SYSTEM, lambda work: lock_user(work, user_id, "a reason"))
    async with only_counted(failed("LOCKED_BY_HAND")):
        assert await house.login("CORP\\asa", THERE) == INVALID


async def test_an_account_that_moved_away_is_not_entered_by_its_old_link(house: House) -> None:
    profile = await corp()
    house.ldap.person(profile, "asa")
    user_id = (await house.sign_in("asa", THERE)).caller.actor.user_id
    await User.filter(id=user_id).update(auth_method=AuthMethod.LOCAL, source_id=None)
    async with only_counted(failed("OTHER_SOURCE")):
        assert await house.login("CORP\\asa", THERE) == INVALID
    async with only_counted(failed("NO_PASSWORD", changes={})):
        assert await house.login("asa", THERE) == INVALID


async def test_a_profile_that_is_off_lets_nobody_in_and_counts_nothing(house: House) -> None:
    profile = await corp()
    house.ldap.person(profile, "asa")
    await house.sign_in("asa", THERE)
    await switch(profile, on=False)
    house.ldap.sought.clear()
    async with nothing_changes(failed("SOURCE_OFF", changes={})):
        assert await house.login("asa", THERE) == INVALID
    async with nothing_changes(failed("UNKNOWN_ACCOUNT", None, {})):
        assert await house.login("CORP\\asa", THERE) == INVALID
    assert house.ldap.sought == []
    await switch(profile, on=True)
    await house.sign_in("asa", THERE)


async def test_wrong_passwords_lock_the_account_under_every_spelling_and_then_none_reaches_the_directory(
    house: House,
) -> None:
    profile = await corp()
    house.ldap.person(profile, "asa")
    await house.sign_in("asa", THERE)
    house.ldap.tried.clear()
    for name in ("asa", "CORP\\asa", "asa@corp.test", "ASA", "corp\\ASA"):
        assert await house.login(name, "wrong") == INVALID
    assert len(house.ldap.tried) == 5
    assert (await User.get(username_key="asa")).auto_locked_at is not None
    async with only_counted(failed("LOCKED_AUTOMATICALLY")):
        assert await house.login("CORP\\asa", THERE) == INVALID
    assert len(house.ldap.tried) == 5
    house.clock.turn(minutes=30)
    await house.sign_in("asa", THERE)
    assert await attempts_of("asa") == 0


async def test_a_blank_password_is_wrong(house: House) -> None:
    profile = await corp()
    house.ldap.person(profile, "asa").password = " "
    for blank in ("", " ", "\t"):
        assert await house.login("asa", blank) == INVALID


@pytest.mark.parametrize("when", ["find", "prove"])
async def test_a_directory_that_does_not_answer_counts_nothing_and_says_nothing_of_a_name(
    house: House, when: str
) -> None:
    profile = await corp()
    house.ldap.person(profile, "asa")
    await house.user("local", password=await house.password())
    await house.sign_in("asa", THERE)
    house.ldap.silent[profile.id] = when
    silent = SILENT if when == "find" else {**SILENT, **ASKED}
    for _ in range(6):
        async with nothing_changes(failed("DIRECTORY_UNAVAILABLE", changes=silent)):
            assert await house.login("asa", THERE) == UNAVAILABLE
    assert await house.login("local", "wrong") == GUESSED
    assert (await house.sign_in("local", PASSWORD)).caller.actor.name == "local"
    unknown = failed("DIRECTORY_UNAVAILABLE", None, silent) if when == "find" else failed("UNKNOWN_ACCOUNT", None, {})
    async with nothing_changes(unknown):
        assert await house.login("nobody", "x") == (UNAVAILABLE if when == "find" else GUESSED)
    del house.ldap.silent[profile.id]
    await house.sign_in("asa", THERE)
    assert await house.login("local", "wrong") == INVALID


async def test_who_another_directory_knows_gets_in_while_one_is_silent(house: House) -> None:
    dead, lab = await corp(), await corp("lab")
    house.ldap.person(lab, "asa")
    house.ldap.silent[dead.id] = "find"
    await house.sign_in("asa", THERE)
    assert await house.login("asa", "wrong") == GUESSED
    assert await attempts_of("asa") == 1
    await switch(dead, on=False)
    assert await house.login("asa", "wrong") == INVALID


def test_a_guess_is_in_the_log_whatever_the_caller_is_told(caplog: pytest.LogCaptureFixture) -> None:
    for refusal, lines in ((INVALID, 1), (GUESSED, 1), (UNAVAILABLE, 0), (Refusal(LoginRefusal.NO_ROLE), 0)):
        caplog.clear()
        log_failure(refusal, Origin("192.0.2.1"))
        assert len(caplog.records) == lines
    assert told_while_silent(INVALID) == GUESSED
    assert told_while_silent(Refusal(LoginRefusal.RATE_LIMITED, 2)) == Refusal(LoginRefusal.RATE_LIMITED, 2)


async def test_a_name_costs_one_verification_whether_a_directory_knows_it_or_not(house: House) -> None:
    profile = await corp()
    house.ldap.person(profile, "asa")
    for name, password in (("asa", THERE), ("asa", "wrong"), ("nobody", "x"), ("root", "x")):
        before = house.hashing.verified, house.hashing.hashed
        await house.login(name, password)
        assert (house.hashing.verified, house.hashing.hashed) == (before[0] + 1, before[1])


async def test_a_flood_of_sign_ins_is_told_to_come_again_and_nothing_stays_counted(house: House) -> None:
    profile = await corp()
    house.ldap.person(profile, "asa")
    await house.sign_in("asa", THERE)
    full = PasswordHashing(cores=1, waiting_per_core=-1)
    async with nothing_changes():
        outcome: LoginOutcome = await login(
            house.units, full, house.directories, anonymous(CLIENT), Attempt("asa", THERE, TOKEN)
        )
    assert outcome == Refusal(LoginRefusal.RATE_LIMITED, 2)
    full.close()


async def test_who_is_not_to_be_found_or_found_twice_is_refused(house: House) -> None:
    profile = await corp()
    await person(house, "asa", profile, "viewer")
    async with only_counted(failed("NO_ENTRY", changes={})):
        assert await house.login("asa", THERE) == INVALID
    house.ldap.person(profile, "asa")
    house.ldap.person(profile, "asa")
    async with only_counted(failed("SEVERAL_ENTRIES")):
        assert await house.login("asa", THERE) == INVALID
    house.ldap.person(profile, "bea", subject="")
    house.ldap.person(profile, "eve", subject="x" * 256)
    for name in ("bea", "eve"):
        async with nothing_changes(failed("NO_SUBJECT", None)):
            assert await house.login(name, THERE) == INVALID
    assert await Session.all().count() == 0


async def test_a_source_that_makes_no_accounts_makes_none(house: House) -> None:
    profile = await corp(creates_accounts=False)
    house.ldap.person(profile, "asa")
    async with nothing_changes(failed("NO_ACCOUNT", None)):
        assert await house.login("asa", THERE) == INVALID
    nobodys = await corp("lab", user_role=None)
    house.ldap.person(nobodys, "bea")
    async with nothing_changes(
        failed("NO_ROLE", None, {"directory": (None, "lab"), "directory_server": (None, SERVER)})
    ):
        assert await house.login("bea", THERE) == Refusal(LoginRefusal.NO_ROLE)


async def test_twelve_right_passwords_at_once_lock_nobody_out(house: House) -> None:
    profile = await corp()
    house.ldap.person(profile, "asa")
    await house.set(LockoutSettings, failed_attempts_allowed=20)
    outcomes = await asyncio.gather(*(house.login("asa", THERE) for _ in range(12)))
    assert {type(outcome) for outcome in outcomes} == {SignedIn}
    assert await attempts_of("asa") == 0
