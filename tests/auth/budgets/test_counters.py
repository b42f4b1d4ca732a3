"""Counting in memory and in a real Redis: alike, bounded, and never an outage."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta

import pytest

from auth.budgets.counters import PAUSE, Counters, MemoryCounters, RedisCounters
from auth.budgets.rules import Allowance
from tests.support.redis import RedisServer, redis_server

__all__ = ["redis_server"]

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
THREE = Allowance(3, 3_600)
SECOND = timedelta(seconds=1)


@pytest.fixture(params=["memory", "redis"])
async def counters(request: pytest.FixtureRequest) -> AsyncGenerator[Counters]:
    if request.param == "memory":
        yield MemoryCounters()
        return
    server: RedisServer = request.getfixturevalue("redis_server")
    made = RedisCounters(server.url)
    yield made
    await made.close()


async def test_so_many_are_taken_and_no_more_and_each_source_has_its_own(counters: Counters) -> None:
    now = datetime.now(UTC)
    assert [await counters.take("a", THREE, now) for _ in range(3)] == [None] * 3
    for _ in range(3):
        wait = await counters.take("a", THREE, now)
        assert wait is not None
        assert 1 <= wait <= 2 * THREE.seconds
    assert await counters.take("b", THREE, now) is None
    assert await counters.take("a", Allowance(4, 60), now) is None


async def test_many_at_once_are_never_more(counters: Counters) -> None:
    now = datetime.now(UTC)
    taken = await asyncio.gather(*(counters.take("a", THREE, now) for _ in range(40)))
    assert taken.count(None) == 3


async def test_after_the_wait_there_is_room_for_one(counters: Counters) -> None:
    one = Allowance(1, 1)
    assert await counters.take("a", one, datetime.now(UTC)) is None
    wait = await counters.take("a", one, datetime.now(UTC))
    assert wait is not None
    await asyncio.sleep(wait + 0.05)
    assert await counters.take("a", one, datetime.now(UTC)) is None


async def test_a_quiet_time_gives_the_whole_back() -> None:
    counters = MemoryCounters()
    for _ in range(3):
        await counters.take("a", THREE, NOON)
    later = NOON + timedelta(hours=2)
    assert [await counters.take("a", THREE, later) for _ in range(4)].count(None) == 3


async def test_a_clock_that_goes_back_gives_at_most_one_budget_more() -> None:
    counters = MemoryCounters()
    for _ in range(3):
        await counters.take("a", THREE, NOON)
    earlier = NOON - timedelta(hours=5)
    assert [await counters.take("a", THREE, earlier) for _ in range(9)].count(None) == 3


async def test_memory_forgets_who_rested_longest_when_it_is_full() -> None:
    counters = MemoryCounters(most_keys=2)
    for key in ("a", "b", "c"):
        await counters.take(key, Allowance(1, 60), NOON)
    assert await counters.take("c", Allowance(1, 60), NOON) is not None
    assert await counters.take("a", Allowance(1, 60), NOON) is None


async def test_two_processes_share_one_budget(redis_server: RedisServer) -> None:
    one, other = RedisCounters(redis_server.url), RedisCounters(redis_server.url)
    now = datetime.now(UTC)
    taken = await asyncio.gather(*(each.take("a", THREE, now) for each in (one, other) for _ in range(20)))
    assert taken.count(None) == 3
    await one.close()
    await other.close()


async def test_without_redis_each_process_counts_for_itself_says_so_once_and_comes_back(
    redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    counters = RedisCounters(redis_server.url)
    assert await counters.take("a", THREE, NOON) is None
    assert await counters.is_reachable()
    redis_server.stop()
    with caplog.at_level(logging.WARNING):
        taken = [await counters.take("a", THREE, NOON + number * SECOND) for number in range(5)]
    assert taken.count(None) == 3
    assert [record.getMessage() for record in caplog.records] == [
        "Redis does not answer; each process counts for itself: ConnectionError"
    ]
    assert not await counters.is_reachable()
    redis_server.start()
    caplog.clear()
    assert await counters.take("b", THREE, NOON + 2 * PAUSE) is None
    assert [record.getMessage() for record in caplog.records] == ["Redis answers again; processes count together"]
    await counters.close()


async def test_redis_that_hangs_holds_nobody_up(caplog: pytest.LogCaptureFixture) -> None:
    held: list[asyncio.StreamWriter] = []

    async def hang(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held.append(writer)

    server = await asyncio.start_server(hang, "127.0.0.1", 0)
    counters = RedisCounters(f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}/0")
    loop = asyncio.get_running_loop()
    begun = loop.time()
    assert await counters.take("a", THREE, NOON) is None
    assert [await counters.take("a", THREE, NOON) for _ in range(9)].count(None) == 2
    assert loop.time() - begun < 3
    assert len(caplog.records) == 1
    await counters.close()
    for writer in held:
        writer.close()
    server.close()
    await server.wait_closed()
