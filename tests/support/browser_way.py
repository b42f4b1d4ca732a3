"""The browser's way through a provider of tests, over HTTP, as a browser goes it: it follows redirects to us alone."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx2
import pytest

import api.app
from auth.clock import Clock
from auth.identity_providers.values import written_list
from auth.sources.outgoing import Outgoing
from auth.sources.provider import DEFAULT_ALGORITHMS
from auth.sources.redirecting import RedirectSources
from auth.vault import Purpose
from models.identity_provider import IdentityProvider
from models.role import Role
from tests.support.gate import Gate, opened
from tests.support.hostile_provider import CLIENT, SECRET, HostileProvider, hostile_provider
from tests.support.identity_providers import provider_row
from tests.support.keys import INSTALLATION

SPA = "https://app.example.com/console"
SESSION, PENDING = "gatehouse-dev", "gatehouse-dev-pending"


async def configured(there: HostileProvider, name: str = "corp", **columns: Any) -> IdentityProvider:  # noqa: ANN401 — columns of a row
    """A provider of tests as an administrator would configure it: it makes accounts, which can view."""
    viewer = await Role.get(name="viewer")
    usual: dict[str, Any] = {
        "issuer": there.issuer,
        "client_id": CLIENT,
        "client_secret_sealed": INSTALLATION.vault.seal(Purpose.SSO_CLIENT, SECRET),
        "algorithms_json": written_list(DEFAULT_ALGORITHMS),
        "allows_private_addresses": True,
        "creates_accounts": True,
        "default_role_id": viewer.id,
    }
    return await provider_row(name, **(usual | columns))


@dataclass
class Visitor:
    """A browser; it keeps cookies."""

    client: httpx2.AsyncClient

    async def leave(self, slug: str = "corp", **given: str) -> httpx2.Response:
        """Goes to where a sign-in by a provider begins."""
        return await self.client.get(f"/auth/sso/{slug}/login", params=given)

    async def come_back(self, there: HostileProvider, left: httpx2.Response, slug: str = "corp") -> httpx2.Response:
        """Is sent to the provider, and back by it."""
        return await self.at(callback(there, left, slug))

    async def at(self, url: str) -> httpx2.Response:
        """Looks at an address."""
        return await self.client.get(url)

    async def sign_in(self, there: HostileProvider, slug: str = "corp", **given: str) -> httpx2.Response:
        """All of it; where the provider is not reached at all, the answer to leaving."""
        left = await self.leave(slug, **given)
        return await self.come_back(there, left, slug) if is_there(there, left) else left

    @property
    def cookies(self) -> dict[str, str]:
        """What it keeps."""
        return dict(self.client.cookies)

    @property
    def under_way(self) -> list[str]:
        """Names of cookies of ways that are not over."""
        return [name for name in self.cookies if "-sso-" in name]

    async def viewer(self) -> str | None:
        """Who is signed in in it."""
        answer = await self.client.post("/graphql", json={"query": "{ viewer { username } }"})
        viewer = answer.json()["data"]["viewer"]
        return viewer and viewer["username"]


def callback(there: HostileProvider, left: httpx2.Response, slug: str = "corp") -> str:
    """To where the provider sends a browser back that has left for it."""
    query = urlencode(there.authorize(left.headers["location"]), errors="surrogatepass")
    return f"/auth/sso/{slug}/callback?{query}"


def is_there(there: HostileProvider, answer: httpx2.Response) -> bool:
    """Whether a redirect leads to the provider."""
    return answer.headers.get("location", "").startswith(f"{there.issuer}/")


def told(answer: httpx2.Response) -> dict[str, str]:
    """What the frontend is told by a redirect to it."""
    return dict(parse_qsl(urlsplit(answer.headers["location"]).query))


@asynccontextmanager
async def visitor(gate: Gate) -> AsyncGenerator[Visitor]:
    """One more browser."""
    transport = cast("Any", gate.client)._transport
    client = httpx2.AsyncClient(transport=transport, base_url=gate.client.base_url)
    try:
        yield Visitor(client)
    finally:
        client.cookies.clear()


@pytest.fixture
async def there() -> AsyncGenerator[HostileProvider]:
    """A provider that behaves until it is told otherwise."""
    async with hostile_provider() as provider:
        yield provider


@pytest.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncGenerator[Gate]:
    """The product with a frontend, on a fresh database of each engine."""
    async with sso_gate(database_url, tmp_path / "data") as (gate, _):
        yield gate


@pytest.fixture
async def ann(house: Gate) -> AsyncGenerator[Visitor]:
    """A browser that has been nowhere."""
    async with visitor(house) as made:
        yield made


@asynccontextmanager
async def sso_gate(database_url: str, data_dir: Path, **variables: str) -> AsyncGenerator[tuple[Gate, Outgoing]]:
    """A gate with a frontend, and its way out to providers, whose limits a test may set."""
    outgoing = Outgoing()

    def sources(clock: Clock) -> RedirectSources:
        return RedirectSources(clock, outgoing)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api.app, "RedirectSources", sources)
        async with opened(database_url, data_dir, **{"SPA_URL": SPA, **variables}) as gate:
            yield gate, outgoing
