import asyncio
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass, field
from ipaddress import ip_network
from itertools import count
from typing import Any

import httpx2
import pytest
import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Message, Scope
from structlog.testing import capture_logs
from structlog.typing import EventDict

from api.middleware import LastResort, OriginGuard, RequestLog, SecurityHeaders, new_id, request_origin
from api.origins import origins_of
from models.availability import DatabaseUnavailable

EVIL = "https://evil.example"
CONSOLE = "https://console.example.com"
COOKIE = {"cookie": "a=b; __Host-gatehouse=token"}


@dataclass
class Site:
    """An application behind all four, that notes what reached it."""

    reached: list[str] = field(default_factory=list[str])
    https: bool = True
    proxies: tuple[Any, ...] = (ip_network("10.0.0.0/8"),)

    def app(self) -> Starlette:
        ids = count(1)
        return Starlette(
            routes=[
                Route("/graphql", self._endpoint, methods=["GET", "POST", "OPTIONS"]),
                Route("/own", self._own_headers),
                Route("/broken", self._broken),
                Route("/away", self._away),
                Route("/half", self._half),
            ],
            middleware=[
                Middleware(RequestLog, trusted_proxies=self.proxies, ids=lambda: f"id-{next(ids)}"),
                Middleware(SecurityHeaders, https=self.https),
                Middleware(LastResort),
                Middleware(
                    OriginGuard,
                    origins=origins_of("https://accounts.example.com", (CONSOLE,)),
                    cookie_names=("__Host-gatehouse", "__Host-gatehouse-pending"),
                ),
            ],
        )

    async def send(
        self,
        method: str,
        path: str = "/graphql",
        *,
        peer: str = "203.0.113.9",
        **options: Any,  # noqa: ANN401 — as the client takes them
    ) -> httpx2.Response:
        transport = httpx2.ASGITransport(self.app(), client=(peer, 1))
        async with httpx2.AsyncClient(transport=transport, base_url="https://accounts.example.com") as client:
            return await client.request(method, path, **options)

    async def _endpoint(self, request: Request) -> Response:
        self.reached.append(request.method)
        origin = request_origin(request.scope)
        return JSONResponse([origin.ip_address, origin.user_agent, origin.request_id])

    async def _own_headers(self, _request: Request) -> Response:
        return Response("x", headers={"Cache-Control": "no-cache", "Content-Security-Policy": "default-src 'self'"})

    async def _away(self, _request: Request) -> Response:
        raise DatabaseUnavailable("OperationalError")

    async def _broken(self, _request: Request) -> Response:
        raise RuntimeError("hidden-word")

    async def _half(self, _request: Request) -> Response:
        async def body() -> AsyncGenerator[bytes]:
            yield b"begun"
            raise RuntimeError("hidden-word")

        return StreamingResponse(body())


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture(name="logged")
def logged_lines() -> Iterator[list[EventDict]]:
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        yield lines


async def test_each_request_gets_an_id_that_is_answered_and_logged(site: Site, logged: list[EventDict]) -> None:
    answer = await site.send("GET", "/graphql?secret=hidden-word")
    assert answer.headers["x-request-id"] == "id-1"
    assert answer.json()[2] == "id-1"
    (line,) = logged
    assert line.pop("milliseconds") >= 0
    assert line == {
        "event": "request",
        "log_level": "info",
        "request_id": "id-1",
        "method": "GET",
        "path": "/graphql",
        "status": 200,
    }


async def test_an_id_is_taken_from_trusted_proxies_only(site: Site) -> None:
    given = {"x-request-id": "given-by-the-proxy"}
    assert (await site.send("GET", headers=given)).headers["x-request-id"] == "id-1"
    assert (await site.send("GET", headers=given, peer="10.0.0.1")).headers["x-request-id"] == "given-by-the-proxy"
    for bad in ("short", "x" * 65, "two words", "a;b=c;d=e"):
        answer = await site.send("GET", headers={"x-request-id": bad}, peer="10.0.0.1")
        assert answer.headers["x-request-id"] == "id-1"


async def test_the_client_is_found_behind_a_trusted_proxy(site: Site) -> None:
    headers = {"x-forwarded-for": "6.6.6.6, 198.51.100.7", "user-agent": "tester/1"}
    assert (await site.send("GET", headers=headers, peer="10.0.0.1")).json()[:2] == ["198.51.100.7", "tester/1"]
    assert (await site.send("GET", headers=headers)).json()[0] == "203.0.113.9"


async def test_a_user_agent_is_cut_and_escaped(site: Site) -> None:
    agent = (await site.send("GET", headers=[("user-agent", b"\x85" + b"x" * 5_000)])).json()[1]
    assert agent.startswith("\\x85xxx")
    assert len(agent) == 200


def test_ids_differ_and_fit_into_a_header() -> None:
    ids = {new_id() for _ in range(1_000)}
    assert len(ids) == 1_000
    assert all(len(each) == 22 and each.isascii() for each in ids)


async def test_every_answer_tells_browsers_to_be_careful(site: Site) -> None:
    headers = (await site.send("GET")).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert headers["strict-transport-security"] == "max-age=63072000"


async def test_a_routes_own_choice_of_headers_stands(site: Site) -> None:
    headers = (await site.send("GET", "/own")).headers
    assert headers.get_list("cache-control") == ["no-cache"]
    assert headers.get_list("content-security-policy") == ["default-src 'self'"]


async def test_plain_http_does_not_promise_https() -> None:
    assert "strict-transport-security" not in (await Site(https=False).send("GET")).headers


async def test_where_the_database_is_away_it_is_said_so_and_is_no_fault(site: Site, logged: list[EventDict]) -> None:
    answer = await site.send("GET", "/away")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert answer.json()["errors"][0]["extensions"] == {"code": "UNAVAILABLE"}
    assert [line["event"] for line in logged] == ["request"]


async def test_a_fault_is_masked_with_an_id_that_is_in_the_log(site: Site, logged: list[EventDict]) -> None:
    answer = await site.send("GET", "/broken")
    assert answer.status_code == 500
    (error,) = answer.json()["errors"]
    fault_id = error["extensions"].pop("faultId")
    assert error == {"message": "Something went wrong on our side.", "extensions": {"code": "INTERNAL_ERROR"}}
    assert "hidden-word" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    fault, request = logged
    assert (fault["event"], fault["fault_id"], fault["request_id"]) == ("unhandled fault", fault_id, "id-1")
    assert request["status"] == 500


async def test_a_fault_in_the_middle_of_an_answer_is_logged_and_the_answer_left_unfinished(
    site: Site, logged: list[EventDict]
) -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError("nobody disconnects")

    scope: Scope = {"type": "http", "method": "GET", "path": "/half", "query_string": b"", "headers": []}
    await site.app()(scope, receive, send)
    assert [message.get("body") for message in sent] == [None, b"begun"]
    assert sent[-1]["more_body"]
    assert logged[0]["event"] == "unhandled fault"


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"origin": EVIL}, id="a foreign origin"),
        pytest.param({"origin": "null"}, id="a sandboxed page"),
        pytest.param({"sec-fetch-site": "cross-site"}, id="cross-site"),
        pytest.param({"sec-fetch-site": "same-site"}, id="a neighbour"),
        pytest.param({"origin": "https://accounts.example.com", "sec-fetch-site": "cross-site"}, id="a contradiction"),
        pytest.param({"origin": EVIL, "authorization": "Bearer x"}, id="a bearer beside the cookie"),
    ],
)
async def test_a_forgeable_request_from_elsewhere_is_refused(site: Site, headers: dict[str, str]) -> None:
    answer = await site.send("POST", headers={**headers, **COOKIE}, json={})
    assert answer.status_code == 403
    assert answer.json() == {
        "errors": [
            {
                "message": "This page is not allowed to use the API; see GATEHOUSE_ALLOWED_ORIGINS.",
                "extensions": {"code": "CSRF_REFUSED"},
            }
        ]
    }
    assert "access-control-allow-origin" not in answer.headers
    assert site.reached == []


async def test_the_cookie_of_a_waiting_sign_in_is_judged_too(site: Site) -> None:
    headers = {"origin": EVIL, "authorization": "Bearer x", "cookie": "__Host-gatehouse-pending=token"}
    assert (await site.send("POST", headers=headers, json={})).status_code == 403


async def test_a_foreign_page_cannot_sign_its_visitor_in(site: Site) -> None:
    assert (await site.send("POST", headers={"origin": EVIL}, json={})).status_code == 403


async def test_a_second_origin_header_does_not_slip_through(site: Site) -> None:
    headers = [("origin", CONSOLE), ("origin", EVIL), *COOKIE.items()]
    assert (await site.send("POST", headers=headers, json={})).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="a program"),
        pytest.param(COOKIE, id="a program with a cookie jar"),
        pytest.param({**COOKIE, "origin": "https://accounts.example.com", "sec-fetch-site": "same-origin"}, id="ours"),
        pytest.param({**COOKIE, "origin": CONSOLE, "sec-fetch-site": "same-site"}, id="a listed page"),
        pytest.param({"authorization": "Bearer x", "origin": EVIL}, id="a bearer is never sent by itself"),
    ],
)
async def test_an_honest_request_passes(site: Site, headers: dict[str, str]) -> None:
    assert (await site.send("POST", headers=headers, json={})).status_code == 200
    assert site.reached == ["POST"]


async def test_reading_is_not_judged(site: Site) -> None:
    assert (await site.send("GET", headers={**COOKIE, "sec-fetch-site": "cross-site"})).status_code == 200


async def test_a_listed_page_gets_its_preflight_and_its_answers(site: Site) -> None:
    asked = {"origin": CONSOLE, "access-control-request-method": "POST"}
    preflight = await site.send("OPTIONS", headers=asked)
    answer = await site.send("POST", headers={"origin": CONSOLE}, json={})
    assert preflight.status_code == 204
    assert site.reached == ["POST"]
    assert preflight.headers["access-control-allow-headers"] == "Authorization, Content-Type, Gatehouse-Passive"
    for headers in (preflight.headers, answer.headers):
        assert headers["access-control-allow-origin"] == CONSOLE
        assert headers["access-control-allow-credentials"] == "true"
        assert headers["vary"] == "Origin"


@pytest.mark.parametrize("origin", [EVIL, "null", "https://accounts.example.com"])
async def test_nobody_else_is_told_that_sharing_is_possible(site: Site, origin: str) -> None:
    asked = {"origin": origin, "access-control-request-method": "POST"}
    preflight = await site.send("OPTIONS", headers=asked)
    assert not [name for name in preflight.headers if name.startswith("access-control")]
    assert site.reached == []


async def test_a_listed_page_can_read_why_it_was_refused_elsewhere(site: Site) -> None:
    answer = await site.send("GET", "/broken", headers={"origin": CONSOLE})
    assert answer.status_code == 500
