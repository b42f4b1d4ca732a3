"""An installation on SQLite that is audited from the command line, and a forger who has its file."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.support.server import Home


def administered(directory: Path) -> Home:
    """An installation with two administrators, and everything sealed."""
    made = Home(directory)
    for words in (("migrate",), ("create-admin", "alice", "--email", "alice@example.com"), ("create-admin", "bob")):
        done = made.run(*words)
        assert done.returncode == 0, done.stderr
    return made


def asked(home: Home, *words: str) -> tuple[int, dict[str, Any]]:
    """The exit code of a verb, and what it says in JSON."""
    done = home.run(*words, "--json")
    return done.returncode, json.loads(done.stdout)


def forge(home: Home, statement: str) -> None:
    """Changes the database behind Gatehouse's back."""
    with closing(sqlite3.connect(home.directory / "state" / "gatehouse.sqlite3")) as connection:
        connection.execute(statement)
        connection.commit()
