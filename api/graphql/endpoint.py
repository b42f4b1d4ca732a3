"""``POST /graphql``: GraphQL over HTTP to the letter, around the engine."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Generic, TypeVar

import strawberry
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.graphql.body import read
from api.graphql.codes import Code
from api.graphql.document import Rejected
from api.graphql.engine import Asked, Engine, MaySee, Overdue
from api.graphql.faults import new_fault_id
from api.graphql.limits import ANONYMOUS_LIMITS, Limits
from api.graphql.media import Media, response_media
from api.graphql.product import Product, PublicError, Refusal, Requirements
from api.graphql.respond import Answer, Telling, refused, rejected

ContextT = TypeVar("ContextT")

BODY_BYTES = 262_144
"""The largest body; documents have a smaller limit of their own."""

OVERDUE = PublicError(
    Code.TIMEOUT,
    "It took too long and was given up. A change may have been made all the same: look before you try again.",
    status=HTTPStatus.SERVICE_UNAVAILABLE,
)


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
            media = response_media(tuple(request.headers.getlist("accept")))
            asked = await read(request, self._body_bytes)
            context = await self._product.open(request)
        except Refusal as refusal:
            return refused(refusal.error).response(media)
        except ClientDisconnect:
            raise
        except Exception as error:  # noqa: BLE001 — the last resort: every request is answered
            return refused(self._telling.public(error)).response(media)
        response = await self._answer(asked, context, media)
        self._product.close(context, response.headers)
        return response

    async def _answer(self, asked: Asked, context: ContextT, media: Media) -> Response:
        try:
            answer = await self._executed(asked, context, media)
            return answer.response(media)
        except Refusal as refusal:
            return refused(refusal.error).response(media)
        except Exception as error:  # noqa: BLE001 — the last resort: every request is answered
            return refused(self._telling.public(error)).response(media)

    async def _executed(self, asked: Asked, context: ContextT, media: Media) -> Answer:
        try:
            return self._telling.executed(await self.engine.execute(asked, context))
        except Rejected as error:
            return rejected(error.errors, media)
        except Overdue:
            return refused(OVERDUE)


def _check_method(request: Request) -> None:
    if request.method != "POST":
        message = "Send the request with POST."
        raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, Code.METHOD_NOT_ALLOWED, message, {"allow": "POST"})
