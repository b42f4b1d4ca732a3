"""The browser's way through an identity provider: to it, and back (OpenID Connect Core §3.1.2, RFC 6749 §4.1)."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.product import Gatehouse
from api.routes.get_only import GetOnly
from api.routes.landing import landed, redirect
from api.routes.pages import page
from auth.budgets.rules import Budget
from auth.login.outcomes import MfaDemanded, MustChangePassword, MustEnrolMfa, SignedIn
from auth.opaque import digest
from auth.single_sign_on.codes import SsoCode
from auth.single_sign_on.landing import Landing
from auth.single_sign_on.returning import come_back
from auth.single_sign_on.starting import BeginWish, Begun, depart
from auth.single_sign_on.states import name_of
from models.availability import is_unavailable
from resolvers.context import Context

_RETRY_SECONDS = 2

Answer = Callable[[Request, Context], Awaitable[Response]]


def sso_routes(product: Gatehouse, spa_url: str | None) -> list[Route]:
    """Both ends of the way. ``spa_url``: the frontend; without one, plain pages are shown."""

    async def login(request: Request, context: Context) -> Response:
        given = request.query_params
        wish = BeginWish(
            slug=request.path_params["slug"],
            return_to=given.get("returnTo"),
            remember_me=given.get("rememberMe") == "true",
        )
        begun = await depart(context.units, context.provers.redirects, context.actor, wish)
        if not isinstance(begun, Begun):
            return landed(begun, spa_url)
        context.browser.sso = begun
        return redirect(begun.url)

    async def callback(request: Request, context: Context) -> Response:
        query, slug, browser = request.query_params.multi_items(), request.path_params["slug"], context.browser
        units, redirects = context.units, context.provers.redirects
        landing = await come_back(units, redirects, context.actor, slug, query, browser.states)
        browser.returned = name_of(digest(request.query_params.get("state", "")))
        if isinstance(landing.outcome, SignedIn):
            browser.session, browser.pending = landing.outcome, None
        elif isinstance(landing.outcome, MfaDemanded | MustChangePassword | MustEnrolMfa):
            browser.pending = landing.outcome
        return landed(landing, spa_url)

    def way(answer: Answer) -> GetOnly:
        return GetOnly(lambda request: _within_means(product, spa_url, request, answer))

    return [Route("/auth/sso/{slug}/login", way(login)), Route("/auth/sso/{slug}/callback", way(callback))]


async def _within_means(product: Gatehouse, spa_url: str | None, request: Request, answer: Answer) -> Response:
    """Answers a browser whose address may still ask, while the database answers us."""
    try:
        context = await product.open(request)
        wait = await context.spend(Budget.SIGN_IN_ELSEWHERE)
        if wait is not None:
            return landed(Landing(code=SsoCode.RATE_LIMITED, retry_after_seconds=wait), spa_url)
        response = await answer(request, context)
    except Exception as error:
        if not is_unavailable(error):
            raise
        said = ["The database does not answer. Try again in a moment."]
        return page("Not now", said, 503, _RETRY_SECONDS)
    product.close(context, response.headers)
    return response
