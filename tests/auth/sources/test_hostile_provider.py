"""Every way in which a provider can misbehave ends in its own refusal, in time, and nothing is sent elsewhere."""

import asyncio
import time
import tracemalloc
from collections.abc import AsyncGenerator
from uuid import UUID

import pytest

from auth.sources.failures import SsoFailure, SsoRefused
from auth.sources.heavy import load
from auth.sources.outgoing import Limits
from auth.sources.redirect import Authorization, SignedIn
from tests.support.hostile_provider import HostileProvider, hostile_provider
from tests.support.hostile_ways import MEGABYTE, Way, ways
from tests.support.sso import SHORT, WISH, Client

WAYS = list(ways())
LARGE = {SsoFailure.TOO_LARGE, SsoFailure.ENCODED}


@pytest.fixture
async def there() -> AsyncGenerator[HostileProvider]:
    async with hostile_provider() as provider:
        yield provider


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
async def test_a_provider_that_misbehaves_signs_nobody_in(way: Way, there: HostileProvider) -> None:
    way.misbehave(there)
    limits = SHORT if way.ends_in.because is SsoFailure.TIMED_OUT else Limits()
    began = time.monotonic()
    found = await Client(there, limits).sign_in()
    took = time.monotonic() - began
    assert found == way.ends_in
    assert there.elsewhere == 0, "something was sent to a place that was not configured"
    assert took < limits.total_seconds
    assert there.sent < 8 * MEGABYTE, "an answer was read on far beyond what is taken"


@pytest.mark.parametrize("way", [way for way in WAYS if way.ends_in.because in LARGE], ids=lambda way: way.name)
async def test_an_answer_of_any_size_takes_little_memory(way: Way, there: HostileProvider) -> None:
    client = Client(there)
    way.misbehave(there)
    await load()
    tracemalloc.start()
    try:
        assert await client.sign_in() == way.ends_in
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 * MEGABYTE


def test_what_says_nothing_about_the_person_is_told_apart() -> None:
    outages = {each for each in SsoFailure if SsoRefused(each).is_outage}
    assert outages == {
        SsoFailure.NAME_UNKNOWN,
        SsoFailure.UNREACHABLE,
        SsoFailure.TLS_FAILED,
        SsoFailure.TIMED_OUT,
        SsoFailure.UNAVAILABLE,
    }


def test_at_least_84_ways_are_tried_each_once() -> None:
    names = [way.name for way in WAYS]
    assert len(names) == len(set(names))
    assert len(names) >= 84


def test_the_bounds_as_shipped_keep_a_sign_in_within_ten_seconds() -> None:
    assert Limits() == Limits(total_seconds=10, call_seconds=5, connect_seconds=3, answer_bytes=MEGABYTE, at_once=8)


async def test_a_provider_that_is_slow_everywhere_is_given_up_after_the_total(there: HostileProvider) -> None:
    there.claims.pop("email")
    there.pause_seconds = 1.2
    found = await Client(there, Limits(total_seconds=3, call_seconds=2.9)).sign_in()
    assert found == SsoRefused(SsoFailure.TIMED_OUT)
    assert "/token" in there.asked, "no single request took too long"


async def test_a_slow_provider_holds_nobody_else_up(there: HostileProvider) -> None:
    client = Client(there, Limits(at_once=2))
    await client.signed_in()
    there.pause_seconds = 60
    slow = there.provider()
    sent = [await client.source.authorization(slow, WISH) for _ in range(20)]
    waiting = [
        asyncio.create_task(client.source.complete(slow, each.started, there.authorize(each.url)))
        for each in sent
        if isinstance(each, Authorization)
    ]
    assert len(waiting) == 20
    async with hostile_provider() as other:
        quick = other.provider(id=UUID(int=8))
        sent_there = await client.source.authorization(quick, WISH)
        assert isinstance(sent_there, Authorization)
        assert isinstance(
            await client.source.complete(quick, sent_there.started, other.authorize(sent_there.url)), SignedIn
        )
    assert not any(task.done() for task in waiting), "it waited for them"
    assert there.asked["/token"] == 1 + 2, "more is under way at once than may be"
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


async def test_what_the_provider_says_is_in_no_refusal(there: HostileProvider) -> None:
    there.callback |= {"error": "<script>", "error_description": "<script>", "error_uri": "https://evil.test"}
    assert "script" not in repr(await Client(there).sign_in())
