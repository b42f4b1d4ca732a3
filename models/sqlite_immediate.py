"""Tortoise engine for SQLite whose transactions take the write lock when they begin.

A deferred ``BEGIN`` takes it at the first write, when another process may already have written what this one has
read: SQLite then answers "database is locked" at once, whatever the busy timeout. ``BEGIN IMMEDIATE`` waits its turn.

Tortoise chooses parts of its SQL by finding the word "sqlite" in an engine's module name.
"""

import os
import sqlite3
from contextlib import suppress
from types import TracebackType
from typing import Any

from tortoise.backends.base.client import TransactionalDBClient, TransactionContext
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
)
from tortoise.connection import get_connections
from tortoise.exceptions import DBConnectionError, TransactionManagementError

PRAGMAS: dict[str, str | int] = {
    "busy_timeout": 5000,  # milliseconds; first, because the others may have to wait
    "journal_mode": "WAL",
    "synchronous": "NORMAL",
    "foreign_keys": "ON",
}
"""What every connection sets. In WAL mode ``NORMAL`` survives a crash of the process; a power cut may lose the last
commits but never tears one."""


class ImmediateTransaction(SqliteTransactionWrapper):
    """A transaction that holds the write lock from its first moment."""

    async def begin(self) -> None:
        """Waits for the write lock, at most ``busy_timeout``; raises ``TransactionManagementError`` after that."""
        try:
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise TransactionManagementError(error) from error

    async def commit(self) -> None:
        """Commits, or rolls back and raises: a failed commit leaves SQLite's transaction open for the next one."""
        try:
            await super().commit()
        except sqlite3.Error:
            await self._connection.rollback()
            raise


class ImmediateTransactionContext(SqliteTransactionContext):
    """Lends the client's one connection to a transaction and takes it back clean, whatever happens.

    Tortoise's own keeps the lock for ever when ``BEGIN`` fails, and some failures leave the transaction open.
    """

    async def __aenter__(self) -> TransactionalDBClient:
        await self._trxlock.acquire()
        try:
            await self.ensure_connection()
            await self.connection.begin()
        except BaseException:
            self._trxlock.release()
            raise
        self.token = get_connections().set(self.connection_name, self.connection)
        return self.connection

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        try:
            if not self.connection._finalized:  # noqa: SLF001 — Tortoise's own protocol
                await (self.connection.commit() if exc_type is None else self.connection.rollback())
        finally:
            get_connections().reset(self.token)
            self._trxlock.release()


class ImmediateClient(SqliteClient):
    """One connection to a SQLite file, made private to the account that runs the process."""

    async def create_connection(self, with_db: bool) -> None:  # noqa: FBT001 — Tortoise's signature
        """Connects; a file that does not exist yet is made with mode 0600. Raises ``DBConnectionError``."""
        try:
            _make_private(self.filename)
        except OSError as error:
            raise DBConnectionError(f"{self.filename}: {error.strerror}") from error
        await super().create_connection(with_db)

    def _in_transaction(self) -> TransactionContext:
        return ImmediateTransactionContext(ImmediateTransaction(self), self._lock)


def _make_private(file: str) -> None:
    """Makes the file, readable by its owner only, unless it is there.

    One that is there is not opened: closing it again would drop the locks that this process's other connections hold
    on it, and another process could then delete their log (sqlite.org/howtocorrupt.html §2.2).
    """
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))


client_class: type[Any] = ImmediateClient
"""Where Tortoise looks for an engine's client."""
