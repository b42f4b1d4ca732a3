"""What the browser brings back from a provider (RFC 6749 §4.1.2, RFC 9207), judged before anything is sent. Pure."""

import hmac
from collections.abc import Collection
from datetime import datetime, timedelta

from auth.sources.failures import SsoFailed, SsoFailure, require
from auth.sources.provider import Provider
from auth.sources.redirect import Query, Started

MOST_TIME = timedelta(minutes=10)
"""How long somebody may be away."""

CODE_LENGTH = 4096
"""Longest code, in characters."""

_ERRORS = {
    "access_denied": SsoFailure.DENIED_THERE,
    "temporarily_unavailable": SsoFailure.UNAVAILABLE,
    "server_error": SsoFailure.UNAVAILABLE,
}


def read_answer(provider: Provider, started: Started, query: Query, now: datetime) -> dict[str, str]:
    """The parameters of an answer to what was started. Raises ``SsoFailed``.

    The state binds it to the browser, and to the provider to which the browser was sent. A parameter may not come
    twice (RFC 6749 §3.1).
    """
    is_ours = started.provider_id == provider.id and started.issuer == provider.issuer
    require(is_ours, SsoFailure.WRONG_PROVIDER)
    answer = dict(query)
    require(len(answer) == len(query), SsoFailure.REPEATED_PARAMETER)
    state = answer.get("state", "").encode("utf-8", "surrogatepass")
    require(hmac.compare_digest(state, started.state.encode()), SsoFailure.WRONG_STATE)
    require(now - started.started_at <= MOST_TIME, SsoFailure.TOO_LATE)
    return answer


def read_code(answer: dict[str, str], issuers: Collection[str], *, must_name_issuer: bool) -> str:
    """The code. Raises ``SsoFailed``; an error that the provider reports is told by our names alone.

    ``issuers``: what ``iss`` may say; it is looked at first, because another provider's error is no answer either
    (RFC 9207 §2.4).
    """
    if must_name_issuer or "iss" in answer:
        require(answer.get("iss") in issuers, SsoFailure.WRONG_ISSUER_PARAMETER)
    if "error" in answer:
        raise SsoFailed(_ERRORS.get(answer["error"], SsoFailure.PROVIDER_ERROR))
    code = answer.get("code", "")
    is_one = 0 < len(code) <= CODE_LENGTH and code.isascii() and code.isprintable()  # RFC 6749 appendix A.11
    require(is_one, SsoFailure.NO_CODE)
    return code
