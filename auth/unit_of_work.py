"""The unit of work: one command, one transaction, one commit, and what must happen with and after it.

A command is a function that takes ``work`` first; it writes with Tortoise's models, tells what happened with
``record`` and what is to follow with ``after_commit``. The edge runs it::

    user = await units.run(actor, lambda work: create_user(work, new_user))

Inside a unit nothing is slow (no hashing, HTTP, mail or files), and **no task is started**: it would inherit the
transaction and use it past its end. A command that catches an ``IntegrityError`` must raise something else: on
PostgreSQL the transaction is dead from then on, and its commit would silently keep nothing.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias, TypeVar, cast

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.transactions import in_transaction

from auth.actor import Actor
from auth.clock import Clock, Stopped, reading_by
from auth.events import Event
from auth.installation import Installation
from models.availability import DatabaseUnavailable, is_unavailable, is_worth_retrying
from models.database import WRITER

_logger = logging.getLogger(__name__)
_inside: ContextVar[bool] = ContextVar("inside_a_unit_of_work", default=False)

_ATTEMPTS = 3
_PAUSE_SECONDS = 0.02

T = TypeVar("T")
Effect: TypeAlias = Callable[[], Awaitable[None]]
Check: TypeAlias = Callable[[], Awaitable[None]]


class _TakenBack(Exception):
    """Ends a transaction without its commit, with what the command gave."""

    def __init__(self, result: object) -> None:
        super().__init__("taken back")
        self.result = result


class NestedUnit(RuntimeError):
    """A unit of work was opened inside another one. The inner one's effects could outlive the outer's rollback."""


@dataclass(frozen=True, slots=True)
class Work:
    """An open unit of work, as a command sees it.

    Attributes:
        actor: Who acts.
        now: The moment of this unit, aware, in UTC; taken when the transaction began.
        connection: The transaction, for statements that the ORM cannot say.
        installation: What the host says of this installation; its vault seals what is stored.
    """

    actor: Actor
    now: datetime
    connection: BaseDBAsyncClient
    installation: Installation
    _events: list[Event] = field(default_factory=list[Event])
    _effects: list[Effect] = field(default_factory=list[Effect])
    _checks: dict[str, Check] = field(default_factory=dict[str, Check])
    _taken_back: list[bool] = field(default_factory=list[bool])

    def record(self, event: Event) -> None:
        """Tells the audit trail what happened; written in this transaction, just before it commits."""
        self._events.append(event)

    def after_commit(self, effect: Effect) -> None:
        """Has ``effect`` run once the transaction is committed, outside it, in the order of asking.

        Its failure is logged and counted and nobody hears of it: what must not be lost belongs into an outbox row.
        """
        self._effects.append(effect)

    def before_commit(self, question: str, check: Check) -> None:
        """Has ``check`` run inside the transaction once the command has written; what it raises rolls all of it back.

        A question is asked once in a unit, as whoever asked first put it: commands made of others ask it once, about
        what they come to together.
        """
        self._checks.setdefault(question, check)

    def take_back(self, *, checked: bool = True) -> None:
        """Has all of it undone in the place of its commit: to tell what would follow, it is done and taken back.

        What the command gives is given, and nobody else hears of it. What was to be checked before the commit is
        checked first, unless not ``checked``.
        """
        self._taken_back.append(checked)

    @property
    def is_taken_back(self) -> bool:
        """Whether nothing of it is to stay."""
        return bool(self._taken_back)

    @property
    def is_checked(self) -> bool:
        """Whether what is to be checked before the commit decides about it."""
        return all(self._taken_back)

    @property
    def checks(self) -> Mapping[str, Check]:
        """What is to be checked before the commit, by its question."""
        return dict(self._checks)

    @property
    def events(self) -> Sequence[Event]:
        """What was recorded so far."""
        return tuple(self._events)

    @property
    def effects(self) -> Sequence[Effect]:
        """What is to follow the commit."""
        return tuple(self._effects)


Command: TypeAlias = Callable[[Work], Awaitable[T]]
EventWriter: TypeAlias = Callable[[Work, Sequence[Event]], Awaitable[None]]


class Units:
    """Runs units of work, each in a task of its own.

    A request's task is cancelled when its client goes away; a transaction cancelled in its middle would hold SQLite's
    only lock, or a connection of PostgreSQL's pool, for ever. So the caller may be cancelled, the unit is not.
    """

    def __init__(self, clock: Clock, write_events: EventWriter, installation: Installation) -> None:
        """``write_events`` gets everything that was recorded, at least one event, inside the transaction."""
        self.installation = installation
        self._clock = clock
        self._write_events = write_events
        self._live: set[asyncio.Task[object]] = set()
        self._failed_effects = 0

    @property
    def failed_effects(self) -> int:
        """How many effects failed after their commit since the process began."""
        return self._failed_effects

    async def run(self, actor: Actor, command: Command[T]) -> T:
        """Performs one command in one transaction and gives its result once that is committed.

        What the command raises rolls everything back and is raised here; no effect runs. A transaction that lost a
        deadlock is run again from its beginning, so a command keeps no state between calls.

        Raises:
            NestedUnit: Called from inside a unit of work.
            DatabaseUnavailable: The database could not answer. Only if it went away during the very commit may
                the change stand nevertheless.
        """
        if _inside.get():
            raise NestedUnit("This is inside a unit of work already. Pass `work` on to the other command instead.")
        task = asyncio.create_task(self._perform(actor, command))
        self._live.add(task)
        task.add_done_callback(self._live.discard)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            task.add_done_callback(_log_unheard)
            raise

    async def drain(self, timeout_seconds: float) -> int:
        """Waits until no unit is open, at most so long; tells how many still are. For the end of the process."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout_seconds
        while self._live and loop.time() < deadline:
            await asyncio.wait(self._live, timeout=deadline - loop.time())
        return len(self._live)

    async def _perform(self, actor: Actor, command: Command[T]) -> T:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                result, effects = await self._commit(actor, command)
            except Exception as error:
                if not is_unavailable(error):
                    raise
                if attempt == _ATTEMPTS or not is_worth_retrying(error):
                    raise DatabaseUnavailable(type(error).__name__) from error
                await asyncio.sleep(_PAUSE_SECONDS * attempt)
            else:
                await self._follow(effects)
                return result
        raise AssertionError("every attempt returns or raises")  # pragma: no cover

    async def _commit(self, actor: Actor, command: Command[T]) -> tuple[T, Sequence[Effect]]:
        token = _inside.set(True)
        try:
            return await self._transact(actor, command)
        except _TakenBack as taken:
            return cast("T", taken.result), ()
        finally:
            _inside.reset(token)

    async def _transact(self, actor: Actor, command: Command[T]) -> tuple[T, Sequence[Effect]]:
        async with in_transaction(WRITER) as connection:
            work = Work(actor, self._clock.now(), connection, self.installation)
            with reading_by(Stopped(work.now)):
                result = await command(work)
                for check in work.checks.values() if work.is_checked else ():
                    await check()
            if work.is_taken_back:
                raise _TakenBack(result)
            if work.events:
                await self._write_events(work, work.events)
            return result, work.effects

    async def _follow(self, effects: Sequence[Effect]) -> None:
        for effect in effects:
            try:
                await effect()
            except Exception:
                self._failed_effects += 1
                _logger.exception("an effect failed after its unit of work was committed")


def _log_unheard(task: asyncio.Task[object]) -> None:
    """Only the kind: messages of database errors quote values."""
    error = None if task.cancelled() else task.exception()
    if error is not None:
        _logger.warning("a unit of work failed after its caller had gone: %s", type(error).__name__)
