"""How a verb ends: one answer as text or JSON, and an exit code that a script can rely on."""

import asyncio
import sys
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, NoReturn

import orjson

from api.config import Config, ConfigurationError, load_config
from api.licence import LicenceUnusable
from api.logs import configure_logging
from api.secret_key import KeysUnreadable
from api.server import CannotListen
from auth.errors import DomainError, Refused
from migrations.runner import DatabaseIsNewer, DatabaseIsOlder
from models.availability import DatabaseUnavailable


class Exit(IntEnum):
    """Exit codes."""

    OK = 0
    FAILED = 1
    USAGE = 2
    CONFIGURATION = 3
    DATABASE_UNAVAILABLE = 4
    DATABASE_VERSION = 5
    KEYS = 6
    ADDRESS = 7
    AUDIT_BROKEN = 8
    DIRECTORY_UNAVAILABLE = 9
    TOO_MANY_CHANGES = 10


EXIT_CODES = {
    Exit.OK: "done",
    Exit.FAILED: "refused or failed; the message says why",
    Exit.USAGE: "wrong options",
    Exit.CONFIGURATION: "the configuration is wrong",
    Exit.DATABASE_UNAVAILABLE: "the database does not answer",
    Exit.DATABASE_VERSION: "the database is older (run migrate) or newer than this program",
    Exit.KEYS: "the secret keys cannot be read",
    Exit.ADDRESS: "the address cannot be listened on",
    Exit.AUDIT_BROKEN: "the audit trail is not whole",
    Exit.DIRECTORY_UNAVAILABLE: "a directory does not answer, or not to the end; nothing was changed",
    Exit.TOO_MANY_CHANGES: "a directory would change more accounts than the settings allow; nothing was changed",
}

_FAILURES: Mapping[type[Exception], tuple[Exit, str, str]] = {
    ConfigurationError: (Exit.CONFIGURATION, "CONFIGURATION", "{}"),
    DatabaseUnavailable: (
        Exit.DATABASE_UNAVAILABLE,
        "UNAVAILABLE",
        "The database does not answer: {}. GATEHOUSE_DATABASE_URL says where it should be.",
    ),
    DatabaseIsNewer: (Exit.DATABASE_VERSION, "DATABASE_IS_NEWER", "{} Use the release that ran here last, or newer."),
    DatabaseIsOlder: (Exit.DATABASE_VERSION, "DATABASE_IS_OLDER", "{} Run `gatehouse migrate`."),
    KeysUnreadable: (Exit.KEYS, "KEYS_UNREADABLE", "{}"),
    LicenceUnusable: (Exit.CONFIGURATION, "LICENCE_UNUSABLE", "{}"),
    CannotListen: (Exit.ADDRESS, "CANNOT_LISTEN", "{}"),
}
"""What a person can do something about: exit code, code for programs, what to say with the error's own message."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verb has to say: ``text`` for people, ``fields`` for programs."""

    text: str
    fields: Mapping[str, Any] = field(default_factory=dict[str, Any])
    exit_code: Exit = Exit.OK


def answer(action: Callable[[Config], Coroutine[Any, Any, Answer]], *, as_json: bool) -> NoReturn:
    """Runs ``action`` with the configuration, prints its answer and ends the process."""
    outcome = attempt(lambda: asyncio.run(action(configured())))
    show(outcome, as_json=as_json)
    sys.exit(outcome.exit_code)


def configured() -> Config:
    """The configuration, and a log according to it. Raises ``ConfigurationError``."""
    config = load_config()
    configure_logging(config.log_format, config.log_level)
    return config


def attempt(action: Callable[[], Answer]) -> Answer:
    """The answer of ``action``, also when it fails in a way that a person can do something about."""
    try:
        return action()
    except tuple(_FAILURES) as error:
        code, name, words = next(_FAILURES[kind] for kind in type(error).__mro__ if kind in _FAILURES)
        return _failed(code, name, words.format(error))
    except Refused as refused:
        return _failed(Exit.FAILED, refused.errors[0].code, "\n".join(error.message for error in refused.errors))
    except DomainError as error:
        return _failed(Exit.FAILED, error.code, error.message)


def show(outcome: Answer, *, as_json: bool) -> None:
    """Prints an answer: to standard error when it is a failure in words."""
    ok = outcome.exit_code is Exit.OK
    if as_json:
        print(orjson.dumps({"ok": ok, **outcome.fields}).decode(), flush=True)
    elif outcome.text:
        print(outcome.text, file=sys.stdout if ok else sys.stderr, flush=True)


def _failed(code: Exit, name: str, message: str) -> Answer:
    return Answer(message, {"error": {"code": name, "message": message}}, code)
