"""Where the servers of these tests keep their things."""

from pathlib import Path

import pytest

from models.database import Dialect
from tests.support.app import KEY
from tests.support.look import Look
from tests.support.server import Home


@pytest.fixture
def home(engine: Dialect, empty_database_url: str, tmp_path: Path) -> Home:
    """A place where nothing has been started yet, as on a machine of its own: SQLite is what comes by itself."""
    shared = {"GATEHOUSE_DATABASE_URL": empty_database_url, "GATEHOUSE_SECRET_KEYS": KEY}
    return Home(tmp_path, {} if engine == "sqlite" else shared)


@pytest.fixture
def rows(engine: Dialect, home: Home, look: Look) -> Look:
    """A look into the database of a server in ``home``, from outside."""
    return look if engine == "postgres" else Look(f"sqlite://{home.directory / 'state' / 'gatehouse.sqlite3'}", None)
