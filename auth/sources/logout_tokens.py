"""Logout tokens (OpenID Connect Back-Channel Logout 1.0 §2.4, §2.6): a provider's word that somebody signed out there.

Anybody can send one, so nothing is fetched for it but keys, and those at most every ten seconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from auth.sources.failures import SsoFailed, SsoFailure, require
from auth.sources.provider import Provider
from auth.sources.signed_tokens import SignedTokens
from auth.sources.token_claims import LEEWAY, check_origin, check_times, read_subject

EVENT = "http://schemas.openid.net/event/backchannel-logout"
MOST_AGE = timedelta(hours=1)
"""How old one may be, whatever it says of its end; so long is remembered which ones were used."""

_TYPES = frozenset({"logout+jwt"})
_ID_LENGTH = 255


@dataclass(frozen=True, slots=True)
class LogoutNotice:
    """Whose sessions end.

    Attributes:
        subject: ``None`` where only a session is named; ``sid`` ``None``: all of the subject's.
        token_id: Together with the issuer's, used once: whoever acts upon the notice remembers it.
        remember_until: So long; afterwards the token is too old anyway.
    """

    subject: str | None
    sid: str | None
    token_id: str
    remember_until: datetime


class LogoutTokens:
    """Validates them."""

    def __init__(self, signed: SignedTokens) -> None:
        """See ``SignedTokens``."""
        self._signed = signed

    async def validated(self, provider: Provider, token: object, now: datetime) -> LogoutNotice:
        """What it says. Raises ``SsoFailed``."""
        _algorithm, key, claims = await self._signed.opened(provider, token, _TYPES)
        check_origin(provider, claims, key)
        issued, expires = check_times(claims, now)
        require(issued > now - MOST_AGE, SsoFailure.EXPIRED)
        require(_is_logout(claims.get("events")), SsoFailure.NO_LOGOUT_EVENT)
        require("nonce" not in claims, SsoFailure.LOGOUT_WITH_NONCE)
        token_id = _text(claims, "jti")
        if token_id is None:
            raise SsoFailed(SsoFailure.NO_TOKEN_ID)
        subject = read_subject(claims["sub"]) if "sub" in claims else None
        sid = _text(claims, "sid")
        is_told = subject is not None if "sid" not in claims else sid is not None
        require(is_told, SsoFailure.NOBODY_NAMED)
        return LogoutNotice(subject, sid, token_id, min(expires, issued + MOST_AGE) + LEEWAY)


def _is_logout(events: object) -> bool:
    """§2.4: a member of this name that is an object."""
    return isinstance(events, dict) and isinstance(cast("Mapping[str, object]", events).get(EVENT), dict)


def _text(claims: Mapping[str, object], name: str) -> str | None:
    value = claims.get(name)
    return value if isinstance(value, str) and 0 < len(value) <= _ID_LENGTH else None
