"""``kill -9`` at any moment: every change stands together with its audit rows, or neither does."""

import time

import pytest

from models.audit_event import AuditEvent
from models.database import Dialect, close_database, open_database
from models.role import RoleGrant
from models.user import LoginIdentifier, User, UserStatus
from tests.support.background import running
from tests.support.postgres import PostgresServer
from tests.support.rounds import rounds

WRITE_WITHOUT_END = """
import asyncio, sys
from itertools import count
from auth.actor import SYSTEM
from tests.support.keys import INSTALLATION, write_events
from auth.clock import SystemClock
from auth.roles.built_in import ensure_built_in_roles
from auth.unit_of_work import Units
from auth.users.commands import NewUser, create_user
from auth.users.lifecycle import deactivate_user
from models.database import open_database

async def write(units, prefix):
    for number in count():
        new = NewUser(username=f"{prefix}-{number}")
        made = await units.run(SYSTEM, lambda work: create_user(work, new))
        await units.run(SYSTEM, lambda work: deactivate_user(work, made.user_id))
        print(number, flush=True)

async def main(url, round):
    await open_database(url)
    units = Units(SystemClock(), write_events, INSTALLATION)
    await units.run(SYSTEM, ensure_built_in_roles)
    await asyncio.gather(*(write(units, f"round-{round}-{writer}") for writer in range(4)))

asyncio.run(main(*sys.argv[1:]))
"""

ROUNDS = rounds(6)


async def test_a_killed_process_leaves_changes_with_their_audit_rows_or_neither(
    engine: Dialect, database_url: str, request: pytest.FixtureRequest
) -> None:
    for number in range(ROUNDS):
        with running(WRITE_WITHOUT_END, database_url, str(number)) as process:
            assert process.stdout is not None
            for _ in range(1 + 3 * (number % 6)):
                process.stdout.readline()
            process.kill()
    if engine == "postgres":
        wait_until_nobody_is_connected(request.getfixturevalue("postgres_server"), database_url.rpartition("/")[2])

    await open_database(database_url)
    users = {str(user.id): user.status for user in await User.all()}
    inactive = [key for key, status in users.items() if status is UserStatus.INACTIVE]
    assert len(inactive) > ROUNDS
    assert await targets("user.created") == sorted(users)
    assert await targets("user.roles_changed") == sorted(users)
    assert await targets("user.deactivated") == sorted(inactive)
    assert sorted(str(grant.user_id) for grant in await RoleGrant.all()) == sorted(users)
    assert sorted(str(name.user_id) for name in await LoginIdentifier.all()) == sorted(users)
    await close_database()


def wait_until_nobody_is_connected(server: PostgresServer, database: str) -> None:
    """The server may still be committing for a process that is gone."""
    connected = f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}'"  # noqa: S608 — our own name
    while server.execute(connected) != "0":
        time.sleep(0.05)


async def targets(action: str) -> list[str]:
    return sorted([event.target_id or "" for event in await AuditEvent.filter(action=action)])
