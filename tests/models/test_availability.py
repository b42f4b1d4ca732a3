"""Which errors mean that the database cannot answer now, and which that it was asked something wrong."""

import sqlite3

import asyncpg  # pyright: ignore[reportMissingTypeStubs] — it has none
import pytest
from tortoise.exceptions import DBConnectionError, IntegrityError, OperationalError, TransactionManagementError

from models.availability import DatabaseUnavailable, is_unavailable, is_worth_retrying


def sqlite_error(code: int, kind: type[sqlite3.Error] = sqlite3.OperationalError) -> sqlite3.Error:
    error = kind("as the driver says it")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    "error",
    [
        DatabaseUnavailable(),
        DBConnectionError("no such database"),
        sqlite_error(sqlite3.SQLITE_BUSY),
        sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT),
        sqlite_error(sqlite3.SQLITE_FULL),
        sqlite_error(sqlite3.SQLITE_IOERR_WRITE),
        OperationalError(sqlite_error(sqlite3.SQLITE_BUSY)),
        TransactionManagementError(sqlite_error(sqlite3.SQLITE_BUSY)),
        asyncpg.DeadlockDetectedError("deadlock"),
        asyncpg.SerializationError("serialization"),
        asyncpg.DiskFullError("disk full"),
        asyncpg.TooManyConnectionsError("too many"),
        asyncpg.AdminShutdownError("shutting down"),
        asyncpg.CannotConnectNowError("starting up"),
        asyncpg.QueryCanceledError("statement timeout"),
        asyncpg.ReadOnlySQLTransactionError("standby"),
        asyncpg.ConnectionDoesNotExistError("closed in the middle"),
        asyncpg.InterfaceError("connection is closed"),
        OperationalError(asyncpg.InterfaceError("pool is closing")),
    ],
    ids=repr,
)
def test_a_database_that_cannot_answer_now(error: Exception) -> None:
    assert is_unavailable(error)


@pytest.mark.parametrize(
    "error",
    [
        ValueError("something else"),
        OperationalError("in words of its own"),
        OperationalError(sqlite_error(sqlite3.SQLITE_ERROR)),
        IntegrityError(sqlite_error(sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.IntegrityError)),
        asyncpg.UniqueViolationError("twice"),
        asyncpg.UndefinedTableError("no such table"),
        asyncpg.CharacterNotInRepertoireError("NUL"),
        asyncpg.InterfaceError("the server expects 1 argument for this query, 0 were passed"),
    ],
    ids=repr,
)
def test_a_database_that_answered_no(error: Exception) -> None:
    assert not is_unavailable(error)


def test_only_the_loser_of_a_race_is_worth_retrying() -> None:
    assert is_worth_retrying(asyncpg.DeadlockDetectedError("deadlock"))
    assert is_worth_retrying(OperationalError(asyncpg.SerializationError("serialization")))
    assert not is_worth_retrying(asyncpg.AdminShutdownError("shutting down"))
    assert not is_worth_retrying(sqlite_error(sqlite3.SQLITE_BUSY))
