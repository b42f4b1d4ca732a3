import asyncio

import httpx2
import pytest
from starlette.applications import Starlette

from api.routes.health import Check, NotReady, health_routes


async def fine() -> None:
    pass


async def away() -> None:
    raise NotReady("not reachable")


async def broken() -> None:
    raise RuntimeError("hidden-word")


async def hanging() -> None:
    await asyncio.sleep(60)


async def get(path: str, **checks: Check) -> httpx2.Response:
    app = Starlette(routes=health_routes(checks, check_seconds=0.05))
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://x") as client:
        return await client.get(path)


async def test_a_process_is_healthy_whatever_its_checks_say() -> None:
    answer = await get("/healthz", database=broken)
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_a_process_is_ready_when_every_check_passes() -> None:
    answer = await get("/readyz", database=fine, keys=fine)
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "checks": {"database": "ok", "keys": "ok"}})


@pytest.mark.parametrize(
    ("check", "told"), [(away, "not reachable"), (broken, "failed"), (hanging, "no answer within 0.05 s")]
)
async def test_a_failed_check_is_named_without_giving_anything_away(check: Check, told: str) -> None:
    answer = await get("/readyz", database=check, keys=fine)
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "checks": {"database": told, "keys": "ok"}}
