"""Lets a program repeat a create after a lost answer without making two.

A key belongs to its caller and to one operation. The same key with the same input gives the first result again; with
another input it is refused. A key is remembered for thirty days.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from tortoise.exceptions import IntegrityError

from auth.actor import SYSTEM
from auth.errors import DomainError, Refused
from auth.opaque import digest
from auth.texts import check_line
from auth.unit_of_work import Units, Work
from models.idempotency_key import IdempotencyKey

KEY_LENGTH = 200

REMEMBERED = timedelta(days=30)
"""For how long a key gives the same result again; later it makes something new."""


@dataclass(frozen=True, slots=True)
class Idempotency:
    """A key and what it was given with.

    Attributes:
        key: 1 to 200 characters chosen by the caller, e.g. a UUID.
        fingerprint: The input in a canonical text, without secrets.
    """

    key: str
    fingerprint: str

    @property
    def input_hash(self) -> str:
        """What is kept of the input."""
        return digest(self.fingerprint)


async def earlier_result(work: Work, operation: str, idempotency: Idempotency | None) -> UUID | None:
    """What the same request made before. Raises ``Refused`` when the key came with another input."""
    if idempotency is None or work.actor.user_id is None:
        return None
    problems = check_line(idempotency.key, "idempotency_key", KEY_LENGTH, least=1)
    if problems:
        raise Refused(*problems)
    row = await IdempotencyKey.get_or_none(
        actor_id=work.actor.user_id, operation=operation, key_hash=digest(idempotency.key)
    )
    if row is None:
        return None
    if row.input_hash != idempotency.input_hash:
        raise Refused(
            DomainError("IDEMPOTENCY_KEY_REUSED", "This key was used with another input before.", "idempotency_key")
        )
    return row.result_id


async def remember_result(work: Work, operation: str, idempotency: Idempotency | None, result_id: UUID) -> None:
    """Keeps what a request made. Raises ``Refused`` when the same request won a race; it can be sent again."""
    if idempotency is None or work.actor.user_id is None:
        return
    try:
        await IdempotencyKey.create(
            actor_id=work.actor.user_id,
            operation=operation,
            key_hash=digest(idempotency.key),
            input_hash=idempotency.input_hash,
            result_id=result_id,
            created_at=work.now,
        )
    except IntegrityError as error:
        busy = "The same request is being answered already. Send it again to get its result."
        raise Refused(DomainError("IDEMPOTENCY_KEY_IN_USE", busy, "idempotency_key")) from error


async def forget_old_keys(units: Units) -> int:
    """Deletes what was remembered long enough, and tells how many keys that were."""

    async def forget(work: Work) -> int:
        return await IdempotencyKey.filter(created_at__lt=work.now - REMEMBERED).delete()

    return await units.run(SYSTEM, forget)
