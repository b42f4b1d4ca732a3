"""What every signed token of a provider must say for itself: from whom, for whom, and when. Pure."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from auth.sources.failures import SsoFailed, SsoFailure, require
from auth.sources.provider import TENANT, Provider, ProviderKind
from auth.sources.provider_keys import SigningKey
from models.external_identity import SUBJECT_LENGTH

LEEWAY = timedelta(seconds=30)
"""How far a provider's clock may be from ours."""

_LAST_MOMENT = datetime(9999, 1, 1, tzinfo=UTC).timestamp()


def check_origin(provider: Provider, claims: Mapping[str, object], key: SigningKey) -> None:
    """Who made it and for whom (OpenID Connect Core §3.1.3.7, steps 2 to 5). Raises ``SsoFailed``."""
    require(claims.get("iss") == issuer_of(provider, claims, key), SsoFailure.WRONG_ISSUER)
    require(claims.get("aud") in (provider.client_id, [provider.client_id]), SsoFailure.WRONG_AUDIENCE)
    require(claims.get("azp", provider.client_id) == provider.client_id, SsoFailure.WRONG_PARTY)


def issuer_of(provider: Provider, claims: Mapping[str, object], key: SigningKey) -> str:
    """The issuer that a token must name. Raises ``SsoFailed``: ``TENANT_NOT_ALLOWED``, ``WRONG_ISSUER``.

    Where Microsoft's issuer stands for several tenants, each with people of its own, it is that of the token's tenant,
    which must be an allowed one; and a key that signs for one issuer alone signs for no other.
    """
    issuer = provider.issuer
    if TENANT in issuer:
        tenant = claims.get("tid")
        if not isinstance(tenant, str) or tenant not in provider.tenants:
            raise SsoFailed(SsoFailure.TENANT_NOT_ALLOWED)
        issuer = issuer.replace(TENANT, tenant)
    if provider.kind is ProviderKind.MICROSOFT and key.issuer is not None:
        signs_for = key.issuer.replace(TENANT, str(claims.get("tid")))
        require(signs_for == issuer, SsoFailure.WRONG_ISSUER)
    return issuer


def check_times(claims: Mapping[str, object], now: datetime) -> tuple[datetime, datetime]:
    """When it was issued and when it expires (steps 9, 10; RFC 7519 §4.1.4 to §4.1.6). Raises ``SsoFailed``."""
    issued, expires = moment(claims.get("iat")), moment(claims.get("exp"))
    if issued is None or expires is None:
        raise SsoFailed(SsoFailure.TIME_MISSING)
    require(expires > now - LEEWAY, SsoFailure.EXPIRED)
    require(issued <= now + LEEWAY, SsoFailure.NOT_YET_VALID)
    if "nbf" in claims:
        begins = moment(claims["nbf"])
        require(begins is not None and begins <= now + LEEWAY, SsoFailure.NOT_YET_VALID)
    return issued, expires


def moment(value: object) -> datetime | None:
    """A NumericDate (RFC 7519 §2); ``None`` for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    is_one = math.isfinite(value) and 0 <= value < _LAST_MOMENT
    return datetime.fromtimestamp(value, UTC) if is_one else None


def read_subject(value: object) -> str:
    """By what the provider knows somebody (OpenID Connect Core §2): 1 to 255 printable characters of ASCII.

    Raises ``SsoFailed``: ``SUBJECT_MALFORMED``.
    """
    if not isinstance(value, str) or not 0 < len(value) <= SUBJECT_LENGTH:
        raise SsoFailed(SsoFailure.SUBJECT_MALFORMED)
    require(value.isascii() and value.isprintable(), SsoFailure.SUBJECT_MALFORMED)
    return value
