"""argon2id (RFC 9106), off the event loop and bounded.

One hash takes tens of milliseconds of a core and megabytes of memory. So as many run at once as there are cores, a
bounded number waits, and whoever comes after that is told to come again: a flood of sign-ins costs neither the loop nor
the memory of the process. Threads keep their memory while hashes come one after the other, and no longer.
"""

import asyncio
import os
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from functools import lru_cache, partial
from threading import Barrier, BrokenBarrierError, get_native_id
from typing import ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from auth.credential import PasswordHash
from auth.passwords import heap
from auth.passwords.strength import StrengthEstimates
from auth.settings.pages import PasswordSettings

PASSWORD_LENGTH_MOST = 1_024
"""Characters of a password that are looked at; longer ones are refused (a hash's time grows with its input)."""

WAITING_PER_CORE = 32

REST_SECONDS = 2.0
"""How long no hash has been asked for when the threads give back the memory of the last ones."""

NICENESS = 19
"""How far hashes stand behind, as nice(1) counts, so that whoever does not sign in does not wait for those who do.

A hash needs a core for so long that the scheduler would let a request wait for it. It owes a thread its share: with 10,
a tenth, which it takes in one go of 3 to 4 ms, and one read in thirty beside a flood on the same core waited for that.
99 % of them took 5 ms with 10, 4 with 15 and 3 with 19, where they take 2 alone. On that one core beside a client that
reads as fast as it can, 9 sign-ins a second are left instead of 11. The kernel compares all programs: where others keep
every core busy, a sign-in takes a second longer.
"""

_MEETING_SECONDS = 10.0
"""How long threads wait for each other to do so; one that is still hashing makes them leave it for the next rest."""

Args = ParamSpec("Args")
Result = TypeVar("Result")


class HashingBusy(Exception):
    """More hashes are waiting than will be done in good time."""

    retry_after_seconds = 2


class PasswordHashing:
    """Hashes and verifies passwords on threads of its own.

    Attributes:
        estimates: Where their strength is estimated.
    """

    def __init__(self, cores: int | None = None, waiting_per_core: int = WAITING_PER_CORE) -> None:
        """``cores`` hashes run at once (by default as many as the process may use)."""
        cores = cores or len(os.sched_getaffinity(0))
        self._threads = ThreadPoolExecutor(cores, thread_name_prefix="argon2", initializer=self._started)
        self._running: list[int] = []
        self._most = self._places = cores * (waiting_per_core + 1)
        self._rest: asyncio.TimerHandle | None = None
        self.estimates = StrengthEstimates()

    async def hash(self, password: str, settings: PasswordSettings) -> PasswordHash:
        """The PHC string of a password. Raises ``HashingBusy``."""
        return PasswordHash(await self._run(_hasher(settings).hash, _bytes(password)))

    async def verify(self, stored: PasswordHash | None, password: str, settings: PasswordSettings) -> bool:
        """Whether the password is right; without a stored hash it takes as long and is wrong.

        Raises ``HashingBusy``.
        """
        right = await self._run(_verify, _hasher(settings), stored, _bytes(password[:PASSWORD_LENGTH_MOST]))
        return right and stored is not None and len(password) <= PASSWORD_LENGTH_MOST

    def is_outdated(self, stored: PasswordHash, settings: PasswordSettings) -> bool:
        """Whether the hash was made with other parameters than those in force."""
        return _hasher(settings).check_needs_rehash(stored)

    def close(self) -> None:
        """Lets running hashes end and takes no more."""
        if self._rest is not None:
            self._rest.cancel()
            wait(self._give_back())
        self._threads.shutdown(wait=True, cancel_futures=True)
        self.estimates.close()

    async def _run(self, function: Callable[Args, Result], *args: Args.args, **_: Args.kwargs) -> Result:
        if self._places <= 0:
            raise HashingBusy
        self._places -= 1
        loop = asyncio.get_running_loop()
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None
        try:
            return await loop.run_in_executor(self._threads, partial(function, *args))
        finally:
            self._places += 1
            if self._places == self._most:
                self._rest = loop.call_later(REST_SECONDS, self._give_back)

    def _started(self) -> None:
        """What a thread does first."""
        self._running.append(get_native_id())
        _yield_to_others()
        heap.keep()

    def _give_back(self) -> list[Future[None]]:
        """Has each thread give back its memory; that each does so once, they wait for each other."""
        self._rest = None
        all_here = Barrier(len(self._running), timeout=_MEETING_SECONDS)
        return [self._threads.submit(_give_back, all_here) for _ in self._running]


def _yield_to_others() -> None:
    """Puts the calling thread behind all others, above all behind the one that answers requests.

    Elsewhere than on Linux a priority belongs to the whole process (setpriority(2), "C library/kernel differences").
    """
    if sys.platform == "linux":
        with suppress(OSError):  # where that is forbidden, requests wait a little longer
            own = get_native_id()
            os.setpriority(os.PRIO_PROCESS, own, os.getpriority(os.PRIO_PROCESS, own) + NICENESS)


def _give_back(all_here: Barrier) -> None:
    with suppress(BrokenBarrierError):
        all_here.wait()
        heap.give_back()


def _verify(hasher: PasswordHasher, stored: PasswordHash | None, password: bytes) -> bool:
    try:
        return hasher.verify(stored or _dummy(hasher), password)
    except (VerificationError, InvalidHashError):
        return False


def _bytes(password: str) -> bytes:
    """What is hashed. Half a surrogate pair, which UTF-8 has no form for, is as good as any other character."""
    return password.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=16)
def _configured(memory_kib: int, iterations: int, parallelism: int) -> PasswordHasher:
    return PasswordHasher(time_cost=iterations, memory_cost=memory_kib, parallelism=parallelism)


def _hasher(settings: PasswordSettings) -> PasswordHasher:
    return _configured(settings.argon2_memory_kib, settings.argon2_iterations, settings.argon2_parallelism)


@lru_cache(maxsize=16)
def _dummy(hasher: PasswordHasher) -> str:
    """What an unknown name is verified against, so that it takes as long as a known one. Costs a hash once."""
    return hasher.hash("nobody signs in by this")
