"""The one home of Authlib, which has no types: requests of OAuth 2.0 (RFC 6749) with PKCE (RFC 7636) as URL and form.

Nothing of a provider's metadata goes into it but places that were checked, and nothing is sent by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import quote_plus

from auth.sources.discovery import ClientAuthentication
from auth.sources.locations import Location
from auth.sources.provider import Provider


@dataclass(frozen=True, slots=True)
class Form:
    """A request to a token endpoint as it is sent."""

    headers: dict[str, str] = field(repr=False)
    body: bytes = field(repr=False)


def authorization_url(endpoint: Location, provider: Provider, verifier: str, parameters: Mapping[str, str]) -> str:
    """Where the browser is sent (RFC 6749 §4.1.1, RFC 7636 §4.3). ``verifier``: 43 to 128 unreserved characters.

    ``parameters``: at least ``redirect_uri`` and ``state``.
    """
    from authlib.oauth2 import rfc7636  # noqa: PLC0415 — an idle process need not have it
    from authlib.oauth2.rfc6749 import parameters as rfc6749  # noqa: PLC0415 — as above

    challenge = cast("Any", rfc7636).create_s256_code_challenge(verifier)
    asked = {**parameters, "code_challenge": challenge, "code_challenge_method": "S256"}
    return str(cast("Any", rfc6749).prepare_grant_uri(endpoint.url, provider.client_id, "code", **asked))


def token_form(provider: Provider, way: ClientAuthentication, grant_type: str, fields: Mapping[str, str]) -> Form:
    """A request for tokens (RFC 6749 §4.1.3, §6) that says who we are (§2.3.1)."""
    from authlib.oauth2.auth import ClientAuth  # noqa: PLC0415 — as above
    from authlib.oauth2.rfc6749 import parameters as rfc6749  # noqa: PLC0415 — as above

    name, secret = provider.client_id, provider.client_secret or ""
    if way is ClientAuthentication.BASIC:
        name, secret = quote_plus(name), quote_plus(secret)  # §2.3.1 and appendix B; the library leaves it out
    body = cast("Any", rfc6749).prepare_token_request(grant_type, **fields)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    signed = cast("Any", ClientAuth)(name, secret, way.value).prepare("POST", "", headers, body)
    return Form(cast("dict[str, str]", signed[1]), str(signed[2]).encode("ascii"))


def with_query(place: Location, parameters: Mapping[str, str]) -> str:
    """A URL with parameters behind those that it has."""
    from authlib.common import urls  # noqa: PLC0415 — as above

    return str(cast("Any", urls).add_params_to_uri(place.url, list(parameters.items())))
