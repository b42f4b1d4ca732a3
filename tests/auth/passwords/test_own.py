"""An account changes its own password: the one in force is asked for, and the session goes on with another token."""

import asyncio
from dataclasses import replace
from uuid import UUID

import pytest

from auth.actor import Actor
from auth.errors import DomainError, Refused, Unauthenticated
from auth.opaque import Token, digest
from auth.passwords.choice import PasswordRejected
from auth.passwords.hashing import HashingBusy, PasswordHashing
from auth.passwords.own import OwnChange, Renewed, change_own_password
from auth.sessions.commands import sign_out
from auth.settings.pages import LockoutSettings, PasswordSettings, SessionsToEnd
from models.outbox_mail import OutboxMail
from models.session import Delivery, Session, SessionEnd
from models.user import FormerPassword, User
from tests.support.house import PASSWORD, House, credential_of
from tests.support.trail import Told, dump, hearing, nothing_changes

NEW = "An0ther-horse-battery"
WRONG = Told("password.change_refused", "asa", "asa", "WRONG_PASSWORD", refused=True)


class Asa:
    """Somebody who is signed in twice."""

    def __init__(self, house: House, user_id: UUID, own: Token, other: Token) -> None:
        self.house, self.user_id, self.own, self.other = house, user_id, own, other

    async def actor(self) -> Actor:
        return (await self.house.caller(self.own)).actor

    async def change(self, current: str = PASSWORD, new: str = NEW, ends: SessionsToEnd | None = None) -> Renewed:
        change = OwnChange(current, new, ends)
        return await change_own_password(self.house.units, self.house.hashing, await self.actor(), change)

    async def refused(self, current: str = PASSWORD, new: str = NEW) -> str:
        with pytest.raises(Refused) as refused:
            await self.change(current, new)
        return refused.value.errors[0].code

    async def goes_on(self, token: Token) -> bool:
        return (await self.house.caller(token)).actor.user_id == self.user_id

    async def failed(self) -> int:
        return (await User.get(id=self.user_id)).failed_attempts


@pytest.fixture
async def asa(house: House) -> Asa:
    user_id = await house.user("asa", email="asa@example.com", password=await house.password())
    return Asa(house, user_id, await house.open(user_id), await house.open(user_id))


async def test_the_session_goes_on_with_a_new_token_and_the_others_end(house: House, asa: Asa) -> None:
    house.clock.turn(minutes=5)
    async with hearing() as heard:
        renewed = await asa.change()
    assert renewed.token is not None
    assert (renewed.delivery, renewed.remembered) == (Delivery.TOKEN, False)
    assert list(heard.events) == [
        Told("password.changed", "asa", "asa"),
        Told("session.ended", "asa", "asa", "PASSWORD_CHANGED"),
        Told("session.renewed", "asa", "asa"),
    ]
    assert await asa.goes_on(renewed.token)
    assert (await house.caller(asa.own)).actor.permissions.reason == "INVALID_TOKEN"
    assert (await house.caller(asa.other)).actor.permissions.reason == "SESSION_ENDED"
    open_session, ended = await Session.get(ended_at=None), await Session.exclude(ended_at=None).get()
    assert (open_session.token_hash, ended.end_reason) == (digest(renewed.token), SessionEnd.PASSWORD_CHANGED)
    credential = await credential_of(asa.user_id)
    assert (credential.changed_at, credential.must_change) == (house.clock.now(), False)
    mail = await OutboxMail.get()
    assert (mail.kind, mail.recipient) == ("password_changed", "asa@example.com")
    await house.sign_in("asa", NEW)


@pytest.mark.parametrize("by_setting", [False, True])
@pytest.mark.parametrize(
    ("ends", "own", "other"),
    [(SessionsToEnd.ALL, False, False), (SessionsToEnd.OTHERS, True, False), (SessionsToEnd.NONE, True, True)],
)
async def test_which_sessions_end_is_asked_or_set(
    house: House, asa: Asa, *, ends: SessionsToEnd, own: bool, other: bool, by_setting: bool
) -> None:
    if by_setting:
        await house.set(PasswordSettings, sessions_end_after_own_change=ends)
    renewed = await asa.change(ends=None if by_setting else ends)
    assert (renewed.token is not None) is own
    assert not await asa.goes_on(asa.own), "the token before is worth nothing in any case"
    assert await asa.goes_on(asa.other) is other
    assert renewed.token is None or await asa.goes_on(renewed.token)


@pytest.mark.parametrize("current", ["", "wrong", NEW, PASSWORD.swapcase(), f"{PASSWORD} ", "x" * 2_000])
async def test_without_the_password_in_force_nothing_changes_but_the_count(asa: Asa, current: str) -> None:
    before = {**await dump(), "User": []}
    async with hearing() as heard:
        assert await asa.refused(current) == "CURRENT_PASSWORD_WRONG"
    assert {**await dump(), "User": []} == before
    assert list(heard.events) == [WRONG]
    assert await asa.failed() == 1


async def test_too_many_wrong_ones_lock_the_account_and_then_the_right_one_is_refused_too(
    house: House, asa: Asa
) -> None:
    for _ in range(4):
        assert await asa.refused("wrong") == "CURRENT_PASSWORD_WRONG"
    async with hearing() as heard:
        assert await asa.refused("wrong") == "CURRENT_PASSWORD_WRONG"
    assert [told.action for told in heard.events] == ["password.change_refused", "user.locked_automatically"]
    async with nothing_changes(replace(WRONG, reason="TOO_MANY_ATTEMPTS")):
        assert await asa.refused() == "TOO_MANY_ATTEMPTS"
    assert await asa.goes_on(asa.own), "the automatic lock ends no session"
    house.clock.turn(minutes=31)
    assert (await asa.change()).token is not None


async def test_many_wrong_ones_at_once_are_never_more_than_are_allowed(asa: Asa) -> None:
    codes = await asyncio.gather(*(asa.refused(f"wrong-{place}") for place in range(20)))
    assert codes.count("CURRENT_PASSWORD_WRONG") == LockoutSettings().failed_attempts_allowed
    assert codes.count("TOO_MANY_ATTEMPTS") == 20 - LockoutSettings().failed_attempts_allowed


async def test_what_was_right_is_not_counted_and_forgives_nothing(asa: Asa) -> None:
    await asa.refused("wrong")
    with pytest.raises(PasswordRejected):
        await asa.change(new="short")
    assert await asa.failed() == 1
    await asa.change()
    assert await asa.failed() == 1


@pytest.mark.parametrize(
    ("new", "unmet"),
    [
        ("sh0rt", {"MINIMUM_LENGTH", "UPPERCASE", "SPECIAL"}),
        (PASSWORD, {"NOT_CURRENT"}),
        ("Asa@example.com-1", {"NOT_A_NAME"}),
        ("Password123!", {"NOT_COMMON"}),
    ],
)
async def test_a_new_password_that_does_not_fit_is_refused_rule_by_rule_and_told(
    asa: Asa, new: str, unmet: set[str]
) -> None:
    async with nothing_changes(Told("password.rejected", "asa", "asa", refused=True)):
        with pytest.raises(PasswordRejected) as rejected:
            await asa.change(new=new)
    assert rejected.value.field == "new_password"
    assert {each.rule.value for each in rejected.value.rules if not each.met} == unmet


async def test_of_many_changes_at_once_one_is_made_and_its_token_is_the_only_one(house: House, asa: Asa) -> None:
    await house.set(LockoutSettings, failed_attempts_allowed=0)
    actor, wanted = await asa.actor(), [f"{NEW}-{place}" for place in range(8)]

    async def change(new: str) -> Renewed | str:
        try:
            return await change_own_password(house.units, house.hashing, actor, OwnChange(PASSWORD, new))
        except Refused as refused:
            return refused.errors[0].code

    outcomes = await asyncio.gather(*map(change, wanted))
    made = [place for place, outcome in enumerate(outcomes) if isinstance(outcome, Renewed)]
    assert len(made) == 1
    assert {outcome for outcome in outcomes if isinstance(outcome, str)} <= {
        "CHANGED_MEANWHILE",
        "CURRENT_PASSWORD_WRONG",
    }
    winner = outcomes[made[0]]
    assert isinstance(winner, Renewed)
    assert winner.token is not None
    assert await asa.goes_on(winner.token)
    assert await Session.filter(ended_at=None).count() == await FormerPassword.all().count() == 1
    await house.sign_in("asa", wanted[made[0]])


async def test_a_session_that_ended_meanwhile_changes_nothing(house: House, asa: Asa) -> None:
    actor = await asa.actor()
    await house.do(actor, sign_out)
    async with nothing_changes():
        with pytest.raises(Unauthenticated):
            await change_own_password(house.units, house.hashing, actor, OwnChange(PASSWORD, NEW))


async def test_who_has_no_password_or_comes_by_an_api_token_or_is_nobody_changes_none(house: House, asa: Asa) -> None:
    bare, own = await house.actor(await house.user("bare")), await asa.actor()
    async with nothing_changes():
        with pytest.raises(Refused) as refused:
            await change_own_password(house.units, house.hashing, bare, OwnChange("", NEW))
        assert refused.value.errors[0].code == "NO_PASSWORD"
        token = replace(own, session_id=None, token_id=asa.user_id)
        with pytest.raises(DomainError) as by_token:
            await change_own_password(house.units, house.hashing, token, OwnChange(PASSWORD, NEW))
        assert by_token.value.code == "SESSION_REQUIRED"


async def test_a_flood_changes_and_counts_nothing(house: House, asa: Asa) -> None:
    full = PasswordHashing(cores=1, waiting_per_core=-1)
    async with nothing_changes():
        with pytest.raises(HashingBusy):
            await change_own_password(house.units, full, await asa.actor(), OwnChange(PASSWORD, NEW))
    full.close()
