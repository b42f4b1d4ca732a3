"""``migrate``: brings the database up to date."""

from api.cli.options import AsJson
from api.cli.outcome import Answer, answer
from api.config import Config
from api.secret_key import prepare_data_directory
from migrations.runner import migrate as apply_migrations


def migrate(*, as_json: AsJson = False) -> None:
    """Bring the database up to date. Safe to run while others do the same."""
    answer(_migrate, as_json=as_json)


async def _migrate(config: Config) -> Answer:
    prepare_data_directory(config)
    applied = await apply_migrations(config.database_url)
    text = "\n".join(f"applied {version}" for version in applied) or "The database is up to date."
    return Answer(text, {"applied": applied})
