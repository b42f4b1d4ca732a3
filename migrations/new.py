"""Writes a version from the difference between the models and the newest version, for both engines.

    make migration NAME=add_groups

Read both texts before you commit them: aerich guesses, and what SQLite can change only by building a table anew has
to be written by hand there. ``python -m migrations.new --again`` writes the newest version anew, for as long as that is
not released.
"""

import argparse
import asyncio
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from aerich.coder import decoder
from aerich.exceptions import NotSupportError
from aerich.migrate import Migrate
from aerich.utils import get_formatted_compressed_data, get_models_describe
from tortoise.context import TortoiseContext
from tortoise.models import Model
from tortoise.utils import get_schema_sql

from migrations.runner import VERSIONS, Version, known_versions, load_version
from models.database import APP, MODEL_MODULES, WRITER, Dialect, tortoise_config

State = dict[str, Any]
"""aerich's description of all models."""

Texts = dict[Dialect, tuple[str, State]]
"""What a version holds for each engine."""

INIT = "0_20261121000000_init.py"

_NOWHERE: dict[Dialect, str] = {"sqlite": "sqlite:///nowhere", "postgres": "postgres://nobody@nowhere/nothing"}
_untyped = cast("Any", Migrate)
_PROSE = frozenset({"description", "docstring"})

_TEMPLATE = '''"""Version {number}: {title}."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True

SQLITE = r"""
{sqlite}
"""

POSTGRES = r"""
{postgres}
"""


async def upgrade(db: BaseDBAsyncClient | None) -> str:
    """The SQL for the engine at hand; aerich asks without one when it means PostgreSQL."""
    return SQLITE if db is not None and db.capabilities.dialect == "sqlite" else POSTGRES


async def downgrade(db: BaseDBAsyncClient | None) -> str:
    """None: a database goes back by its backup."""
    return ""


MODELS_STATE = (
    {state}
)
'''


async def initial(dialect: Dialect) -> tuple[str, State]:
    """The SQL that makes all tables, and the models' state."""
    async with TortoiseContext() as context:
        await _load_models(context, dialect)
        return get_schema_sql(context.connections.get(WRITER), safe=False), models_state()


async def difference(dialect: Dialect, before: State) -> tuple[str, State]:
    """The SQL that leads from an earlier state to the models, empty when there is none; and the models' state."""
    async with TortoiseContext() as context:
        config = await _load_models(context, dialect)
        await _untyped.init(config, APP, str(VERSIONS.parent), offline=True)
        after = models_state()
        try:
            return ";\n".join([*_operators(before, after), ""]).strip(), after
        except NotSupportError as error:
            return f"SELECT write_this_by_hand('{error}');", after


def models_state() -> State:
    """What aerich knows of the loaded models, without prose: a changed docstring is no new version."""
    return {name: _without_prose(model) for name, model in get_models_describe(APP).items()}


def _without_prose(value: object) -> Any:  # noqa: ANN401 — as nested as it comes
    if isinstance(value, dict):
        items = cast("dict[str, object]", value).items()
        return {key: None if key in _PROSE else _without_prose(item) for key, item in items}
    if isinstance(value, list):
        return [_without_prose(item) for item in cast("list[object]", value)]
    return value


def _operators(before: State, after: State) -> list[str]:
    """The statements as aerich finds them. Its lists belong to the class and would grow with every use."""
    for name, value in list(vars(Migrate).items()):
        if isinstance(value, list):
            setattr(Migrate, name, [])
    _untyped.diff_models(before, after, no_input=True)
    _untyped._merge_operators()  # noqa: SLF001 — aerich has no other way to ask for both engines
    return _untyped.upgrade_operators


async def _load_models(context: TortoiseContext, dialect: Dialect) -> dict[str, Any]:
    config = tortoise_config(_NOWHERE[dialect], modules=(*MODEL_MODULES, "aerich.models"))
    await context.init(config=config)
    for model in _models(context):
        model._meta.table_description = ""  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] — Tortoise's only way
        for field in model._meta.fields_map.values():  # noqa: SLF001 # pyright: ignore — as above
            field.description = None
    return config


def _models(context: TortoiseContext) -> Iterable[type[Model]]:
    apps = context.apps
    return () if apps is None else apps[APP].values()


def described(version: Version) -> State:
    """The models as they were at a version."""
    return decoder(version.state)


async def write(name: str, versions: Path = VERSIONS) -> Path | None:
    """Writes the next version, or the first; gives its file, or ``None`` when the models have not changed."""
    known = known_versions(versions)
    if not known:
        first: Texts = {dialect: await initial(dialect) for dialect in _NOWHERE}
        return _write(versions / INIT, "every table of the ground floor", first)
    before = described(load_version(versions / known[-1]))
    texts: Texts = {dialect: await difference(dialect, before) for dialect in _NOWHERE}
    if not any(sql for sql, _ in texts.values()):
        return None
    number = int(known[-1].partition("_")[0]) + 1
    moment = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
    return _write(versions / f"{number}_{moment}_{name}.py", name.replace("_", " "), texts)


async def again(versions: Path = VERSIONS) -> Path | None:
    """Writes the newest version anew under its name, from the one before it to the models as they are now."""
    newest = versions / known_versions(versions)[-1]
    aside = newest.rename(newest.with_suffix(".aside"))
    try:
        made = await write("again", versions)
    except BaseException:
        aside.rename(newest)
        raise
    aside.unlink()
    if made is None or made == newest:
        return made
    text = made.read_text(encoding="utf-8").replace(": again.", f": {_title(newest)}.", 1)
    made.unlink()
    newest.write_text(text, encoding="utf-8")
    return newest


def _title(file: Path) -> str:
    return " ".join(file.stem.split("_")[2:])


def _write(file: Path, title: str, texts: Texts) -> Path:
    content = _TEMPLATE.format(
        number=file.name.partition("_")[0],
        title=title,
        sqlite=texts["sqlite"][0].strip(),
        postgres=texts["postgres"][0].strip(),
        state=get_formatted_compressed_data(texts["postgres"][1]),
    )
    file.write_text(content, encoding="utf-8")
    return file


def _name(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]{2,60}", text):
        raise argparse.ArgumentTypeError("a name has 3 to 61 small letters, digits and underscores")
    return text


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m migrations.new", description="Writes a version of the schema.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("name", nargs="?", type=_name, help="what changes, as in add_groups")
    what.add_argument("--again", action="store_true", help="write the newest version anew; only before its release")
    given = parser.parse_args()
    file = asyncio.run(again() if given.again else write(given.name))
    print(file or "The models have not changed.")  # noqa: T201 — it talks to a terminal


if __name__ == "__main__":
    main()
