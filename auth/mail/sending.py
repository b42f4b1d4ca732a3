"""Empties the outbox: claims what is due, fills the templates, delivers, and notes what came of it.

Any number of processes may do it at once. A row is claimed by a conditional UPDATE for longer than a delivery can
take, so no two send it at the same time; whoever dies with a claim loses it, and the mail is sent by somebody else.
Delivery is therefore at least once: a mail that was taken just before a crash comes again, with the same Message-ID.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import orjson
import structlog
from tortoise.expressions import F, Q
from tortoise.queryset import QuerySet

from auth.actor import SYSTEM
from auth.clock import Clock
from auth.mail.delivery import OF_THE_SERVER, Delivery, DeliveryFailed
from auth.mail.letter import Sender, letter
from auth.mail.rules import retry_at
from auth.mail.templates import NotWritten, Templates
from auth.unit_of_work import Units, Work
from auth.vault import Purpose, Unopenable
from models.outbox_mail import OutboxMail

log = structlog.get_logger("mail")

LANES = 4
"""Mails under way at once in one process."""

ROUND = 5
"""Mails in one lane before the round ends, so that a process that is asked to stop soon can."""

CLAIM = timedelta(seconds=60)
"""Twice as long as a delivery may take."""

KEPT = timedelta(days=30)
"""How long the row of a mail stays after it was sent or given up."""

_CANDIDATES = 2 * LANES
_LONGEST_ERROR = 200


@dataclass(frozen=True, slots=True)
class Mailer:
    """All that sending takes."""

    units: Units
    clock: Clock
    templates: Templates
    sender: Sender
    delivery: Delivery

    async def send_due(self) -> int:
        """Sends what is due, at most ``LANES`` times ``ROUND`` mails, and tells how many were taken.

        Mail that fails is put off and logged. When the server itself fails, the rest of the round waits too.
        """
        if not await _due(self.clock.now()).exists():
            return 0
        tally = _Tally()
        lanes = await asyncio.gather(*(self._lane(tally) for _ in range(LANES)), return_exceptions=True)
        for failure in lanes:
            if failure is not None:
                raise failure
        if tally.may_be_more:
            await self.units.installation.wake_mail()
        return tally.sent

    async def _lane(self, tally: "_Tally") -> None:
        for _ in range(ROUND):
            if tally.server_fails:
                return
            row = await self.units.run(SYSTEM, _claim)
            if row is None:
                return
            problem = await self._try(row, tally)
            await self.units.run(SYSTEM, lambda work, key=row.id, why=problem: _note(work, key, why))
        tally.may_be_more = True

    async def _try(self, row: OutboxMail, tally: "_Tally") -> str | None:
        """What went wrong, in words that may be stored and logged; ``None`` when the mail was taken."""
        try:
            values = orjson.loads(self.units.installation.vault.open(Purpose.MAIL, row.content_sealed))
            written = await asyncio.to_thread(self.templates.write, row.kind, values)
            await self.delivery.deliver(letter(row.id, row.kind, written, self.sender, row.recipient, row.created_at))
        except DeliveryFailed as error:
            tally.server_fails |= error.step in OF_THE_SERVER
            return str(error)
        except Unopenable:
            return "the key it was encrypted with is gone"
        except NotWritten as error:
            return f"the template cannot be filled: {error}"
        except Exception as error:  # noqa: BLE001 — one mail must not keep the others
            return f"unexpected: {type(error).__name__}"
        tally.sent += 1
        return None


@dataclass(slots=True)
class _Tally:
    """How a round goes."""

    sent: int = 0
    server_fails: bool = False
    may_be_more: bool = False


def _due(now: datetime) -> QuerySet[OutboxMail]:
    """What nobody has to itself and is to be tried by now."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    return OutboxMail.filter(free, sent_at=None, abandoned_at=None, due_at__lte=now)


async def _claim(work: Work) -> OutboxMail | None:
    """Takes one mail for ourselves; of two who try the same one, the row count tells one to take another."""
    for key in await _due(work.now).order_by("due_at", "id").limit(_CANDIDATES).values_list("id", flat=True):
        if await _due(work.now).filter(id=key).update(claimed_until=work.now + CLAIM, attempts=F("attempts") + 1):
            return await OutboxMail.get(id=key)
    return None


async def _note(work: Work, key: UUID, problem: str | None) -> None:
    """Writes down what came of an attempt. What a mail said is forgotten once nobody will send it any more."""
    row = await OutboxMail.get_or_none(id=key)
    if row is None or row.sent_at is not None:
        return
    mine = OutboxMail.filter(id=key, sent_at=None)
    if problem is None:
        await mine.update(sent_at=work.now, claimed_until=None, content_sealed="", last_error=None)
        return
    facts = {"claimed_until": None, "last_error": problem[:_LONGEST_ERROR]}
    again = retry_at(key, row.attempts, row.created_at, work.now)
    if again is None:
        await mine.update(abandoned_at=work.now, content_sealed="", **facts)
        log.error("mail was given up", mail=row.kind, key=str(key), attempts=row.attempts, problem=problem)
    else:
        await mine.update(due_at=again, **facts)
        log.warning("mail was not taken and waits", mail=row.kind, key=str(key), until=again, problem=problem)


async def forget_old(units: Units) -> int:
    """Deletes rows of mail that was sent or given up long ago, and tells how many."""

    async def forget(work: Work) -> int:
        past = work.now - KEPT
        return await OutboxMail.filter(Q(sent_at__lte=past) | Q(abandoned_at__lte=past)).delete()

    return await units.run(SYSTEM, forget)
