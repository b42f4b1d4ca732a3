"""Who is mailed a link for a new password: by an administrator, and by whoever says that they forgot theirs."""

import asyncio
from uuid import UUID

import pytest

from auth.actor import Actor, anonymous
from auth.errors import Forbidden
from auth.passwords.reset_links import request_password_reset, send_password_reset
from auth.permissions import Scope
from models.one_time_link import OneTimeLink
from models.outbox_mail import OutboxMail
from models.user import User, UserKind, UserStatus
from tests.support.house import CLIENT, House
from tests.support.links import mailed
from tests.support.trail import Told, hearing, nothing_changes

NOBODY = UUID(int=1)


async def send(house: House, actor: Actor, user_id: UUID) -> None:
    await house.do(actor, lambda work: send_password_reset(work, user_id))


async def forget(house: House, login: str) -> None:
    await house.do(anonymous(CLIENT), lambda work: request_password_reset(work, login))


async def asa(house: House) -> UUID:
    return await house.user("asa", email="Asa@example.com", password=await house.password())


async def test_an_administrator_has_a_link_mailed(house: House) -> None:
    root, user_id = await house.root(), await asa(house)
    async with hearing() as heard:
        await send(house, root, user_id)
    assert list(heard.events) == [Told("password.reset_sent", "root", "asa")]
    [(recipient, link)] = await mailed("password_reset")
    assert recipient == "Asa@example.com"
    assert link.startswith("https://console.test/reset-password#token=")
    assert (await OneTimeLink.get()).created_by_id == root.user_id


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"email": None}, "EMAIL_REQUIRED"),
        ({"status": UserStatus.INACTIVE}, "ACCOUNT_NOT_USABLE"),
        ({"locked_at": "now"}, "ACCOUNT_NOT_USABLE"),
        ({"kind": UserKind.SERVICE}, "SERVICE_ACCOUNT"),
    ],
)
async def test_a_link_that_would_be_no_use_is_refused(house: House, values: dict[str, object], code: str) -> None:
    root, user_id = await house.root(), await asa(house)
    stored = {name: house.clock.now() if value == "now" else value for name, value in values.items()}
    await User.filter(id=user_id).update(**stored)
    async with nothing_changes():
        assert await house.refusals(root, lambda work: send_password_reset(work, user_id)) == [(code, "id")]


async def test_nobody_sends_links_to_accounts_that_may_do_more(house: House) -> None:
    helper = await house.acting("helper", Scope.USERS_READ, Scope.USERS_WRITE)
    reader = await house.acting("reader", Scope.USERS_READ)
    root_id, asa_id = await house.user_id("root"), await asa(house)
    async with nothing_changes():
        assert await house.refusals(helper, lambda work: send_password_reset(work, root_id)) == [
            ("BEYOND_OWN_RIGHTS", "id")
        ]
        assert await house.refusals(helper, lambda work: send_password_reset(work, NOBODY)) == [("NOT_FOUND", "id")]
        with pytest.raises(Forbidden):
            await send(house, reader, asa_id)
    assert await mailed("password_reset") == []


@pytest.mark.parametrize("login", ["asa", "ASA", "asa@example.com", " ASA@EXAMPLE.COM "])
async def test_who_forgot_is_mailed_at_the_stored_address(house: House, login: str) -> None:
    await asa(house)
    async with hearing() as heard:
        await forget(house, login)
    assert list(heard.events) == [Told("password.reset_requested", None, "asa")]
    assert [recipient for recipient, _ in await mailed("password_reset")] == ["Asa@example.com"]


@pytest.mark.parametrize(
    "login",
    [
        "nobody",
        "nobody@example.com",
        "asa@example.com,eve@evil.test",
        "asa@example.com eve@evil.test",
        "asa@example.com\r\nBcc: eve@evil.test",
        "asa@example.com\0",
        "['asa@example.com', 'eve@evil.test']",
        "asa@example.com;",
        "asa%00",
        "",
        "\ud800",
        "x" * 10_000,
    ],
)
async def test_what_names_nobody_mails_nobody(house: House, login: str) -> None:
    await asa(house)
    async with nothing_changes(
        Told("password.reset_not_sent", reason="UNKNOWN_ACCOUNT", refused=True),
    ):
        await forget(house, login)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"email": None}, "NO_EMAIL"),
        ({"status": UserStatus.INACTIVE}, "ACCOUNT_NOT_USABLE"),
        ({"locked_at": "now"}, "ACCOUNT_NOT_USABLE"),
        ({"kind": UserKind.SERVICE}, "ACCOUNT_NOT_USABLE"),
    ],
)
async def test_an_account_that_cannot_use_a_link_is_mailed_none(
    house: House, values: dict[str, object], reason: str
) -> None:
    user_id = await asa(house)
    stored = {name: house.clock.now() if value == "now" else value for name, value in values.items()}
    await User.filter(id=user_id).update(**stored)
    async with nothing_changes(Told("password.reset_not_sent", None, "asa", reason, refused=True)):
        await forget(house, "asa")


async def test_an_account_that_never_had_a_password_is_mailed_none(house: House) -> None:
    """Otherwise a revoked invitation could be taken up again."""
    await house.user("asa", email="asa@example.com")
    async with nothing_changes(Told("password.reset_not_sent", None, "asa", "NO_PASSWORD", refused=True)):
        await forget(house, "asa")


async def test_an_account_is_mailed_three_in_an_hour_however_many_ask_at_once(house: House) -> None:
    await asa(house)
    await asyncio.gather(*(forget(house, "asa") for _ in range(8)))
    assert await OutboxMail.filter(kind="password_reset").count() == 3
    assert await OneTimeLink.filter(revoked_at=None).count() == 1
    house.clock.turn(hours=1, seconds=1)
    await forget(house, "asa")
    assert await OutboxMail.filter(kind="password_reset").count() == 4
