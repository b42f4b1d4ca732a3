"""What every request passes: its id and origin, the log line, safe headers, the forgery check, the last resort.

Plain ASGI classes, each around the next: ``RequestLog``, ``SecurityHeaders``, ``LastResort``, ``OriginGuard``.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import Any

import structlog
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.addresses import client_address, is_trusted_peer
from api.answers import refusal, unavailable
from api.config_values import Network
from api.origins import Origins
from api.visible import visible
from auth.actor import Origin
from auth.opaque import new_token
from models.availability import is_unavailable

log = structlog.get_logger("api")

USER_AGENT_LIMIT = 200
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_PREFLIGHT_SECONDS = 600
_IDENTIFYING = frozenset({b"x-request-id", b"x-forwarded-for", b"user-agent"})
_JUDGED = frozenset({b"origin", b"sec-fetch-site", b"cookie", b"authorization", b"access-control-request-method"})


def new_id() -> str:
    """An id for a request or a fault: 132 random bits."""
    return new_token()[:22]


def request_origin(scope: Scope) -> Origin:
    """Where a request comes from, as ``RequestLog`` found it."""
    return scope["state"]["origin"]


class RequestLog:
    """Gives each request an id and an origin, answers with ``X-Request-Id``, and writes one line when it is over.

    The line names no query string, no address and no account.
    """

    def __init__(self, app: ASGIApp, *, trusted_proxies: Sequence[Network], ids: Callable[[], str] = new_id) -> None:
        self._app = app
        self._trusted = trusted_proxies
        self._ids = ids

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        origin = self._origin(scope)
        scope.setdefault("state", {})["origin"] = origin
        status: list[int] = []

        async def with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                status.append(int(message["status"]))
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", str(origin.request_id).encode())]
            await send(message)

        started = perf_counter()
        bound = structlog.contextvars.bind_contextvars(request_id=origin.request_id)
        try:
            await self._app(scope, receive, with_id)
        finally:
            elapsed = round((perf_counter() - started) * 1000, 1)
            answered = status[0] if status else None
            log.info("request", method=scope["method"], path=scope["path"], status=answered, milliseconds=elapsed)
            structlog.contextvars.reset_contextvars(**bound)

    def _origin(self, scope: Scope) -> Origin:
        found = _headers(scope, _IDENTIFYING)
        peer = scope["client"][0] if scope.get("client") else None
        given = found.get(b"x-request-id", [""])[0]
        believed = self._trusted and _REQUEST_ID.fullmatch(given) and is_trusted_peer(peer, self._trusted)
        agent = found.get(b"user-agent")
        return Origin(
            ip_address=client_address(peer, found.get(b"x-forwarded-for", ()), self._trusted),
            user_agent=None if agent is None else visible(agent[0], USER_AGENT_LIMIT - 1)[:USER_AGENT_LIMIT],
            request_id=given if believed else self._ids(),
        )


class SecurityHeaders:
    """Adds to every answer what makes a browser careful with it; a route's own choice stands."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        self._defaults = [
            (b"x-content-type-options", b"nosniff"),
            (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
            (b"referrer-policy", b"no-referrer"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"cross-origin-resource-policy", b"same-origin"),
            (b"cache-control", b"no-store"),
        ]
        if https:
            self._defaults.append((b"strict-transport-security", b"max-age=63072000"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                present = {name.lower() for name, _ in headers}
                headers += [pair for pair in self._defaults if pair[0] not in present]
                message["headers"] = headers
            await send(message)

        await self._app(scope, receive, with_headers)


class LastResort:
    """Answers for a fault that nobody else answered for: a fixed body with an id that is in the log.

    That the database does not answer is none of them.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:  # noqa: BLE001 — the last resort
            answer = unavailable() if is_unavailable(error) else _fault(error)
            if not started:
                await answer(scope, receive, send)


class OriginGuard:
    """Refuses requests that a page of a foreign origin may have forged, and answers CORS for the listed ones.

    Judged is every request that could change something, unless it brings a credential of its own in ``Authorization``
    and no cookie: only a browser adds credentials by itself, and signing somebody in is a forgery as well.
    """

    def __init__(self, app: ASGIApp, *, origins: Origins, cookie_names: Sequence[str]) -> None:
        self._app = app
        self._origins = origins
        self._cookies = tuple(f"{name}=" for name in cookie_names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        found = _headers(scope, _JUDGED)
        # Several values become one that nobody is allowed to send.
        origin = ", ".join(found[b"origin"]) if b"origin" in found else None
        site = ", ".join(found[b"sec-fetch-site"]) if b"sec-fetch-site" in found else None
        forwarded = self._sharing(origin, send) if origin is not None and self._origins.may_read(origin) else send
        if scope["method"] == "OPTIONS" and b"access-control-request-method" in found:
            await Response(status_code=204)(scope, receive, forwarded)
        elif self._is_forgeable(scope["method"], found) and not self._origins.may_send(origin, site):
            log.warning("request from a foreign origin refused", origin=origin)
            await _refused()(scope, receive, forwarded)
        else:
            await self._app(scope, receive, forwarded)

    def _is_forgeable(self, method: str, found: Mapping[bytes, Sequence[str]]) -> bool:
        if method in _SAFE_METHODS:
            return False
        sent = found.get(b"cookie", ())
        return b"authorization" not in found or any(ours in value for ours in self._cookies for value in sent)

    @staticmethod
    def _sharing(origin: str, send: Send) -> Send:
        shared: list[tuple[bytes, Any]] = [
            (b"access-control-allow-origin", origin.encode("latin-1")),
            (b"access-control-allow-credentials", b"true"),
            (b"access-control-allow-methods", b"GET, POST"),
            (b"access-control-allow-headers", b"Authorization, Content-Type, Gatehouse-Passive"),
            (b"access-control-expose-headers", b"GraphQL-Cost, Retry-After, X-Request-Id"),
            (b"access-control-max-age", str(_PREFLIGHT_SECONDS).encode()),
            (b"vary", b"Origin"),
        ]

        async def with_sharing(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *shared]
            await send(message)

        return with_sharing


def _headers(scope: Scope, names: frozenset[bytes]) -> Mapping[bytes, Sequence[str]]:
    """The values of these headers, in one pass: this runs for every request."""
    found: dict[bytes, list[str]] = {}
    for name, value in scope["headers"]:
        if name in names:
            found.setdefault(name, []).append(value.decode("latin-1"))
    return found


def _fault(error: Exception) -> Response:
    fault_id = new_id()
    log.error("unhandled fault", fault_id=fault_id, exc_info=error)
    return refusal(500, "INTERNAL_ERROR", "Something went wrong on our side.", faultId=fault_id)


def _refused() -> Response:
    return refusal(403, "CSRF_REFUSED", "This page is not allowed to use the API; see GATEHOUSE_ALLOWED_ORIGINS.")
