"""``unlock`` lifts every lock from the host; ``check`` says whether Redis answers."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.redis import RedisServer, free_port, redis_server
from tests.support.server import Home

__all__ = ["redis_server"]

STORED = "SELECT failed_attempts, auto_locked_at, locked_at, lock_reason FROM users"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    assert made.run("migrate").returncode == 0
    assert made.run("create-admin", "ada", "--email", "ada@example.com").returncode == 0
    return made


def locks(home: Home) -> tuple[object, ...]:
    """What is stored about the account."""
    (file,) = (home.directory / "state").glob("*.sqlite3")
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(
            "SELECT failed_attempts, auto_locked_at, locked_at, lock_reason FROM users"
        ).fetchone()


def test_whoever_owns_the_host_lifts_both_locks_of_the_last_administrator(home: Home) -> None:
    (file,) = (home.directory / "state").glob("*.sqlite3")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(
            "UPDATE users SET failed_attempts = 5, auto_locked_at = '2026-01-01 00:00:00+00:00', "
            "locked_at = '2026-01-01 00:00:00+00:00', lock_reason = 'gone'"
        )
    done = home.run("unlock", " ADA@example.com", "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"ok": True, "username": "ada"})
    assert locks(home) == (0, None, None, None)
    again = home.run("unlock", "ada")
    assert (again.returncode, again.stdout) == (0, "Nothing locks ada any more.\n")


def test_an_unknown_name_unlocks_nobody(home: Home) -> None:
    done = home.run("unlock", "nobody", "--json")
    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (1, "NOT_FOUND")


def redis_finding(home: Home, url: str) -> tuple[str, str]:
    done = replace(home, variables={"GATEHOUSE_REDIS_URL": url}).run("check", "--json")
    assert done.returncode == 0, done.stdout
    (found,) = [each for each in json.loads(done.stdout)["findings"] if each["name"] == "Redis"]
    return found["result"], found["detail"]


def test_check_says_whether_redis_answers(home: Home, redis_server: RedisServer) -> None:
    assert redis_finding(home, redis_server.url) == ("passed", "answers")
    assert redis_finding(home, redis_server.url.replace("redis://", "valkey://")) == ("passed", "answers")
    absent = f"redis://127.0.0.1:{free_port()}"
    detail = "does not answer; each process counts the attempts of source addresses for itself"
    assert redis_finding(home, absent) == ("warning", detail)


@pytest.mark.parametrize("url", ["http://localhost", "redis://", "redis://host/x", "redis://host/0?db=1", "redis:host"])
def test_an_address_that_is_none_of_redis_is_a_wrong_configuration(home: Home, url: str) -> None:
    done = replace(home, variables={"GATEHOUSE_REDIS_URL": url}).run("check", "--json")
    assert done.returncode == 3
    assert "GATEHOUSE_REDIS_URL" in done.stdout
