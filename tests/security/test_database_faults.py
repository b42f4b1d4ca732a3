"""The database goes away, hangs, comes back: 503 instead of 500, nothing waits for ever, recovery without help."""

import asyncio
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest

from api.first_start import prepare
from tests.support.app import client_of, config_for
from tests.support.wire import Wire, wire_to

PASSWORD = "Correct-horse-battery-7"
LOGIN = """
mutation {{
  login(input: {{username: "admin", password: "{password}"}}) {{ __typename ... on LoginSucceeded {{ accessToken }} }}
}}
"""
VIEWER = "{ viewer { username } }"
USERS = "{ users { nodes { username } } }"
CREATE = 'mutation { createRole(input: {name: "helpdesk", scopes: []}) { role { name } errors { code } } }'

pytestmark = pytest.mark.parametrize("engine", ["postgres"], indirect=True)


@dataclass(frozen=True, slots=True)
class Site:
    client: httpx2.AsyncClient
    wire: Wire
    token: str

    async def post(self, query: str) -> httpx2.Response:
        headers = {"authorization": f"Bearer {self.token}", "accept": "application/graphql-response+json"}
        return await self.client.post("/graphql", json={"query": query}, headers=headers)


@pytest.fixture
async def site(database_url: str, tmp_path: Path) -> AsyncGenerator[Site]:
    parts = urlsplit(database_url)
    async with wire_to(parts.port or 0) as wire:
        url = database_url.replace(f":{parts.port}/", f":{wire.port}/")
        config = config_for(url, tmp_path, BOOTSTRAP_ADMIN_PASSWORD=PASSWORD)
        await prepare(config, may_migrate=True)
        async with client_of(config) as client:
            answer = await client.post("/graphql", json={"query": LOGIN.format(password=PASSWORD)})
            yield Site(client, wire, answer.json()["data"]["login"]["accessToken"])
            wire.repair()


def unavailable(answer: httpx2.Response) -> dict[str, Any]:
    (error,) = answer.json()["errors"]
    return {
        "status": answer.status_code,
        "retry": answer.headers.get("retry-after"),
        "code": error["extensions"]["code"],
    }


async def ready_again(site: Site) -> float:
    started = time.monotonic()
    while (await site.client.get("/readyz")).status_code != 200:
        assert time.monotonic() - started < 10
        await asyncio.sleep(0.05)
    return time.monotonic() - started


@pytest.mark.parametrize("query", [VIEWER, USERS, CREATE, LOGIN.format(password=PASSWORD)])
async def test_while_the_database_is_away_every_request_is_told_to_come_again(site: Site, query: str) -> None:
    site.wire.cut()
    for _ in range(3):
        assert unavailable(await site.post(query)) == {"status": 503, "retry": "2", "code": "UNAVAILABLE"}
    ready, health = await site.client.get("/readyz"), await site.client.get("/healthz")
    assert (ready.status_code, health.status_code) == (503, 200)
    assert ready.json()["checks"] == {"database": "not reachable", "migrations": "not reachable", "keys": "ok"}
    site.wire.repair()
    await ready_again(site)
    assert (await site.post(VIEWER)).json()["data"] == {"viewer": {"username": "admin"}}


async def test_a_network_that_swallows_everything_holds_nobody_for_ever(site: Site) -> None:
    site.wire.swallow()
    async with asyncio.timeout(30):
        ready, answer = await asyncio.gather(site.client.get("/readyz"), site.post(USERS))
    assert ready.status_code == 503
    assert unavailable(answer) == {"status": 503, "retry": "2", "code": "UNAVAILABLE"}
    site.wire.repair()
    await ready_again(site)
    assert (await site.post(VIEWER)).json()["data"] == {"viewer": {"username": "admin"}}
