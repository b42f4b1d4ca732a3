"""Where mailed links lead while no frontend is configured: plain pages that use the API like any other client.

The token of a link stands in the fragment of its address, so no request to these routes carries it.
"""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.answers import not_found

FOLDER = Path(__file__).resolve().parent.parent / "static" / "pages"

PAGES = ("reset-password", "accept-invitation", "confirm-email")

ASSETS = {"page.css": "text/css", "page.js": "text/javascript"}
"""What the pages load: file name to media type."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)


def link_routes() -> list[Route]:
    """The pages and their files."""

    async def page(request: Request) -> Response:
        content = (FOLDER / f"{request.url.path.removeprefix('/')}.html").read_bytes()
        return Response(content, headers={"Content-Security-Policy": _POLICY}, media_type="text/html")

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in ASSETS:
            return not_found()
        content = (FOLDER / name).read_bytes()
        return Response(content, headers={"Cache-Control": "no-cache"}, media_type=ASSETS[name])

    return [*(Route(f"/{name}", page) for name in PAGES), Route("/links/{name}", asset)]
