"""Threads are shared out among directories, and nobody waits for one longer than is said."""

import asyncio
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from threading import Event, Lock
from time import monotonic, sleep

import pytest

from auth.sources.examination import FailureKind
from auth.sources.ldap_results import Failed
from auth.sources.ldap_threads import LdapThreads
from tests.support.visits import unavailable


@dataclass
class Place:
    """Something held that takes as long as it is let."""

    seconds: float = 5.0
    until: float = 0.0
    is_open: Event = field(default_factory=Event)

    def give_up(self) -> None:
        self.is_open.set()

    def close(self) -> None:
        return

    def answer(self) -> float:
        """Waits, and tells what time it was given."""
        left = self.until - monotonic()
        self.is_open.wait(10)
        return left


@pytest.fixture
def threads() -> Generator[LdapThreads]:
    made = LdapThreads(threads=4, waiting=4)
    yield made
    made.close()


async def until(is_so: Callable[[], bool]) -> None:
    for _ in range(500):
        if is_so():
            return
        await asyncio.sleep(0.01)
    raise AssertionError


async def test_each_directory_has_half_of_the_threads_and_places(threads: LdapThreads) -> None:
    gate, here, lock = Event(), dict[str, int](), Lock()

    def ask(directory: str) -> None:
        with lock:
            here[directory] = here.get(directory, 0) + 1
        gate.wait(10)

    one = [threads.submit(lambda: ask("one"), "one") for _ in range(4)]
    with pytest.raises(Failed) as busy:
        threads.submit(lambda: ask("one"), "one")
    assert busy.value.kind is FailureKind.BUSY
    two = [threads.submit(lambda: ask("two"), "two") for _ in range(4)]
    with pytest.raises(Failed):
        threads.submit(lambda: ask("three"), "three")
    await until(lambda: here == {"one": 2, "two": 2})
    await asyncio.sleep(0.05)
    assert (here, threads.under_way) == ({"one": 2, "two": 2}, 8)
    gate.set()
    for future in (*one, *two):
        assert future.result(5) is None
    assert (here, threads.under_way) == ({"one": 4, "two": 4}, 0)
    assert threads.submit(lambda: 7, "one").result(5) == 7


async def test_whoever_gets_no_turn_in_time_is_told_so_and_takes_no_place_any_more(threads: LdapThreads) -> None:
    busy = [Place() for _ in range(2)]
    running = [asyncio.create_task(threads.talk(each, "one").ask(each.answer)) for each in busy]
    await until(lambda: threads.under_way == 2)
    begun, late = monotonic(), threads.talk(Place(), "one", turn_seconds=0.2)
    assert await late.ask(lambda: 1) == unavailable(FailureKind.BUSY)
    assert 0.2 <= monotonic() - begun < 1
    late.leave()
    for each in busy:
        each.give_up()
    await asyncio.gather(*running)
    await until(lambda: threads.under_way == 0)


async def test_a_turn_that_was_waited_for_takes_nothing_of_the_directory_s_time(threads: LdapThreads) -> None:
    busy = [Place() for _ in range(2)]
    running = [asyncio.create_task(threads.talk(each, "one").ask(each.answer)) for each in busy]
    await until(lambda: threads.under_way == 2)
    patient = Place(seconds=1.0)
    patient.is_open.set()
    asking = asyncio.create_task(threads.talk(patient, "one").ask(patient.answer))
    await asyncio.sleep(0.5)
    for each in busy:
        each.give_up()
    left = await asking
    assert isinstance(left, float)
    assert left > 0.9
    assert patient.seconds > 0.8
    await asyncio.gather(*running)


async def test_what_a_question_took_is_gone_for_the_next(threads: LdapThreads) -> None:
    place = Place(seconds=0.5)
    talk = threads.talk(place, "one")
    await talk.ask(lambda: sleep(0.3))
    assert place.seconds <= 0.2
    begun = monotonic()
    assert await talk.ask(place.answer) == unavailable(FailureKind.TIMEOUT)
    assert monotonic() - begun < 1


async def test_what_was_cancelled_while_it_waited_is_never_asked(threads: LdapThreads) -> None:
    busy, asked = [Place() for _ in range(2)], list[str]()
    running = [asyncio.create_task(threads.talk(each, "one").ask(each.answer)) for each in busy]
    await until(lambda: threads.under_way == 2)
    waiting = asyncio.create_task(threads.talk(Place(), "one").ask(lambda: asked.append("asked")))
    await until(lambda: threads.under_way == 3)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    for each in busy:
        each.give_up()
    await asyncio.gather(*running)
    await until(lambda: threads.under_way == 0)
    assert asked == []


async def test_an_error_of_a_question_reaches_who_asked_and_leaves_the_place(threads: LdapThreads) -> None:
    def fail() -> None:
        raise LookupError("of ours")

    with pytest.raises(LookupError, match="of ours"):
        await threads.talk(Place(), "one").ask(fail)
    await until(lambda: threads.under_way == 0)
    assert await threads.talk(Place(), "one").ask(lambda: 1) == 1


async def test_closing_ends_those_who_wait_too(threads: LdapThreads) -> None:
    places = [Place() for _ in range(4)]
    asking = [asyncio.create_task(threads.talk(each, "one").ask(each.answer)) for each in places]
    await until(lambda: threads.under_way == 4)
    threads.close()
    outcomes = await asyncio.gather(*asking)
    assert outcomes[2:] == [unavailable(FailureKind.STOPPED)] * 2
    assert await threads.talk(Place(), "one").ask(lambda: 1) == unavailable(FailureKind.STOPPED)
    assert threads.under_way == 0
