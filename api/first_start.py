"""Before a server accepts requests: data directory and key, tables, built-in roles, the first administrator."""

from dataclasses import dataclass

from api.config import Config, ConfigurationError
from api.config_variables import BOOTSTRAP_ADMIN_PASSWORD, BOOTSTRAP_ADMIN_USERNAME
from api.secret_key import prepare_data_directory
from api.units import units_of
from auth.actor import HOST, SYSTEM
from auth.clock import SystemClock
from auth.credential import NewPassword
from auth.errors import Refused
from auth.passwords.administrators import administrators_exist, create_administrator
from auth.passwords.choice import PasswordRejected, chosen, generated
from auth.passwords.hashing import PasswordHashing
from auth.roles.built_in import ensure_built_in_roles
from auth.unit_of_work import Units
from migrations.runner import migrate, require_current
from models.database import close_database, open_database


@dataclass(frozen=True, slots=True)
class FirstAdministrator:
    """Who was created because there was nobody. ``password`` is ``None`` when it was chosen beforehand."""

    username: str
    password: str | None


async def prepare(config: Config, *, may_migrate: bool) -> FirstAdministrator | None:
    """Makes everything ready that a server needs, and does nothing where it is ready already.

    Raises ``KeysUnreadable``, ``DatabaseUnavailable``, ``DatabaseIsNewer``; ``DatabaseIsOlder`` unless
    ``may_migrate``; ``ConfigurationError`` when the bootstrap variables are refused.
    """
    prepare_data_directory(config)
    if may_migrate:
        await migrate(config.database_url)
    await open_database(config.database_url)
    try:
        await require_current()
        return await _bootstrap(config, units_of(config))
    finally:
        await close_database()


async def _bootstrap(config: Config, units: Units) -> FirstAdministrator | None:
    await units.run(SYSTEM, ensure_built_in_roles)
    if await administrators_exist(SystemClock().now()):
        return None
    username = config.bootstrap_username
    new, shown = await _password(config)
    try:
        await units.run(HOST, lambda work: create_administrator(work, username, new))
    except Refused as refused:
        if any(error.code == "USERNAME_TAKEN" for error in refused.errors):
            return None  # another process, starting at the same moment, was first
        reasons = " ".join(error.message for error in refused.errors)
        raise ConfigurationError({BOOTSTRAP_ADMIN_USERNAME.full_name: f"was refused. {reasons}"}) from refused
    return FirstAdministrator(username, shown)


async def _password(config: Config) -> tuple[NewPassword, str | None]:
    hashing = PasswordHashing()
    try:
        if config.bootstrap_password is None:
            made = await generated(hashing)
            return made.new, made.password
        return await chosen(hashing, config.bootstrap_password, names=(config.bootstrap_username,)), None
    except PasswordRejected as rejected:
        raise ConfigurationError({BOOTSTRAP_ADMIN_PASSWORD.full_name: f"was refused. {rejected.message}"}) from rejected
    finally:
        hashing.close()
