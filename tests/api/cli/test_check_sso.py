"""``check`` tells whether the frontend may use the API, and whether the secrets of providers can be opened."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from models.database import close_database, open_database
from tests.support.identity_providers import provider_row
from tests.support.keys import KEY
from tests.support.server import Home

SPA = "https://app.example.com/console"
BASE = {"GATEHOUSE_BASE_URL": "https://id.example.com", "GATEHOUSE_SPA_URL": SPA}


def findings(home: Home, name: str) -> list[tuple[str, str, str]]:
    """What is said of something."""
    said = json.loads(home.run("check", "--json").stdout)["findings"]
    return [(each["result"], each["detail"], each["advice"]) for each in said if each["name"] == name]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An installation with two providers, one of them switched off, whose secrets are sealed with the tests' key."""
    made = Home(tmp_path, {"GATEHOUSE_SECRET_KEYS": KEY})
    assert made.run("migrate").returncode == 0
    (file,) = (tmp_path / "state").glob("*.sqlite3")

    async def furnish() -> None:
        await open_database(f"sqlite://{file}")
        await provider_row("corp")
        await provider_row("lab", is_enabled=False)
        await close_database()

    asyncio.run(furnish())
    return made


def test_secrets_that_can_be_opened_are_counted(home: Home) -> None:
    assert findings(home, "identity providers") == [("passed", "1 switched on", "")]


def test_a_secret_that_cannot_be_opened_is_found(home: Home) -> None:
    other = replace(home, variables={"GATEHOUSE_SECRET_KEYS": KEY.replace("q", "r")})
    [(result, detail, advice)] = findings(other, "identity provider")
    assert (result, detail) == ("failed", "the client secret of corp was sealed with a key that is gone")
    assert "updateIdentityProvider" in advice
    assert findings(other, "identity providers") == []


def test_a_frontend_of_another_origin_must_be_listed(tmp_path: Path) -> None:
    home = Home(tmp_path, BASE)
    [(result, _, advice)] = findings(home, "frontend")
    assert (result, advice) == ("warning", "Add https://app.example.com to GATEHOUSE_ALLOWED_ORIGINS.")
    listed = Home(tmp_path, {**BASE, "GATEHOUSE_ALLOWED_ORIGINS": "https://app.example.com"})
    assert findings(listed, "frontend") == [("passed", SPA, "")]


def test_a_frontend_of_our_own_origin_needs_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path, {**BASE, "GATEHOUSE_SPA_URL": "https://id.example.com/console"})
    assert findings(home, "frontend") == [("passed", "https://id.example.com/console", "")]
