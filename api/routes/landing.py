"""Where a browser goes that came back from a provider: into the frontend, or to a plain page where there is none.

The frontend is told by parameters of its address: ``step`` with ``returnTo`` where a sign-in waits, ``error`` with
``reference`` where it was refused, ``done`` with ``reference`` where something else than a sign-in was wanted.
"""

import re
from typing import assert_never
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.routes.get_only import GetOnly
from api.routes.pages import page
from auth.login.outcomes import MfaDemanded, MustChangePassword, MustEnrolMfa, Refusal, SignedIn
from auth.single_sign_on.codes import SsoCode
from auth.single_sign_on.landing import Landing
from models.provider_sign_in import SsoPurpose

ERROR_PATH = "/auth/error"
SIGNED_IN_PATH = "/auth/signed-in"
_AS_IT_IS = "%:/?#[]@!$&'()*+,;=~"
"""What may stand in an address (RFC 3986 §2.2); anything else is escaped."""
_REFERENCE = re.compile(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){1,3}")


def landed(landing: Landing, spa_url: str | None) -> Response:
    """The redirect."""
    given = parameters_of(landing)
    if spa_url is None:
        path = ERROR_PATH if landing.code else SIGNED_IN_PATH
        given.pop("returnTo", None)
        return redirect(f"{path}?{urlencode(given)}" if given else path, landing.retry_after_seconds)
    home = spa_url.rstrip("/")
    place = f"{home}/?{urlencode(given)}" if given else home + (landing.return_to or "/")
    return redirect(place, landing.retry_after_seconds)


def parameters_of(landing: Landing) -> dict[str, str]:
    """What the frontend is told; nothing where somebody is signed in and that is all."""
    given: dict[str, str] = {}
    if landing.code is not None:
        given["error"] = landing.code.value
    elif landing.purpose not in {None, SsoPurpose.SIGN_IN}:
        given["done"] = str(landing.purpose)
    else:
        given |= _step_of(landing)
    if given and landing.reference is not None and "step" not in given:
        given["reference"] = landing.reference
    if given and landing.return_to is not None:
        given["returnTo"] = landing.return_to
    return given


def redirect(url: str, retry_after_seconds: int | None = None) -> Response:
    """By GET, whatever came before; nobody learns from where."""
    headers = {"Location": quote(url, _AS_IT_IS), "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    if retry_after_seconds is not None:
        headers["Retry-After"] = str(retry_after_seconds)
    return Response(status_code=302, headers=headers)


def landing_routes(support_contact: str | None) -> list[Route]:
    """The plain pages."""

    async def error(request: Request) -> Response:
        code, reference = request.query_params.get("error", ""), request.query_params.get("reference", "")
        known = SsoCode(code) if code in set(SsoCode) else SsoCode.FAILED
        said = [known.message]
        if _REFERENCE.fullmatch(reference):
            said.append(f"Reference: {reference}")
        said.append(f"Code: {known.value}")
        return page("You are not signed in", said + ([f"Support: {support_contact}"] if support_contact else []))

    async def signed_in(request: Request) -> Response:
        if "step" in request.query_params:
            return page("One more step", ["Go on in the program in which you wanted to sign in."])
        if "done" in request.query_params:
            return page("Done", ["You can close this page."])
        return page("You are signed in", ["You can close this page."])

    return [Route(ERROR_PATH, GetOnly(error)), Route(SIGNED_IN_PATH, GetOnly(signed_in))]


def _step_of(landing: Landing) -> dict[str, str]:
    match landing.outcome:
        case MfaDemanded():
            return {"step": "mfa"}
        case MustEnrolMfa():
            return {"step": "enrol"}
        case MustChangePassword():
            return {"step": "password"}
        case SignedIn() | Refusal() | None:
            return {}
        case _:
            assert_never(landing.outcome)
