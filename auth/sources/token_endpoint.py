"""Asking a token endpoint (RFC 6749 §3.2, §5): a code or a refresh token goes in, tokens or a reason come out."""

from collections.abc import Mapping
from typing import cast

from auth.sources.discovery import ClientAuthentication
from auth.sources.failures import SsoFailed, SsoFailure, SsoStep, require
from auth.sources.locations import Location
from auth.sources.oauth2 import token_form
from auth.sources.outgoing import OK, Answer, Ask, Outgoing
from auth.sources.provider import Provider
from auth.sources.redirect import Tokens

OPAQUE_LENGTH = 16_384
"""Longest access or refresh token, in characters."""

_REFUSALS = {
    "invalid_grant": SsoFailure.GRANT_REFUSED,
    "bad_verification_code": SsoFailure.GRANT_REFUSED,  # GitHub's own words, here and below
    "bad_refresh_token": SsoFailure.GRANT_REFUSED,
    "invalid_client": SsoFailure.CLIENT_REFUSED,
    "unauthorized_client": SsoFailure.CLIENT_REFUSED,
    "incorrect_client_credentials": SsoFailure.CLIENT_REFUSED,
    "temporarily_unavailable": SsoFailure.UNAVAILABLE,
    "server_error": SsoFailure.UNAVAILABLE,
}


async def ask_for_tokens(
    outgoing: Outgoing,
    provider: Provider,
    endpoint: Location,
    way: ClientAuthentication,
    grant: tuple[str, Mapping[str, str]],
) -> tuple[Tokens, Mapping[str, object]]:
    """Tokens, and the whole answer beside them. ``grant`` is the type and its fields. Raises ``SsoFailed``."""
    form = token_form(provider, way, *grant)
    answer = await outgoing.fetch(provider, Ask(SsoStep.TOKEN, endpoint, form.headers, form.body))
    said = _said(answer)
    access, kind = _opaque(said, "access_token"), said.get("token_type")
    is_bearer = isinstance(kind, str) and kind.lower() == "bearer"  # §7.1: any other is not ours to use
    if access is None or not is_bearer:
        raise SsoFailed(SsoFailure.TOKEN_ANSWER_MALFORMED, SsoStep.TOKEN)
    id_token = said.get("id_token")
    return Tokens(access, _opaque(said, "refresh_token"), id_token if isinstance(id_token, str) else None), said


def _said(answer: Answer) -> Mapping[str, object]:
    """A good answer. GitHub says what is wrong in one that looks good (§5.2 has status 400 or 401 for it)."""
    if answer.status == OK:
        said = answer.object()
        if "error" in said:
            raise SsoFailed(_refusal(said), SsoStep.TOKEN)
        return said
    try:
        because = _refusal(answer.object())
    except SsoFailed:
        because = SsoFailure.TOKEN_REFUSED
    raise SsoFailed(because, SsoStep.TOKEN)


def _refusal(said: Mapping[str, object]) -> SsoFailure:
    """By the code alone (§5.2); its description may be anybody's text."""
    error = said.get("error")
    return _REFUSALS.get(error, SsoFailure.TOKEN_REFUSED) if isinstance(error, str) else SsoFailure.TOKEN_REFUSED


def _opaque(said: Mapping[str, object], member: str) -> str | None:
    """A token as it goes into a header again (appendix A.12: visible ASCII). Raises ``SsoFailed``."""
    value = cast("object", said.get(member))
    if value is None:
        return None
    if not isinstance(value, str) or not 0 < len(value) <= OPAQUE_LENGTH:
        raise SsoFailed(SsoFailure.TOKEN_ANSWER_MALFORMED, SsoStep.TOKEN)
    is_visible = value.isascii() and value.isprintable() and " " not in value
    require(is_visible, SsoFailure.TOKEN_ANSWER_MALFORMED, SsoStep.TOKEN)
    return value
