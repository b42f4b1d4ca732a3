"""``/``: what somebody sees who opens the server in a browser; and the answers for addresses that lead nowhere."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from api.answers import not_found, refusal

WELCOME = """\
This is Gatehouse, a user-management backend. It is used by programs:

  POST /graphql          the API (GraphQL over HTTP)
  GET  /schema.graphql   what it offers
  GET  /readyz           whether it is ready
"""


def front_route(*, has_graphiql: bool) -> Route:
    """A short text, or GraphiQL where it is served."""

    async def front(_request: Request) -> Response:
        return RedirectResponse("/graphiql", 302) if has_graphiql else PlainTextResponse(WELCOME)

    return Route("/", front)


async def lost(_request: Request, error: Exception) -> Response:
    """What the router could not serve: an unknown path, or a method that a path does not take."""
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == 405:  # noqa: PLR2004 — Method Not Allowed, RFC 9110 §15.5.6
        answer = refusal(405, "METHOD_NOT_ALLOWED", "This address does not take that method.")
    else:
        answer = not_found()
    answer.headers.update(error.headers or {})
    return answer
