"""``relax-sso`` lets passwords in again from the host, which has nobody left whom a provider lets in."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.server import Home

PROVIDER, ROW = "01900000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000001"
NOON = "2026-11-21 12:00:00+00:00"
COUNT = "SELECT (SELECT count(*) FROM sso_enforcements), (SELECT count(*) FROM break_glass_accounts)"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    assert made.run("migrate").returncode == 0
    assert made.run("create-admin", "ada", "--email", "ada@example.com").returncode == 0
    return made


def file_of(home: Home) -> Path:
    (file,) = (home.directory / "state").glob("*.sqlite3")
    return file


def enforce(home: Home) -> None:
    """Writes the rows that say so; what else a provider needs is left empty."""
    with closing(sqlite3.connect(file_of(home))) as connection, connection:
        columns = connection.execute("PRAGMA table_info(identity_providers)").fetchall()
        needed = [(name, kind) for _, name, kind, is_needed, _, _ in columns if is_needed]
        given = {"id": PROVIDER, "name": "Corp", "kind": "GENERIC", "mfa": "OURS", "roles_follow": "EACH_LOGIN"}
        values = [given.get(name, NOON if "TIME" in kind.upper() else 1) for name, kind in needed]
        names = ", ".join(name for name, _ in needed)
        places = ", ".join("?" for _ in needed)
        connection.execute(f"INSERT INTO identity_providers ({names}) VALUES ({places})", values)  # noqa: S608
        connection.execute(
            "INSERT INTO sso_enforcements (id, provider_id, enforced_at) VALUES (?, ?, ?)", (ROW, PROVIDER, NOON)
        )
        connection.execute(
            "INSERT INTO break_glass_accounts (id, user_id, named_at) SELECT ?, id, ? FROM users", (ROW, NOON)
        )


def rows(home: Home) -> tuple[int, int]:
    with closing(sqlite3.connect(file_of(home))) as connection:
        return connection.execute(COUNT).fetchone()


def test_whoever_owns_the_host_relaxes_it(home: Home) -> None:
    enforce(home)
    assert rows(home) == (1, 1)
    done = home.run("relax-sso", "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"ok": True, "enforced": False}), done.stderr
    assert rows(home) == (0, 0)
    again = home.run("relax-sso", "--json")
    assert (again.returncode, json.loads(again.stdout)["error"]["code"]) == (1, "SSO_NOT_ENFORCED")


def test_whom_the_host_lets_in_again_is_exempt(home: Home) -> None:
    enforce(home)
    with closing(sqlite3.connect(file_of(home))) as connection, connection:
        connection.execute("DELETE FROM break_glass_accounts")
    assert home.run("recover-admin", "ada").returncode == 0
    assert rows(home) == (1, 1)
