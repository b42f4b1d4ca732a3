"""``POST /graphql``: GraphQL over HTTP to the letter, around the engine."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Generic, TypeVar

import strawberry
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.graphql.body import read
from api.graphql.codes import Code
from api.graphql.document import Rejected
from api.graphql.engine import Asked, Engine, Executed, MaySee, Prepared
from api.graphql.events import EventStream, Subscription
from api.graphql.faults import new_fault_id
from api.graphql.limits import ANONYMOUS_LIMITS, Limits
from api.graphql.media import Media, response_media, takes_events
from api.graphql.product import Product, Refusal, Requirements
from api.graphql.respond import Telling, refused, rejected
from api.graphql.streams import StreamLimits, Streams

ContextT = TypeVar("ContextT")

BODY_BYTES = 262_144
"""The largest body; documents have a smaller limit of their own."""


class GraphQLEndpoint(Generic[ContextT]):
    """An ASGI application for ``Route("/graphql", endpoint)``; no other protocol and no other method is served."""

    def __init__(  # noqa: PLR0913 — put together once, by keyword
        self,
        schema: strawberry.Schema,
        product: Product[ContextT],
        requirements: Requirements,
        *,
        boundaries: frozenset[str] = frozenset(),
        limits: Limits | None = None,
        anonymous_limits: Limits = ANONYMOUS_LIMITS,
        timeout_seconds: float = 20,
        introspection: MaySee[ContextT] | None = None,
        body_bytes: int = BODY_BYTES,
        fault_ids: Callable[[], str] = new_fault_id,
        streams: StreamLimits | None = None,
    ) -> None:
        """Raises ``ValueError`` when the schema and the requirements do not fit together.

        Args:
            schema: From ``build_schema``.
            product: The application behind the schema.
            requirements: What each guarded coordinate needs.
            boundaries: Names of the types below which ``product.enter`` says who the caller is.
            limits: For callers who are somebody.
            anonymous_limits: For everybody else.
            timeout_seconds: How long an operation may take.
            introspection: Whether the caller of a context may see the schema; by default everybody may.
            body_bytes: The largest body.
            fault_ids: Makes the ids of masked faults.
            streams: What live streams may take.
        """
        self.engine = Engine(
            schema,
            product,
            requirements,
            boundaries=boundaries,
            limits=limits,
            anonymous_limits=anonymous_limits,
            timeout_seconds=timeout_seconds,
            introspection=introspection,
        )
        self.streams = Streams(streams or StreamLimits())
        self._product = product
        self._body_bytes = body_bytes
        self._telling = Telling(product, fault_ids)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request; when the client is gone before it has sent its body, nobody is answered."""
        try:
            response = await self._respond(Request(scope, receive))
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        media = Media.JSON
        try:
            _check_method(request)
            media = response_media(_accepted(request))
            asked = await read(request, self._body_bytes)
            context = await self._product.open(request)
        except ClientDisconnect:
            raise
        except Exception as error:  # noqa: BLE001 — the last resort: every request is answered
            return self._refused(error, media)
        response = await self._answer(request, asked, context, media)
        self._product.close(context, response.headers)
        return response

    async def _answer(self, request: Request, asked: Asked, context: ContextT, media: Media) -> Response:
        try:
            prepared = self.engine.prepare(asked, context)
            if prepared.subscribes and takes_events(_accepted(request)):
                return await self._stream(request, prepared, context)
            answer = self._telling.executed(await self.engine.execute_prepared(prepared))
            return answer.response(media)
        except Rejected as error:
            return rejected(error.errors, media).response(media)
        except Exception as error:  # noqa: BLE001 — the last resort: every request is answered
            return self._refused(error, media)

    async def _stream(self, request: Request, prepared: Prepared, context: ContextT) -> Response:
        caller = self._product.identity(context)
        self.streams.enter(caller)
        try:
            source = await self.engine.subscribe(prepared)
        except BaseException:
            self.streams.leave(caller)
            raise
        if isinstance(source, Executed):
            self.streams.leave(caller)
            return self._telling.executed(source).response(Media.EVENTS)
        reopen = partial(self._product.open, request, live=True)
        subscription = Subscription(self.engine, self._product, self._telling, prepared, source, reopen)
        return EventStream(subscription, self.streams, caller)

    def _refused(self, error: Exception, media: Media) -> Response:
        """A refusal of the whole request is no stream, whatever the client takes."""
        public = self._telling.public(error)
        return refused(public).response(Media.JSON if media is Media.EVENTS else media)


def _accepted(request: Request) -> tuple[str, ...]:
    return tuple(request.headers.getlist("accept"))


def _check_method(request: Request) -> None:
    if request.method != "POST":
        message = "Send the request with POST."
        raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, Code.METHOD_NOT_ALLOWED, message, {"allow": "POST"})
