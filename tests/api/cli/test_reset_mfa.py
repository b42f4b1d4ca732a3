"""``reset-mfa`` takes a second factor away from the host, for whoever has nobody left to ask."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.server import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    assert made.run("migrate").returncode == 0
    assert made.run("create-admin", "ada", "--email", "ada@example.com").returncode == 0
    return made


def state(home: Home, change: str | None = None) -> tuple[object, ...]:
    """What is stored about the account's second factor, after a change behind the program's back."""
    (file,) = (home.directory / "state").glob("*.sqlite3")
    with closing(sqlite3.connect(file)) as connection, connection:
        if change:
            connection.execute(change)
        return connection.execute("SELECT mfa_enrolled_at IS NULL, mfa_must_enrol FROM users").fetchone()


def test_the_host_takes_the_last_administrators_second_factor_away_and_the_next_sign_in_enrols(home: Home) -> None:
    assert state(home, "UPDATE users SET mfa_enrolled_at = '2026-01-01 00:00:00+00:00'") == (0, 0)
    done = home.run("reset-mfa", " ADA@example.com", "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"ok": True, "username": "ada"})
    assert state(home) == (1, 1)
    again = home.run("reset-mfa", "ada")
    assert (again.returncode, again.stderr) == (1, "This account has no second factor.\n")


def test_an_unknown_name_resets_nobody(home: Home) -> None:
    done = home.run("reset-mfa", "nobody", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["code"] == "NOT_FOUND"
    assert state(home) == (1, 0)
