"""Counts what was spent: in this process, or in Redis (Valkey) for all processes together.

Budgets are there against floods. Whether an account is locked never depends on them, so losing the counts loses little,
and Redis that does not answer is no outage: until it does, each process counts for itself.
"""

import logging
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Any, Protocol

from auth.budgets.rules import Allowance, Windows, wait_seconds

_logger = logging.getLogger(__name__)

MOST_KEYS = 50_000
"""How many sources are remembered at once in a process; beyond that those that rested longest are forgotten."""

REDIS_SECONDS = 0.5
"""How long Redis may take to connect or to answer."""

PAUSE = timedelta(seconds=10)
"""How long Redis is left alone after it did not answer."""


class Counters(Protocol):
    """Where it is counted."""

    async def take(self, key: str, allowance: Allowance, now: datetime) -> int | None:
        """Counts one, or gives the seconds until there is room and counts nothing."""
        ...

    async def close(self) -> None:
        """Gives up what is open."""
        ...


class MemoryCounters:
    """Counts in this process, in bounded memory."""

    def __init__(self, most_keys: int = MOST_KEYS) -> None:
        """Starts with nothing spent."""
        self._most = most_keys
        self._counts: OrderedDict[tuple[str, int], tuple[int, int, int]] = OrderedDict()

    async def take(self, key: str, allowance: Allowance, now: datetime) -> int | None:
        """See ``Counters``."""
        number, elapsed = divmod(now.timestamp() / allowance.seconds, 1)
        span, place = int(number), (key, allowance.seconds)
        last, previous, current = self._counts.pop(place, (span, 0, 0))
        if last != span:
            previous, current = (current if last == span - 1 else 0), 0
        wait = wait_seconds(Windows(previous, current, elapsed), allowance)
        self._counts[place] = (span, previous, current if wait else current + 1)
        if len(self._counts) > self._most:
            self._counts.popitem(last=False)
        return wait

    async def close(self) -> None:
        """Nothing is open."""


class RedisCounters:
    """Counts in Redis; in this process while that does not answer."""

    def __init__(self, url: str) -> None:
        """``url`` as in ``redis://user:password@host:port/database``; nothing is opened before the first count."""
        self._url = url
        self._memory = MemoryCounters()
        self._storage: Any = None
        self._leave_until: datetime | None = None

    async def take(self, key: str, allowance: Allowance, now: datetime) -> int | None:
        """See ``Counters``."""
        if self._leave_until is not None and now < self._leave_until:
            return await self._memory.take(key, allowance, now)
        try:
            wait = await self._take(key, allowance)
        except (OSError, _redis_error()) as error:
            if self._leave_until is None:
                _logger.warning("Redis does not answer; each process counts for itself: %s", type(error).__name__)
            self._leave_until = now + PAUSE
            return await self._memory.take(key, allowance, now)
        if self._leave_until is not None:
            self._leave_until = None
            _logger.warning("Redis answers again; processes count together")
        return wait

    async def is_reachable(self) -> bool:
        """Whether Redis answers now."""
        return await self._opened().check()

    async def close(self) -> None:
        """Gives up the connections."""
        if self._storage is not None:
            await self._storage.bridge.get_connection().aclose()

    async def _take(self, key: str, allowance: Allowance) -> int | None:
        storage, seconds = self._opened(), allowance.seconds
        if await storage.acquire_sliding_window_entry(key, allowance.most, seconds):
            return None
        previous, previous_left, current, current_left = await storage.get_sliding_window(key, seconds)
        left = previous_left if previous else current_left - seconds
        elapsed = min(1.0, max(0.0, 1 - left / seconds))
        return wait_seconds(Windows(previous, current, elapsed), allowance) or 1

    def _opened(self) -> Any:  # noqa: ANN401 — untyped below
        if self._storage is None:
            from limits.aio.storage import RedisStorage  # noqa: PLC0415 — 10 MB that few installations need

            self._storage = RedisStorage(
                f"async+{self._url}",
                implementation="redispy",
                key_prefix="gatehouse",
                socket_connect_timeout=REDIS_SECONDS,
                socket_timeout=REDIS_SECONDS,
            )
        return self._storage


def _redis_error() -> type[Exception]:
    from redis.exceptions import RedisError  # noqa: PLC0415 — as above

    return RedisError
