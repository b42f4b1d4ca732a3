"""Tells the listeners of this process that the audit trail has grown.

The trail is the one sequence of everything that happens: each event is written in the transaction that makes it happen,
and gets its position when it is sealed, by one runner at a time, after its commit. So whoever reads what stands behind
a position loses nothing, whichever process wrote it and however late it committed.

While anybody listens, the process looks four times a second, and seals what waits for it: nobody depends on another
process for that. While nobody does, it does nothing, so there is nothing to stop at its end.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextvars import Context
from dataclasses import dataclass
from typing import Generic, TypeVar

from auth.audit.keys import KeySource
from auth.audit.rows import head
from auth.audit.sealing import seal_waiting
from auth.unit_of_work import Units

POLL_SECONDS = 0.25

BATCH = 100
"""Events that one listener reads at once; the next are read when these were taken."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """Something that happened, with its position in the trail."""

    position: int
    value: T


Read = Callable[[int, int, int], Awaitable[Sequence[Placed[T]]]]
"""Reads what stands behind a position, up to another, in order, at most so many."""


class Feed:
    """Where the trail ends, for any number of listeners."""

    def __init__(self, units: Units, keys: KeySource) -> None:
        """Nothing runs before somebody listens."""
        self._units = units
        self._keys = keys
        self._end = 0
        self._listeners = 0
        self._polling: asyncio.Task[None] | None = None

    async def end(self) -> int:
        """The position of the newest event; what was committed before the call and waits to be sealed is sealed first.

        Only where another process seals at this very moment an event of that moment may come to stand behind it.
        """
        await seal_waiting(self._units, self._keys)
        self._end = max(self._end, (await head()).position)
        return self._end

    async def beyond(self, position: int) -> int:
        """Waits until there is something behind a position, and gives the end then. Raises what looking raises."""
        while self._end <= position:
            if self._polling is None or self._polling.done():
                self._polling = asyncio.create_task(self._poll(), context=Context())  # it belongs to no request
                self._polling.add_done_callback(_heard)
            self._listeners += 1
            try:
                await asyncio.shield(self._polling)
            finally:
                self._listeners -= 1
        return self._end

    async def follow(self, position: int, read: Read[T]) -> AsyncGenerator[T]:
        """Everything that ``read`` finds behind a position, for ever."""
        while True:
            until = await self.beyond(position)
            while position < until:
                batch = await read(position, until, BATCH)
                for placed in batch:
                    yield placed.value
                position = batch[-1].position if len(batch) == BATCH else until

    async def _poll(self) -> None:
        """Returns once the trail has grown, or nobody waits for it."""
        known = self._end
        while self._end == known:
            await asyncio.sleep(POLL_SECONDS)
            if not self._listeners:
                return
            await self.end()


def _heard(polling: "asyncio.Task[None]") -> None:
    """Whoever waits gets the exception; if nobody does, it is nobody's."""
    if not polling.cancelled():
        polling.exception()
