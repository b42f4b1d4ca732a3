"""Answers of the process itself, outside any GraphQL execution, in the shape of a GraphQL error."""

import orjson
from starlette.responses import Response


def refusal(status: int, code: str, message: str, **extensions: object) -> Response:
    """A refused request: one error with a stable ``code``, and whatever else a program should know."""
    error = {"message": message, "extensions": {"code": code, **extensions}}
    return Response(orjson.dumps({"errors": [error]}), status, media_type="application/json")


def unavailable() -> Response:
    """The database does not answer; that passes."""
    answer = refusal(503, "UNAVAILABLE", "The database does not answer. Try again in a moment.")
    answer.headers["retry-after"] = "2"
    return answer


def not_found() -> Response:
    """There is nothing at this address."""
    return refusal(404, "NOT_FOUND", "There is nothing at this address.")
