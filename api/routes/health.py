"""``/healthz``: the process answers. ``/readyz``: it can also do its work.

A load balancer takes a process out while it is not ready; a supervisor restarts one that is not healthy. So a database
that is down makes the process not ready, and never unhealthy.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import orjson
import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

log = structlog.get_logger("api")

CHECK_SECONDS = 3.0
"""A check that takes longer has failed."""

Check = Callable[[], Awaitable[None]]


class NotReady(Exception):
    """A check failed; the message is for anybody to read."""


def health_routes(checks: Mapping[str, Check], check_seconds: float = CHECK_SECONDS) -> list[Route]:
    """The two routes. A check raises when something is wrong; only ``NotReady`` tells the outside what."""

    async def healthz(_request: Request) -> Response:
        return _json(200, {"status": "ok"})

    async def readyz(_request: Request) -> Response:
        outcomes = await asyncio.gather(*(_outcome(name, check, check_seconds) for name, check in checks.items()))
        ready = all(outcome == "ok" for outcome in outcomes)
        return _json(200 if ready else 503, {"ready": ready, "checks": dict(zip(checks, outcomes, strict=True))})

    return [Route("/healthz", healthz), Route("/readyz", readyz)]


async def _outcome(name: str, check: Check, seconds: float) -> str:
    try:
        async with asyncio.timeout(seconds):
            await check()
    except NotReady as error:
        return str(error)
    except TimeoutError:
        return f"no answer within {seconds:g} s"
    except Exception:
        log.exception("readiness check failed", check=name)
        return "failed"
    return "ok"


def _json(status: int, body: Mapping[str, object]) -> Response:
    return Response(orjson.dumps(body), status, media_type="application/json")
