"""Locking by hand: it holds at every entrance at once, until somebody lifts it."""

import asyncio
from uuid import UUID

import pytest

from auth.actor import HOST, SYSTEM, anonymous
from auth.administrators.facts import administrators
from auth.administrators.rules import AdministratorShortcoming, InName, WouldLockOut, who_get_in
from auth.lockout.commands import Counted
from auth.login.outcomes import LoginRefusal, MustChangePassword, Refusal
from auth.login.password import Verified, settle_password_login
from auth.passwords.administrators import recover_administrator
from auth.users.locking import lock_user, unlock_named, unlock_user
from models.outbox_mail import OutboxMail
from models.pending_login import PendingLogin
from models.session import Session, SessionEnd
from models.user import User
from tests.support.house import CLIENT, NOON, ROOT, TOKEN, House
from tests.support.trail import Told, hearing, nothing_changes

INVALID = Refusal(LoginRefusal.INVALID_CREDENTIALS)
Changes = dict[str, tuple[object, object]]
LIFTED: Changes = {"by_hand": (True, False)}


async def person(house: House) -> UUID:
    return await house.user("asa", email="asa@example.com", password=await house.password())


async def lock(house: House, user_id: UUID, reason: str | None = None) -> None:
    root = await house.root()
    await house.do(root, lambda work: lock_user(work, user_id, reason))


async def test_a_locked_account_is_refused_everywhere_at_once_and_comes_back_as_it_was(house: House) -> None:
    user_id = await person(house)
    tokens = [(await house.sign_in("asa")).token for _ in range(2)]
    root = await house.root()
    async with hearing() as heard:
        await house.do(root, lambda work: lock_user(work, user_id, "left a badge behind"))
    assert list(heard.events) == [
        Told("user.locked", "root", "asa"),
        *[Told("session.ended", "root", "asa", reason="LOCKED")] * 2,
    ]
    user = await User.get(id=user_id)
    assert (user.locked_at, user.locked_by_id, user.lock_reason) == (NOON, root.user_id, "left a badge behind")
    assert {row.end_reason for row in await Session.filter(user_id=user_id)} == {SessionEnd.LOCKED}
    assert [(await house.caller(token)).actor.permissions.reason for token in tokens] == ["SESSION_ENDED"] * 2
    async with nothing_changes(Told("login.failed", None, "asa", "LOCKED_BY_HAND", refused=True)):
        assert await house.login("asa") == INVALID
    house.clock.turn(days=30)
    assert await house.login("asa") == INVALID
    async with hearing() as heard:
        await house.do(root, lambda work: unlock_user(work, user_id, "found"))
    assert list(heard.events) == [Told("user.unlocked", "root", "asa", changes=LIFTED)]
    await house.sign_in("asa")


async def test_a_session_that_was_left_open_is_refused_by_the_lock_alone(house: House) -> None:
    user_id = await person(house)
    token = (await house.sign_in("asa")).token
    await User.filter(id=user_id).update(locked_at=house.clock.now())
    assert (await house.caller(token)).actor.permissions.reason == "SESSION_ENDED"


async def test_a_waiting_step_is_worth_nothing_under_a_lock(house: House) -> None:
    user_id = await house.user("asa", password=await house.password(must_change=True))
    assert isinstance(await house.login("asa"), MustChangePassword)
    await lock(house, user_id)
    assert await PendingLogin.filter(user_id=user_id, used_at=None).count() == 0


async def test_a_lock_that_comes_between_the_hash_and_the_session_wins(house: House) -> None:
    user_id = await person(house)
    verified = Verified(user_id, (await house.password()).hash, right=True, counted=Counted(admitted=True))
    await lock(house, user_id)
    async with nothing_changes(Told("login.failed", None, "asa", "LOCKED_BY_HAND", refused=True)):
        found = await house.do(anonymous(CLIENT), lambda work: settle_password_login(work, verified, TOKEN))
    assert found == INVALID


async def test_sign_ins_that_race_with_a_lock_leave_no_session_behind(house: House) -> None:
    user_id = await person(house)
    root = await house.root()
    trying = [house.login("asa") for _ in range(5)]
    await asyncio.gather(*trying, house.do(root, lambda work: lock_user(work, user_id)))
    assert await Session.filter(user_id=user_id, ended_at=None).count() == 0


async def test_the_person_is_told_by_mail(house: House) -> None:
    user_id = await person(house)
    await lock(house, user_id)
    mail = await OutboxMail.get(user_id=user_id)
    assert (mail.kind, mail.recipient) == ("account_locked", "asa@example.com")


async def test_locking_and_unlocking_again_changes_nothing(house: House) -> None:
    user_id = await person(house)
    root = await house.root()
    async with nothing_changes():
        await house.do(root, lambda work: unlock_user(work, user_id))
    await house.do(root, lambda work: lock_user(work, user_id, "one"))
    async with nothing_changes():
        await house.do(root, lambda work: lock_user(work, user_id, "two"))


async def test_unlocking_lifts_both_locks_and_forgets_what_failed(house: House) -> None:
    user_id = await person(house)
    for _ in range(5):
        await house.login("asa", "wrong")
    await lock(house, user_id)
    async with hearing() as heard:
        name = await house.do(HOST, lambda work: unlock_named(work, " ASA@example.com"))
    changes: Changes = {**LIFTED, "automatically": (True, False), "failed_attempts": (5, 0)}
    assert (name, list(heard.events)) == ("asa", [Told("user.unlocked", "host", "asa", changes=changes)])
    await house.sign_in("asa")


async def test_who_may_not_lock_locks_nobody(house: House) -> None:
    user_id = await person(house)
    lesser = await house.acting("lesser", "users:read", "users:lock", level=1)
    root_id = (await User.get(username_key=ROOT)).id
    refused = [
        (lesser.user_id or user_id, "mine", ("OWN_ACCOUNT", "id")),
        (root_id, "greater", ("BEYOND_OWN_RIGHTS", "id")),
        (user_id, "x" * 201, ("TOO_LONG", "reason")),
        (user_id, "a\nb", ("CHARACTER_NOT_ALLOWED", "reason")),
        (UUID(int=1), None, ("NOT_FOUND", "id")),
    ]
    for whom, reason, code in refused:
        async with nothing_changes():
            assert await house.refusals(lesser, lambda work, w=whom, r=reason: lock_user(work, w, r)) == [code]
    assert await house.refusals(lesser, lambda work: unlock_named(work, "nobody")) == [("NOT_FOUND", "username")]
    await User.filter(id=root_id).update(locked_at=NOON)
    async with nothing_changes():
        assert await house.refusals(lesser, lambda work: unlock_user(work, root_id)) == [("BEYOND_OWN_RIGHTS", "id")]


async def test_the_last_administrator_is_not_locked_by_hand_and_one_who_is_does_not_count(house: House) -> None:
    password = await house.password()
    ada, bea = await house.user("ada", "admin", password=password), await house.user("bea", "admin", password=password)
    await house.do(SYSTEM, lambda work: lock_user(work, ada))
    async with nothing_changes():
        with pytest.raises(WouldLockOut) as refused:
            await house.do(SYSTEM, lambda work: lock_user(work, bea))
    assert refused.value.before == ["bea"]
    assert refused.value.in_name == [
        InName("ada", AdministratorShortcoming.LOCKED),
        InName("bea", AdministratorShortcoming.LOCKED),
        InName("root", AdministratorShortcoming.NO_PASSWORD),
    ]


async def test_two_administrators_who_are_locked_at_once_leave_one(house: House) -> None:
    password = await house.password()
    names = ("ada", "bea", "cleo")
    ids = [await house.user(name, "admin", password=password) for name in names]
    tries = (house.do(SYSTEM, lambda work, each=each: lock_user(work, each)) for each in ids)
    found = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(each, WouldLockOut) for each in found) == 1
    assert len(who_get_in(await administrators(house.clock.now()))) == 1


async def test_the_automatic_lock_does_not_spare_the_last_administrator_and_the_host_lifts_it(house: House) -> None:
    await house.user("ada", "admin", password=await house.password())
    for _ in range(5):
        await house.login("ada", "wrong")
    assert await house.login("ada") == INVALID
    await house.do(HOST, lambda work: unlock_named(work, "ada"))
    await house.sign_in("ada")


async def test_recovering_an_administrator_lifts_the_locks(house: House) -> None:
    user_id = await person(house)
    await lock(house, user_id)
    new = await house.password()
    await house.do(HOST, lambda work: recover_administrator(work, "asa", new))
    await house.sign_in("asa")
