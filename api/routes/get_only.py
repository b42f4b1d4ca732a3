"""A route that takes GET and nothing else: a HEAD would use up what the GET after it is for."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.answers import refusal


class GetOnly:
    """An ASGI application for ``Route``, which gives HEAD to every function that takes GET."""

    def __init__(self, answer: Callable[[Request], Awaitable[Response]]) -> None:
        """``answer`` is asked for each GET."""
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request; RFC 9110 §15.5.6 for other methods."""
        if scope["method"] != "GET":
            response = refusal(405, "METHOD_NOT_ALLOWED", "This address does not take that method.")
            response.headers["Allow"] = "GET"
        else:
            response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)
