"""Reads forms as browsers and programs post them (WHATWG URL §5), in bounded memory."""

from collections.abc import Sequence
from typing import TypeAlias
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from api.answers import refusal

MEDIA_TYPE = "application/x-www-form-urlencoded"
_TYPES = frozenset({MEDIA_TYPE, f"{MEDIA_TYPE};charset=utf-8"})
_MOST_FIELDS = 20

Form: TypeAlias = Sequence[tuple[str, str]]
"""Names and values in their order, also those that come twice."""


class BadForm(Exception):
    """A request that is no form we take."""

    def __init__(self, status: int, code: str, message: str) -> None:
        """See ``api.answers.refusal``."""
        super().__init__(message)
        self.status, self.code, self.message = status, code, message

    @property
    def answer(self) -> Response:
        """What the client is told."""
        return refusal(self.status, self.code, self.message)


async def read_form(request: Request, most_bytes: int) -> Form:
    """The fields. Raises ``BadForm`` (400, 413, 415), or ``ClientDisconnect`` when the client is gone."""
    given = request.headers.getlist("content-type")
    if len(given) != 1 or given[0].replace(" ", "").lower() not in _TYPES or "content-encoding" in request.headers:
        raise BadForm(415, "UNSUPPORTED_MEDIA_TYPE", f"The body must be {MEDIA_TYPE}.")
    body = await _bytes(request, most_bytes)
    try:
        return parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError:
        raise BadForm(400, "BAD_REQUEST", "The body is no form.") from None


def only(form: Form, name: str) -> str | None:
    """The value of a field that is there once; ``None`` for any other number."""
    values = [value for each, value in form if each == name]
    return values[0] if len(values) == 1 else None


async def _bytes(request: Request, most: int) -> bytes:
    announced = request.headers.get("content-length", "")
    body = bytearray()
    if not announced.isdecimal() or int(announced[:20]) <= most:
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                break
        else:
            return bytes(body)
    raise BadForm(413, "PAYLOAD_TOO_LARGE", f"The body may have {most} bytes.")
