"""Version 2: every grant of a role of version 1 stays, and none of several sources owns it."""

import shutil
from pathlib import Path

import pytest

from migrations.runner import VERSIONS, known_versions, migrate
from models.database import Dialect
from models.role import NO_OWNER
from tests.support.look import Look

USER, ADMIN, VIEWER = (f"0193a1b2-0000-7000-8000-00000000000{number}" for number in (1, 2, 3))
GRANTS = {
    "0193a1b2-0000-7000-8000-0000000000a1": f"'BY_HAND', '{ADMIN}', '{USER}', 'why', '2031-01-01 00:00:00+00:00', NULL",
    "0193a1b2-0000-7000-8000-0000000000a2": f"'DEFAULT', '{VIEWER}', NULL, NULL, NULL, '2026-02-01 00:00:00+00:00'",
    "0193a1b2-0000-7000-8000-0000000000a3": f"'BY_HAND', '{VIEWER}', NULL, NULL, NULL, NULL",
}
MOMENT = "'2026-01-01 00:00:00+00:00'"
STORED = """
SELECT id, user_id, granted_at, source, role_id, granted_by_id, reason, expires_at, last_confirmed_at
FROM role_grants ORDER BY id
"""
COPY = """
INSERT INTO role_grants (id, user_id, granted_at, source, role_id, owner_id)
SELECT '{}', user_id, granted_at, source, role_id, user_id FROM role_grants WHERE reason = 'why'
"""
COLUMNS = "source, role_id, granted_by_id, reason, expires_at, last_confirmed_at"


@pytest.fixture
def first_versions(tmp_path: Path) -> Path:
    """What an installation had before."""
    folder = tmp_path / "first"
    folder.mkdir()
    for name in known_versions()[:2]:
        shutil.copy(VERSIONS / name, folder)
    return folder


def insert(look: Look, table: str, **values: str) -> None:
    """Writes a row of texts as SQL has them."""
    look.ask(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join(values.values())})")  # noqa: S608 — our own


def fill(look: Look, engine: Dialect) -> None:
    """One account with three grants of two roles."""
    no, always = "false" if engine == "postgres" else "0", {"created_at": MOMENT, "updated_at": MOMENT, "version": "1"}
    names = ("username", "username_key", "username_search", "display_name", "display_name_key")
    empty = ("first_name", "last_name", "first_name_key", "last_name_key", "names_search")
    texts = dict.fromkeys(names, "'asa'") | dict.fromkeys(empty, "''")
    closed = {"kind": "'HUMAN'", "auth_method": "'LOCAL'", "status": "'ACTIVE'", "display_name_is_own": no}
    numbers = {"idle_timeout_minutes": "0", "session_limit": "0"}
    insert(look, "users", id=f"'{USER}'", **texts, **closed, **numbers, **always)
    for role, name in ((ADMIN, "'admin'"), (VIEWER, "'viewer'")):
        kind = {"level": "1", "api_only": no, "built_in": no, "description": "''"}
        insert(look, "roles", id=f"'{role}'", name=name, name_key=name, **kind, **always)
    for grant, values in GRANTS.items():
        row = dict(zip(COLUMNS.split(", "), values.split(", "), strict=True))
        insert(look, "role_grants", id=f"'{grant}'", user_id=f"'{USER}'", granted_at=MOMENT, **row)


async def test_grants_of_version_1_stay_as_they_are_and_have_no_owner(
    empty_database_url: str, first_versions: Path, look: Look, engine: Dialect
) -> None:
    await migrate(empty_database_url, versions=first_versions)
    fill(look, engine)
    before = look.ask(STORED)
    assert len(before) == len(GRANTS)
    assert await migrate(empty_database_url) == known_versions()[2:]
    assert look.ask(STORED) == before
    assert look.ask("SELECT DISTINCT owner_id FROM role_grants") == [str(NO_OWNER)]


async def test_one_source_gives_a_role_once_and_two_give_it_each(
    empty_database_url: str, first_versions: Path, look: Look, engine: Dialect
) -> None:
    await migrate(empty_database_url, versions=first_versions)
    fill(look, engine)
    await migrate(empty_database_url)
    look.ask(COPY.format("0193a1b2-0000-7000-8000-0000000000b1"))
    assert look.ask("SELECT count(*) FROM role_grants") == ["4"]
    with pytest.raises(Exception, match=r"(?i)unique"):
        look.ask(COPY.format("0193a1b2-0000-7000-8000-0000000000b2"))
