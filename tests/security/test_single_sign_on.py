"""The browser's way through an identity provider, over HTTP: who gets in, and that nobody else does."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.support.browser_way import Visitor, configured, sso_gate, visitor
from tests.support.gate import Gate
from tests.support.hostile_provider import HostileProvider, hostile_provider


@pytest.fixture
async def there() -> AsyncGenerator[HostileProvider]:
    async with hostile_provider() as provider:
        yield provider


@pytest.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncGenerator[Gate]:
    async with sso_gate(database_url, tmp_path / "data") as gate:
        yield gate


@pytest.fixture
async def ann(house: Gate) -> AsyncGenerator[Visitor]:
    async with visitor(house) as made:
        yield made


async def test_somebody_signs_in(ann: Visitor, there: HostileProvider) -> None:
    await configured(there)
    answer = await ann.sign_in(there, returnTo="/users?page=2")
    assert answer.status_code == 302
    assert answer.headers["location"] == "https://app.example.com/console/users?page=2"
    assert await ann.viewer() == "ann"
    assert ann.under_way == []
