"""Units of work when the network to PostgreSQL swallows everything: refused in time, and usable again afterwards."""

from time import monotonic

import pytest

from auth.actor import SYSTEM
from auth.clock import SystemClock
from auth.unit_of_work import Units, Work
from models.availability import DatabaseUnavailable
from models.database import close_database, open_database
from models.setting import SettingsPage
from tests.support.blackhole import Proxy
from tests.support.keys import INSTALLATION, write_events
from tests.support.postgres import PostgresServer


async def count(_work: Work) -> int:
    return await SettingsPage.all().count()


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
async def test_a_blackhole_is_unavailable_in_time_and_its_end_is_noticed(
    database_url: str, postgres_server: PostgresServer
) -> None:
    units = Units(SystemClock(), write_events, INSTALLATION)
    async with Proxy(postgres_server.port).running() as proxy:
        through_proxy = database_url.replace(str(postgres_server.port), str(proxy.port))
        await open_database(through_proxy, pool_size=1, statement_seconds=1)
        try:
            assert await units.run(SYSTEM, count) == 0
            proxy.swallow()
            begun = monotonic()
            with pytest.raises(DatabaseUnavailable):
                await units.run(SYSTEM, count)
            assert monotonic() - begun < 30
            proxy.forward()
            assert await units.run(SYSTEM, count) == 0
        finally:
            await close_database()
