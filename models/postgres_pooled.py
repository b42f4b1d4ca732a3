"""Tortoise engine for PostgreSQL whose pool gets every connection back.

Tortoise's own loses a connection of the pool for ever when ``BEGIN`` fails on it, as it does after a restart of the
server.
"""

# Tortoise's engines and their transaction contexts work on each other's underscored attributes.
# pyright: reportPrivateUsage=false

from typing import Any

from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import (
    TransactionalDBClient,
    TransactionContext,
    TransactionContextPooled,
)
from tortoise.connection import get_connections


class PooledTransactionContext(TransactionContextPooled):
    """Lends one connection of the pool to a transaction and takes it back, whatever happens."""

    async def __aenter__(self) -> TransactionalDBClient:
        await self.ensure_connection()
        pool = self.client._parent._pool  # noqa: SLF001 — see above
        self.client._connection = await pool.acquire()  # noqa: SLF001 — see above
        try:
            await self.client.begin()
        except BaseException:
            await pool.release(self.client._connection)  # noqa: SLF001 — see above
            raise
        self.token = get_connections().set(self.connection_name, self.client)
        return self.client


class PooledClient(AsyncpgDBClient):
    """A pool of connections to a PostgreSQL database."""

    def _in_transaction(self) -> TransactionContext:
        return PooledTransactionContext(TransactionWrapper(self), self._pool_init_lock)


client_class: type[Any] = PooledClient
"""Where Tortoise looks for an engine's client."""
