"""Connections to PostgreSQL that go back into the pool as they are."""

from asyncpg import Connection  # pyright: ignore[reportMissingTypeStubs] — it has none


class PlainConnection(Connection):  # pyright: ignore[reportMissingTypeArgument, reportUntypedBaseClass] — untyped
    """A connection on which nobody leaves anything behind, so that giving it back costs no round trip.

    asyncpg would otherwise send ``RESET ALL`` and more after each read. Settings are made with ``SET LOCAL`` alone,
    advisory locks end with their transaction, nobody listens, and no cursor outlives its transaction; one that is still
    open is rolled back nevertheless.
    """

    def get_reset_query(self) -> str:
        """Nothing."""
        return ""
