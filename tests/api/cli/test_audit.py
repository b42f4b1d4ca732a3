"""``audit verify``, ``audit checkpoint``, ``erase-user`` and ``worker`` as an auditor and a script use them."""

import json
import signal
import subprocess
from pathlib import Path

import pytest

from tests.support.auditing import administered, asked, forge
from tests.support.server import Home
from tests.support.source import ROOT


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An installation with two administrators, and everything sealed."""
    return administered(tmp_path)


def test_a_whole_trail_is_verified_and_a_broken_one_is_told(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "checkpoint.json"
    assert home.run("audit", "checkpoint", "-o", str(file)).returncode == 0
    fields = json.loads(file.read_text())
    assert fields["format"] == "gatehouse-audit-checkpoint/1"
    code, answer = asked(home, "audit", "verify", "--checkpoint", str(file))
    assert (code, answer["ok"], answer["whole"], answer["flaws"]) == (0, True, True, 0)
    assert answer["events"] == fields["count"] > 0

    assert home.run("audit", "checkpoint").returncode == 0
    forge(home, "UPDATE audit_events SET action = 'forged' WHERE position = 2")
    forge(home, "DELETE FROM audit_events WHERE position > 3")
    forge(home, "DELETE FROM audit_checkpoints")
    code, answer = asked(home, "audit", "verify", "--checkpoint", str(file))
    assert (code, answer["ok"], answer["whole"]) == (8, False, False)
    assert [(each["flaw"], each["position"]) for each in answer["findings"]] == [("ALTERED", 2), ("TAIL_CUT", 4)]
    done = home.run("audit", "verify")
    assert (done.returncode, done.stdout) == (8, "")
    assert "THE AUDIT TRAIL IS NOT WHOLE" in done.stderr


def test_a_span_is_verified_and_wrong_options_are_named(home: Home, tmp_path: Path) -> None:
    assert home.run("audit", "checkpoint").returncode == 0
    code, answer = asked(home, "audit", "verify", "--from", "2026-01-01", "--to", "2026-02-01T00:00:00+01:00")
    assert (code, answer["whole"]) == (0, True)
    nothing = tmp_path / "nothing.json"
    nothing.write_text("{}")
    for words, error in (
        (("--from", "yesterday"), "NOT_A_MOMENT"),
        (("--checkpoint", str(nothing)), "NOT_A_CHECKPOINT"),
        (("--checkpoint", str(tmp_path / "missing")), "CHECKPOINT_UNREADABLE"),
    ):
        code, answer = asked(home, "audit", "verify", *words)
        assert (code, answer["error"]["code"]) == (1, error)
    code, answer = asked(home, "audit", "checkpoint", "-o", str(tmp_path))
    assert (code, answer["error"]["code"]) == (1, "NOT_WRITABLE")


def test_a_user_is_erased_when_it_is_confirmed(home: Home) -> None:
    code, answer = asked(home, "erase-user", "alice")
    assert (code, answer["error"]["code"]) == (1, "NOT_CONFIRMED")
    assert home.run("erase-user", "alice").returncode == 1, "nobody answers the question"
    code, answer = asked(home, "erase-user", "alice", "--yes")
    assert code == 0
    assert answer["values"] >= answer["events"] > 0
    assert home.run("audit", "checkpoint").returncode == 0
    code, verified = asked(home, "audit", "verify")
    assert (code, verified["erasedValues"], verified["erasedEvents"]) == (0, answer["values"], answer["events"])
    code, answer = asked(home, "erase-user", "nobody", "--yes")
    assert (code, answer["error"]["code"]) == (1, "NOT_FOUND")


def test_a_worker_seals_until_it_is_asked_to_stop(home: Home) -> None:
    process = subprocess.Popen(
        ("./gatehouse", "worker", "--json"), cwd=ROOT, env=home.environment(), stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline()) == {"ok": True, "event": "ready"}
        while asked(home, "audit", "verify")[1]["lastPosition"] < 4:
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=20)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0
    assert json.loads(rest) == {"ok": True, "event": "stopped"}
