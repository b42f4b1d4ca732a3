"""Hashes are made on their own threads, so many at once and no more waiting than is bearable."""

import asyncio
import os
import resource
import sys
import threading
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from auth.credential import PasswordHash
from auth.passwords.hashing import NICENESS, PASSWORD_LENGTH_MOST, HashingBusy, PasswordHashing
from auth.settings.pages import PasswordSettings

CHEAP = PasswordSettings(argon2_memory_kib=7_168, argon2_iterations=1)


@pytest.fixture
def hashing() -> Generator[PasswordHashing]:
    hashing = PasswordHashing(cores=1, waiting_per_core=4)
    yield hashing
    hashing.close()


@pytest.mark.parametrize("password", ["x", "", " \0 ", "\U0001f600" * 20, "\ud800", "a" * PASSWORD_LENGTH_MOST])
async def test_a_password_is_right_against_its_own_hash_only(hashing: PasswordHashing, password: str) -> None:
    stored = await hashing.hash(password, CHEAP)
    assert stored.startswith("$argon2id$v=19$m=7168,t=1,p=1$")
    assert await hashing.verify(stored, password, CHEAP)
    assert not await hashing.verify(stored, password + "x", CHEAP)
    assert not await hashing.verify(stored, password.swapcase() + " ", CHEAP)


async def test_two_hashes_of_one_password_differ(hashing: PasswordHashing) -> None:
    assert await hashing.hash("x", CHEAP) != await hashing.hash("x", CHEAP)


async def test_without_a_stored_hash_every_password_is_wrong(hashing: PasswordHashing) -> None:
    assert not await hashing.verify(None, "x", CHEAP)
    assert not await hashing.verify(None, "nobody signs in by this", CHEAP)


async def test_a_password_past_the_bound_is_wrong_even_if_its_beginning_is_right(hashing: PasswordHashing) -> None:
    stored = await hashing.hash("a" * PASSWORD_LENGTH_MOST, CHEAP)
    assert not await hashing.verify(stored, "a" * (PASSWORD_LENGTH_MOST + 1), CHEAP)


@pytest.mark.parametrize("broken", ["x", "$argon2id$v=19$m=7168,t=1,p=1$x$y", "$2b$12$abcdefghijklmnopqrstuv"])
async def test_what_is_no_hash_verifies_nothing(hashing: PasswordHashing, broken: str) -> None:
    assert not await hashing.verify(PasswordHash(broken), "x", CHEAP)


@pytest.mark.parametrize("changed", ["argon2_memory_kib", "argon2_iterations", "argon2_parallelism"])
async def test_a_hash_is_outdated_when_any_parameter_differs_and_still_verifies(
    hashing: PasswordHashing, changed: str
) -> None:
    stored = await hashing.hash("x", CHEAP)
    now = replace(CHEAP, **{changed: getattr(CHEAP, changed) * 2})
    assert not hashing.is_outdated(stored, CHEAP)
    assert hashing.is_outdated(stored, now)
    assert await hashing.verify(stored, "x", now)


async def test_no_hash_is_ever_computed_on_the_event_loop(
    hashing: PasswordHashing, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[str] = []
    compute = PasswordHasher.hash

    def noted(self: PasswordHasher, password: str | bytes) -> str:
        threads.append(threading.current_thread().name)
        return compute(self, password)

    monkeypatch.setattr(PasswordHasher, "hash", noted)
    fresh = replace(CHEAP, argon2_memory_kib=7_777)  # nobody was verified under these yet
    assert not await hashing.verify(None, "x", fresh)
    await hashing.hash("x", fresh)
    assert len(threads) == 2
    assert all(name.startswith("argon2") for name in threads)


class Gate:
    """Where argon2 waits until the test opens it."""

    def __init__(self) -> None:
        self.entered, self.opened = threading.Event(), threading.Event()
        self.running = self.most = 0

    def verify(self, _hash: str, _password: bytes) -> bool:
        self.running += 1
        self.most = max(self.most, self.running)
        self.entered.set()
        assert self.opened.wait(30)
        self.running -= 1
        return True


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    """argon2 stands still until the test opens the gate."""
    gate = Gate()
    monkeypatch.setattr(PasswordHasher, "verify", gate.verify)
    return gate


LARGE = PasswordSettings(argon2_memory_kib=24 * 1024, argon2_iterations=1)
MIB = 1024 * 1024


def resident() -> int:
    """Bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def resident_at_most(most: int) -> bool:
    """Whether it comes to that within a few seconds."""
    for _ in range(500):
        if resident() <= most:
            return True
        await asyncio.sleep(0.02)
    return False


async def hash_side_by_side(hashing: PasswordHashing) -> None:
    await asyncio.gather(*(hashing.verify(None, "x", LARGE) for _ in range(8)))


@pytest.fixture
def two() -> Generator[PasswordHashing]:
    two = PasswordHashing(cores=2)
    yield two
    two.close()


async def test_memory_stays_while_hashes_come_and_is_given_back_by_every_thread_when_no_more_do(
    two: PasswordHashing, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hash_side_by_side(two)
    faults = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    await hash_side_by_side(two)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_minflt - faults < LARGE.argon2_memory_kib // 4
    kept = resident()
    monkeypatch.setattr("auth.passwords.hashing.REST_SECONDS", 0.05)
    await hash_side_by_side(two)
    assert await resident_at_most(kept - 40 * MIB)
    await hash_side_by_side(two)
    assert await resident_at_most(kept - 40 * MIB)


async def test_whoever_closes_it_leaves_no_memory_behind() -> None:
    short = PasswordHashing(cores=2)
    await hash_side_by_side(short)
    kept = resident()
    short.close()
    assert resident() <= kept - 40 * MIB


async def test_a_rest_beside_a_hash_that_goes_on_gives_nothing_back_and_hinders_nobody(
    two: PasswordHashing, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auth.passwords.hashing.REST_SECONDS", 0.01)
    monkeypatch.setattr("auth.passwords.hashing._MEETING_SECONDS", 0.05)
    gone = [asyncio.create_task(two.verify(STORED, "x", CHEAP)) for _ in range(2)]
    await asyncio.to_thread(gate.entered.wait)
    for task in gone:
        task.cancel()
    await asyncio.gather(*gone, return_exceptions=True)
    await asyncio.sleep(0.2)
    gate.opened.set()
    assert await two.verify(STORED, "x", CHEAP)


@pytest.mark.skipif(sys.platform != "linux", reason="threads have no priority of their own")
async def test_threads_that_hash_stand_behind_all_others(two: PasswordHashing, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def verify(*_: object) -> bool:
        seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        return True

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    await two.verify(STORED, "x", CHEAP)
    others = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    assert seen == [min(19, others + NICENESS)]
    assert NICENESS > 0


async def test_where_priorities_are_forbidden_hashes_are_made_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "setpriority", forbidden)
    hashing = PasswordHashing(cores=1)
    try:
        assert await hashing.verify(await hashing.hash("x", CHEAP), "x", CHEAP)
    finally:
        hashing.close()


def test_one_outlives_the_loop_that_it_hashed_in(hashing: PasswordHashing) -> None:
    stored = asyncio.run(hashing.hash("x", CHEAP))
    assert asyncio.run(hashing.verify(stored, "x", CHEAP))


STORED = PasswordHash("$argon2id$v=19$m=7168,t=1,p=1$c2FsdHNhbHQ$AAAA")


async def test_a_flood_fills_the_queue_and_whoever_comes_after_is_told_to_come_again(
    hashing: PasswordHashing, gate: Gate
) -> None:
    waiting = [asyncio.create_task(hashing.verify(STORED, "x", CHEAP)) for _ in range(5)]
    await asyncio.sleep(0)  # each takes its place: one runs, four wait
    for _ in range(20):
        with pytest.raises(HashingBusy):
            await hashing.verify(STORED, "x", CHEAP)
    gate.opened.set()
    assert await asyncio.gather(*waiting) == [True] * 5
    assert gate.most == 1
    assert await hashing.verify(STORED, "x", CHEAP)


async def test_while_all_hashes_are_busy_the_loop_goes_on(hashing: PasswordHashing, gate: Gate) -> None:
    waiting = asyncio.create_task(hashing.verify(STORED, "x", CHEAP))
    turns = 0
    await asyncio.to_thread(gate.entered.wait)
    for _ in range(1_000):
        await asyncio.sleep(0)
        turns += 1
    assert (turns, waiting.done()) == (1_000, False)
    gate.opened.set()
    assert await waiting


async def test_who_goes_away_gives_the_place_back(hashing: PasswordHashing, gate: Gate) -> None:
    waiting = [asyncio.create_task(hashing.verify(STORED, "x", CHEAP)) for _ in range(5)]
    await asyncio.sleep(0)
    for task in waiting[1:]:
        task.cancel()
    await asyncio.gather(*waiting[1:], return_exceptions=True)
    again = [asyncio.create_task(hashing.verify(STORED, "x", CHEAP)) for _ in range(4)]
    await asyncio.sleep(0)
    gate.opened.set()
    assert await asyncio.gather(waiting[0], *again) == [True] * 5
    assert gate.most == 1
