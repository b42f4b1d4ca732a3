"""An account hears of sign-ins with devices that it had not used before: once, and of nothing else."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import orjson

from auth.actor import anonymous
from auth.login.new_devices import LOOKED_BACK, look_at_devices
from auth.login.outcomes import SignedIn
from auth.login.password import Attempt, login
from auth.settings.pages import PasswordSettings, SessionSettings
from auth.vault import Purpose
from models.outbox_mail import OutboxMail
from models.session import Session
from tests.auth.sessions.test_devices import IPHONE, LINUX, WINDOWS
from tests.support.house import CLIENT, NOON, PASSWORD, TOKEN, House
from tests.support.keys import INSTALLATION
from tests.support.trail import nothing_changes


async def sign_in(house: House, user_agent: str | None, name: str = "asa") -> None:
    origin = replace(CLIENT, user_agent=user_agent)
    outcome = await login(
        house.units, house.hashing, house.directories, anonymous(origin), Attempt(name, PASSWORD, TOKEN)
    )
    assert isinstance(outcome, SignedIn), outcome


async def mailed() -> list[tuple[str, str, str]]:
    """To whom, of which device, from where; the oldest first."""
    mails = await OutboxMail.filter(kind="new_device").order_by("id")
    opened = [orjson.loads(INSTALLATION.vault.open(Purpose.MAIL, mail.content_sealed)) for mail in mails]
    return [(mail.recipient, text["device"], text["ip_address"]) for mail, text in zip(mails, opened, strict=True)]


async def account(house: House) -> None:
    await house.user("asa", password=await house.password(), email="asa@example.com")


async def test_the_first_device_is_nothing_new_and_another_is_told_once(house: House) -> None:
    await account(house)
    await sign_in(house, LINUX.format(128))
    await look_at_devices(house.units)
    assert await mailed() == []
    for user_agent in (LINUX.format(129), IPHONE, IPHONE, WINDOWS):
        house.clock.turn(minutes=1)
        await sign_in(house, user_agent)
        await look_at_devices(house.units)
    assert await mailed() == [
        ("asa@example.com", "Mobile Safari on iPhone", "192.0.2.7"),
        ("asa@example.com", "Firefox on Windows", "192.0.2.7"),
    ]
    assert await Session.filter(device_is_new=True).count() == 2
    assert await Session.filter(device_is_new=None).count() == 0
    async with nothing_changes():
        await look_at_devices(house.units)


async def test_the_same_program_leaves_nothing_to_look_at(house: House) -> None:
    await account(house)
    for _ in range(3):
        await sign_in(house, IPHONE)
        assert await Session.filter(device_is_new=None).count() == 0


async def test_a_device_is_new_again_after_ninety_days(house: House) -> None:
    await account(house)
    await house.set(PasswordSettings, maximum_age_days=0)
    await sign_in(house, IPHONE)
    house.clock.moment = NOON + LOOKED_BACK - timedelta(seconds=1)
    await sign_in(house, LINUX.format(128))
    await sign_in(house, IPHONE)
    house.clock.turn(days=91)
    await sign_in(house, IPHONE)
    await look_at_devices(house.units)
    assert [device for _, device, _ in await mailed()] == ["Firefox on Linux", "Mobile Safari on iPhone"]


async def test_nobody_is_mailed_without_an_address_or_where_the_setting_says_no(house: House) -> None:
    await account(house)
    await house.user("bob", password=await house.password())
    await house.set(SessionSettings, mail_on_new_device=False)
    for name in ("asa", "bob"):
        await sign_in(house, IPHONE, name)
        await sign_in(house, WINDOWS, name)
    await house.set(SessionSettings, mail_on_new_device=True)
    await sign_in(house, LINUX.format(128), "bob")
    await look_at_devices(house.units)
    assert await mailed() == []


async def test_programs_that_tell_nothing_are_told_apart_by_their_text(house: House) -> None:
    await account(house)
    for user_agent in (None, "probe/1.0", "probe/2.0", None):
        house.clock.turn(minutes=1)
        await sign_in(house, user_agent)
    await look_at_devices(house.units)
    assert [device for _, device, _ in await mailed()] == ["An unknown program on an unknown system"] * 2


async def test_several_workers_send_one_mail(house: House) -> None:
    await account(house)
    await sign_in(house, IPHONE)
    house.clock.turn(minutes=1)
    await sign_in(house, WINDOWS)
    await asyncio.gather(*(look_at_devices(house.units) for _ in range(5)))
    assert len(await mailed()) == 1
