"""``gatehouse create-token``: the first API token without a browser, in a process of its own."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.server import Home, running

FORM = r"gth_[0-9A-Za-z]{49}"
WHO = "{ viewer { username scopes apiToken { name expiresAt } } }"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    made.run("migrate")
    return made


def asked(home: Home, *words: str) -> tuple[int, dict[str, Any]]:
    done = home.run("create-token", *words, "--json")
    return done.returncode, json.loads(done.stdout)


def test_it_makes_a_service_account_and_a_token_that_a_program_comes_by(home: Home) -> None:
    code, told = asked(home, "builder", "--name", "build", "--service", "--scope", "users:read", "--expires-in-days=7")
    assert (code, told["ok"], told["username"], told["name"], told["scopes"]) == (
        0,
        True,
        "builder",
        "build",
        ["users:read"],
    )
    assert re.fullmatch(FORM, told["token"])
    with running(home) as server:
        viewer = server.api(told["token"]).data(WHO)["viewer"]
        assert viewer == {
            "username": "builder",
            "scopes": ["users:read"],
            "apiToken": {"name": "build", "expiresAt": told["expiresAt"]},
        }
        assert server.api(told["token"]).data("{ users { totalCount } }") == {"users": {"totalCount": 2}}
        server.stop()
        assert told["token"] not in server.output


def test_people_read_it_and_it_is_printed_once(home: Home) -> None:
    home.run("create-admin", "boss")
    done = home.run("create-token", "boss")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Created an API token of boss.\n\n  Token    gth_")
    assert len(re.findall(FORM, done.stdout)) == 1
    assert "users:write" not in done.stdout, "what is not asked for only reads"


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        (("nobody",), "NOT_FOUND"),
        (("boss", "--service"), "NOT_A_SERVICE_ACCOUNT"),
        (("boss", "--scope", "users:fly"), "SCOPE_UNKNOWN"),
        (("builder", "--service", "--scope", "users:write"), "SCOPE_NOT_HELD"),
        (("boss", "--expires-in-days", "366"), "OUT_OF_BOUNDS"),
        (("boss", "--expires-in-days", "0"), "OUT_OF_BOUNDS"),
        (("boss", "--name", ""), "TOO_SHORT"),
        (("x", "--service"), "USERNAME_INVALID"),
    ],
)
def test_what_cannot_be_is_refused_with_its_code(home: Home, words: tuple[str, ...], refused: str) -> None:
    home.run("create-admin", "boss")
    code, told = asked(home, *words)
    assert (code, told["ok"], told["error"]["code"]) == (1, False, refused)
    assert not re.search(FORM, str(told))


def test_a_refused_token_leaves_no_account_behind(home: Home) -> None:
    assert asked(home, "builder", "--service", "--scope", "users:write")[0] == 1
    assert asked(home, "builder")[1]["error"]["code"] == "NOT_FOUND"
