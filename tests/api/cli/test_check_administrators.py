"""``check`` tells whether an administrator can still get in."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.server import Home

CREATE = "Make a second one, so that a lost password locks nobody out: `gatehouse create-admin NAME`."


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    assert made.run("migrate").returncode == 0
    return made


def finding(home: Home) -> tuple[int, str, str, str]:
    """The exit code, and what is said of administrators."""
    done = home.run("check", "--json")
    (found,) = [each for each in json.loads(done.stdout)["findings"] if each["name"] == "administrators"]
    return done.returncode, found["result"], found["detail"], found["advice"]


def test_one_administrator_is_warned_of_and_two_are_not(home: Home) -> None:
    assert finding(home) == (1, "failed", "nobody is an administrator", "Run `gatehouse create-admin NAME`.")
    home.run("create-admin", "ada")
    assert finding(home) == (0, "warning", "only ada can get in", CREATE)
    home.run("create-admin", "bea")
    assert finding(home) == (0, "passed", "2 can get in", "")


def test_an_administrator_who_cannot_get_in_is_found_and_recovered(home: Home) -> None:
    home.run("create-admin", "ada")
    (file,) = (home.directory / "state").glob("*.sqlite3")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DELETE FROM credentials")
    assert finding(home) == (1, "failed", "nobody who is one can get in", "Run `gatehouse recover-admin ada`.")
    assert home.run("recover-admin", "ada").returncode == 0
    assert finding(home)[1:3] == ("warning", "only ada can get in")
