"""The threads in which directories are waited for, and how the event loop waits for those."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Lock
from typing import Any, Protocol, TypeVar

from auth.sources.examination import FailureKind
from auth.sources.identity import Unavailable
from auth.sources.ldap_connection import load
from auth.sources.ldap_results import Failed

THREADS = 16

WAITING = 64
"""Questions that wait for a thread at most; whoever comes after that is told that directories are not available."""

GRACE_SECONDS = 0.25
"""A thread ends its waits itself, and says better why, unless it is later than this."""

Answer = TypeVar("Answer")


class Held(Protocol):
    """What threads do with a directory: a conversation with it, or an examination of it.

    Attributes:
        until: When every wait in it ends, on the monotonic clock.
    """

    until: float

    def give_up(self) -> None:
        """Ends every wait in it, from another thread."""
        ...

    def close(self) -> None:
        """Gives back what it holds, where no thread is in it."""
        ...


class LdapThreads:
    """The threads of a process.

    Attributes:
        under_way: Questions that run or wait.
    """

    def __init__(self, threads: int = THREADS, waiting: int = WAITING) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="ldap")
        self.under_way = 0
        self._most = threads + waiting
        self._lock = Lock()
        self._talks = set[Talk]()
        self._is_loaded = False

    def submit(self, ask: Callable[[], Answer]) -> "Future[Answer]":
        """Has a thread do it as soon as there is one. Raises ``Failed`` (``BUSY``, ``STOPPED``)."""
        with self._lock:
            if self.under_way >= self._most:
                raise Failed(FailureKind.BUSY)
            self.under_way += 1
        try:
            future = self._threads.submit(ask)
        except RuntimeError:
            self._ended()
            raise Failed(FailureKind.STOPPED) from None
        future.add_done_callback(lambda _: self._ended())
        return future

    async def ready(self) -> None:
        """Loads what the first conversation needs before its time begins: that takes most of a second."""
        if not self._is_loaded:
            with suppress(Failed):
                await asyncio.wrap_future(self.submit(load))
                self._is_loaded = True

    def talk(self, held: Held) -> "Talk":
        """Keeps it until it is left."""
        talk = Talk(self, held)
        self._talks.add(talk)
        return talk

    def forget(self, talk: "Talk") -> None:
        """It was left."""
        self._talks.discard(talk)

    def close(self) -> None:
        """Ends everything that is under way and takes no more."""
        for talk in self._talks:
            talk.held.give_up()
        self._threads.shutdown()

    def _ended(self) -> None:
        with self._lock:
            self.under_way -= 1


class Talk:
    """One conversation as the event loop sees it. Its owner asks one thing after another and leaves in the end."""

    def __init__(self, threads: LdapThreads, held: Held) -> None:
        self.held = held
        self._threads = threads
        self._last: Future[Any] | None = None

    async def ask(self, question: Callable[[], Answer]) -> Answer | Unavailable:
        """What a question brings, until its time is over."""
        try:
            future = self._threads.submit(question)
            self._last = future
            async with asyncio.timeout(self.held.until - time.monotonic() + GRACE_SECONDS):
                return await asyncio.wrap_future(future)
        except Failed as failure:
            return failure.outcome
        except TimeoutError:
            self.held.give_up()
            return Failed(FailureKind.TIMEOUT).outcome

    def leave(self) -> None:
        """Ends it; a thread that is still in it gives back what it holds."""
        self._threads.forget(self)
        if self._last is None or self._last.done():
            self.held.close()
        else:
            self.held.give_up()
            self._last.add_done_callback(lambda _: self.held.close())
