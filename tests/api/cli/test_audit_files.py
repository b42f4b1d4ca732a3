"""``audit export``, ``audit public-key`` and ``audit verify --file`` as a host and an auditor use them."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.auditing import administered, asked, forge
from tests.support.server import Home

NEXT_YEARS = ("--from", "2020-01-01", "--to", "2100-01-01")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An installation with two administrators."""
    return administered(tmp_path)


def test_an_auditor_verifies_an_exported_span_alone(home: Home, tmp_path: Path) -> None:
    file, kept = tmp_path / "trail.ndjson", tmp_path / "checkpoint.json"
    code, keys = asked(home, "audit", "public-key")
    assert (code, len(keys["keys"])) == (0, 1)
    public = keys["keys"][0]["publicKey"]
    assert home.run("audit", "checkpoint", "-o", str(kept)).returncode == 0
    code, made = asked(home, "audit", "export", *NEXT_YEARS, "-o", str(file))
    assert (code, made["ok"], made["whole"], made["firstPosition"]) == (0, True, True, 1)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with closing(sqlite3.connect(home.directory / "state" / "gatehouse.sqlite3")) as connection:
        told = connection.execute("SELECT actor_kind FROM audit_events WHERE action = 'audit.exported'").fetchall()
    assert told == [("HOST",)]

    (tmp_path / "auditor").mkdir()
    auditor = Home(tmp_path / "auditor")
    code, found = asked(auditor, "audit", "verify", "--file", str(file), "--public-key", public)
    assert (code, found["whole"], found["events"], found["compared"]) == (0, True, made["events"], False)
    code, found = asked(auditor, "audit", "verify", "--file", str(file), "--checkpoint", str(kept))
    assert (code, found["whole"], found["compared"]) == (0, True, True)
    done = auditor.run("audit", "verify", "--file", str(file), "--public-key", public)
    assert (done.returncode, done.stderr) == (0, "")
    assert "as Gatehouse exported it" in done.stdout
    assert not (auditor.directory / "state").exists(), "no database and no key is made"

    file.write_bytes(file.read_bytes().replace(b"alice", b"mallo"))
    code, found = asked(auditor, "audit", "verify", "--file", str(file), "--public-key", public)
    assert (code, found["ok"], found["whole"]) == (8, False, False)
    assert {finding["flaw"] for finding in found["findings"]} == {"ALTERED"}
    done = auditor.run("audit", "verify", "--file", str(file), "--public-key", public)
    assert (done.returncode, done.stdout) == (8, "")


def test_wrong_options_and_files_are_named_and_nothing_is_overwritten(home: Home, tmp_path: Path) -> None:
    file, nothing = tmp_path / "trail.ndjson", tmp_path / "nothing"
    nothing.write_text("mine")
    key = "0" * 64
    for words, error in (
        (("export", "-o", str(nothing)), "FILE_EXISTS"),
        (("export", "-o", str(tmp_path / "no" / "where")), "NOT_WRITABLE"),
        (("export", "--from", "soon", "-o", str(file)), "NOT_A_MOMENT"),
        (("export", "--from", "2099-01-01", "-o", str(file)), "NO_EVENTS"),
        (("verify", "--file", str(nothing)), "KEY_REQUIRED"),
        (("verify", "--file", str(nothing), "--public-key", "abc"), "NOT_A_PUBLIC_KEY"),
        (("verify", "--file", str(nothing), "--public-key", key), "NOT_AN_EXPORT"),
        (("verify", "--file", str(file), "--public-key", key), "FILE_UNREADABLE"),
    ):
        code, answer = asked(home, "audit", *words)
        assert (code, answer["error"]["code"]) == (1, error), words
    assert nothing.read_text() == "mine"
    assert not file.exists()
    assert home.run("audit", "export").returncode == 2
    assert home.run("audit", "export", "-o", str(file)).returncode == 0
    code, found = asked(home, "audit", "verify", "--file", str(file), "--public-key", key)
    assert (code, [finding["flaw"] for finding in found["findings"]]) == (8, ["KEY_UNKNOWN"])


def test_a_broken_trail_is_not_exported_unless_that_is_asked_for(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "trail.ndjson"
    assert home.run("audit", "checkpoint").returncode == 0
    forge(home, "UPDATE audit_events SET action = 'forged' WHERE position = 2")
    code, answer = asked(home, "audit", "export", "-o", str(file))
    assert (code, answer["ok"], answer["error"]["code"], answer["flaws"]) == (8, False, "AUDIT_BROKEN", 1)
    assert not file.exists()
    done = home.run("audit", "export", "-o", str(file))
    assert (done.returncode, done.stdout) == (8, "")
    code, answer = asked(home, "audit", "export", "-o", str(file), "--even-if-broken")
    assert (code, answer["whole"], file.exists()) == (8, False, True)
    public = asked(home, "audit", "public-key")[1]["keys"][0]["publicKey"]
    code, found = asked(home, "audit", "verify", "--file", str(file), "--public-key", public)
    assert (code, [finding["flaw"] for finding in found["findings"]]) == (8, ["EXPORTED_BROKEN"])
