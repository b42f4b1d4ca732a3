"""The time, as an argument; and for reads, as of when they are."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Stopped:
    """A clock that stands still."""

    moment: datetime

    def now(self) -> datetime:
        """Always the same moment."""
        return self.moment


_reading: ContextVar[Clock] = ContextVar("clock of reads", default=SystemClock())  # noqa: B039 — it has no state


def moment() -> datetime:
    """As of when something is read that ends by itself: the moment of the open unit of work, outside of one now.

    Reads take it from here, not as an argument: what has ended must be left out by whoever reads, however deep in a
    selection, and an argument that somebody forgets would show it.
    """
    return _reading.get().now()


@contextmanager
def reading_by(clock: Clock) -> Generator[None]:
    """Within the block ``moment`` is what this clock says."""
    token = _reading.set(clock)
    try:
        yield
    finally:
        _reading.reset(token)
