"""Whether a signed token is the provider's (RFC 7515, RFC 7519, RFC 8725). What is in it is for others to judge."""

import base64
import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias, cast

import orjson

from auth.sources.failures import SsoFailed, SsoFailure, require
from auth.sources.provider import Provider, SigningAlgorithm
from auth.sources.provider_keys import ProviderKeys, SigningKey

Claims: TypeAlias = Mapping[str, object]

TOKEN_LENGTH = 1 << 18
"""Longest token, in characters."""

HEADER_LENGTH = 8192
"""Longest header, in characters: some providers put a chain of certificates there, which is not looked at."""

KID_LENGTH = 1000
_SIGNATURE_LENGTH = 2048
_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_REFUSED_HEADERS = frozenset({"jwk", "jku", "x5u", "crit", "b64", "enc", "zip"})
"""Those bring keys of their own, or ask for what is not done here."""


class SignedTokens:
    """Checks signatures with the providers' keys."""

    def __init__(self, keys: ProviderKeys) -> None:
        """See ``ProviderKeys``."""
        self._keys = keys

    async def opened(
        self, provider: Provider, token: object, types: frozenset[str]
    ) -> tuple[SigningAlgorithm, SigningKey, Claims]:
        """How it is signed, with which key, and its claims. Raises ``SsoFailed``.

        A key that is not known, or whose signature is wrong, may have been changed: then the keys are fetched anew,
        once in ten seconds. ``types``: what ``typ`` may say in lower case; ``jwt`` and nothing are always right.
        """
        if not isinstance(token, str) or len(token) > TOKEN_LENGTH or _COMPACT.fullmatch(token) is None:
            raise SsoFailed(SsoFailure.TOKEN_MALFORMED)
        algorithm, kid = read_header(token, provider.algorithms, types)
        content, _, signature = token.rpartition(".")
        require(len(signature) <= _SIGNATURE_LENGTH, SsoFailure.WRONG_SIGNATURE)
        keys = await self._keys.keys(provider)
        key = _signer(content, signature, algorithm, keys.fitting(kid, algorithm))
        if key is None:
            newer = await self._keys.newer(provider, keys)
            key = newer and _signer(content, signature, algorithm, newer.fitting(kid, algorithm))
        if key is None:
            raise SsoFailed(SsoFailure.WRONG_SIGNATURE)
        return algorithm, key, _object(content.partition(".")[2])


def read_header(
    token: str, allowed: Iterable[SigningAlgorithm], types: frozenset[str]
) -> tuple[SigningAlgorithm, str | None]:
    """Algorithm and key id. Raises ``SsoFailed``. Which algorithms do is ours to say (RFC 8725 §3.1)."""
    encoded = token.partition(".")[0]
    require(len(encoded) <= HEADER_LENGTH, SsoFailure.HEADER_REFUSED)
    header = _object(encoded)
    algorithm = next((each for each in allowed if each.value == header.get("alg")), None)
    if algorithm is None:
        raise SsoFailed(SsoFailure.ALGORITHM_REFUSED)
    require(_REFUSED_HEADERS.isdisjoint(header), SsoFailure.HEADER_REFUSED)
    type_, kid = header.get("typ", "jwt"), header.get("kid")
    is_right = isinstance(type_, str) and type_.lower().removeprefix("application/") in types | {"jwt"}
    require(is_right, SsoFailure.HEADER_REFUSED)
    if kid is not None and (not isinstance(kid, str) or len(kid) > KID_LENGTH):
        raise SsoFailed(SsoFailure.HEADER_REFUSED)
    return algorithm, kid


def _object(encoded: str) -> dict[str, object]:
    try:
        value = orjson.loads(_bytes(encoded))
    except ValueError:  # neither base64url nor JSON
        raise SsoFailed(SsoFailure.TOKEN_MALFORMED) from None
    require(isinstance(value, dict), SsoFailure.TOKEN_MALFORMED)
    return cast("dict[str, object]", value)


def _bytes(encoded: str) -> bytes:
    """RFC 7515 §2: base64url without padding. Raises ``ValueError``."""
    return base64.urlsafe_b64decode(encoded + "==")


def _signer(content: str, signature: str, algorithm: SigningAlgorithm, keys: Iterable[SigningKey]) -> SigningKey | None:
    """The key whose signature it is (RFC 7515 §5.2, step 8)."""
    from joserfc.errors import JoseError  # noqa: PLC0415 — an idle process need not have it
    from joserfc.jws import JWSRegistry  # noqa: PLC0415 — as above

    model = JWSRegistry.algorithms[algorithm.value]
    for key in keys:
        try:
            model.check_key(key.key)
            if model.verify(content.encode("ascii"), _bytes(signature), key.key):
                return key
        except (JoseError, ValueError):
            continue
    return None
