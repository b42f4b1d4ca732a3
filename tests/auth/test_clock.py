"""As of when something is read: inside a unit of work its moment, outside of one what the clock says."""

from datetime import datetime

from auth.actor import SYSTEM
from auth.clock import Stopped, moment, reading_by
from auth.unit_of_work import Work
from tests.support.house import NOON, House


async def _moments(work: Work) -> tuple[datetime, datetime]:
    return work.now, moment()


async def test_inside_a_unit_of_work_everything_is_read_as_of_its_moment(house: House) -> None:
    assert moment() == NOON
    later = house.clock.turn(hours=1)
    assert moment() == later
    with reading_by(Stopped(NOON)):
        assert await house.do(SYSTEM, _moments) == (later, later)
        assert moment() == NOON
    assert moment() == later
