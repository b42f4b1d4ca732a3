"""``demo``: two hundred accounts to look at, for development only."""

from functools import partial

from api.cli.options import AsJson
from api.cli.outcome import Answer, Exit, answer
from api.cli.terminal import first_start_block
from api.config import Config
from api.config_variables import Environment
from api.demo import Filled, fill
from api.first_start import FirstAdministrator, prepare
from api.units import units_of
from auth.clock import SystemClock
from auth.passwords.hashing import PasswordHashing
from models.database import close_database, open_database


def demo(*, as_json: AsJson = False) -> None:
    """Fill the database with 200 made-up accounts in every state (development only; once is enough)."""
    answer(_demo, as_json=as_json)


async def _demo(config: Config) -> Answer:
    if config.environment is not Environment.DEVELOPMENT:
        message = "Made-up accounts with one password do not belong here: GATEHOUSE_ENVIRONMENT is not development."
        return Answer(message, {"error": {"code": "NOT_DEVELOPMENT", "message": message}}, Exit.FAILED)
    administrator = await prepare(config, may_migrate=True)
    await open_database(config.database_url)
    hashing = PasswordHashing()
    try:
        return _told(config, administrator, await fill(SystemClock(), hashing, partial(units_of, config)))
    finally:
        hashing.close()
        await close_database()


def _told(config: Config, administrator: FirstAdministrator | None, filled: Filled) -> Answer:
    fields = {
        "created": filled.created,
        "accounts": filled.total,
        "password": filled.password,
        "administrator": administrator and {"username": administrator.username, "password": administrator.password},
    }
    first = [first_start_block(config, administrator)] if administrator else []
    return Answer("\n\n".join([*first, _sentence(filled)]), fields)


def _sentence(filled: Filled) -> str:
    if not filled.created:
        return f"All {filled.total} demo accounts are there already; nothing was changed."
    return (
        f"Made {filled.created} of {filled.total} demo accounts: demo001, demo002 … and demo-service1 …\n"
        f"The password of those that have one, shown this once: {filled.password}"
    )
