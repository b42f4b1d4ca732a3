"""Hashes are made on their own threads, so many at once and no more waiting than is bearable."""

import asyncio
import threading
from collections.abc import Generator
from dataclasses import replace

import pytest
from argon2 import PasswordHasher

from auth.credential import PasswordHash
from auth.passwords.hashing import PASSWORD_LENGTH_MOST, HashingBusy, PasswordHashing
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
