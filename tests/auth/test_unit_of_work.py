"""One command, one transaction: on both engines, whatever happens to whoever asked."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, cast
from uuid import uuid4

import pytest
from tortoise.connection import get_connections

from auth.actor import SYSTEM
from auth.events import Event, Target
from auth.unit_of_work import NestedUnit, Units, Work
from models.audit_event import AuditEvent
from models.availability import DatabaseUnavailable
from models.database import WRITER, reading
from models.setting import SettingsPage
from models.user import IdentifierKind, LoginIdentifier
from tests.support.keys import INSTALLATION, write_events
from tests.support.postgres import PostgresServer

pytestmark = pytest.mark.usefixtures("database")

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Noon:
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOON


@pytest.fixture
async def units() -> AsyncGenerator[Units]:
    units = Units(Noon(), write_events, INSTALLATION)
    yield units
    assert await units.drain(10) == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved(Event):
    """A page was saved."""

    action: ClassVar[str] = "test.saved"


async def save(work: Work, name: str) -> str:
    await SettingsPage.create(name=name, values_json="{}", updated_at=work.now)
    work.record(Saved(target=Target("SETTINGS", name)))
    return name


async def saved() -> set[str]:
    return {page.name for page in await SettingsPage.all()}


async def told() -> list[str | None]:
    return [event.target_id for event in await AuditEvent.all().order_by("id")]


async def test_a_command_commits_with_its_events_and_gives_its_result(units: Units) -> None:
    assert await units.run(SYSTEM, lambda work: save(work, "a")) == "a"

    assert await saved() == {"a"}
    event = await AuditEvent.get()
    assert (event.target_id, event.occurred_at, event.actor_name) == ("a", NOON, "system")


async def test_what_a_command_raises_rolls_back_and_keeps_its_effects_silent(units: Units) -> None:
    heard: list[str] = []

    async def hear() -> None:
        heard.append("effect")

    async def fail(work: Work) -> None:
        await save(work, "a")
        work.after_commit(hear)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await units.run(SYSTEM, fail)

    assert (await saved(), await told(), heard) == (set(), [], [])


async def test_events_that_cannot_be_written_undo_the_change() -> None:
    async def refuse(_work: Work, events: Sequence[Event]) -> None:
        raise ZeroDivisionError(len(events))

    with pytest.raises(ZeroDivisionError):
        await Units(Noon(), refuse, INSTALLATION).run(SYSTEM, lambda work: save(work, "a"))

    assert await saved() == set()


async def test_effects_run_in_order_outside_the_transaction_which_they_find_committed(units: Units) -> None:
    heard: list[object] = []

    async def look() -> None:
        heard.append(await saved())

    async def open_another() -> None:
        heard.append(await units.run(SYSTEM, lambda work: save(work, "b")))

    async def command(work: Work) -> None:
        await save(work, "a")
        work.after_commit(look)
        work.after_commit(open_another)

    await units.run(SYSTEM, command)

    assert heard == [{"a"}, "b"]


async def test_a_failing_effect_is_counted_and_logged_and_heard_by_nobody(
    units: Units, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[str] = []

    async def fail() -> None:
        raise ZeroDivisionError

    async def hear() -> None:
        heard.append("the next one")

    async def command(work: Work) -> str:
        work.after_commit(fail)
        work.after_commit(hear)
        return "result"

    with caplog.at_level(logging.ERROR):
        assert await units.run(SYSTEM, command) == "result"

    assert (units.failed_effects, heard) == (1, ["the next one"])
    assert "effect failed" in caplog.text


async def test_a_unit_inside_a_unit_is_refused_and_the_outer_one_undone(units: Units) -> None:
    async def nest(work: Work) -> None:
        await save(work, "outer")
        await units.run(SYSTEM, lambda inner: save(inner, "inner"))

    with pytest.raises(NestedUnit):
        await units.run(SYSTEM, nest)

    assert await saved() == set()


async def test_a_command_reads_its_own_writes_by_orm_and_by_sql(units: Units) -> None:
    async def command(work: Work) -> tuple[bool, int, bool]:
        await save(work, "a")
        count, _ = await cast("Any", reading()).execute_query("SELECT name FROM settings_pages")
        return await SettingsPage.exists(name="a"), count, reading() is work.connection

    assert await units.run(SYSTEM, command) == (True, 1, True)


async def test_a_read_finishes_while_a_unit_is_open_and_does_not_see_it(units: Units) -> None:
    written, go_on = asyncio.Event(), asyncio.Event()

    async def hold(work: Work) -> None:
        await save(work, "a")
        written.set()
        await go_on.wait()

    unit = asyncio.create_task(units.run(SYSTEM, hold))
    await written.wait()
    assert await saved() == set()
    assert not unit.done()
    go_on.set()
    await unit
    assert await saved() == {"a"}


async def test_cancelled_callers_leave_every_unit_whole_wherever_it_stood(units: Units) -> None:
    """With 30 callers some units are in the middle and some still wait for a connection, on both engines."""
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(work: Work, name: str) -> None:
        await save(work, name)
        begun.set()
        await go_on.wait()
        await SettingsPage.filter(name=name).update(version=2)

    def command(number: int) -> Callable[[Work], Awaitable[None]]:
        return lambda work: slow(work, f"page {number}")

    callers = [asyncio.create_task(units.run(SYSTEM, command(number))) for number in range(30)]
    await begun.wait()
    for caller in callers:
        caller.cancel()
    outcomes = await asyncio.gather(*callers, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {asyncio.CancelledError}
    go_on.set()
    assert await units.drain(20) == 0

    assert await SettingsPage.filter(version=2).count() == 30
    assert len(await told()) == 30


async def test_a_storm_of_cancellations_at_any_moment_leaves_the_process_alive(units: Units) -> None:
    callers = [
        asyncio.create_task(units.run(SYSTEM, lambda work, name=f"page {number}": save(work, name)))
        for number in range(60)
    ]
    for number, caller in enumerate(callers):
        await asyncio.sleep(0.0005 * (number % 4))
        caller.cancel()
    await asyncio.gather(*callers, return_exceptions=True)
    assert await units.drain(20) == 0

    assert await units.run(SYSTEM, lambda work: save(work, "after the storm")) == "after the storm"
    assert len(await saved()) == len(await told()) == 61


async def test_a_unit_that_fails_after_its_caller_has_gone_is_logged(
    units: Units, caplog: pytest.LogCaptureFixture
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def fail(_work: Work) -> None:
        begun.set()
        await go_on.wait()
        raise ZeroDivisionError

    caller = asyncio.create_task(units.run(SYSTEM, fail))
    await begun.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    go_on.set()
    await units.drain(10)
    await asyncio.sleep(0)

    assert "ZeroDivisionError" in caplog.text


async def test_draining_gives_up_at_its_deadline_and_tells_how_many_are_open(units: Units) -> None:
    go_on = asyncio.Event()

    async def wait(_work: Work) -> None:
        await go_on.wait()

    caller = asyncio.create_task(units.run(SYSTEM, wait))
    await asyncio.sleep(0)
    assert await units.drain(0.01) == 1
    go_on.set()
    await caller
    assert await units.drain(0.01) == 0


class Deadlock(Exception):
    """As PostgreSQL reports the loser of a deadlock."""

    sqlstate = "40P01"


async def test_the_loser_of_a_deadlock_is_run_again_from_its_beginning(units: Units) -> None:
    attempts: list[int] = []

    async def lose_once(work: Work) -> str:
        attempts.append(len(await saved()))
        await save(work, "a")
        if len(attempts) == 1:
            raise Deadlock
        return "won"

    assert await units.run(SYSTEM, lose_once) == "won"
    assert attempts == [0, 0]
    assert await told() == ["a"]


async def test_who_loses_every_time_is_told_that_the_database_is_unavailable(units: Units) -> None:
    attempts: list[int] = []

    async def lose(_work: Work) -> None:
        attempts.append(1)
        raise Deadlock

    with pytest.raises(DatabaseUnavailable):
        await units.run(SYSTEM, lose)
    assert len(attempts) == 3


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
async def test_two_units_that_lock_each_other_out_both_succeed_in_the_end(units: Units) -> None:
    for name in ("a", "b"):
        await units.run(SYSTEM, lambda work, name=name: save(work, name))
    both_hold_one = asyncio.Barrier(2)

    async def cross(_work: Work, first: str, second: str, meet: list[asyncio.Barrier]) -> None:
        await SettingsPage.filter(name=first).update(version=7)
        if meet:
            await meet.pop().wait()
        await SettingsPage.filter(name=second).update(version=7)

    def crossing(first: str, second: str) -> Callable[[Work], Awaitable[None]]:
        meet = [both_hold_one]
        return lambda work: cross(work, first, second, meet)

    await asyncio.gather(units.run(SYSTEM, crossing("a", "b")), units.run(SYSTEM, crossing("b", "a")))

    assert await SettingsPage.filter(version=7).count() == 2


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_unit_that_cannot_begin_is_unavailable_and_the_next_one_works(units: Units, database: str) -> None:
    await cast("Any", get_connections().get(WRITER)).execute_query("PRAGMA busy_timeout = 20")
    with closing(sqlite3.connect(database.removeprefix("sqlite://"), isolation_level=None)) as other_process:
        other_process.execute("BEGIN IMMEDIATE")
        for _ in range(2):
            with pytest.raises(DatabaseUnavailable):
                await units.run(SYSTEM, lambda work: save(work, "a"))
    assert await units.run(SYSTEM, lambda work: save(work, "a")) == "a"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_commit_that_fails_undoes_the_change_and_the_next_one_works(units: Units) -> None:
    async def orphan(work: Work) -> None:
        await save(work, "a")
        await cast("Any", work.connection).execute_query("PRAGMA defer_foreign_keys = ON")
        await LoginIdentifier.create(key="nobody", kind=IdentifierKind.USERNAME, user_id=uuid4())

    with pytest.raises(sqlite3.IntegrityError):
        await units.run(SYSTEM, orphan)

    assert await saved() == set()
    assert await units.run(SYSTEM, lambda work: save(work, "b")) == "b"


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
async def test_connections_that_die_when_a_unit_begins_are_unavailable_and_the_next_unit_works(
    units: Units, database: str, postgres_server: PostgresServer
) -> None:
    name = database.rpartition("/")[2]
    everybody = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608 — ours
    postgres_server.execute(everybody)  # the event loop stands still meanwhile and does not notice
    with pytest.raises(DatabaseUnavailable):
        await units.run(SYSTEM, lambda work: save(work, "a"))
    assert await units.run(SYSTEM, lambda work: save(work, "b")) == "b"
    assert await saved() == {"b"}
