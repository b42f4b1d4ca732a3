"""Counts the SQL statements of this process, on whatever connection, by listening to Tortoise's own log."""

import logging
from collections.abc import Generator
from contextlib import contextmanager


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.statements: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        arguments = record.args if isinstance(record.args, tuple) else ()
        self.statements.append(str(arguments[0]) if arguments else record.getMessage())


@contextmanager
def statements() -> Generator[list[str]]:
    """The statements that are executed within the block, without the boundaries of transactions."""
    log, listener = logging.getLogger("tortoise.db_client"), _Listener()
    level = log.level
    log.addHandler(listener)
    log.setLevel(logging.DEBUG)
    try:
        yield listener.statements
    finally:
        log.removeHandler(listener)
        log.setLevel(level)
