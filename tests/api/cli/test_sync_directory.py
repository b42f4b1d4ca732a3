"""``sync-directory`` in a process of its own, against a real directory."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from auth.clock import SystemClock
from auth.unit_of_work import Units
from models.database import close_database, open_database
from models.ldap_profile import LdapProfile
from models.user import User
from tests.support.house import CountingHashing, HandClock, House
from tests.support.keys import INSTALLATION, KEY, write_events
from tests.support.profiles import person
from tests.support.server import Home
from tests.support.slapd import Slapd, slapd
from tests.support.slapd_profile import account_of, slapd_profile

__all__ = ["slapd"]

T = TypeVar("T")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path, {"GATEHOUSE_SECRET_KEYS": KEY})
    assert made.run("migrate").returncode == 0
    assert made.run("create-admin", "ada", "--email", "ada@example.com").returncode == 0
    return made


def inside(home: Home, scene: Callable[[House], Awaitable[T]]) -> T:
    """What a scene in the home's database gives."""

    async def run() -> T:
        (file,) = (home.directory / "state").glob("*.sqlite3")
        await open_database(f"sqlite://{file}")
        clock, hashing = HandClock(), CountingHashing()
        clock.moment = SystemClock().now()
        try:
            return await scene(House(Units(clock, write_events, INSTALLATION), clock, hashing))
        finally:
            hashing.close()
            await close_database()

    return asyncio.run(run())


def said(home: Home, *words: str) -> tuple[int, Any]:
    """The exit code, and what is said in JSON."""
    done = home.run("sync-directory", *words, "--json")
    return done.returncode, json.loads(done.stdout)


async def statuses(_house: House) -> dict[str, str]:
    return {user.username: user.status for user in await User.all() if user.username != "ada"}


def test_it_asks_changes_stops_and_is_forced_with_an_exit_code_for_each(home: Home, slapd: Slapd) -> None:
    async def scene(house: House) -> None:
        profile = await slapd_profile(slapd)
        await account_of(house, slapd, profile, "ann")
        for name in ("zoe", "yan"):
            await person(house, name, profile)

    inside(home, scene)
    both = [{"username": name, "action": "DEACTIVATE", "reason": "GONE"} for name in ("zoe", "yan")]
    found = {"profile": "slapd", "failure": None, "entries": 13, "checked": 3, "deactivated": 2, "reactivated": 0}
    found |= {"refreshed": 1, "changes": both}
    assert said(home, "--dry-run") == (10, {"ok": False, "syncs": [{**found, "outcome": "TOO_MANY"}]})
    asked = said(home, "--dry-run", "--force")
    assert asked == (0, {"ok": True, "syncs": [{**found, "outcome": "ASKED_ONLY"}]})
    stopped = home.run("sync-directory", "SLAPD")
    assert (stopped.returncode, stopped.stdout) == (10, "")
    assert stopped.stderr == (
        "slapd: nothing changed: it would change too many accounts. Look, then say --force\n"
        "  13 people there, 3 accounts here: 2 deactivated, 0 reactivated, 1 refreshed\n"
        "  DEACTIVATE zoe (GONE)\n"
        "  DEACTIVATE yan (GONE)\n"
    )
    assert inside(home, statuses) == dict.fromkeys(("ann", "zoe", "yan"), "ACTIVE")
    assert said(home, "slapd", "--force") == (0, {"ok": True, "syncs": [{**found, "outcome": "DONE"}]})
    assert inside(home, statuses) == {"ann": "ACTIVE", "zoe": "INACTIVE", "yan": "INACTIVE"}
    nothing = {**found, "deactivated": 0, "refreshed": 0, "changes": [], "outcome": "DONE"}
    assert said(home) == (0, {"ok": True, "syncs": [nothing]})


def test_a_directory_that_is_down_is_told_and_changes_nothing(home: Home, slapd: Slapd) -> None:
    async def scene(house: House) -> None:
        down = await slapd_profile(slapd, servers_json='[["127.0.0.1", 1]]')
        await person(house, "zoe", down)

    inside(home, scene)
    code, answer = said(home)
    assert (code, [each["outcome"] for each in answer["syncs"]]) == (9, ["UNAVAILABLE"])
    assert answer["syncs"][0]["failure"]
    assert inside(home, statuses) == {"zoe": "ACTIVE"}


def test_what_cannot_be_compared_is_told(home: Home, slapd: Slapd) -> None:
    assert said(home) == (0, {"ok": True, "syncs": []})
    assert home.run("sync-directory").stdout == "No directory is switched on.\n"
    code, answer = said(home, "nobody")
    assert (code, answer["error"]["code"]) == (1, "NOT_FOUND")

    async def scene(_house: House) -> LdapProfile:
        return await slapd_profile(slapd, is_enabled=False)

    inside(home, scene)
    code, answer = said(home, "slapd")
    assert (code, answer["error"]["code"]) == (1, "PROFILE_OFF")
