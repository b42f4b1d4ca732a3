"""A mail is a row of the transaction that causes it, and says nothing to whoever reads the database."""

import pytest

from auth.actor import SYSTEM
from auth.deletion.commands import Deletion, delete_user
from auth.mail.messages import PasswordResetMail, RolesChangedMail
from auth.mail.outbox import send_mail
from auth.unit_of_work import Work
from auth.users.commands import NewUser, create_user
from models.outbox_mail import OutboxMail
from tests.support.house import NOON, House
from tests.support.trail import nothing_changes

LINK = "https://gatehouse.test/reset#a-secret-token"
RESET = PasswordResetMail(link=LINK, expires_at=NOON)
ADDRESS = "ann@example.com"


async def test_a_mail_is_kept_encrypted_until_it_is_sent(house: House) -> None:
    user_id = await house.user("ann", first_name="Ann", last_name="Example")
    assert await house.do(SYSTEM, lambda work: send_mail(work, ADDRESS, RESET, user_id))
    [row] = await OutboxMail.all().values()
    sealed, key = row.pop("content_sealed"), row.pop("id")
    assert row == {
        "user_id": user_id,
        "kind": "password_reset",
        "recipient": ADDRESS,
        "created_at": NOON,
        "due_at": NOON,
        "claimed_until": None,
        "attempts": 0,
        "sent_at": None,
        "abandoned_at": None,
        "last_error": None,
    }
    assert key is not None
    assert not any(each in sealed for each in (LINK, "secret", "Ann", "reset"))


async def test_without_an_address_nothing_is_written(house: House) -> None:
    async with nothing_changes():
        assert not await house.do(SYSTEM, lambda work: send_mail(work, None, RESET, None))


@pytest.mark.parametrize(
    "to",
    [
        "",
        "ann",
        "ann@example.com,eve@example.com",
        "ann@example.com; eve@example.com",
        "ann@example.com eve@example.com",
        "Ann <ann@example.com>",
        "ann@example.com\r\nBcc: eve@example.com",
        "ann@example.com\n",
        "ann@example.com%0d%0aBcc:eve@example.com",
        "ann@example.com\0",
    ],
)
async def test_a_recipient_is_one_address_or_there_is_no_mail(to: str, house: House) -> None:
    async with nothing_changes():
        assert not await house.do(SYSTEM, lambda work: send_mail(work, to, RESET, None))


async def test_what_is_rolled_back_sends_no_mail_and_wakes_nobody(house: House) -> None:
    house.units.installation.mail_waiting.clear()

    async def fails(work: Work) -> None:
        await create_user(work, NewUser(username="ann"), None)
        await send_mail(work, ADDRESS, RESET, None)
        raise RuntimeError("it fails")

    async with nothing_changes():
        with pytest.raises(RuntimeError, match="it fails"):
            await house.do(SYSTEM, fails)
    assert not house.units.installation.mail_waiting.is_set()


async def test_the_sender_of_the_same_process_is_woken_after_the_commit(house: House) -> None:
    house.units.installation.mail_waiting.clear()
    await house.do(SYSTEM, lambda work: send_mail(work, ADDRESS, RESET, None))
    assert house.units.installation.mail_waiting.is_set()


def test_a_link_and_an_address_are_not_printed_with_their_mail() -> None:
    assert LINK not in f"{RESET!r} {RESET}"


def test_values_are_kept_as_they_can_be_stored() -> None:
    assert RESET.values() == {"link": LINK, "expires_at": "2026-11-21T12:00:00+00:00"}
    assert RolesChangedMail(roles=("b", "a")).values() == {"roles": ["b", "a"]}


async def test_a_deleted_account_leaves_no_mail(house: House) -> None:
    leaving, staying = await house.user("ann"), await house.user("bob")
    for user_id in (leaving, staying):
        await house.do(SYSTEM, lambda work, user_id=user_id: send_mail(work, ADDRESS, RESET, user_id))
    await house.do(SYSTEM, lambda work: delete_user(work, leaving, Deletion()))
    assert await OutboxMail.all().values_list("user_id", flat=True) == [staying]
