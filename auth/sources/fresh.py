"""What was fetched from a provider, kept for a time, and fetched once for everybody who waits for it."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar
from uuid import UUID

from auth.sources.provider import Provider

Value = TypeVar("Value")
Fetch: TypeAlias = Callable[[], Coroutine[None, None, Value]]
Key: TypeAlias = tuple[UUID, int]

KEPT_SECONDS = 3600.0
"""How long what was fetched is used."""

RENEWED_SECONDS = 10.0
"""How often it is fetched anew, at most, because somebody finds that it is out of date."""

MOST = 500
"""Providers, in their versions, that are remembered."""


@dataclass(slots=True)
class _Kept(Generic[Value]):
    value: Value
    fetched_at: float
    renewed_at: float


class Fresh(Generic[Value]):
    """Keeps one value for each provider in each of its versions; one process has one for each kind of value."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        """``seconds`` is a clock that never goes back."""
        self._seconds = seconds
        self._kept: OrderedDict[Key, _Kept[Value]] = OrderedDict()
        self._under_way: dict[Key, asyncio.Task[Value]] = {}

    async def value(self, provider: Provider, fetch: Fetch[Value]) -> Value:
        """What is kept, or else what ``fetch`` brings. Raises what ``fetch`` raises; then nothing new is kept."""
        key = (provider.id, provider.version)
        kept = self._kept.get(key)
        if kept is not None and self._seconds() - kept.fetched_at < KEPT_SECONDS:
            self._kept.move_to_end(key)
            return kept.value
        return await self._fetched(key, fetch)

    async def newer(self, provider: Provider, fetch: Fetch[Value], seen: Value) -> Value | None:
        """What is newer than ``seen``; ``None`` where nothing is, and it is too early to ask again.

        Raises what ``fetch`` raises; what was kept stays.
        """
        key = (provider.id, provider.version)
        kept = self._kept.get(key)
        if kept is not None and kept.value is not seen:
            return kept.value
        if kept is not None and key not in self._under_way:
            if self._seconds() - kept.renewed_at < RENEWED_SECONDS:
                return None
            kept.renewed_at = self._seconds()
        return await self._fetched(key, fetch)

    async def _fetched(self, key: Key, fetch: Fetch[Value]) -> Value:
        """One request for all who wait; it goes on when one of them gives up."""
        if key not in self._under_way:
            task = asyncio.create_task(self._fetch(key, fetch))
            self._under_way[key] = task
            task.add_done_callback(lambda done: self._done(key, done))
        return await asyncio.shield(self._under_way[key])

    async def _fetch(self, key: Key, fetch: Fetch[Value]) -> Value:
        value = await fetch()
        before = self._kept.pop(key, None)
        self._kept[key] = _Kept(value, self._seconds(), before.renewed_at if before else -RENEWED_SECONDS)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return value

    def _done(self, key: Key, done: asyncio.Task[Value]) -> None:
        del self._under_way[key]
        if not done.cancelled():
            done.exception()  # whoever waits has it; where nobody does any more it is of no interest
