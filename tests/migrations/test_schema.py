"""The versions lead to exactly the tables that the models describe, and new ones can be written."""

import copy
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from aerich.utils import get_formatted_compressed_data
from tortoise.context import TortoiseContext
from tortoise.utils import generate_schema_for_client

from migrations.new import described, difference, write
from migrations.runner import VERSIONS, known_versions, load_version, migrate
from models.database import MODEL_MODULES, WRITER, Dialect, tortoise_config
from tests.support.look import Look

# A default is no difference: a version needs one to add a column to rows that are there, the models never use it.
SQLITE_SCHEMA = """
SELECT 'column', t.name, c.name, c.type, c."notnull", c.pk, NULL
  FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'
UNION ALL
SELECT 'index', t.name, group_concat(c.name || CASE c."desc" WHEN 1 THEN ' desc' ELSE '' END), i."unique", i.origin,
       i.partial, CASE i.origin WHEN 'c' THEN i.name END
  FROM sqlite_master t, pragma_index_list(t.name) i, pragma_index_xinfo(i.name) c
  WHERE t.type = 'table' AND c.key = 1 GROUP BY t.name, i.name
UNION ALL
SELECT 'foreign key', t.name, k."from", k."table", k."to", k.on_update, k.on_delete
  FROM sqlite_master t, pragma_foreign_key_list(t.name) k WHERE t.type = 'table'
"""

POSTGRES_SCHEMA = """
SELECT concat_ws('|', 'column', table_name, column_name, data_type, character_maximum_length, is_nullable, is_identity)
  FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL
SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL
SELECT concat_ws('|', conrelid::regclass, conname, pg_get_constraintdef(oid))
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""


@pytest.mark.parametrize("dialect", ["sqlite", "postgres"])
async def test_the_newest_version_knows_the_models_as_they_are(dialect: Dialect) -> None:
    """Otherwise: ``make migration NAME=what_changes``."""
    newest = load_version(VERSIONS / known_versions()[-1])
    statements, _ = await difference(dialect, described(newest))
    assert statements == ""


async def make_by_models(url: str) -> None:
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(url, modules=(*MODEL_MODULES, "aerich.models")))
        await generate_schema_for_client(context.connections.get(WRITER), safe=False)


async def make_by_versions(url: str) -> None:
    await migrate(url)


async def test_the_versions_make_what_the_models_describe(
    engine: Dialect, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    async def schema(make: Callable[[str], Awaitable[None]], name: str) -> list[str]:
        if engine == "sqlite":
            url = f"sqlite://{tmp_path / name}"
            await make(url)
            return sorted(Look(url, None).ask(SQLITE_SCHEMA))
        server = request.getfixturevalue("postgres_server")
        with server.database() as database:
            await make(server.url(database))
            return sorted(Look(server.url(database), server).ask(POSTGRES_SCHEMA))

    made = await schema(make_by_versions, "versions")
    assert made == await schema(make_by_models, "models")
    assert len(made) > 100


async def test_without_a_change_no_version_is_written(tmp_path: Path) -> None:
    assert (await write("everything", tmp_path)) == tmp_path / known_versions()[0]
    assert await write("nothing", tmp_path) is None


async def test_a_change_is_written_for_both_engines_and_can_be_applied(
    tmp_path: Path, empty_database_url: str, look: Look
) -> None:
    first = await write("everything", tmp_path)
    assert first is not None
    forget_a_table(first, "gatehouse.SettingsPage", "settings_pages")

    second = await write("add_settings", tmp_path)

    assert second is not None
    assert re.fullmatch(r"1_\d{14}_add_settings\.py", second.name)
    assert await migrate(empty_database_url, versions=tmp_path) == [first.name, second.name]
    assert "settings_pages" in look.tables()
    assert await write("nothing", tmp_path) is None


def forget_a_table(version: Path, model: str, table: str) -> None:
    """Makes a version as if there had not been this table yet."""
    state = described(load_version(version))
    del state[model]
    text = re.sub(rf'CREATE TABLE "{table}" \(.*?\n\);', "", version.read_text(encoding="utf-8"), flags=re.DOTALL)
    head, _, _ = text.partition("MODELS_STATE")
    version.write_text(f"{head}MODELS_STATE = ({get_formatted_compressed_data(state)})\n", encoding="utf-8")


async def test_what_aerich_cannot_say_for_an_engine_is_left_to_be_written_by_hand() -> None:
    state = described(load_version(VERSIONS / known_versions()[-1]))
    column = next(item for item in state["gatehouse.SettingsPage"]["data_fields"] if item["name"] == "values_json")
    column["nullable"] = True
    assert "write_this_by_hand" in (await difference("sqlite", copy.deepcopy(state)))[0]
    assert (await difference("postgres", state))[
        0
    ] == 'ALTER TABLE "settings_pages" ALTER COLUMN "values_json" SET NOT NULL;'
