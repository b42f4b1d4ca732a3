"""Reads the parameters of a request out of its body (GraphQL over HTTP, "Request Parameters")."""

from http import HTTPStatus
from json import JSONDecodeError, loads
from typing import cast

import orjson
from starlette.requests import Request

from api.graphql.codes import Code
from api.graphql.engine import Asked
from api.graphql.media import check_content_encoding, check_content_type
from api.graphql.product import Refusal

MEMBERS = ("query", "operationName", "variables", "extensions")


async def read(request: Request, most_bytes: int) -> Asked:
    """The parameters. Raises ``Refusal`` (400, 413, 415), or ``ClientDisconnect`` when the client is gone."""
    check_content_type(request.headers.getlist("content-type"))
    check_content_encoding(request.headers.getlist("content-encoding"))
    return parameters(await _bytes(request, most_bytes))


async def _bytes(request: Request, most: int) -> bytes:
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > most:
        raise _too_large(most)
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > most:
            raise _too_large(most)
        chunks.append(chunk)
    return b"".join(chunks)


def _too_large(most: int) -> Refusal:
    return Refusal(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        Code.PAYLOAD_TOO_LARGE,
        f"The body may have {most} bytes.",
        {"connection": "close"},
        {"allowed": most},
    )


def parameters(body: bytes) -> Asked:
    """The parameters in a body. Unknown members are ignored. Raises ``Refusal`` (400) for anything malformed."""
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise _bad("The body is not valid JSON in UTF-8.") from None
    if not isinstance(given, dict):
        raise _bad("The body must be a JSON object.")
    _refuse_duplicates(body)
    members = cast("dict[str, object]", given)
    query, operation_name = members.get("query"), members.get("operationName")
    if not isinstance(query, str):
        raise _bad("The member query must be a string.")
    if operation_name is not None and not isinstance(operation_name, str):
        raise _bad("The member operationName must be a string or null.")
    _map(members, "extensions")
    return Asked(query, operation_name, _map(members, "variables"))


def _map(members: dict[str, object], name: str) -> dict[str, object] | None:
    given = members.get(name)
    if given is not None and not isinstance(given, dict):
        raise _bad(f"The member {name} must be an object or null.")
    return cast("dict[str, object] | None", given)


def _refuse_duplicates(body: bytes) -> None:
    """A member given twice may be read differently by whatever stands before this server (RFC 8259 §4)."""
    if all(body.count(b'"%s"' % name.encode()) <= 1 for name in MEMBERS) and b"\\u" not in body:
        return
    try:
        pairs = loads(body, object_pairs_hook=list)
    except (JSONDecodeError, RecursionError, ValueError):
        raise _bad("The body is not valid JSON in UTF-8.") from None
    names = [name for name, _ in pairs if name in MEMBERS]
    if len(names) != len(set(names)):
        raise _bad("The body gives a member twice.")


def _bad(message: str) -> Refusal:
    return Refusal(HTTPStatus.BAD_REQUEST, Code.BAD_REQUEST, message)
