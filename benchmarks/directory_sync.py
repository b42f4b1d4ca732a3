"""What a comparison of many accounts with their directory takes: time, and memory beside one of few."""

import asyncio
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, sleep
from uuid import NAMESPACE_DNS, UUID, uuid5

from api.cli.opened import opened
from api.config import load_config
from auth.actor import SYSTEM
from auth.texts import canonical
from auth.unit_of_work import Work
from benchmarks.directory import connected
from benchmarks.measure import heading, line
from models.external_identity import ExternalIdentity
from models.ldap_profile import LdapProfile
from models.user import AuthMethod, User
from tests.support.server import Api, Home
from tests.support.slapd import running_slapd
from tests.support.slapd_people import PEOPLE, person
from tests.support.source import ROOT

FEW, MANY = 100, 10_000
AT_ONCE = 500
BY_HAND = "mutation { updateDirectorySettings(input: {syncIntervalMinutes: 0}) { errors { code } } }"


def compare(engine: str, home: Home, api: Api) -> None:
    """Prints the time of a comparison that finds nothing to do, and its memory as a ratio to one of few accounts."""
    assert api.data(BY_HAND) == {"updateDirectorySettings": {"errors": []}}
    _, few_mb = _compared(home, api, FEW)
    seconds, many_mb = _compared(home, api, MANY)
    heading(f"{MANY:,} accounts compared with their directory, on {engine}")
    line(f"memory at most ÷ with {FEW} accounts", f"{many_mb / few_mb:.2f} ({many_mb:.0f} and {few_mb:.0f} MB)")
    line("entries a second", f"{MANY / seconds:.0f} ({seconds:.1f} s, with the start of the process)")


def _compared(home: Home, api: Api, count: int) -> tuple[float, float]:
    """Seconds and MB."""
    names = [f"member{count}-{number}" for number in range(count)]
    people = [person(_dn(name), name, "Kim", name, entryUUID=_subject(name)) for name in names]
    profile = f"of {count}"
    with running_slapd(entries="".join(people)) as slapd:
        connected(api, slapd, profile)
        asyncio.run(_accounts(home, profile, names))
        begun = perf_counter()
        peak = _peak_mb(home, "sync-directory", profile)
        return perf_counter() - begun, peak


def _peak_mb(home: Home, *words: str) -> float:
    """Runs ``./gatehouse WORDS``, which must succeed; gives the most memory that it had."""
    peak = 0
    with (home.directory / "sync.log").open("w+b") as log:
        process = subprocess.Popen(
            ("./gatehouse", *words), cwd=ROOT, env=home.environment(), stdout=log, stderr=subprocess.STDOUT
        )
        while process.poll() is None:
            status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
            peak = max([peak, *(int(each.split()[1]) for each in status if each.startswith("VmHWM:"))])
            sleep(0.05)
        assert process.returncode == 0, (home.directory / "sync.log").read_text(encoding="utf-8")
    return peak / 1024


async def _accounts(home: Home, profile: str, names: Sequence[str]) -> None:
    """Accounts that are linked to people of a profile, with what the directory tells of them."""
    ours = {name: text for name, text in home.environment().items() if name.startswith("GATEHOUSE_")}

    async def write(_work: Work) -> None:
        now, source = datetime.now(UTC), (await LdapProfile.get(name_key=profile)).id
        users = [_user(name, source, now) for name in names]
        await User.bulk_create(users, batch_size=AT_ONCE)
        identities = [_identity(user, source, now) for user in users]
        await ExternalIdentity.bulk_create(identities, batch_size=AT_ONCE)

    async with opened(load_config(ours)) as units:
        await units.run(SYSTEM, write)


def _user(name: str, source: UUID, now: datetime) -> User:
    return User(
        username=name,
        username_key=canonical(name),
        username_search=canonical(name),
        first_name="Kim",
        last_name=name,
        display_name=f"Kim {name}",
        display_name_key=canonical(f"Kim {name}"),
        auth_method=AuthMethod.LDAP,
        source_id=source,
        created_at=now,
        updated_at=now,
    )


def _identity(user: User, source: UUID, now: datetime) -> ExternalIdentity:
    return ExternalIdentity(
        user_id=user.id,
        method=AuthMethod.LDAP,
        source_id=source,
        subject=_subject(user.username),
        login_name=user.username,
        login_name_key=user.username_key,
        dn=_dn(user.username),
        groups_json="[]",
        linked_at=now,
        last_seen_at=now,
    )


def _dn(name: str) -> str:
    return f"uid={name},{PEOPLE}"


def _subject(name: str) -> str:
    return str(uuid5(NAMESPACE_DNS, name))
