"""How many SQL statements a page takes, whatever its size: counted where Tortoise logs them, in this process."""

import logging
from pathlib import Path

from api.config_variables import LogFormat, LogLevel
from api.logs import configure_logging
from benchmarks.measure import heading, line
from benchmarks.page import DOCUMENT
from tests.support.app import client_of, config_for

SIZES = (1, 100, 250)


class Counter(logging.Handler):
    """Keeps what Tortoise says it sends."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.statements: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """As logging asks for it."""
        self.statements.append(record.getMessage())


async def count(engine: str, database_url: str, data_dir: Path, token: str) -> None:
    """Prints the statements of a whole request, with those that find the caller."""
    logger, counter = logging.getLogger("tortoise.db_client"), Counter()
    configure_logging(LogFormat.TEXT, LogLevel.WARNING)
    heading(f"SQL statements of a request for a page of accounts, on {engine}")
    async with client_of(config_for(database_url, data_dir)) as client:
        logger.setLevel(logging.DEBUG)
        logger.addHandler(counter)
        try:
            for size in SIZES:
                counter.statements.clear()
                body = {"query": DOCUMENT, "variables": {"first": size}}
                answer = await client.post("/graphql", json=body, headers={"authorization": f"Bearer {token}"})
                rows = len(answer.json()["data"]["users"]["nodes"])
                line(f"page of {size} ({rows} rows), beside 1 for the session", str(len(counter.statements) - 1))
        finally:
            logger.removeHandler(counter)
            logger.setLevel(logging.NOTSET)
