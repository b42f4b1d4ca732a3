"""What a process needs to do its work: the checks behind ``/readyz``."""

from collections.abc import Mapping

from api.config import Config
from api.routes.health import Check, NotReady
from api.secret_key import KeysUnreadable, read_keys
from auth.reading import Statement, fetch
from migrations.runner import DatabaseIsNewer, DatabaseIsOlder, require_current
from models.availability import is_unavailable


def readiness_checks(config: Config) -> Mapping[str, Check]:
    """By name: the database answers, its tables are as this program knows them, the keys can be read."""

    async def keys() -> None:
        try:
            read_keys(config)
        except KeysUnreadable as error:
            raise NotReady("not readable") from error

    return {"database": _database, "migrations": _migrations, "keys": keys}


async def _database() -> None:
    try:
        await fetch(Statement().add("SELECT 1"))
    except Exception as error:
        raise _explained(error) from error


async def _migrations() -> None:
    try:
        await require_current()
    except DatabaseIsOlder as error:
        raise NotReady("not applied; run `gatehouse migrate`") from error
    except DatabaseIsNewer as error:
        raise NotReady("the database is of a newer version than this program") from error
    except Exception as error:
        raise _explained(error) from error


def _explained(error: Exception) -> Exception:
    return NotReady("not reachable") if is_unavailable(error) else error
