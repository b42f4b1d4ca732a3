"""The page as a browser shows it, with nothing but our own server to load from."""

import asyncio
import re
import shutil
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
import pytest
import uvicorn
from graphql import build_schema, parse, validate
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send

from api.middleware import SecurityHeaders
from api.routes.graphiql import ASSETS, FOLDER, graphiql_routes
from api.routes.schema import schema_route
from tests.support.peers import absent
from tests.support.source import ROOT

BROWSER = "chromium"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--enable-logging=stderr",
    "--v=0",
    "--virtual-time-budget=15000",
    "--dump-dom",
)


class Recorder:
    """Notes every path that the browser asked for."""

    def __init__(self, app: ASGIApp, paths: set[str]) -> None:
        self._app = app
        self._paths = paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._paths.add(scope.get("path", ""))
        await self._app(scope, receive, send)


def site(schema_file: Path, paths: set[str]) -> Starlette:
    schema_file.write_text('"""Root"""\ntype Query {\n  viewer: String\n}\n', encoding="utf-8")
    return Starlette(
        routes=[*graphiql_routes(), schema_route(schema_file)],
        middleware=[Middleware(Recorder, paths=paths), Middleware(SecurityHeaders, https=False)],
    )


@asynccontextmanager
async def served(app: Starlette) -> AsyncGenerator[str]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, ws="none", lifespan="off", log_config=None))
    task = asyncio.create_task(server.serve(sockets=[listener]))
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    await task


async def opened(url: str, profile: Path) -> tuple[str, str]:
    """The document as the browser has it in the end, and what it complained about."""
    process = await asyncio.create_subprocess_exec(
        BROWSER,
        *FLAGS,
        f"--user-data-dir={profile}",
        url,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    document, complaints = await asyncio.wait_for(process.communicate(), 60)
    return document.decode(), "\n".join(re.findall(r".*CONSOLE.*", complaints.decode()))


async def test_the_page_works_with_nothing_but_our_own_files(tmp_path: Path) -> None:
    if shutil.which(BROWSER) is None:
        absent("a browser: apt-get install chromium")
    paths: set[str] = set()
    async with served(site(tmp_path / "schema.graphql", paths)) as url:
        document, complaints = await opened(f"{url}/graphiql", tmp_path / "profile")
    assert 'class="graphiql-container"' in document
    assert "SignIn" in document  # the first tab, in the editor
    assert complaints == ""
    own = {"/graphiql", "/schema.graphql", *(f"/graphiql/assets/{name}" for name in ASSETS)}
    assert paths == own


async def test_the_page_may_run_and_load_our_own_files_alone(tmp_path: Path) -> None:
    transport = httpx2.ASGITransport(site(tmp_path / "schema.graphql", set()))
    async with httpx2.AsyncClient(transport=transport, base_url="http://x") as client:
        page = await client.get("/graphiql")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self';" in policy
    assert "connect-src 'self'" in policy
    assert "http" not in policy
    assert re.findall(r'(?:src|href)="([^"]*)"', page.text) == [
        "data:,",
        *(
            f"/graphiql/assets/{name}"
            for name in (
                "graphiql.min.css",
                "react.production.min.js",
                "react-dom.production.min.js",
                "graphiql.min.js",
                "page.js",
            )
        ),
    ]


@pytest.mark.parametrize(
    "name", ["README.md", "page.html", "../graphiql.py", "..%2fgraphiql.py", "%2e%2e/x", "nothing"]
)
async def test_no_other_file_is_served(tmp_path: Path, name: str) -> None:
    transport = httpx2.ASGITransport(site(tmp_path / "schema.graphql", set()))
    async with httpx2.AsyncClient(transport=transport, base_url="http://x") as client:
        assert (await client.get(f"/graphiql/assets/{name}")).status_code == 404


def test_what_the_tabs_begin_with_fits_the_schema() -> None:
    schema = build_schema((ROOT / "schema.graphql").read_text(encoding="utf-8"), assume_valid_sdl=True)
    documents = re.findall(r"= `(.*?)`;", (FOLDER / "page.js").read_text(encoding="utf-8"), re.DOTALL)
    assert len(documents) == 3
    for document in documents:
        assert validate(schema, parse(document)) == []


def test_every_bundled_file_is_named_with_its_licence() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for file in FOLDER.iterdir():
        assert file.name == "README.md" or f"`{file.name}`" in readme
