"""The product behind the test schema, and a caller who posts documents to it over ASGI."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import httpx2
from starlette.datastructures import MutableHeaders
from starlette.requests import Request

from api.graphql.endpoint import GraphQLEndpoint
from api.graphql.product import PublicError, Refusal
from tests.support.graphql_schema import (
    BOUNDARIES,
    NOBODY,
    REQUIREMENTS,
    SCHEMA,
    Context,
    LoginSucceeded,
    Permissions,
    Unavailable,
    somebody,
)


class TestProduct:
    """Callers say in the header ``scopes`` what they hold; without it they are nobody."""

    __test__ = False

    def __init__(self) -> None:
        self.faults: list[tuple[str, BaseException]] = []
        self.ran: list[str] = []
        self.contexts: list[Context] = []
        self.entering = somebody("users")
        self.slow = asyncio.Event()
        self.feed: asyncio.Queue[str | Exception | None] = asyncio.Queue()
        self.now: Permissions | Exception | None = None
        """What every caller may do from now on, whatever they say, or why nobody can tell."""

    async def open(self, request: Request, *, live: bool = False) -> Context:  # noqa: ARG002 — nothing is remembered
        if "refuse" in request.headers:
            raise Refusal(429, "RATE_LIMITED", "Too many requests.", {"retry-after": "7"}, {"retryAfterSeconds": 7})
        if "fault" in request.headers:
            raise ZeroDivisionError("the secret is 42")
        if "unavailable" in request.headers:
            raise Unavailable("10.0.0.1 refused")
        scopes = request.headers.get("scopes")
        permissions = NOBODY if scopes is None else somebody(*scopes.split())
        if "reason" in request.headers:
            permissions = Permissions(reason=request.headers["reason"])
        if isinstance(self.now, Exception):
            raise self.now
        context = Context(self.now or permissions, self.ran, slow=self.slow, feed=self.feed)
        self.contexts.append(context)
        return context

    def permissions_of(self, context: Context) -> Permissions:
        return context.permissions

    def identity(self, context: Context) -> str | None:
        return " ".join(sorted(context.permissions.scopes)) if context.permissions.authenticated else None

    def enter(self, type_name: str, value: object, context: Context) -> Context:
        assert type_name == "LoginSucceeded"
        assert isinstance(value, LoginSucceeded)
        return Context(self.entering, context.ran, context.selections)

    def explain(self, error: Exception) -> PublicError | None:
        if isinstance(error, Unavailable):
            return PublicError("UNAVAILABLE", "Try again soon.", {"retry": True}, 503, {"Retry-After": "3"})
        return error.error if isinstance(error, Refusal) else None

    def fault(self, fault_id: str, error: BaseException) -> None:
        self.faults.append((fault_id, error))

    def close(self, context: Context, headers: MutableHeaders) -> None:
        headers["X-Closed"] = "yes" if context.permissions.authenticated else "nobody"


def endpoint_for(product: TestProduct, **options: Any) -> GraphQLEndpoint[Context]:  # noqa: ANN401 — passed through
    """An endpoint on the test schema; ``options`` are those of ``GraphQLEndpoint``."""
    return GraphQLEndpoint(SCHEMA, product, REQUIREMENTS, boundaries=BOUNDARIES, **options)


@dataclass(slots=True)
class Caller:
    """Posts documents to an endpoint over ASGI."""

    endpoint: GraphQLEndpoint[Context]
    product: TestProduct

    async def http(self, method: str = "POST", **options: Any) -> httpx2.Response:  # noqa: ANN401 — httpx's own
        """Any request."""
        transport = httpx2.ASGITransport(app=cast("Any", self.endpoint), raise_app_exceptions=True)
        async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.request(method, "/graphql", **options)

    async def post(
        self,
        query: str,
        scopes: str | None = None,
        variables: Mapping[str, object] | None = None,
        accept: str = "application/graphql-response+json",
        **headers: str,
    ) -> httpx2.Response:
        """A document, from a caller with these scopes (separated by blanks), or from nobody."""
        sent = {"accept": accept, **headers} | ({} if scopes is None else {"scopes": scopes})
        return await self.http(json={"query": query, "variables": variables}, headers=sent)

    async def result(
        self, query: str, scopes: str | None = None, variables: Mapping[str, object] | None = None, **headers: str
    ) -> dict[str, Any]:
        """The JSON of the response, without the cost."""
        answer: dict[str, Any] = (await self.post(query, scopes, variables, **headers)).json()
        answer.pop("extensions", None)
        return answer


def caller(**options: Any) -> Caller:  # noqa: ANN401 — passed through
    """A caller of an endpoint of its own."""
    product = TestProduct()
    return Caller(endpoint_for(product, **options), product)
