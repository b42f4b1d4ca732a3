"""An open database for a verb that does something to what is stored."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from api.config import Config
from api.units import units_of
from auth.unit_of_work import Units
from migrations.runner import require_current
from models.database import close_database, open_database

DRAIN_SECONDS = 10
"""How long open transactions may take at the end."""


@asynccontextmanager
async def opened(config: Config) -> AsyncGenerator[Units]:
    """Units of work on the database, which has to be up to date."""
    await open_database(config.database_url)
    try:
        await require_current()
        units = units_of(config)
        yield units
        await units.drain(DRAIN_SECONDS)
    finally:
        await close_database()
