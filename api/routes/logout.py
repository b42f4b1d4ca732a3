"""``POST /auth/logout``: a browser signs out here, and at the provider by which it came; and where it comes back to.

The origin of the request is checked as everybody's is, so that no other site signs anybody out; a GET only shows the
button.
"""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api.product import Gatehouse
from api.routes.pages import button_page, page
from auth.sessions.commands import sign_out
from auth.single_sign_on.leaving import leaving_of, logout_address, return_to_of
from auth.sources.return_to import read_return_to

LOGOUT_PATH = "/auth/logout"
LOGGED_OUT_PATH = "/auth/logged-out"
_SEE_OTHER = 303


def logout_routes(product: Gatehouse, spa_url: str | None) -> list[Route]:
    """Both ends. ``spa_url``: the frontend; without one, plain pages are shown."""

    async def logout(request: Request) -> Response:
        return_to = read_return_to(request.query_params.get("returnTo", ""))
        if request.method != "POST":
            action = f"{LOGOUT_PATH}?{urlencode({'returnTo': return_to})}" if return_to else LOGOUT_PATH
            return button_page("Sign out", "You will be signed out here, and where you signed in.", action)
        context = await product.open(request)
        leaving = await leaving_of(context.actor.session_id)
        if context.actor.session_id is not None:
            await context.perform(sign_out)
        context.browser.session = context.browser.pending = None
        there = None
        if leaving is not None:
            there = await logout_address(context.provers.redirects, context.units.installation, leaving, return_to)
        response = _see(there or _home(spa_url, return_to))
        product.close(context, response.headers)
        return response

    async def logged_out(request: Request) -> Response:
        if spa_url is None:
            return page("You are signed out", ["You can close this page."])
        return _see(_home(spa_url, return_to_of(request.query_params.get("state", ""))))

    return [Route(LOGOUT_PATH, logout, methods=["GET", "POST"]), Route(LOGGED_OUT_PATH, logged_out)]


def _home(spa_url: str | None, return_to: str | None) -> str:
    return LOGGED_OUT_PATH if spa_url is None else spa_url.rstrip("/") + (return_to or "/")


def _see(url: str) -> Response:
    """By GET (RFC 9110 §15.4.4)."""
    return RedirectResponse(url, _SEE_OTHER)
