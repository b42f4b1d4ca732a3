from pathlib import Path

import httpx2
import pytest
from starlette.applications import Starlette

from api.routes.schema import schema_route

TEXT = "type Query {\n  ok: Boolean\n}\n"


@pytest.fixture
def app(tmp_path: Path) -> Starlette:
    (tmp_path / "schema.graphql").write_text(TEXT, encoding="utf-8")
    return Starlette(routes=[schema_route(tmp_path / "schema.graphql")])


async def get(app: Starlette, known: str | None = None) -> httpx2.Response:
    headers = {} if known is None else {"if-none-match": known}
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://x") as client:
        return await client.get("/schema.graphql", headers=headers)


async def test_the_schema_is_text_for_anybody(app: Starlette) -> None:
    answer = await get(app)
    assert answer.text == TEXT
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


async def test_a_client_that_knows_it_is_told_so(app: Starlette) -> None:
    tag = (await get(app)).headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = await get(app, known)
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    assert (await get(app, '"other"')).status_code == 200
