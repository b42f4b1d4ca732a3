"""What was fetched is kept for an hour, fetched once for all who wait, and anew at most every ten seconds."""

import asyncio

import pytest

from auth.sources.failures import SsoFailed, SsoFailure
from auth.sources.fresh import Fresh
from auth.sources.provider import Provider
from tests.support.sso import provider

ONE = provider()


class Place:
    """Counts how often it is asked; answers when it may."""

    def __init__(self) -> None:
        self.asked = 0
        self.now = 0.0
        self.fails = False
        self.open = asyncio.Event()
        self.open.set()
        self.kept: Fresh[list[int]] = Fresh(lambda: self.now)

    async def fetch(self) -> list[int]:
        self.asked += 1
        number = self.asked
        await self.open.wait()
        if self.fails:
            raise SsoFailed(SsoFailure.UNREACHABLE)
        return [number]

    async def value(self, of: Provider = ONE) -> list[int]:
        return await self.kept.value(of, self.fetch)


async def test_it_is_used_for_an_hour() -> None:
    place = Place()
    assert [await place.value(), await place.value()] == [[1], [1]]
    place.now = 3599
    assert await place.value() == [1]
    place.now = 3600
    assert await place.value() == [2]


async def test_another_version_or_provider_has_its_own() -> None:
    place = Place()
    assert await place.value() == [1]
    assert await place.value(provider(version=2)) == [2]
    assert await place.value() == [1]


async def test_many_who_wait_ask_once() -> None:
    place = Place()
    place.open.clear()
    waiting = [asyncio.create_task(place.value()) for _ in range(9)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    place.open.set()
    found = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(found[0], asyncio.CancelledError)
    assert found[1:] == [[1]] * 8
    assert place.asked == 1


async def test_a_failure_is_told_to_all_and_not_kept() -> None:
    place = Place()
    place.fails = True
    found = await asyncio.gather(*(place.value() for _ in range(3)), return_exceptions=True)
    assert [type(each) for each in found] == [SsoFailed] * 3
    place.fails = False
    assert await place.value() == [2]


async def test_a_failure_that_nobody_waits_for_is_no_noise() -> None:
    place = Place()
    place.fails = True
    place.open.clear()
    task = asyncio.create_task(place.value())
    await asyncio.sleep(0)
    task.cancel()
    place.open.set()
    await asyncio.gather(task, return_exceptions=True)
    for _ in range(3):
        await asyncio.sleep(0)
    place.fails = False
    assert await place.value() == [2]


async def test_it_is_renewed_at_most_every_ten_seconds() -> None:
    place = Place()
    seen = await place.value()
    newer = await place.kept.newer(ONE, place.fetch, seen)
    assert newer is not None
    assert newer == [2]
    assert await place.kept.newer(ONE, place.fetch, newer) is None
    place.now = 9.9
    assert await place.kept.newer(ONE, place.fetch, newer) is None
    place.now = 10
    assert await place.kept.newer(ONE, place.fetch, newer) == [3]


async def test_who_has_seen_something_older_gets_what_is_there() -> None:
    place = Place()
    seen = await place.value()
    await place.kept.newer(ONE, place.fetch, seen)
    assert await place.kept.newer(ONE, place.fetch, seen) == [2]
    assert place.asked == 2


async def test_who_comes_while_it_is_renewed_waits_for_that() -> None:
    place = Place()
    seen = await place.value()
    place.open.clear()
    waiting = [asyncio.create_task(place.kept.newer(ONE, place.fetch, seen)) for _ in range(3)]
    await asyncio.sleep(0)
    place.open.set()
    assert await asyncio.gather(*waiting) == [[2]] * 3


async def test_a_renewal_that_fails_takes_nothing_away() -> None:
    place = Place()
    seen = await place.value()
    place.fails = True
    with pytest.raises(SsoFailed):
        await place.kept.newer(ONE, place.fetch, seen)
    assert await place.value() == [1]
    assert await place.kept.newer(ONE, place.fetch, seen) is None


async def test_what_is_kept_is_bounded() -> None:
    place = Place()
    for version in range(501):
        await place.value(provider(version=version))
    place.asked = 0
    await place.value(provider(version=500))
    assert place.asked == 0
    await place.value(provider(version=0))
    assert place.asked == 1
