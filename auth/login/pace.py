"""Has a wrong sign-in at an account of our own take as long as one that directories were asked about.

A directory takes its time, and a name that only it could know would be told from others by that. So a refusal that
asked no directory waits for as long as one that did, a moment ago, took in all. Right passwords never wait.
"""

import asyncio
from collections import deque

from auth.login.outcomes import LoginOutcome, LoginRefusal, Refusal
from auth.opaque import new_bits

REMEMBERED = 32
"""Refusals of which it is remembered how long they took."""

_TELLING = frozenset({LoginRefusal.INVALID_CREDENTIALS, LoginRefusal.DIRECTORY_UNAVAILABLE})


class Pace:
    """How long directories make refusals take; the memory of one process."""

    def __init__(self) -> None:
        self._seconds: deque[float] = deque(maxlen=REMEMBERED)

    async def keep(self, outcome: LoginOutcome, began: float, *, asked: bool) -> None:
        """Notes how long a refusal took for which directories were ``asked``; lets another one wait as long.

        ``began`` is a moment of the running loop's clock.
        """
        if not isinstance(outcome, Refusal) or outcome.code not in _TELLING:
            return
        took = asyncio.get_running_loop().time() - began
        if asked:
            self._seconds.append(took)
        elif self._seconds:
            like = self._seconds[new_bits(32) % len(self._seconds)]
            await asyncio.sleep(max(0.0, like - took))

    def forget(self) -> None:
        """No directory is asked any more."""
        self._seconds.clear()
