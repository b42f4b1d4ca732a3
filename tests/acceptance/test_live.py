"""Live events of real servers: across processes, by the hundred, past a kill, and to the end of a server."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Generator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import orjson
import pytest

from auth.clock import SystemClock
from auth.opaque import Token, digest, new_token
from models.database import Dialect, close_database, open_database
from models.session import Delivery, Session
from models.user import User
from tests.support.app import KEY
from tests.support.journey import administrator
from tests.support.server import Api, Home, Server, running

WITHIN_SECONDS = 1
MANY = 200
CALLERS = 20
AUDIT = 'subscription { auditEventAdded(filter: {actions: ["user.created"]}) { event { targetName } } }'
CREATE = "mutation ($n: String!, $r: [String!]) { createUser(input: {username: $n, roles: $r}) { errors { code } } }"


@pytest.fixture
def url(engine: Dialect, empty_database_url: str, tmp_path: Path) -> str:
    """The URL of the database that the servers share."""
    return empty_database_url if engine == "postgres" else f"sqlite://{tmp_path / 'shared.sqlite3'}"


@pytest.fixture
def servers(url: str, tmp_path: Path) -> Generator[list[Server]]:
    """Two servers on one database."""
    shared = {"GATEHOUSE_DATABASE_URL": url, "GATEHOUSE_SECRET_KEYS": KEY}
    with ExitStack() as stack:
        first = stack.enter_context(running(Home(tmp_path / "one", shared)))
        yield [first, stack.enter_context(running(Home(tmp_path / "two", shared)))]


class Listener:
    """An open stream."""

    def __init__(self, lines: AsyncGenerator[str]) -> None:
        self._lines = lines

    async def event(self) -> tuple[str, Any]:
        """The next event; comments are passed over."""
        kind = ""
        async for line in self._lines:
            name, _, value = line.partition(": ")
            if name == "event":
                kind = value
            elif line.startswith("data"):
                return kind, orjson.loads(value) if value else None
        return "", None

    async def name(self) -> str:
        """Whom the next event tells of."""
        kind, result = await asyncio.wait_for(self.event(), 15)
        assert kind == "next", kind
        assert "errors" not in result, result
        return result["data"]["auditEventAdded"]["event"]["targetName"]


@asynccontextmanager
async def listening(client: httpx2.AsyncClient, server: Server, token: str | None) -> AsyncGenerator[Listener]:
    headers = {"authorization": f"Bearer {token}", "accept": "text/event-stream"}
    asked = client.stream("POST", f"{server.url}/graphql", json={"query": AUDIT}, headers=headers)
    async with asked as response:
        assert response.status_code == 200, await response.aread()
        lines: Any = response.aiter_lines()
        yield Listener(lines)


@asynccontextmanager
async def client() -> AsyncGenerator[httpx2.AsyncClient]:
    limits = httpx2.Limits(max_connections=MANY + 10)
    async with httpx2.AsyncClient(verify=False, timeout=30, limits=limits) as made:
        yield made


async def create(api: Api, name: str) -> float:
    """Creates an account; gives when that was answered."""
    assert (await asyncio.to_thread(api.data, CREATE, n=name))["createUser"]["errors"] == []
    return time.monotonic()


async def test_what_happens_on_one_server_is_heard_on_the_other_within_a_second(servers: list[Server]) -> None:
    first, second = servers
    api = administrator(first)
    async with client() as http, listening(http, second, api.token) as there, listening(http, first, api.token) as here:
        for number in range(5):
            committed = await create(replace(api, url=servers[number % 2].url), f"user-{number}")
            assert [await there.name(), await here.name()] == [f"user-{number}"] * 2
            assert time.monotonic() - committed < WITHIN_SECONDS


async def test_a_server_that_is_killed_takes_its_own_streams_alone(servers: list[Server]) -> None:
    first, second = servers
    api = administrator(first)
    async with client() as http, listening(http, second, api.token) as there:
        with contextlib.suppress(httpx2.TransportError):
            async with listening(http, first, api.token) as here:
                await create(api, "before")
                assert await here.name() == "before"
                first.kill()
                assert await asyncio.wait_for(here.event(), 5) == ("", None)
        assert await there.name() == "before"
        await create(replace(api, url=second.url), "after")
        assert await there.name() == "after"


async def test_a_server_that_is_asked_to_end_completes_its_streams_within_two_seconds(servers: list[Server]) -> None:
    server = servers[0]
    api = administrator(server)
    async with client() as http, AsyncExitStack() as stack:
        streams = [await stack.enter_async_context(listening(http, server, api.token)) for _ in range(5)]
        asked = time.monotonic()
        stopping = asyncio.create_task(asyncio.to_thread(server.stop))
        ends = await asyncio.wait_for(asyncio.gather(*(each.event() for each in streams)), 5)
        assert ends == [("complete", None)] * 5
        assert time.monotonic() - asked < 2
        await stopping


async def sessions(url: str, names: list[str]) -> list[Token]:
    """A session of each account, written beside the servers."""
    await open_database(url)
    now, tokens = SystemClock().now(), [new_token() for _ in names]
    for name, token in zip(names, tokens, strict=True):
        user = await User.get(username_key=name)
        row: dict[str, Any] = {"delivery": Delivery.TOKEN, "created_at": now, "last_seen_at": now}
        await Session.create(user_id=user.id, token_hash=digest(token), **row)
    await close_database()
    return tokens


def memory_mb(server: Server) -> float:
    """Resident memory of a server."""
    (line,) = (
        line for line in Path(f"/proc/{server.process.pid}/status").read_text().splitlines() if line.startswith("VmRSS")
    )
    return int(line.split()[1]) / 1024


async def test_two_hundred_listeners_hear_of_it_and_cost_little(servers: list[Server], url: str) -> None:
    first, second = servers
    api = administrator(first)
    names = [f"auditor-{number}" for number in range(CALLERS)]
    for name in names:
        assert (await asyncio.to_thread(api.data, CREATE, n=name, r=["admin"]))["createUser"]["errors"] == []
    tokens = await sessions(url, names)
    before = memory_mb(second)
    async with client() as http, AsyncExitStack() as stack:
        streams = [
            await stack.enter_async_context(listening(http, second, tokens[number % CALLERS])) for number in range(MANY)
        ]
        for number in range(3):
            committed = await create(api, f"user-{number}")
            heard = await asyncio.gather(*(each.name() for each in streams))
            print(f"{MANY} listeners heard of it after {time.monotonic() - committed:.2f} s")
            assert heard == [f"user-{number}"] * MANY
            assert time.monotonic() - committed < 3 * WITHIN_SECONDS
        grown = memory_mb(second) - before
        print(f"and took {grown:.1f} MB")
        assert grown < 40
