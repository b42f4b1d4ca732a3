"""Runs comparisons: those that somebody asks for and those of the schedule, one of a profile at a time.

A comparison outlives the request that asked for it, so it has a task of its own. One that is cut off by the end of its
process is written as failed; of one that was killed nothing is heard any more, and the next to look writes so.
"""

import asyncio
import logging
from contextlib import suppress
from uuid import UUID

from auth.actor import SYSTEM, Actor
from auth.clock import moment
from auth.directory_sync.commands import Ending, Run, Stopped, WantedSync, begin_sync, end_sync, give_up_silent
from auth.directory_sync.comparing import Comparison, Readings
from auth.directory_sync.queries import due_profiles, has_silent
from auth.errors import DomainError
from auth.unit_of_work import Units

LOOK_SECONDS = 60
"""For how long at most a comparison that is due waits."""

PATIENCE_SECONDS = 12
"""How long whoever asks over the network waits for the end; after that the answer is that it runs."""

CHANGED = "The directory profile was changed or switched off meanwhile."
CUT_OFF = "The process that ran it was asked to end."
FAULT = "Something went wrong that nobody expected; the log says what."

_logger = logging.getLogger(__name__)


class DirectorySyncs:
    """The comparisons of a process."""

    def __init__(self, units: Units, readings: Readings) -> None:
        """``readings`` is how directories are read."""
        self._units = units
        self._readings = readings
        self._live: set[asyncio.Task[None]] = set()
        self._is_stopping = False

    async def run(self, actor: Actor, wanted: WantedSync, patience_seconds: float | None = None) -> UUID | None:
        """Makes a comparison and gives its id at its end, or after so long; ``None`` for a scheduled one not due.

        Raises as ``begin_sync``; what goes wrong later stands in its row.
        """
        run = await self._units.run(actor, lambda work: begin_sync(work, wanted))
        if run is None:
            return None
        task = asyncio.create_task(self._perform(actor, run), name="directory sync")
        self._live.add(task)
        task.add_done_callback(self._live.discard)
        await asyncio.wait({task}, timeout=patience_seconds)
        return run.id

    async def run_due(self) -> None:
        """Makes the comparisons that the schedule asks for, one after the other, and gives up those long silent."""
        if await has_silent(moment()):
            await self._units.run(SYSTEM, give_up_silent)
        for profile_id in await due_profiles(moment()):
            with suppress(DomainError):  # it was switched off or deleted in this moment
                await self.run(SYSTEM, WantedSync(profile_id, is_scheduled=True))
            if self._is_stopping:
                return

    async def stop(self) -> None:
        """Cuts off what is under way and begins no more by schedule, for the end of the process."""
        self._is_stopping = True
        for task in tuple(self._live):
            task.cancel()
        await asyncio.gather(*self._live, return_exceptions=True)

    async def _perform(self, actor: Actor, run: Run) -> None:
        comparison = Comparison(self._units, self._readings, actor, run)
        try:
            ending = await comparison.made()
        except asyncio.CancelledError:
            await self._end(actor, run, comparison.failed(CUT_OFF))
            raise
        except Stopped:
            ending = comparison.failed(CHANGED)
        except Exception:
            _logger.exception("a comparison with a directory failed")
            ending = comparison.failed(FAULT)
        await self._end(actor, run, ending)

    async def _end(self, actor: Actor, run: Run, ending: Ending) -> None:
        await self._units.run(actor, lambda work: end_sync(work, run, ending))
