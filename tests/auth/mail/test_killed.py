"""``kill -9`` at any moment loses no mail: it is a row before anybody hears of it, and a claim ends by itself."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from auth.clock import SystemClock
from auth.mail.letter import Sender
from auth.mail.sending import CLAIM, Mailer
from auth.mail.smtp import Security, SmtpDelivery, SmtpServer
from auth.mail.templates import Templates
from auth.unit_of_work import Units
from models.database import close_database, open_database
from models.outbox_mail import OutboxMail
from tests.support.background import running
from tests.support.house import HandClock
from tests.support.keys import INSTALLATION, write_events
from tests.support.mails import LETTERHEAD
from tests.support.smtp import HOST, sink, talker

BEGIN = """
import asyncio, sys
from auth.actor import SYSTEM
from auth.clock import SystemClock
from auth.mail.letter import Sender
from auth.mail.messages import TestMail
from auth.mail.outbox import send_mail
from auth.mail.sending import Mailer
from auth.mail.smtp import Security, SmtpDelivery, SmtpServer
from auth.mail.templates import Templates
from auth.unit_of_work import Units
from models.database import open_database
from tests.support.keys import INSTALLATION, write_events
from tests.support.mails import LETTERHEAD

async def main(url, *ports):
    await open_database(url)
    clock = SystemClock()
    units = Units(clock, write_events, INSTALLATION)
    mail = TestMail(at=clock.now())
    async def post(number):
        await units.run(SYSTEM, lambda work: send_mail(work, f"user-{number}@example.com", mail, None))
"""

POST_WITHOUT_END = (
    BEGIN
    + """
    for number in range(100000):
        await post(number)
        print(number, flush=True)

asyncio.run(main(*sys.argv[1:]))
"""
)

SEND = (
    BEGIN
    + """
    await post(0)
    delivery = SmtpDelivery(SmtpServer("127.0.0.1", int(ports[0]), Security.NONE), "gatehouse.test")
    await Mailer(units, clock, Templates(LETTERHEAD), Sender("accounts@example.com"), delivery).send_due()

asyncio.run(main(*sys.argv[1:]))
"""
)


def mailer_at(port: int, clock: HandClock) -> Mailer:
    delivery = SmtpDelivery(SmtpServer(HOST, port, Security.NONE), "gatehouse.test")
    units = Units(clock, write_events, INSTALLATION)
    return Mailer(units, clock, Templates(LETTERHEAD), Sender("accounts@example.com"), delivery)


def clock_at(span: timedelta) -> HandClock:
    clock = HandClock()
    clock.moment = SystemClock().now() + span
    return clock


async def test_what_was_committed_before_a_kill_is_sent_by_another_process(database_url: str) -> None:
    with running(POST_WITHOUT_END, database_url) as process:
        assert process.stdout is not None
        told = [int(await asyncio.to_thread(process.stdout.readline)) for _ in range(15)]
        process.kill()
    await open_database(database_url)
    try:
        with sink() as there:
            while await mailer_at(there.port, clock_at(timedelta())).send_due():
                pass
        arrived = [taken.recipients for taken in there.taken]
        assert all([f"user-{number}@example.com"] in arrived for number in told)
        assert len(arrived) == await OutboxMail.all().count()
        assert len({str(each) for each in arrived}) == len(arrived), "each came once"
    finally:
        await close_database()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_what_was_being_sent_at_a_kill_is_sent_again_when_the_claim_ends(database_url: str) -> None:
    reached = asyncio.Event()
    loop = asyncio.get_running_loop()

    async def silent(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        loop.call_soon_threadsafe(reached.set)
        await asyncio.sleep(60)

    with talker(silent) as hole, running(SEND, database_url, str(hole)) as process:
        async with asyncio.timeout(30):
            await reached.wait()
        process.kill()
    await open_database(database_url)
    try:
        with sink() as there:
            assert await mailer_at(there.port, clock_at(timedelta())).send_due() == 0, "it could be alive"
            assert await mailer_at(there.port, clock_at(CLAIM)).send_due() == 1
        row = await OutboxMail.get()
        assert isinstance(row.id, UUID)
        assert (row.attempts, row.content_sealed) == (2, "")
        assert there.taken[0].message["Message-ID"] == f"<{row.id}@example.com>"
    finally:
        await close_database()
