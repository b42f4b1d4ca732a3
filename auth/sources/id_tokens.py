"""ID tokens (OpenID Connect Core 1.0 §2, §3.1.3.7): a provider's word on who has signed in there."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from auth.sources.failures import SsoFailure, require
from auth.sources.provider import Provider, SigningAlgorithm
from auth.sources.signed_tokens import Claims, SignedTokens
from auth.sources.token_claims import LEEWAY, check_origin, check_times, moment, read_subject

_HASHES = {"256": hashlib.sha256, "384": hashlib.sha384, "512": hashlib.sha512}


@dataclass(frozen=True, slots=True)
class Expected:
    """What an ID token must fit.

    Attributes:
        issued_after: When what it answers to was asked.
        nonce: ``None`` where it answers to a refresh token (§12.2).
        access_token: What came with it; ``None`` for nothing.
        subject: Who it must be; ``None`` for anybody.
        max_age: How old the sign-in there may have been when it was asked for; ``None`` for any age.
    """

    issued_after: datetime
    nonce: str | None = field(default=None, repr=False)
    access_token: str | None = field(default=None, repr=False)
    subject: str | None = None
    max_age: timedelta | None = None

    @property
    def earliest(self) -> datetime:
        """Before which it cannot have been issued. Providers tell whole seconds."""
        return self.issued_after.replace(microsecond=0) - LEEWAY


@dataclass(frozen=True, slots=True)
class IdToken:
    """What a good one says."""

    issuer: str
    subject: str
    claims: Claims = field(repr=False)


class IdTokens:
    """Validates them."""

    def __init__(self, signed: SignedTokens) -> None:
        """See ``SignedTokens``."""
        self._signed = signed

    async def validated(self, provider: Provider, token: object, expected: Expected, now: datetime) -> IdToken:
        """What it says. Raises ``SsoFailed``; keys are fetched where they are not known."""
        require(token is not None, SsoFailure.ID_TOKEN_MISSING)
        algorithm, key, claims = await self._signed.opened(provider, token, frozenset())
        check_origin(provider, claims, key)
        issued, _expires = check_times(claims, now)
        require(issued >= expected.earliest, SsoFailure.ISSUED_TOO_EARLY)
        if expected.nonce is not None:
            require(_same(claims.get("nonce"), expected.nonce), SsoFailure.WRONG_NONCE)
        if "at_hash" in claims:
            hashed = access_token_hash(expected.access_token or "", algorithm)
            require(_same(claims["at_hash"], hashed), SsoFailure.WRONG_ACCESS_TOKEN_HASH)
        subject = read_subject(claims.get("sub"))
        require(expected.subject in {None, subject}, SsoFailure.OTHER_SUBJECT)
        _check_age(claims, expected)
        return IdToken(str(claims["iss"]), subject, claims)


def _same(value: object, expected: str) -> bool:
    """Whether somebody knows a secret, in constant time."""
    return isinstance(value, str) and hmac.compare_digest(value.encode(), expected.encode())


def _check_age(claims: Claims, expected: Expected) -> None:
    """§3.1.3.7, step 13: a fresh sign-in there is what was asked for, so it must be told, and be one."""
    if expected.max_age is None:
        return
    at = moment(claims.get("auth_time"))
    is_fresh = at is not None and at >= expected.earliest - expected.max_age
    require(is_fresh, SsoFailure.SIGN_IN_TOO_OLD)


def access_token_hash(access_token: str, algorithm: SigningAlgorithm) -> str:
    """``at_hash`` (§3.1.3.6): the left half of the digest that the algorithm uses; Ed25519 uses SHA-512 (RFC 8032)."""
    digest = _HASHES.get(algorithm.value[-3:], hashlib.sha512)(access_token.encode()).digest()
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode("ascii")
