"""The whole product as its clients meet it, over HTTP in this process: for tests that compare whole answers."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

import httpx2
import pytest

from auth.actor import SYSTEM
from auth.opaque import Token
from auth.passwords.hashing import PasswordHashing
from auth.roles.built_in import ensure_built_in_roles
from auth.settings.pages import LockoutSettings, PasswordSettings
from auth.unit_of_work import Units
from models.user import User
from resolvers.node import encode_id
from tests.support.app import client_of, config_for
from tests.support.house import CHEAP, ROOT, CountingHashing, HandClock, House
from tests.support.keys import INSTALLATION, write_events

Answer: TypeAlias = dict[str, Any]

ACTORS = {"helpdesk": ("users:read",), "auditor": ("audit:read",)}
"""Accounts with a role of their own, beside those that hold the built-in role of their name."""
BUILT_IN = ("viewer", "operator")
UNHURRIED = {"attempts_per_minute_per_address": 100_000, "attempts_per_hour_per_address": 1_000_000}
"""Settings by which tests that are about something else may sign in as often as they like, all from one address."""


@dataclass
class Gate:
    """A running application with a handful of accounts.

    Attributes:
        client: Keeps cookies as a browser does; programs should give ``as_`` instead.
        house: For making scenes behind the product's back.
        tokens: Bearer tokens of accounts by their usernames.
    """

    client: httpx2.AsyncClient
    house: House
    tokens: dict[str, Token] = field(default_factory=dict[str, Token])

    async def send(
        self, query: str, variables: object = None, as_: str | None = None, **headers: str
    ) -> httpx2.Response:
        """The response to a document; ``as_`` is a username of ``tokens``."""
        if as_ is not None:
            headers["authorization"] = f"Bearer {self.tokens[as_]}"
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        body = {"query": query} if variables is None else {"query": query, "variables": variables}
        return await self.client.post("/graphql", json=body, headers=names)

    async def ask(self, query: str, variables: object = None, as_: str | None = None) -> Answer:
        """The whole answer, without what it cost."""
        answer: Answer = (await self.send(query, variables, as_)).json()
        extensions: Answer = answer.pop("extensions", {"cost": None})
        assert extensions.keys() == {"cost"}, answer
        return answer

    async def data(self, query: str, variables: object = None, as_: str | None = "root") -> Answer:
        """The data of an answer without errors."""
        answer = await self.ask(query, variables, as_)
        assert "errors" not in answer, answer
        return answer["data"]

    async def actor(self, name: str, *roles: str, **values: Any) -> str:  # noqa: ANN401 — as House.user
        """An account that is signed in, with these roles; gives its public id."""
        user_id = await self.house.user(name, *roles, **values)
        self.tokens[name] = await self.house.open(user_id)
        return encode_id("usr", user_id)

    async def holder(self, name: str, *scopes: str, level: int = 0) -> str:
        """An account that is signed in and holds exactly these scopes; gives its public id."""
        await self.house.role(name, *scopes, level=level)
        return await self.actor(name, name)

    async def user(self, name: str, *roles: str, **values: Any) -> str:  # noqa: ANN401 — as House.user
        """An account; gives its public id."""
        return encode_id("usr", await self.house.user(name, *roles, **values))

    async def user_id(self, name: str) -> str:
        """The public id of an account."""
        return encode_id("usr", (await User.get(username_key=name)).id)


async def _furnished(client: httpx2.AsyncClient, hashing: CountingHashing) -> Gate:
    clock = HandClock()
    clock.moment = datetime.now(UTC)
    house = House(Units(clock, write_events, INSTALLATION), clock, hashing)
    await house.do(SYSTEM, ensure_built_in_roles)
    await house.set(PasswordSettings, **CHEAP)
    await house.set(LockoutSettings, **UNHURRIED)
    gate = Gate(client, house)
    await gate.actor(ROOT, "admin")
    for name, scopes in ACTORS.items():
        await gate.holder(name, *scopes)
    for name in BUILT_IN:
        await gate.actor(name, name)
    return gate


@asynccontextmanager
async def opened(database_url: str, data_dir: Path, **variables: str) -> AsyncGenerator[Gate]:
    """A gate on a migrated database; ``variables`` are ``GATEHOUSE_*`` without the prefix."""
    hashing = CountingHashing()
    async with client_of(config_for(database_url, data_dir, **variables)) as client:
        gate = await _furnished(client, hashing)
        yield gate
        assert await gate.house.units.drain(20) == 0
    PasswordHashing.close(hashing)


@pytest.fixture
async def gate(database_url: str, tmp_path: Path) -> AsyncGenerator[Gate]:
    """A gate on a fresh database of each engine."""
    async with opened(database_url, tmp_path / "data") as made:
        yield made
