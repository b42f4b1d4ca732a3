"""The threads in which directories are waited for, and how the event loop waits for those.

Each directory has at most half of them, so that one that hangs leaves others theirs. Waiting for one's turn is no part
of a directory's time: on a machine that is slow, a directory that is well is not told to be unavailable.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Protocol, TypeVar

from auth.sources.examination import FailureKind
from auth.sources.identity import Unavailable
from auth.sources.ldap_connection import load
from auth.sources.ldap_results import Failed

THREADS = 16

WAITING = 144
"""Questions that wait for a thread at most. To one directory there are at most half of those that run or wait; whoever
comes after that is told that directories are not available."""

TURN_SECONDS, LEAST_TURN_SECONDS = 6.0, 3.0
"""How long a conversation waits for its turns at most, all in all; the second where it may take long itself."""

GRACE_SECONDS = 0.25
"""A thread ends its waits itself, and says better why, unless it is later than this."""

Answer = TypeVar("Answer")


class Held(Protocol):
    """What threads do with a directory: a conversation with it, or an examination of it.

    Attributes:
        seconds: What is left of its own time; it goes on only while a thread is in it.
        until: When every wait in it ends, on the monotonic clock, while a thread is in it.
    """

    seconds: float
    until: float

    def give_up(self) -> None:
        """Ends every wait in it, from another thread."""
        ...

    def close(self) -> None:
        """Gives back what it holds, where no thread is in it."""
        ...


@dataclass(frozen=True, slots=True)
class _Question:
    ask: Callable[[], Any]
    directory: Hashable
    answer: Future[Any] = field(default_factory=Future[Any])


@dataclass(slots=True)
class _Line:
    """Questions to one directory.

    Attributes:
        waiting: What runs next, first to last.
    """

    running: int = 0
    waiting: deque[_Question] = field(default_factory=deque[_Question])


class LdapThreads:
    """The threads of a process.

    Attributes:
        under_way: Questions that run or wait.
    """

    def __init__(self, threads: int = THREADS, waiting: int = WAITING) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="ldap")
        self.under_way = 0
        self._most = threads + waiting
        self._most_at_once, self._most_of_one = max(1, threads // 2), max(1, (threads + waiting) // 2)
        self._lines: dict[Hashable, _Line] = {}
        self._lock = Lock()
        self._talks = set[Talk]()
        self._is_loaded = self._is_closed = False

    def submit(self, ask: Callable[[], Answer], directory: Hashable = None) -> "Future[Answer]":
        """Has a thread do it as soon as it is this directory's turn. Raises ``Failed`` (``BUSY``, ``STOPPED``)."""
        question = _Question(ask, directory)
        with self._lock:
            if self._is_closed:
                raise Failed(FailureKind.STOPPED)
            line = self._lines.setdefault(directory, _Line())
            if self.under_way >= self._most or line.running + len(line.waiting) >= self._most_of_one:
                raise Failed(FailureKind.BUSY)
            self.under_way += 1
            line.waiting.append(question)
            self._next(line)
        return question.answer

    async def ready(self) -> None:
        """Loads what the first conversation needs before its time begins: that takes most of a second."""
        if not self._is_loaded:
            with suppress(Failed):
                await asyncio.wrap_future(self.submit(load))
                self._is_loaded = True

    def talk(self, held: Held, directory: Hashable, turn_seconds: float = TURN_SECONDS) -> "Talk":
        """Keeps it until it is left."""
        talk = Talk(self, held, directory, turn_seconds)
        self._talks.add(talk)
        return talk

    def forget(self, talk: "Talk") -> None:
        """It was left."""
        self._talks.discard(talk)

    def close(self) -> None:
        """Ends everything that is under way and takes no more."""
        with self._lock:
            self._is_closed = True
            left = [question for line in self._lines.values() for question in line.waiting]
            for line in self._lines.values():
                line.waiting.clear()
            self.under_way -= len(left)
        for question in left:
            if question.answer.set_running_or_notify_cancel():
                question.answer.set_exception(Failed(FailureKind.STOPPED))
        for talk in self._talks:
            talk.held.give_up()
        self._threads.shutdown()

    def _next(self, line: _Line) -> None:
        """Lets the first who wait at a directory begin, as far as it may have threads; the lock is held."""
        while line.waiting and line.running < self._most_at_once:
            line.running += 1
            self._threads.submit(self._answer, line.waiting.popleft())

    def _answer(self, question: _Question) -> None:
        """In a thread. Whoever waits is told after the place is free again."""
        if not question.answer.set_running_or_notify_cancel():
            self._ended(question.directory)
            return
        try:
            found = question.ask()
        except BaseException as error:
            self._ended(question.directory)
            question.answer.set_exception(error)
            raise
        else:
            self._ended(question.directory)
            question.answer.set_result(found)

    def _ended(self, directory: Hashable) -> None:
        with self._lock:
            line = self._lines[directory]
            line.running -= 1
            self.under_way -= 1
            self._next(line)
            if not line.running:
                del self._lines[directory]


class Talk:
    """One conversation as the event loop sees it. Its owner asks one thing after another and leaves in the end."""

    def __init__(self, threads: LdapThreads, held: Held, directory: Hashable, turn_seconds: float) -> None:
        self.held = held
        self._threads = threads
        self._directory = directory
        self._turn_seconds = turn_seconds
        self._last: Future[Any] | None = None

    async def ask(self, question: Callable[[], Answer]) -> Answer | Unavailable:
        """What a question brings, until its time is over."""
        loop = asyncio.get_running_loop()
        begun: asyncio.Future[None] = loop.create_future()
        try:
            future = self._threads.submit(lambda: self._timed(question, loop, begun), self._directory)
        except Failed as failure:
            return failure.outcome
        self._last, answer = future, asyncio.wrap_future(future)
        try:
            if not await self._has_turn(answer, begun):
                return Failed(FailureKind.BUSY).outcome
            async with asyncio.timeout(self.held.seconds + GRACE_SECONDS):
                return await answer
        except Failed as failure:
            return failure.outcome
        except TimeoutError:
            self.held.give_up()
            return Failed(FailureKind.TIMEOUT).outcome
        finally:
            answer.cancel()

    def leave(self) -> None:
        """Ends it; a thread that is still in it gives back what it holds."""
        self._threads.forget(self)
        if self._last is None or self._last.done():
            self.held.close()
        else:
            self.held.give_up()
            self._last.add_done_callback(lambda _: self.held.close())

    async def _has_turn(self, answer: "asyncio.Future[Any]", begun: "asyncio.Future[None]") -> bool:
        """Waits until a thread is in it."""
        waited_from = time.monotonic()
        done, _ = await asyncio.wait(
            (answer, begun), timeout=max(0.0, self._turn_seconds), return_when=asyncio.FIRST_COMPLETED
        )
        self._turn_seconds -= time.monotonic() - waited_from
        return bool(done)

    def _timed(
        self, question: Callable[[], Answer], loop: asyncio.AbstractEventLoop, begun: "asyncio.Future[None]"
    ) -> Answer:
        """In a thread: the directory's own time goes on while it is asked."""
        started = time.monotonic()
        self.held.until = started + self.held.seconds
        with suppress(RuntimeError):  # the loop has ended; nobody waits any more
            loop.call_soon_threadsafe(_set, begun)
        try:
            return question()
        finally:
            self.held.seconds -= time.monotonic() - started


def _set(begun: "asyncio.Future[None]") -> None:
    if not begun.done():
        begun.set_result(None)
