"""Periodic work beside the requests: sealing the audit trail, sending mail, ending roles and sessions in time.

It runs in the server's lifespan, and alone as ``gatehouse worker``. Any number of processes may run it: each job sees
to it that it is done once. A job that fails is logged and tried again later; it never ends the process.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog

from api.licence import RENEWAL_SECONDS
from auth.actor import SYSTEM
from auth.audit.keys import KeySource
from auth.audit.sealing import seal_waiting, sign_end
from auth.directory_sync.running import LOOK_SECONDS, DirectorySyncs
from auth.idempotency import forget_old_keys
from auth.links.one_time import forget_old_links
from auth.login.new_devices import DEVICE_SECONDS, look_at_devices
from auth.login.steps import forget_old_steps
from auth.mail.sending import Mailer, forget_old
from auth.sessions.sweep import FORGETTING_SECONDS, SWEEP_SECONDS, forget_old_sessions, sweep
from auth.single_sign_on.checking import LOOK_SECONDS as CHECK_SECONDS
from auth.single_sign_on.checking import ProviderChecks
from auth.single_sign_on.states import forget_old_states
from auth.single_sign_on.sweep import drop_old_attempts, drop_tokens
from auth.unit_of_work import Units
from auth.users.giving import take_all_ended_roles

log = structlog.get_logger("api")

SEALING_SECONDS = 1
CHECKPOINT_SECONDS = 60
ENDED_SECONDS = 60
MAIL_SECONDS = 5
CLEANING_SECONDS = 3600
LONGEST_PAUSE_SECONDS = 60

FINISH_SECONDS = 5
"""How long runs under way may take at the end; then they are given up."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do again and again.

    Attributes:
        name: For the log.
        every_seconds: Pause between the end of one run and the start of the next; doubled after each failure in a row,
            up to a minute.
        wake: Ends the pause when it is set.
    """

    name: str
    every_seconds: float
    run: Callable[[], Awaitable[object]]
    wake: asyncio.Event | None = None


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
        """Starts no more runs and lets those under way end; one that takes long is cancelled, which it must bear."""
        self._stopping.set()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=FINISH_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _repeat(self, job: Job) -> None:
        pause = job.every_seconds
        while not self._stopping.is_set():
            if job.wake is not None:
                job.wake.clear()
            pause = job.every_seconds if await _succeeds(job) else min(pause * 2, LONGEST_PAUSE_SECONDS)
            await self._wait(pause, job.wake)

    async def _wait(self, seconds: float, wake: asyncio.Event | None) -> None:
        events = [self._stopping] if wake is None else [self._stopping, wake]
        ends = [asyncio.create_task(event.wait()) for event in events]
        try:
            await asyncio.wait(ends, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for end in ends:
                end.cancel()


async def _succeeds(job: Job) -> bool:
    try:
        await job.run()
    except Exception:
        log.exception("a periodic job failed", job=job.name)
        return False
    return True


def jobs_of(units: Units, keys: KeySource, mailer: Mailer, syncs: DirectorySyncs, checks: ProviderChecks) -> list[Job]:
    """Every job there is."""
    return [
        Job("licence file", RENEWAL_SECONDS, units.installation.licence.renew),
        Job("sealing", SEALING_SECONDS, lambda: seal_waiting(units, keys)),
        Job("checkpoint", CHECKPOINT_SECONDS, lambda: units.run(SYSTEM, lambda work: sign_end(work, keys()))),
        Job("ended roles", ENDED_SECONDS, lambda: take_all_ended_roles(units)),
        Job("mail", MAIL_SECONDS, mailer.send_due, units.installation.mail_waiting),
        Job("old mail", CLEANING_SECONDS, lambda: forget_old(units)),
        Job("sessions that ran out", SWEEP_SECONDS, lambda: sweep(units)),
        Job("old sessions", FORGETTING_SECONDS, lambda: forget_old_sessions(units)),
        Job("old steps of sign-ins", CLEANING_SECONDS, lambda: forget_old_steps(units)),
        Job("old ways to identity providers", CLEANING_SECONDS, lambda: forget_old_states(units)),
        Job("old links", CLEANING_SECONDS, lambda: forget_old_links(units)),
        Job("old idempotency keys", CLEANING_SECONDS, lambda: forget_old_keys(units)),
        Job("directories", LOOK_SECONDS, syncs.run_due),
        Job("checks at identity providers", CHECK_SECONDS, checks.run_due),
        Job("tokens of identity providers", SWEEP_SECONDS, lambda: drop_tokens(units)),
        Job("old attempts to sign in by providers", CLEANING_SECONDS, lambda: drop_old_attempts(units)),
        Job("new devices", DEVICE_SECONDS, lambda: look_at_devices(units)),
    ]
