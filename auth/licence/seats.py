"""Seats: how many accounts may hold roles that are marked as licensed (REQUIREMENTS H2).

An account takes one seat, however many such roles it holds itself; what a role inherits from takes none. A deactivated
account keeps its seat until it is taken out of its licensed roles. A grant that ends gives its seat back at once.

Whoever gives a role, or marks one, calls ``take_seats``. Every place where grants are written goes through it
(``auth.users.giving``).
"""

from collections.abc import Collection
from uuid import UUID

from auth.errors import DomainError
from auth.licence.lock import lock_licence
from auth.licence.queries import seats_used, terms_in_force
from auth.reading import Statement, fetch, key
from auth.role_grants import in_force
from auth.unit_of_work import Work

QUESTION = "Is there a seat for everybody?"

_NEWLY_SEATED = """
SELECT DISTINCT g.user_id FROM role_grants g JOIN roles r ON r.id = g.role_id
WHERE r.licensed AND {given} AND {in_force} AND {accounts} AND NOT EXISTS (
    SELECT 1 FROM role_grants h JOIN roles q ON q.id = h.role_id
    WHERE h.user_id = g.user_id AND q.licensed AND NOT {also_given} AND {other_in_force}
)
"""


class SeatsExhausted(DomainError):
    """There is no seat left.

    Attributes:
        max_seats: How many there are.
        used_seats: How many of them are taken, without what was refused.
    """

    def __init__(self, max_seats: int, used_seats: int, field: str) -> None:
        """``field`` is what asked for a seat."""
        super().__init__(
            "SEATS_EXHAUSTED", f"The licence has {max_seats} seats, and there is none left for this.", field
        )
        self.max_seats = max_seats
        self.used_seats = used_seats


async def take_seats(work: Work, role_ids: Collection[UUID], user_ids: Collection[UUID] | None, field: str) -> None:
    """Has it asked before the commit whether there are seats for whom these roles were just given; part of a command.

    The grants are written already: what a role is marked as is read behind the lock that writing them took, so that a
    role which is being marked in the same moment is seen by one of both. ``user_ids`` is ``None`` for all holders of
    roles that were just marked. An account that holds another licensed role takes no further seat.
    """
    seated = await _newly_seated(work, role_ids, user_ids)
    if not seated:
        return
    asked = work.checks.get(QUESTION)
    if isinstance(asked, _Asked):
        asked.seated |= seated
    else:
        work.before_commit(QUESTION, _Asked(work, seated, field))


async def lacks_seat(work: Work, role_ids: Collection[UUID], user_id: UUID) -> bool:
    """Whether an account takes a seat by roles that it was just given and did not hold, and there is none for it.

    For a sign-in, which is not refused for that: part of a command that takes such roles away again. The licence stays
    locked to its end where there is a cap.
    """
    if not await _newly_seated(work, role_ids, [user_id]):
        return False
    if not (await terms_in_force(work.installation, work.now)).max_seats:
        return False
    await lock_licence(work)
    most, used = (await terms_in_force(work.installation, work.now)).max_seats, await seats_used(work.now)
    return 0 < most < used


class _Asked:
    """The question, about everybody who takes a seat in this unit of work."""

    def __init__(self, work: Work, seated: set[UUID], field: str) -> None:
        self.seated = seated
        self._work = work
        self._field = field

    async def __call__(self) -> None:
        """Asked last, so that the lock is the last one taken and is held briefly."""
        work = self._work
        if not (await terms_in_force(work.installation, work.now)).max_seats:
            return
        await lock_licence(work)
        most, used = (await terms_in_force(work.installation, work.now)).max_seats, await seats_used(work.now)
        if 0 < most < used:
            raise SeatsExhausted(most, max(0, used - len(self.seated)), self._field)


async def _newly_seated(work: Work, role_ids: Collection[UUID], user_ids: Collection[UUID] | None) -> set[UUID]:
    if not role_ids:
        return set()
    statement, given = Statement(), sorted(role_ids)
    text = _NEWLY_SEATED.format(
        given=statement.among("g.role_id", given),
        also_given=statement.among("h.role_id", given),
        accounts="1 = 1" if user_ids is None else statement.among("g.user_id", sorted(user_ids)),
        in_force=in_force(statement, now=work.now),
        other_in_force=in_force(statement, "h", work.now),
    )
    return {key(row[0]) for row in await fetch(statement.add(text))}
