"""The measure of the list: the same page from one hand-written statement, on the same Starlette and uvicorn.

No GraphQL, no permissions, no session: what the engine cannot beat. ``python -m benchmarks.raw_server URL`` prints its
address and answers ``POST /`` with the page.
"""

import sqlite3
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

import aiosqlite
import asyncpg  # pyright: ignore[reportMissingTypeStubs] — it has none
import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.server import bind

_NAMES = (
    "id username email first_name last_name display_name kind status auth_method classification_level last_login_at"
    " created_at updated_at"
)
COLUMNS = _NAMES.split()
_ROLES = "SELECT {json}(r.name) FROM role_grants g JOIN roles r ON r.id = g.role_id WHERE g.user_id = u.id"
_PAGE = "SELECT {columns}, ({roles}) FROM users u ORDER BY u.username_key, u.id LIMIT 100"

Rows = Callable[[], Awaitable[Sequence[Sequence[Any]]]]


def statement(json: str) -> str:
    """One statement for the page; ``json`` is the engine's function that collects values."""
    return _PAGE.format(columns=", ".join(f"u.{name}" for name in COLUMNS), roles=_ROLES.format(json=json))


@asynccontextmanager
async def opened(url: str) -> AsyncGenerator[Rows]:
    """A function that gives the page's rows."""
    if url.startswith("sqlite:"):
        async with aiosqlite.connect(url.removeprefix("sqlite://")) as connection:

            async def from_file() -> Sequence[sqlite3.Row]:
                return list(await connection.execute_fetchall(statement("json_group_array")))

            yield from_file
        return
    pool: Any = await asyncpg.create_pool(url)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]

    async def from_pool() -> Sequence[Sequence[Any]]:
        return cast("Sequence[Sequence[Any]]", await pool.fetch(statement("json_agg")))

    yield from_pool
    await pool.close()


def application(url: str) -> Starlette:
    """One route."""
    rows: list[Rows] = []

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncGenerator[None]:
        async with opened(url) as found:
            rows.append(found)
            yield

    async def page(request: Request) -> Response:
        await request.body()
        nodes = [
            {**dict(zip(COLUMNS, row[:-1], strict=True)), "roles": orjson.Fragment(row[-1])} for row in await rows[0]()
        ]
        body = orjson.dumps({"data": {"users": {"nodes": nodes}}}, default=str)
        return Response(body, media_type="application/json")

    return Starlette(routes=[Route("/", page, methods=["POST"])], lifespan=lifespan)


def main(url: str) -> None:
    """Serves until it is stopped."""
    listener = bind("127.0.0.1", 0)
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    config = uvicorn.Config(application(url), loop="uvloop", http="httptools", access_log=False, log_level="warning")
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(sys.argv[1])
