"""A look into a database with the engine's own tools, from outside of the code under test."""

import sqlite3
from contextlib import closing

from tests.support.postgres import PostgresServer


class Look:
    """A look into a database from outside."""

    def __init__(self, url: str, server: PostgresServer | None) -> None:
        self._url, self._server = url, server

    def ask(self, statement: str) -> list[str]:
        """The rows, columns separated by ``|``."""
        if self._server is not None:
            return self._server.execute(statement, self._url.rpartition("/")[2]).splitlines()
        with closing(sqlite3.connect(self._url.removeprefix("sqlite://"), isolation_level=None)) as connection:
            return ["|".join(map(str, row)) for row in connection.execute(statement)]

    def tables(self) -> set[str]:
        """Every table of ours."""
        if self._server is not None:
            return set(self.ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        return set(self.ask("SELECT name FROM sqlite_master WHERE type = 'table'")) - {"sqlite_sequence"}
