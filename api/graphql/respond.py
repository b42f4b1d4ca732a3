"""Turns results and errors into responses: what a client may know, the status, and the bytes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Generic, TypeAlias, TypeVar

import orjson
from graphql import ExecutionResult, GraphQLError
from starlette.responses import Response

from api.graphql.codes import Code
from api.graphql.engine import Cost, Executed, Overdue
from api.graphql.media import Media
from api.graphql.product import Product, PublicError, Refusal

ContextT = TypeVar("ContextT")
Shown: TypeAlias = dict[str, Any]
"""An error as the specification writes it (GraphQL specification, "Errors")."""

MOST_ERRORS = 100
LONGEST_MESSAGE = 1_000
"""Characters; what is longer ends in an ellipsis."""

OVERDUE = PublicError(
    Code.TIMEOUT,
    "It took too long and was given up. A change may have been made all the same: look before you try again.",
    status=HTTPStatus.SERVICE_UNAVAILABLE,
)

SAFE_FAULT = "Something went wrong on our side."

STATUS_OF_CODE: Mapping[str, HTTPStatus] = {
    Code.UNAUTHENTICATED: HTTPStatus.UNAUTHORIZED,
    Code.FORBIDDEN: HTTPStatus.FORBIDDEN,
    Code.INTERNAL_ERROR: HTTPStatus.INTERNAL_SERVER_ERROR,
}
"""Of requests that were not executed; any other code gives 400."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response before it is written.

    Attributes:
        status: The HTTP status.
        body: The members of the response.
        headers: Beside ``Content-Type``.
    """

    status: int
    body: Mapping[str, object]
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    def response(self, media: Media) -> Response:
        """The bytes. Raises ``TypeError`` when a value cannot be written as JSON."""
        if media is Media.EVENTS:  # whatever it says, it is an event of a stream that was opened
            return Response(self.event() + COMPLETE, HTTPStatus.OK, {**self.headers, **STREAM_HEADERS})
        body = orjson.dumps(self.body)
        return Response(body, self.status, dict(self.headers), media_type=f"{media}; charset=utf-8")

    def event(self) -> bytes:
        """The answer as an event ``next`` (GraphQL over Server-Sent Events, "Distinct connections mode")."""
        return b"event: next\ndata: " + orjson.dumps(self.body) + b"\n\n"


COMPLETE = b"event: complete\ndata:\n\n"
"""Nothing follows. The empty ``data`` is there because browsers drop an event without any (HTML, section 9.2.6)."""

STREAM_HEADERS: Mapping[str, str] = {
    "content-type": f"{Media.EVENTS}; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",  # asks a reverse proxy to pass each event on at once
}


class Telling(Generic[ContextT]):
    """Says what a client may know of errors, and tells the product of faults."""

    def __init__(self, product: Product[ContextT], new_fault_id: Callable[[], str]) -> None:
        self._product = product
        self._new_fault_id = new_fault_id

    def fault(self, error: BaseException) -> PublicError:
        """A masked fault: logged under an id, and nothing else is told."""
        fault_id = self._new_fault_id()
        self._product.fault(fault_id, error)
        return PublicError(Code.INTERNAL_ERROR, SAFE_FAULT, {"faultId": fault_id})

    def public(self, error: Exception) -> PublicError:
        """What the client may know of any exception."""
        if isinstance(error, Overdue):
            return OVERDUE
        return error.error if isinstance(error, Refusal) else self._product.explain(error) or self.fault(error)

    def executed(self, executed: Executed) -> Answer:
        """The answer to an operation that was executed."""
        result, cost = executed.result, executed.cost
        told = self._errors(result)
        body: dict[str, object] = {"errors": [shown for shown, _ in told]} if told else {}
        body |= {"data": result.data, "extensions": {"cost": _cost(cost)}}
        headers = {"GraphQL-Cost": f"requested={cost.requested};limit={cost.limit}"}
        decisive = next((public for _, public in told if public is not None and public.status is not None), None)
        if result.data is None and decisive is not None:
            return Answer(decisive.status or HTTPStatus.OK, body, {**headers, **decisive.headers})
        return Answer(HTTPStatus.OK, body, headers)

    def _errors(self, result: ExecutionResult) -> list[tuple[Shown, PublicError | None]]:
        errors = result.errors or []
        masked: dict[tuple[object, ...], PublicError] = {}
        told = [self._error(error, masked) for error in errors[:MOST_ERRORS]]
        more = len(errors) - MOST_ERRORS
        if more > 0:
            code = told[-1][0]["extensions"]["code"]
            told.append(({"message": f"There are {more} more errors.", "extensions": {"code": code}}, None))
        return told

    def _error(
        self, error: GraphQLError, masked: dict[tuple[object, ...], PublicError]
    ) -> tuple[Shown, PublicError | None]:
        cause = error.original_error
        if cause is None or isinstance(cause, GraphQLError):
            extensions = {"code": str(Code.BAD_USER_INPUT), **(error.extensions or {})}
            return _shown(error, error.message, extensions), None
        place = (type(cause), *(key for key in error.path or () if isinstance(key, str)))
        public = masked.get(place) or self.public(cause)
        if public.code == Code.INTERNAL_ERROR:
            masked[place] = public  # one fault, however many rows it hits
        return _shown(error, public.message, {"code": str(public.code), **public.extensions}), public


def _cost(cost: Cost) -> Mapping[str, int]:
    return {"requested": cost.requested, "limit": cost.limit, "remaining": cost.limit - cost.requested}


def rejected(errors: Sequence[GraphQLError], media: Media) -> Answer:
    """The answer to a request that was not executed because of its document or variables.

    With ``application/json`` it is 200, as intermediaries may take other statuses for their own (GraphQL over HTTP,
    "application/json").
    """
    shown = [_shown(error, error.message, error.extensions or {}) for error in errors[:MOST_ERRORS]]
    status = STATUS_OF_CODE.get(shown[0]["extensions"]["code"], HTTPStatus.BAD_REQUEST)
    return Answer(HTTPStatus.OK if media is Media.JSON else status, {"errors": shown})


def refused(error: PublicError) -> Answer:
    """The answer to a request that is refused as a whole, with the status of the refusal whatever the media type."""
    status = error.status or STATUS_OF_CODE.get(error.code, HTTPStatus.BAD_REQUEST)
    shown = {"message": _cut(error.message), "extensions": {"code": str(error.code), **error.extensions}}
    return Answer(status, {"errors": [shown]}, error.headers)


def _shown(error: GraphQLError, message: str, extensions: Mapping[str, object]) -> Shown:
    shown: Shown = {"message": _cut(message)}
    if error.locations:
        shown["locations"] = [{"line": place.line, "column": place.column} for place in error.locations]
    if error.path is not None:
        shown["path"] = list(error.path)
    return {**shown, "extensions": dict(extensions)}


def _cut(message: str) -> str:
    return message if len(message) <= LONGEST_MESSAGE else f"{message[: LONGEST_MESSAGE - 1]}…"
