"""The open database: which engine, which connections, and which of them a query uses.

"default" writes, and on PostgreSQL reads too. On SQLite a second connection named "reader" cannot write, so that no
read outside a unit of work waits for a writer. Inside a unit of work everything goes through its transaction.

Every process has one database open at a time. Transactions are opened by ``auth.unit_of_work`` only.
"""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias
from urllib.parse import parse_qsl, unquote, urlsplit

from tortoise.backends.base.client import BaseDBAsyncClient, TransactionalDBClient
from tortoise.backends.base.executor import (
    EXECUTOR_CACHE,  # pyright: ignore[reportUnknownVariableType] — its lists are untyped
)
from tortoise.connection import get_connections
from tortoise.context import TortoiseContext, get_current_context

from models.availability import DatabaseUnavailable, is_unavailable
from models.sqlite_immediate import PRAGMAS

Dialect: TypeAlias = Literal["sqlite", "postgres"]

APP = "gatehouse"
"""The label under which Tortoise knows our tables, as in ``"gatehouse.User"``."""

MODEL_MODULES = (
    "models.user",
    "models.role",
    "models.permission",
    "models.resource",
    "models.group",
    "models.session",
    "models.pending_login",
    "models.one_time_link",
    "models.identity_expectation",
    "models.ldap_profile",
    "models.policy",
    "models.external_identity",
    "models.identity_provider",
    "models.provider_sign_in",
    "models.second_factor",
    "models.api_token",
    "models.outbox_mail",
    "models.setting",
    "models.audit_event",
    "models.idempotency_key",
)
"""Every module that declares tables."""

WRITER = "default"
READER = "reader"

POOL_SIZE = 10
"""PostgreSQL connections a process opens at most."""

STATEMENT_SECONDS = 10
"""Longest time that one statement may take on PostgreSQL."""

_CONNECT_SECONDS = 5
_IDLE_IN_TRANSACTION_SECONDS = 10
_GRACE_SECONDS = 2
"""How much later the client gives up a statement than the server should have done: the server may be gone."""


class ReaderRouter:
    """Tells Tortoise where the ORM's queries go."""

    def db_for_read(self, _model: object) -> str:
        """The connection for a query that only reads."""
        return reading().connection_name

    def db_for_write(self, _model: object) -> str:
        """The connection for a query that writes."""
        return WRITER


def dialect_of(url: str) -> Dialect:
    """The engine that a database URL names."""
    return "sqlite" if url.startswith("sqlite:") else "postgres"


def sqlite_file(url: str) -> str:
    """The path in ``sqlite:///absolute/path``, taken literally: nothing in it is percent-decoded."""
    return url.removeprefix("sqlite://")


def tortoise_config(
    url: str,
    *,
    pool_size: int = POOL_SIZE,
    statement_seconds: int | None = STATEMENT_SECONDS,
    modules: tuple[str, ...] = MODEL_MODULES,
) -> dict[str, Any]:
    """Tortoise's configuration for a database URL.

    Args:
        url: ``sqlite:///absolute/path`` or ``postgres://user:password@host:port/database``; there ``sslmode`` may
            follow as in libpq (PostgreSQL 15 §34.1.2).
        pool_size: PostgreSQL connections at most.
        statement_seconds: Longest time for one PostgreSQL statement and for idling inside a transaction; ``None``
            for no bound, as migrations need it.
        modules: Modules that declare tables.
    """
    make = _sqlite_connections if dialect_of(url) == "sqlite" else _postgres_connections
    return {
        "connections": make(url, pool_size, statement_seconds),
        "apps": {APP: {"models": list(modules), "default_connection": WRITER}},
        "routers": [ReaderRouter],
        "use_tz": True,
        "timezone": "UTC",
    }


def _sqlite_connections(url: str, _pool_size: int, _statement_seconds: int | None) -> dict[str, Any]:
    engine, path = "models.sqlite_immediate", sqlite_file(url)
    return {
        WRITER: {"engine": engine, "credentials": {"file_path": path, **PRAGMAS}},
        READER: {"engine": engine, "credentials": {"file_path": path, **PRAGMAS, "query_only": "ON"}},
    }


def _postgres_connections(url: str, pool_size: int, statement_seconds: int | None) -> dict[str, Any]:
    from models.postgres_connection import PlainConnection  # noqa: PLC0415 — its library is for PostgreSQL alone

    parts = urlsplit(url)
    credentials: dict[str, Any] = {
        "connection_class": PlainConnection,
        "host": unquote(parts.hostname or ""),
        "port": parts.port or 5432,
        "user": unquote(parts.username) if parts.username else None,
        "password": unquote(parts.password) if parts.password else None,
        "database": unquote(parts.path.strip("/")),
        "minsize": 1,
        "maxsize": pool_size,
        "timeout": _CONNECT_SECONDS,
        "command_timeout": None if statement_seconds is None else statement_seconds + _GRACE_SECONDS,
        "server_settings": _server_settings(statement_seconds),
    }
    if sslmode := dict(parse_qsl(parts.query)).get("sslmode"):
        credentials["ssl"] = sslmode
    return {WRITER: {"engine": "tortoise.backends.asyncpg", "credentials": credentials}}


def _server_settings(statement_seconds: int | None) -> dict[str, str]:
    idle = 0 if statement_seconds is None else _IDLE_IN_TRANSACTION_SECONDS
    return {
        "application_name": "gatehouse",
        "timezone": "UTC",
        "client_connection_check_interval": "2s",  # a killed process's statements, and locks, end (PostgreSQL 14)
        "statement_timeout": f"{statement_seconds or 0}s",
        "idle_in_transaction_session_timeout": f"{idle}s",
    }


@dataclass(slots=True)
class _Open:
    """What is known of the database that this process has open, or had open last."""

    dialect: Dialect = "sqlite"


_open = _Open()


async def open_database(
    url: str,
    *,
    pool_size: int = POOL_SIZE,
    statement_seconds: int = STATEMENT_SECONDS,
    modules: tuple[str, ...] = MODEL_MODULES,
) -> None:
    """Opens the process's database and makes sure that it answers.

    Raises:
        DatabaseUnavailable: It does not answer.
        tortoise.exceptions.ConfigurationError: A database is open already.
    """
    forget_statements()
    context = TortoiseContext()
    config = tortoise_config(url, pool_size=pool_size, statement_seconds=statement_seconds, modules=modules)
    with context:  # models look their engine up while they are loaded; afterwards every task finds the global one
        await context.init(config=config, _enable_global_fallback=True)
    _open.dialect = dialect_of(url)
    try:
        for connection in context.connections.all():
            await connection.create_connection(with_db=True)
            await connection.execute_script("SELECT 1")
    except Exception as error:
        await context.close_connections()
        if is_unavailable(error):
            raise DatabaseUnavailable(str(error)) from error
        raise


async def close_database() -> None:
    """Closes the process's database; does nothing when none is open."""
    context = get_current_context()
    if context is not None:
        if READER in context.connections.db_config:
            # Last must be the one that may write: it brings SQLite's log into the file and removes it.
            await context.connections.get(READER).close()
        await context.close_connections()
    forget_statements()


def forget_statements() -> None:
    """Drops the SQL that Tortoise keeps by connection name, whatever engine that name meant when it was made."""
    EXECUTOR_CACHE.clear()


def reading() -> BaseDBAsyncClient:
    """The connection that raw SQL reads use now: inside a unit of work its transaction, else the reader."""
    connections = get_connections()
    now = connections.get(WRITER)
    reads_apart = READER in connections.db_config and not isinstance(now, TransactionalDBClient)
    return connections.get(READER) if reads_apart else now


def dialect() -> Dialect:
    """The engine of the open database."""
    return _open.dialect
