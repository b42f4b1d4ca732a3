"""Tells a database that cannot answer now from one that refuses what it was asked.

Drivers raise what they like; this is the one place that knows their errors. By PostgreSQL's SQLSTATE classes
(PostgreSQL 15, appendix A) and SQLite's primary result codes (sqlite.org/rescode.html).
"""

import sqlite3
from types import TracebackType

from tortoise.exceptions import BaseORMException, DBConnectionError

_UNAVAILABLE_CLASSES = frozenset(
    {
        "08",  # connection exception
        "28",  # invalid authorization: it no longer lets us in
        "53",  # insufficient resources: disk full, out of memory, too many connections
        "57",  # operator intervention: shutting down, starting up, statement timeout
        "58",  # system error: I/O
    }
)
_UNAVAILABLE_STATES = frozenset(
    {
        "25006",  # read-only: a standby that is not yet promoted
        "25P03",  # idle in transaction for too long
        "3D000",  # no such database
        "40001",  # serialization failure
        "40P01",  # deadlock detected
        "55P03",  # lock not available
    }
)
_WORTH_RETRYING = frozenset({"40001", "40P01"})
_UNAVAILABLE_CODES = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_READONLY,
    }
)
_PRIMARY_CODE = 0xFF
"""SQLite's extended result codes hold the primary one in their lowest byte."""

_DRIVERS = frozenset({"asyncpg", "aiosqlite"})


class DatabaseUnavailable(Exception):
    """The database cannot answer now; nothing was changed, and the same request may succeed later."""


def is_unavailable(error: BaseException) -> bool:
    """Whether an exception says that the database cannot answer now. The edge answers 503 to those."""
    error = _driver_error(error)
    if isinstance(error, DatabaseUnavailable | DBConnectionError):
        return True
    if isinstance(error, OSError):  # refused, unreachable, timed out
        return _came_through_driver(error.__traceback__)
    if isinstance(error, sqlite3.Error):
        return (getattr(error, "sqlite_errorcode", 0) & _PRIMARY_CODE) in _UNAVAILABLE_CODES
    state = _sql_state(error)
    return state[:2] in _UNAVAILABLE_CLASSES or state in _UNAVAILABLE_STATES or _is_closed(error)


def is_worth_retrying(error: BaseException) -> bool:
    """Whether the database took this transaction back only because of another one's timing."""
    return _sql_state(_driver_error(error)) in _WORTH_RETRYING


def _driver_error(error: BaseException) -> BaseException:
    while isinstance(error, BaseORMException) and error.args and isinstance(error.args[0], BaseException):
        error = error.args[0]
    return error


def _sql_state(error: BaseException) -> str:
    return str(getattr(error, "sqlstate", None) or "")


def _is_closed(error: BaseException) -> bool:
    """Whether a connection or pool was closed under a caller, for which asyncpg has no code."""
    if not type(error).__module__.startswith("asyncpg."):
        return False
    name, text = type(error).__name__, str(error)
    return name == "InternalClientError" or (name == "InterfaceError" and ("closed" in text or "closing" in text))


def _came_through_driver(traceback: TracebackType | None) -> bool:
    while traceback is not None:
        if str(traceback.tb_frame.f_globals.get("__name__")).partition(".")[0] in _DRIVERS:
            return True
        traceback = traceback.tb_next
    return False
