"""The whole application in this process, over ASGI, with its lifespan: for tests that look at whole answers."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2

from api.app import create_app
from api.config import Config, load_config
from tests.support.keys import KEY


def config_for(database_url: str, data_dir: Path, **variables: str) -> Config:
    """A configuration as ``GATEHOUSE_*`` variables would give it."""
    ours = {"DATABASE_URL": database_url, "DATA_DIR": str(data_dir), "SECRET_KEYS": KEY, **variables}
    return load_config({f"GATEHOUSE_{name}": text for name, text in ours.items()})


@asynccontextmanager
async def client_of(config: Config) -> AsyncGenerator[httpx2.AsyncClient]:
    """A client of a running application; the database must be at the newest version."""
    app = create_app(config, has_worker=False)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url=config.base_url) as client,
    ):
        yield client
