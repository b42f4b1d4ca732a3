"""Periodic work beside the requests: sealing the audit trail.

It runs in the server's lifespan, and alone as ``gatehouse worker``. Any number of processes may run it: each job sees
to it that it is done once. A job that fails is logged and tried again later; it never ends the process.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog

from auth.actor import SYSTEM
from auth.audit.keys import KeySource
from auth.audit.sealing import seal_waiting, sign_end
from auth.unit_of_work import Units

log = structlog.get_logger("api")

SEALING_SECONDS = 1
CHECKPOINT_SECONDS = 60
LONGEST_PAUSE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do again and again.

    Attributes:
        name: For the log.
        every_seconds: Pause between the end of one run and the start of the next; doubled after each failure in a row,
            up to a minute.
    """

    name: str
    every_seconds: float
    run: Callable[[], Awaitable[object]]


class Worker:
    """Runs jobs, each in a task of its own."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        """Nothing runs before ``start``."""
        self._jobs = jobs
        self._stopping = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Starts every job; the first run is at once."""
        self._tasks = [asyncio.create_task(self._repeat(job), name=f"job {job.name}") for job in self._jobs]

    async def stop(self) -> None:
        """Lets the runs under way end, and starts no more."""
        self._stopping.set()
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def _repeat(self, job: Job) -> None:
        pause = job.every_seconds
        while not self._stopping.is_set():
            pause = job.every_seconds if await _succeeds(job) else min(pause * 2, LONGEST_PAUSE_SECONDS)
            await self._wait(pause)

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return


async def _succeeds(job: Job) -> bool:
    try:
        await job.run()
    except Exception:
        log.exception("a periodic job failed", job=job.name)
        return False
    return True


def jobs_of(units: Units, keys: KeySource) -> list[Job]:
    """Every job there is."""
    return [
        Job("sealing", SEALING_SECONDS, lambda: seal_waiting(units, keys)),
        Job("checkpoint", CHECKPOINT_SECONDS, lambda: units.run(SYSTEM, lambda work: sign_end(work, keys()))),
    ]
