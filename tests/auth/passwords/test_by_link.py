"""A new password by a mailed link: one use, the policy, no session, and what it lifts and ends."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from auth.actor import Actor, anonymous
from auth.links.one_time import LinkRefused
from auth.login.outcomes import MfaDemanded, Refusal
from auth.passwords.by_link import reset_password
from auth.passwords.choice import PasswordRejected
from auth.passwords.reset_links import send_password_reset
from auth.settings.pages import PasswordSettings, SessionsToEnd
from models.one_time_link import OneTimeLink
from models.outbox_mail import OutboxMail
from models.session import Session
from models.user import User
from tests.support.house import CLIENT, PASSWORD, House, credential_of, spoiled
from tests.support.links import newest_token
from tests.support.trail import Told, hearing, nothing_changes

NEW = "An0ther-horse-battery"
UNFIT = "short"


async def mailed_to(house: House, name: str = "asa") -> str:
    """The token of a link that an account was just mailed."""
    user_id = await house.user(name, email=f"{name}@example.com", password=await house.password())
    await house.do(await house.root(), lambda work: send_password_reset(work, user_id))
    return await newest_token("password_reset")


async def reset(house: House, token: str, password: str = NEW, actor: Actor | None = None) -> str:
    return await reset_password(house.units, house.hashing, actor or anonymous(CLIENT), token, password)


async def test_a_reset_sets_the_password_ends_sessions_and_opens_none(house: House) -> None:
    token, user_id = await mailed_to(house), await house.user_id("asa")
    await house.open(user_id)
    async with hearing() as heard:
        assert await reset(house, token) == "asa"
    assert list(heard.events) == [
        Told("password.changed", "asa", "asa"),
        Told("session.ended", None, "asa", "PASSWORD_CHANGED"),
        Told("user.email_confirmed", "asa", "asa", changes={"email_verified": (False, True)}),
        Told("password.reset", "asa", "asa"),
    ]
    assert await Session.filter(user_id=user_id, ended_at=None).count() == 0
    assert (await User.get(id=user_id)).email_verified_at == house.clock.now()
    assert {mail.kind for mail in await OutboxMail.all()} == {"password_reset", "password_changed"}
    assert isinstance(await house.login("asa"), Refusal)
    await house.sign_in("asa", NEW)


async def test_the_sessions_that_end_are_those_of_the_setting(house: House) -> None:
    token, user_id = await mailed_to(house), await house.user_id("asa")
    await house.open(user_id)
    await house.set(PasswordSettings, sessions_end_after_reset=SessionsToEnd.NONE)
    await reset(house, token)
    assert await Session.filter(user_id=user_id, ended_at=None).count() == 1


async def test_a_reset_lifts_the_automatic_lock_and_its_count(house: House) -> None:
    token, user_id = await mailed_to(house), await house.user_id("asa")
    later = house.clock.now() + timedelta(minutes=30)
    await User.filter(id=user_id).update(failed_attempts=5, auto_locked_at=house.clock.now(), auto_locked_until=later)
    assert isinstance(await house.login("asa"), Refusal)
    await reset(house, token)
    user = await User.get(id=user_id)
    assert (user.failed_attempts, user.auto_locked_at, user.auto_locked_until) == (0, None, None)
    await house.sign_in("asa", NEW)


async def test_a_reset_does_not_lift_a_lock_by_hand(house: House) -> None:
    token, user_id = await mailed_to(house), await house.user_id("asa")
    await User.filter(id=user_id).update(locked_at=house.clock.now())
    async with hearing() as heard:
        with pytest.raises(LinkRefused):
            await reset(house, token)
    assert list(heard.events) == [Told("link.refused", reason="RESET_PASSWORD", refused=True)]
    assert (await User.get(id=user_id)).locked_at is not None


async def test_signing_in_after_a_reset_asks_for_the_second_factor_as_ever(house: House) -> None:
    token = await mailed_to(house)
    await User.filter(username_key="asa").update(mfa_enrolled_at=house.clock.now())
    await reset(house, token)
    assert isinstance(await house.login("asa", NEW), MfaDemanded)


async def test_an_unfit_password_leaves_the_link_good_but_not_for_ever(house: House) -> None:
    token = await mailed_to(house)
    for _ in range(19):
        with pytest.raises(PasswordRejected) as rejected:
            await reset(house, token, UNFIT)
        assert rejected.value.field == "new_password"
    with pytest.raises(PasswordRejected):
        await reset(house, token, PASSWORD)  # the one in force
    hashed = house.hashing.hashed
    async with nothing_changes(Told("link.refused", reason="RESET_PASSWORD", refused=True)):
        with pytest.raises(LinkRefused):
            await reset(house, token)
    assert house.hashing.hashed == hashed


async def test_what_is_no_link_costs_no_hash_and_changes_nothing(house: House) -> None:
    token = await mailed_to(house)
    hashed = house.hashing.hashed + house.hashing.verified
    wrong = spoiled(token)
    async with nothing_changes(*[Told("link.refused", reason="RESET_PASSWORD", refused=True)] * len(wrong)):
        for each in wrong:
            with pytest.raises(LinkRefused):
                await reset(house, each)
    assert house.hashing.hashed + house.hashing.verified == hashed


async def test_a_password_that_was_set_otherwise_makes_the_link_worth_nothing(house: House) -> None:
    token, user_id = await mailed_to(house), await house.user_id("asa")
    await reset(house, token)
    await house.do(await house.root(), lambda work: send_password_reset(work, user_id))
    first = await newest_token("password_reset")
    await house.do(await house.root(), lambda work: send_password_reset(work, user_id))
    second = await newest_token("password_reset")
    await reset(house, second, "Th1rd-horse-battery!")
    for worthless in (first, second):
        with pytest.raises(LinkRefused):
            await reset(house, worthless, "F0urth-horse-battery!")


async def test_an_administrator_who_opens_the_link_is_not_who_acts(house: House) -> None:
    token = await mailed_to(house)
    async with hearing() as heard:
        await reset(house, token, actor=await house.root())
    assert "root" not in {told.actor for told in heard.events}


async def test_of_thirty_at_once_one_resets(house: House) -> None:
    token, user_id = await mailed_to(house), await house.user_id("asa")
    await OneTimeLink.filter(user_id=user_id).update(attempts=-100)  # so that each may try
    passwords = [f"An0ther-horse-{number:02}" for number in range(30)]

    async def one(password: str) -> str | None:
        try:
            await reset(house, token, password)
        except LinkRefused:
            return None
        return password

    winners = [each for each in await asyncio.gather(*map(one, passwords)) if each is not None]
    assert Counter(map(bool, winners)) == {True: 1}
    assert (await credential_of(user_id)).must_change is False
    await house.sign_in("asa", winners[0])
