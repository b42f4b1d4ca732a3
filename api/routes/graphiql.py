"""``/graphiql``: the bundled page for trying the API out, in development only. It loads nothing from elsewhere."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.answers import not_found

FOLDER = Path(__file__).resolve().parent.parent / "static" / "graphiql"

ASSETS = {
    "graphiql.min.css": "text/css",
    "graphiql.min.js": "text/javascript",
    "page.js": "text/javascript",
    "react-dom.production.min.js": "text/javascript",
    "react.production.min.js": "text/javascript",
}
"""What the page loads: file name to media type."""

# GraphiQL's dialogs insert style elements; scripts come from our own files alone.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src data:; img-src 'self' data:; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)


def graphiql_routes() -> list[Route]:
    """The page and its files."""

    async def page(_request: Request) -> Response:
        content = (FOLDER / "page.html").read_bytes()
        return Response(content, headers={"Content-Security-Policy": _POLICY}, media_type="text/html")

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in ASSETS:
            return not_found()
        content = (FOLDER / name).read_bytes()
        return Response(content, headers={"Cache-Control": "no-cache"}, media_type=ASSETS[name])

    return [Route("/graphiql", page), Route("/graphiql/assets/{name}", asset)]
