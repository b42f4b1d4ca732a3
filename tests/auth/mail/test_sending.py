"""The outbox is emptied: once, by one sender at a time, again after failures, and given up after days."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog.testing

from auth.actor import SYSTEM
from auth.mail.delivery import Delivery, DeliveryFailed, Envelope, Step, Tell, say_nothing
from auth.mail.letter import Sender
from auth.mail.messages import PasswordResetMail
from auth.mail.outbox import send_mail
from auth.mail.sending import CLAIM, KEPT, LANES, ROUND, Mailer, forget_old
from auth.mail.smtp import Security, SmtpDelivery, SmtpServer
from auth.mail.templates import Templates
from auth.unit_of_work import Units
from auth.vault import Vault
from models.outbox_mail import OutboxMail
from tests.support.house import NOON, House
from tests.support.keys import write_events
from tests.support.mails import LETTERHEAD
from tests.support.smtp import HOST, sink

LINK = "https://gatehouse.test/reset#a-secret-token"
RESET = PasswordResetMail(link=LINK, expires_at=NOON)
ADDRESS = "ann@example.com"


class Letterbox:
    """A delivery that does as it is told."""

    def __init__(self) -> None:
        self.delivered: list[Envelope] = []
        self.begun = 0
        self.failure: DeliveryFailed | Exception | None = None
        self.reached, self.open = asyncio.Event(), asyncio.Event()
        self.open.set()

    async def deliver(self, envelope: Envelope, tell: Tell = say_nothing) -> None:
        self.begun += 1
        self.reached.set()
        await self.open.wait()
        if self.failure is not None:
            raise self.failure
        tell(Step.CONTENT)
        self.delivered.append(envelope)


def mailer_of(house: House, delivery: Delivery) -> Mailer:
    return Mailer(house.units, house.clock, Templates(LETTERHEAD), Sender("accounts@example.com"), delivery)


@pytest.fixture
async def box() -> Letterbox:
    return Letterbox()


async def post(house: House, count: int = 1, to: str = ADDRESS) -> None:
    for _ in range(count):
        assert await house.do(SYSTEM, lambda work: send_mail(work, to, RESET, None))


async def the_row() -> dict[str, Any]:
    [row] = await OutboxMail.all().values()
    return row


async def test_a_mail_arrives_with_its_words_and_is_forgotten_here(house: House) -> None:
    user_id = await house.user("ann", first_name="Ann", last_name="Example")
    await house.do(SYSTEM, lambda work: send_mail(work, ADDRESS, RESET, user_id))
    with sink() as there:
        delivery = SmtpDelivery(SmtpServer(HOST, there.port, Security.NONE), "gatehouse.test")
        assert await mailer_of(house, delivery).send_due() == 1
        assert await mailer_of(house, delivery).send_due() == 0
    [taken] = there.taken
    assert (taken.sender, taken.recipients) == ("accounts@example.com", [ADDRESS])
    assert taken.part("plain").startswith("Hello Ann Example,\n")
    assert LINK in taken.part("plain").splitlines()
    row = await the_row()
    assert taken.message["Message-ID"] == f"<{row['id']}@example.com>"
    assert (row["content_sealed"], row["sent_at"], row["claimed_until"], row["attempts"]) == ("", NOON, None, 1)


async def test_what_is_not_due_waits(house: House, box: Letterbox) -> None:
    await post(house)
    await OutboxMail.filter(recipient=ADDRESS).update(due_at=NOON + timedelta(seconds=1))
    mailer = mailer_of(house, box)
    assert await mailer.send_due() == 0
    house.clock.turn(seconds=1)
    assert await mailer.send_due() == 1


async def test_a_failure_puts_a_mail_off_and_is_told_without_address_and_link(house: House, box: Letterbox) -> None:
    await post(house)
    mailer = mailer_of(house, box)
    box.failure = DeliveryFailed(Step.RECIPIENT, "refused with 450 4.2.1", said=f"{ADDRESS} {LINK}")
    with structlog.testing.capture_logs() as logs:
        assert await mailer.send_due() == 0
    row = await the_row()
    assert (row["attempts"], row["last_error"], row["sent_at"], row["abandoned_at"], row["claimed_until"]) == (
        1,
        "recipient: refused with 450 4.2.1",
        None,
        None,
        None,
    )
    assert 27 <= (row["due_at"] - NOON).total_seconds() <= 33
    assert [(entry["event"], entry["problem"]) for entry in logs] == [
        ("mail was not taken and waits", "recipient: refused with 450 4.2.1")
    ]
    assert not any(secret in str(logs) for secret in (ADDRESS, LINK, "a-secret-token"))
    box.failure = None
    house.clock.turn(seconds=34)
    assert await mailer.send_due() == 1
    assert (await the_row())["last_error"] is None


async def test_a_mail_is_given_up_after_three_days_and_its_words_are_forgotten(house: House, box: Letterbox) -> None:
    await post(house)
    mailer = mailer_of(house, box)
    box.failure = DeliveryFailed(Step.CONNECT, "Connection refused")
    attempts = 0
    with structlog.testing.capture_logs() as logs:
        while (await the_row())["abandoned_at"] is None:
            house.clock.moment = max(house.clock.moment, (await the_row())["due_at"])
            await mailer.send_due()
            attempts += 1
            assert attempts < 100
    row = await the_row()
    assert timedelta(days=3) <= row["abandoned_at"] - NOON < timedelta(days=3, hours=1.2)
    assert (row["content_sealed"], row["attempts"]) == ("", attempts)
    assert 70 < attempts < 90
    assert logs[-1]["event"] == "mail was given up"
    assert ADDRESS not in str(logs)
    house.clock.turn(days=1)
    assert await mailer.send_due() == 0
    assert box.begun == attempts


async def test_an_unexpected_failure_is_a_failure_of_one_mail(house: House, box: Letterbox) -> None:
    await post(house, 3)
    box.failure = RuntimeError(f"about {ADDRESS}")
    with structlog.testing.capture_logs() as logs:
        await mailer_of(house, box).send_due()
    errors = await OutboxMail.all().values_list("last_error", flat=True)
    assert list(errors) == ["unexpected: RuntimeError"] * 3
    assert ADDRESS not in str(logs)


async def test_a_mail_whose_key_is_gone_is_told(house: House, box: Letterbox) -> None:
    await post(house)
    other = replace(house.units.installation, vault=Vault(lambda: ["r" * 43 + "="]))
    mailer = replace(mailer_of(house, box), units=Units(house.clock, write_events, other))
    assert await mailer.send_due() == 0
    assert (await the_row())["last_error"] == "the key it was encrypted with is gone"


async def test_a_kind_without_a_template_is_told(house: House, box: Letterbox) -> None:
    await post(house)
    await OutboxMail.filter(recipient=ADDRESS).update(kind="nothing")
    assert await mailer_of(house, box).send_due() == 0
    assert (await the_row())["last_error"] == "the template cannot be filled: TemplateNotFound in nothing.txt"


async def test_when_the_server_fails_the_rest_waits_unharmed(house: House, box: Letterbox) -> None:
    await post(house, 3 * LANES)
    box.failure = DeliveryFailed(Step.CONNECT, "Connection refused")
    await mailer_of(house, box).send_due()
    assert box.begun <= 2 * LANES
    untouched = await OutboxMail.filter(attempts=0, due_at=NOON).count()
    assert untouched == 3 * LANES - box.begun > 0


async def test_a_round_is_bounded_and_asks_for_the_next(house: House, box: Letterbox) -> None:
    await post(house, LANES * ROUND + 1)
    waiting = house.units.installation.mail_waiting
    mailer = mailer_of(house, box)
    waiting.clear()
    assert await mailer.send_due() == LANES * ROUND
    assert waiting.is_set()
    waiting.clear()
    assert await mailer.send_due() == 1
    assert not waiting.is_set()


async def test_many_senders_deliver_each_mail_once(house: House, box: Letterbox) -> None:
    await post(house, 30)
    mailers = [mailer_of(house, box) for _ in range(6)]
    while await OutboxMail.filter(sent_at=None).exists():
        await asyncio.gather(*(mailer.send_due() for mailer in mailers))
    keys = await OutboxMail.all().values_list("id", flat=True)
    assert sorted(each.key for each in box.delivered) == sorted(keys)
    assert set(await OutboxMail.all().values_list("attempts", flat=True)) == {1}


async def test_a_claim_outlives_no_sender(house: House, box: Letterbox) -> None:
    await post(house)
    box.open.clear()
    dying = asyncio.create_task(mailer_of(house, box).send_due())
    async with asyncio.timeout(10):
        await box.reached.wait()
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    await house.units.drain(10)  # a claim that was under way is kept, by nobody
    box.open.set()
    mailer = mailer_of(house, box)
    assert await mailer.send_due() == 0, "somebody may still be at it"
    house.clock.turn(seconds=CLAIM.total_seconds())
    assert await mailer.send_due() == 1
    assert (await the_row())["attempts"] == 2


async def test_rows_of_old_mail_go_and_others_stay(house: House, box: Letterbox) -> None:
    await post(house, 2)
    await mailer_of(house, box).send_due()
    await post(house)
    await post(house, to="abandoned@example.com")
    await OutboxMail.filter(recipient="abandoned@example.com").update(abandoned_at=NOON)
    house.clock.turn(seconds=KEPT.total_seconds() - 1)
    assert await forget_old(house.units) == 0
    house.clock.turn(seconds=1)
    assert await forget_old(house.units) == 3
    assert (await the_row())["sent_at"] is None


async def test_without_mail_nothing_is_done(house: House, box: Letterbox, tmp_path: Path) -> None:
    mailer = replace(mailer_of(house, box), templates=Templates(LETTERHEAD, tmp_path))
    assert await mailer.send_due() == 0
    assert box.begun == 0
