"""What the preview of a policy takes where there are many accounts: time, and for how long it holds the event loop.

By itself: ``python -m benchmarks.preview``; with ``profile`` behind it, what the time goes into.
"""

import asyncio
import cProfile
import gc
import pstats
import sys
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time
from uuid import UUID

import orjson
import pytest

from auth.actor import SYSTEM
from auth.clock import SystemClock
from auth.policies.commands import create_policy
from auth.policies.drafts import PolicyDraft
from auth.policies.previewing import preview
from auth.policies.rules import canonical_dn
from auth.roles.built_in import ensure_built_in_roles
from auth.texts import canonical
from auth.unit_of_work import Units
from benchmarks.measure import heading, line
from migrations.runner import migrate
from models.database import close_database, open_database
from models.external_identity import ExternalIdentity
from models.ldap_profile import LdapProfile
from models.policy import Policy, PolicyRole, PolicyType
from models.role import GrantSource, Role, RoleGrant
from models.user import AuthMethod, User
from tests.support.keys import INSTALLATION, write_events
from tests.support.postgres import running_postgres
from tests.support.profiles import profile_row

ACCOUNTS, POLICIES, GROUPS_EACH, GROUPS = 10_000, 200, 12, 400
AT_ONCE = 500
TICK_SECONDS = 0.005
TRIES = 5
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    """On SQLite, and on PostgreSQL where that is installed."""
    with tempfile.TemporaryDirectory(prefix="gatehouse-bench-") as name:
        asyncio.run(compare("SQLite", f"sqlite://{Path(name) / 'gatehouse.sqlite3'}"))
    try:
        with running_postgres() as postgres, postgres.database() as database:
            asyncio.run(compare("PostgreSQL", postgres.url(database)))
    except pytest.skip.Exception as absent:
        heading(f"PostgreSQL was left out: {absent}")


async def compare(engine: str, url: str) -> None:
    """Prints the best of some tries; the machine may have other work."""
    await migrate(url)
    await open_database(url)
    try:
        units = Units(SystemClock(), write_events, INSTALLATION)
        await units.run(SYSTEM, ensure_built_in_roles)
        await _furnish()
        draft = PolicyDraft(type=PolicyType.GROUP, value=_group(7), roles=("operator",), position=1)
        heading(f"A preview with {ACCOUNTS:,} accounts and {POLICIES} policies, on {engine}")

        async def look() -> None:
            found = await preview(units, SYSTEM, lambda work: create_policy(work, draft))
            assert found.effects.accounts == ACCOUNTS
            assert found.effects.affected

        gc.collect()
        gc.freeze()  # as a server does at its start
        measured = [await _timed(look) for _ in range(TRIES)]
        seconds, cpu, held = (min(each[place] for each in measured) for place in range(3))
        line("seconds, and of them of a core", f"{seconds:.2f}, {cpu:.2f}")
        line("the longest time that the loop stood still", f"{held * 1000:.0f} ms")
        if "profile" in sys.argv:
            with cProfile.Profile() as profile:
                await look()
            pstats.Stats(profile).sort_stats("tottime").print_stats(25)
    finally:
        await close_database()


async def _timed(look: Callable[[], Awaitable[None]]) -> tuple[float, float, float]:
    """Seconds that it takes, those of a core, and the longest for which nothing else ran."""
    held = 0.0

    async def watch() -> None:
        nonlocal held
        while True:
            begun = perf_counter()
            await asyncio.sleep(TICK_SECONDS)
            held = max(held, perf_counter() - begun - TICK_SECONDS)

    watching = asyncio.create_task(watch())
    await asyncio.sleep(0)
    begun, spent = perf_counter(), process_time()
    await look()
    seconds, cpu = perf_counter() - begun, process_time() - spent
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching
    return seconds, cpu, held


def _group(number: int) -> str:
    return f"cn=group {number},ou=groups,dc=example,dc=test"


async def _furnish() -> None:
    """Each account is in some groups; half of the groups have a policy, by which it holds what it gives."""
    roles = {role.name: role.id for role in await Role.all()}
    profile = await profile_row(user_role_id=roles["viewer"])
    policies = [_policy(number) for number in range(POLICIES)]
    await Policy.bulk_create(policies)
    given = [roles["viewer"], roles["operator"]]
    await PolicyRole.bulk_create(
        [PolicyRole(policy_id=policy.id, role_id=given[number % 2]) for number, policy in enumerate(policies)]
    )
    for start in range(0, ACCOUNTS, AT_ONCE):
        numbers = range(start, start + AT_ONCE)
        users = [_user(number, profile.id) for number in numbers]
        await User.bulk_create(users)
        pairs = list(zip(numbers, users, strict=True))
        await ExternalIdentity.bulk_create([_identity(number, user, profile) for number, user in pairs])
        await RoleGrant.bulk_create([_grant(number, user, policies[0].id, given) for number, user in pairs])


def _policy(number: int) -> Policy:
    value = _group(2 * number)
    return Policy(
        type=PolicyType.GROUP,
        value=value,
        value_key=canonical_dn(value),
        position=number + 2,
        created_at=NOW,
        updated_at=NOW,
    )


def _user(number: int, source_id: UUID) -> User:
    name = f"person{number:05d}"
    return User(
        username=name,
        username_key=canonical(name),
        username_search=canonical(name),
        first_name="Kim",
        last_name=name,
        display_name=f"Kim {name}",
        display_name_key=canonical(f"Kim {name}"),
        auth_method=AuthMethod.LDAP,
        source_id=source_id,
        created_at=NOW,
        updated_at=NOW,
    )


def _identity(number: int, user: User, profile: LdapProfile) -> ExternalIdentity:
    groups = [[_group((number * 7 + place * 31) % GROUPS), list[str]()] for place in range(GROUPS_EACH)]
    return ExternalIdentity(
        user_id=user.id,
        method=AuthMethod.LDAP,
        source_id=profile.id,
        subject=f"subject {number}",
        login_name=user.username,
        login_name_key=user.username_key,
        groups_json=orjson.dumps(groups).decode(),
        linked_at=NOW,
        last_seen_at=NOW,
    )


def _grant(number: int, user: User, policy_id: UUID, given: list[UUID]) -> RoleGrant:
    return RoleGrant(
        user_id=user.id,
        role_id=given[number % 2],
        source=GrantSource.POLICY,
        owner_id=policy_id,
        granted_at=NOW,
        reason="a policy",
        last_confirmed_at=NOW,
    )


if __name__ == "__main__":
    main()
