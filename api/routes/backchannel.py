"""``POST /auth/sso/{slug}/backchannel-logout``: a provider tells that somebody signed out there.

OpenID Connect Back-Channel Logout 1.0 §2.5 (the request) and §2.8 (the answers).
"""

from collections.abc import Mapping

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from api.forms import BadForm, only, read_form
from api.product import Gatehouse
from auth.budgets.rules import Budget
from auth.single_sign_on.backchannel import take_logout_token
from resolvers.context import Context

BODY_BYTES = 65_536
"""The largest body."""

FIELD = "logout_token"

REFUSED = {"error": "invalid_request", "error_description": "The logout token was refused."}


def backchannel_route(product: Gatehouse) -> Route:
    """The route. Whoever sent what is refused is not told why; the audit trail is."""

    async def backchannel_logout(request: Request) -> Response:
        context = await product.open(request)
        wait = await context.spend(Budget.LOGOUT_TOKEN)
        if wait is not None:
            return _json(429, {"error": "temporarily_unavailable"}, {"retry-after": str(wait)})
        try:
            token = only(await read_form(request, BODY_BYTES), FIELD)
        except BadForm as bad:
            return bad.answer
        except ClientDisconnect:
            return Response(status_code=400)
        is_taken = token is not None and await _is_taken(context, request.path_params["slug"], token)
        return _json(200, {}) if is_taken else _json(400, REFUSED)

    return Route("/auth/sso/{slug}/backchannel-logout", backchannel_logout, methods=["POST"])


async def _is_taken(context: Context, slug: str, token: str) -> bool:
    async def may_tell() -> bool:
        return await context.spend(Budget.REFUSED_LOGOUT_TOKEN) is None

    return await take_logout_token(context.units, context.provers.redirects, context.actor, slug, token, may_tell)


def _json(status: int, body: Mapping[str, object], headers: Mapping[str, str] | None = None) -> Response:
    return Response(orjson.dumps(body), status, {"cache-control": "no-store", **(headers or {})}, "application/json")
