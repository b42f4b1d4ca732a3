"""Periodic work: again and again, in spite of failures, until it is stopped."""

import asyncio
import socket
from pathlib import Path
from time import perf_counter

import httpx2
import pytest
import structlog.testing

import api.worker
from api.app import create_app
from api.worker import FINISH_SECONDS, Job, Worker
from auth.directory_sync.running import CUT_OFF
from models.audit_event import AuditEvent
from models.database import close_database, open_database
from models.ldap_profile import DirectorySync, LdapConnection, SyncOutcome
from tests.support.app import config_for
from tests.support.profiles import profile_row

LOGIN = 'mutation { login(input: {username: "nobody", password: "x"}) { __typename } }'


class Counted:
    """Work that can be told to fail."""

    def __init__(self, failures: int = 0) -> None:
        self.runs, self._failures = 0, failures
        self.reached = asyncio.Event()

    async def __call__(self) -> None:
        self.runs += 1
        if self.runs > 3:
            self.reached.set()
        if self.runs <= self._failures:
            raise RuntimeError("it failed")


async def test_a_job_runs_again_and_again_until_it_is_stopped() -> None:
    work = Counted()
    worker = Worker([Job("counting", 0.001, work)])
    worker.start()
    await asyncio.wait_for(work.reached.wait(), 5)
    await worker.stop()
    runs = work.runs
    await asyncio.sleep(0.02)
    assert work.runs == runs


async def test_a_failing_job_is_logged_and_tried_again_and_disturbs_no_other() -> None:
    failing, fine = Counted(failures=2), Counted()
    worker = Worker([Job("failing", 0.001, failing), Job("fine", 0.001, fine)])
    with structlog.testing.capture_logs() as logs:
        worker.start()
        await asyncio.wait_for(asyncio.gather(failing.reached.wait(), fine.reached.wait()), 5)
        await worker.stop()
    assert [(entry["event"], entry["job"]) for entry in logs] == [("a periodic job failed", "failing")] * 2


async def test_stopping_waits_for_the_run_under_way() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def long() -> None:
        begun.set()
        await asyncio.sleep(0.05)
        ended.set()

    worker = Worker([Job("long", 60, long)])
    worker.start()
    await begun.wait()
    await worker.stop()
    assert ended.is_set()


async def test_a_run_that_does_not_end_is_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api.worker, "FINISH_SECONDS", 0.05)
    begun, cancelled = asyncio.Event(), asyncio.Event()

    async def endless() -> None:
        begun.set()
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            cancelled.set()
            raise

    worker = Worker([Job("endless", 60, endless)])
    worker.start()
    await begun.wait()
    async with asyncio.timeout(5):
        await worker.stop()
    assert cancelled.is_set()


async def test_a_job_is_woken_out_of_its_pause_also_while_it_runs() -> None:
    wake, work = asyncio.Event(), Counted()

    async def run() -> None:
        await work()
        if work.runs <= 3:
            wake.set()  # as somebody else does in the middle of a run

    worker = Worker([Job("woken", 60, run, wake)])
    worker.start()
    await asyncio.wait_for(work.reached.wait(), 5)
    await worker.stop()
    assert work.runs == 4


async def test_a_worker_without_jobs_stops_at_once() -> None:
    worker = Worker(())
    worker.start()
    await worker.stop()


async def test_a_server_seals_what_happens_within_seconds(database_url: str, tmp_path: Path) -> None:
    app = create_app(config_for(database_url, tmp_path))
    transport = httpx2.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client,
    ):
        answer = await client.post("/graphql", json={"query": LOGIN})
        assert answer.json()["data"] == {"login": {"__typename": "LoginRefused"}}
        async with asyncio.timeout(15):
            while not await AuditEvent.filter(action="login.failed", position__isnull=False).exists():  # noqa: ASYNC110 — the worker tells nobody
                await asyncio.sleep(0.05)


async def ended(outcome: SyncOutcome) -> DirectorySync:
    """The comparison, once it has come so far."""
    async with asyncio.timeout(15):
        while not await DirectorySync.filter(outcome=outcome).exists():  # noqa: ASYNC110 — the worker tells nobody
            await asyncio.sleep(0.05)
    return await DirectorySync.get()


async def stored_profile(database_url: str, port: int) -> None:
    """A directory that is due for its first comparison."""
    await open_database(database_url)
    await profile_row(servers_json=f'[["127.0.0.1", {port}]]', connection=LdapConnection.INSECURE)
    await close_database()


async def test_a_server_compares_accounts_with_directories_that_are_due(database_url: str, tmp_path: Path) -> None:
    await stored_profile(database_url, 1)
    app = create_app(config_for(database_url, tmp_path))
    async with app.router.lifespan_context(app):
        made = await ended(SyncOutcome.UNAVAILABLE)
        assert (made.is_scheduled, made.started_by_id, made.finished_at is not None) == (True, None, True)


async def test_a_server_that_ends_does_not_wait_for_a_comparison(database_url: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        await stored_profile(database_url, silent.getsockname()[1])
        app = create_app(config_for(database_url, tmp_path))
        async with app.router.lifespan_context(app):
            await ended(SyncOutcome.RUNNING)
            begun = perf_counter()
        assert perf_counter() - begun < FINISH_SECONDS
    await open_database(database_url)
    made = await DirectorySync.get()
    await close_database()
    assert (made.outcome, made.failure) == (SyncOutcome.FAILED, CUT_OFF)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_server_without_its_keys_starts_and_says_so(database_url: str, tmp_path: Path) -> None:
    config = config_for(database_url, tmp_path / "data", SECRET_KEYS="")
    app = create_app(config)
    async with app.router.lifespan_context(app), httpx2.AsyncClient(transport=httpx2.ASGITransport(app)) as client:
        assert (await client.get("http://127.0.0.1:8000/healthz")).status_code == 200
