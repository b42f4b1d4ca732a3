"""How strong a password is, estimated by zxcvbn (Wheeler, USENIX Security 2016): nothing is stored, nothing is logged.

An estimate takes milliseconds of a core, or many of them where somebody means harm, so one runs at a time, few wait,
and an asker has so much time in a minute. The words that zxcvbn knows take megabytes: they are loaded when somebody
first asks.
"""

import asyncio
import time
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from auth.errors import RateLimited

LOOKED_AT = 72
"""Characters of a password that are estimated, at most; the time that it takes grows with their square."""

MOST_READINGS = 100_000
"""That square, times the ways to read digits and marks as letters: the beginning for which it is less is estimated."""

WAITING = 16
"""Estimates that run or wait at most, of all askers together."""

SECONDS_PER_MINUTE = 6.0
"""What the estimates of one asker may take of the thread in a minute: some passwords take a good part of a second."""

LEAST_SECONDS = 0.05
"""What the quickest counts for, so that there are at most 120 in a minute, as fast as people type."""

ASKERS = 10_000
"""Askers whose pace is remembered."""

_MINUTE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Strength:
    """An estimate.

    Attributes:
        score: From 0 (guessed at once) to 4 (beyond offline guessing of a slow hash).
        guesses_log10: Decimal logarithm of how many guesses an attacker who knows habits needs.
    """

    score: int
    guesses_log10: float


class StrengthEstimates:
    """Estimates passwords on a thread of its own."""

    def __init__(self) -> None:
        """Nothing is loaded and no thread is started yet."""
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="strength")
        self._places = WAITING
        self._paces: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def estimate(self, asker: str, password: str, names: tuple[str, ...]) -> Strength:
        """How strong a password is that must not be guessed from ``names``. Raises ``RateLimited``.

        ``asker`` is a digest or id by which one asker is told from another.
        """
        self._admit(asker, time.monotonic())
        if self._places <= 0:
            raise RateLimited(1)
        self._places -= 1
        self._spend(asker, LEAST_SECONDS)
        try:
            strength, seconds = await asyncio.get_running_loop().run_in_executor(
                self._threads, _estimate, password, names
            )
        finally:
            self._places += 1
        self._spend(asker, seconds - LEAST_SECONDS)
        return strength

    def close(self) -> None:
        """Lets a running estimate end and takes no more."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _admit(self, asker: str, now: float) -> None:
        began, spent = self._paces.pop(asker, (now, 0.0))
        if now - began >= _MINUTE_SECONDS:
            began, spent = now, 0.0
        self._paces[asker] = (began, spent)
        if len(self._paces) > ASKERS:
            self._paces.popitem(last=False)
        if spent + LEAST_SECONDS / 2 >= SECONDS_PER_MINUTE:
            raise RateLimited(int(began + _MINUTE_SECONDS - now) + 1)

    def _spend(self, asker: str, seconds: float) -> None:
        if asker in self._paces:
            began, spent = self._paces[asker]
            self._paces[asker] = (began, spent + max(0.0, seconds))


def _beginning(password: str) -> str:
    """As much of a password as is estimated in good time; other passwords take it for minutes."""
    from zxcvbn import matching  # noqa: PLC0415 — as below

    while password:
        letters = matching.relevant_l33t_subtable(password, matching.L33T_TABLE)
        if len(matching.enumerate_l33t_subs(letters)) * len(password) ** 2 <= MOST_READINGS:
            break
        password = password[: len(password) * 3 // 4]
    return password


def _estimate(password: str, names: tuple[str, ...]) -> tuple[Strength, float]:
    from zxcvbn import zxcvbn  # noqa: PLC0415 — megabytes of words, for who asks

    began, looked_at = time.thread_time(), _beginning(password[:LOOKED_AT])
    if not looked_at:
        return Strength(0, 0.0), 0.0
    found = zxcvbn(looked_at, user_inputs=list(names))
    return Strength(int(found["score"]), float(found["guesses_log10"])), time.thread_time() - began
