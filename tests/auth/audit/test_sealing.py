"""Sealing on both engines: each event once, whoever runs, whatever dies."""

import asyncio
import subprocess
import time
from datetime import timedelta
from typing import Any

import pytest

from auth.actor import SYSTEM
from auth.audit.checkpoints import newest
from auth.audit.rows import head
from auth.audit.sealing import BATCH, CHECKPOINT_EVENTS, CHECKPOINT_SECONDS, seal_batch, sign_end
from models.audit_event import AuditCheckpoint, AuditEvent
from models.database import Dialect
from tests.support.background import finish, running, start
from tests.support.chain import ROTATED, flaws, forge, seal, verified
from tests.support.house import House
from tests.support.keys import RING
from tests.support.postgres import PostgresServer

SEAL_WITHOUT_END = """
import asyncio, sys
from auth.actor import SYSTEM
from auth.audit.sealing import seal_batch
from auth.clock import SystemClock
from auth.unit_of_work import Units
from models.database import close_database, open_database
from tests.support.keys import INSTALLATION, RING, write_events

async def main(url, most):
    await open_database(url)
    units = Units(SystemClock(), write_events, INSTALLATION)
    sys.stdin.readline()
    for _ in range(400):
        sealed = await units.run(SYSTEM, lambda work: seal_batch(work, RING, int(most)))
        print(sealed, flush=True)
    await close_database()

asyncio.run(main(*sys.argv[1:]))
"""


async def furnish(house: House, accounts: int, name: str = "user") -> int:
    """Accounts that leave events; gives how many events there are."""
    for number in range(accounts):
        await house.user(f"{name}-{number}")
    return await AuditEvent.all().count()


def go(process: "subprocess.Popen[str]") -> None:
    """Lets a runner begin."""
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


async def positions() -> list[Any]:
    return list(await AuditEvent.all().order_by("position").values_list("position", flat=True))


async def test_every_event_gets_one_place(house: House) -> None:
    count = await furnish(house, 5)
    assert await seal(house) == count
    assert await positions() == list(range(1, count + 1))
    assert await seal(house) == 0
    found = await verified()
    assert (found.is_whole, found.events, found.unsealed, found.last_position) == (True, count, 0, count)


async def test_an_event_that_is_committed_late_is_sealed_late(house: House) -> None:
    """Its time and its id are earlier than those of what is sealed already."""
    await furnish(house, 2)
    late = await AuditEvent.all().order_by("id").first()
    assert late is not None
    await AuditEvent.filter(id=late.id).delete()
    count = await seal(house)
    await late.save(force_create=True)
    assert await seal(house) == 1
    assert await AuditEvent.filter(id=late.id, position=count + 1).exists()
    assert (await verified()).is_whole


async def test_a_young_event_is_reported_as_waiting(house: House) -> None:
    await seal(house)
    await house.user("young")
    found = await verified()
    assert found.is_whole
    assert found.unsealed == await AuditEvent.filter(position=None).count() > 0
    assert found.oldest_unsealed == house.clock.now()


async def test_sealing_takes_at_most_a_batch_at_a_time(house: House) -> None:
    count = await furnish(house, 4)
    assert await house.do(SYSTEM, lambda work: seal_batch(work, RING, 3)) == 3
    assert await AuditEvent.filter(position=None).count() == count - 3
    assert BATCH > 3


async def test_checkpoints_are_kept_by_the_hour(house: House) -> None:
    await seal(house)
    first = await newest()
    assert first is not None
    await house.user("one")
    await seal(house)
    assert await newest() == first
    house.clock.turn(seconds=CHECKPOINT_SECONDS)
    await house.user("two")
    await seal(house)
    second = await newest()
    assert second is not None
    assert second.position == (await head()).position > first.position
    assert second.time - first.time == timedelta(seconds=CHECKPOINT_SECONDS)
    assert (await verified()).checkpoints == 2


async def test_the_end_is_signed_by_the_hour_though_nothing_happens(house: House) -> None:
    await seal(house)
    await house.user("last")
    await seal(house)
    end = (await head()).position
    for seconds, kept in ((CHECKPOINT_SECONDS - 1, 1), (1, 2), (CHECKPOINT_SECONDS, 2)):
        house.clock.turn(seconds=seconds)
        await house.do(SYSTEM, lambda work: sign_end(work, RING))
        assert await AuditCheckpoint.all().count() == kept
    last = await newest()
    assert last is not None
    assert last.position == end
    assert (await verified()).checkpoints == 2


async def test_checkpoints_are_kept_by_the_thousand(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auth.audit.sealing.CHECKPOINT_EVENTS", 4)
    await seal(house)
    assert CHECKPOINT_EVENTS == 1000
    before = await AuditCheckpoint.all().count()
    await furnish(house, 4)
    await seal(house)
    assert await AuditCheckpoint.all().count() == before + 1


async def test_a_newer_key_goes_on_where_the_older_stopped(house: House) -> None:
    await furnish(house, 2)
    before = await seal(house)
    await house.user("later")
    after = await seal(house, ROTATED)
    found = await verified(ring=ROTATED)
    assert (found.is_whole, found.events) == (True, before + after)
    assert len({event.seal_key_id for event in await AuditEvent.all()}) == 2


async def test_a_cut_tail_stays_a_gap_though_sealing_goes_on(house: House) -> None:
    await furnish(house, 3)
    end = await seal(house)
    await forge("DELETE FROM audit_events WHERE position > END".replace("END", str(end - 2)))
    await house.user("after")
    await seal(house)
    assert ("REMOVED", end - 1) in flaws(await verified())


async def test_racing_runners_seal_every_event_once(house: House, database_url: str) -> None:
    processes = [start(SEAL_WITHOUT_END, database_url, "3") for _ in range(2)]
    count = await furnish(house, 60)
    for process in processes:
        go(process)
    outputs = await asyncio.gather(*(asyncio.to_thread(finish, process) for process in processes))
    sealed = [sum(map(int, output.split())) for output in outputs]
    left = await seal(house)
    assert sum(sealed) + left == count
    assert await positions() == list(range(1, count + 1))
    assert (await verified()).is_whole


async def test_a_runner_that_is_killed_leaves_a_chain_that_goes_on(
    engine: Dialect, house: House, database_url: str, request: pytest.FixtureRequest
) -> None:
    left: list[int] = []
    for lines in (2, 3, 5, 9):
        await furnish(house, 20, f"before{lines}")
        with running(SEAL_WITHOUT_END, database_url, "1") as process:
            go(process)
            assert process.stdout is not None
            for _ in range(lines):
                await asyncio.to_thread(process.stdout.readline)
            process.kill()
        if engine == "postgres":
            wait_for_the_lock(request.getfixturevalue("postgres_server"))
        found = await verified()
        assert found.is_whole
        assert found.events > 0
        left.append(found.unsealed)
    assert any(left), "no runner was killed amid its work"
    await seal(house)
    found = await verified()
    assert (found.is_whole, found.events, found.unsealed) == (True, await AuditEvent.all().count(), 0)


def wait_for_the_lock(server: PostgresServer) -> None:
    """The server may still be at work for a process that is gone."""
    while server.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") != "0":
        time.sleep(0.05)
