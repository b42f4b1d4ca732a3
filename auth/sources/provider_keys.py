"""The keys by which a provider signs (RFC 7517): public, asymmetric, made for signing; the others are passed over."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from auth.sources.discovery import Discovery
from auth.sources.failures import SsoFailure, SsoStep, require
from auth.sources.fresh import Fresh
from auth.sources.outgoing import Ask, Outgoing
from auth.sources.provider import Provider, SigningAlgorithm

if TYPE_CHECKING:
    from joserfc.jwk import Key

MOST_KEYS = 50
"""Keys of a set that are looked at, from its beginning."""

_MOST_TRIED = 8
_RSA_BITS = range(2048, 8192 + 1)
_EXPONENT_BITS = 32
_NUMBER = re.compile(r"[A-Za-z0-9_-]{1,1400}")
_ED25519 = frozenset({SigningAlgorithm.EDDSA, SigningAlgorithm.ED25519})
"""Two names for one algorithm (RFC 9864 §2.2)."""

_CURVES = {
    "EC P-256": frozenset({SigningAlgorithm.ES256}),
    "EC P-384": frozenset({SigningAlgorithm.ES384}),
    "EC P-521": frozenset({SigningAlgorithm.ES512}),
    "OKP Ed25519": _ED25519,
}
_RSA = frozenset(algorithm for algorithm in SigningAlgorithm if algorithm.value[:2] in {"RS", "PS"})
_PUBLIC_MEMBERS = ("kty", "n", "e", "crv", "x", "y")


@dataclass(frozen=True, slots=True)
class SigningKey:
    """One key.

    Attributes:
        algorithms: What may be checked with it.
        issuer: For whom Microsoft says it signs, with ``{tenantid}`` for any tenant; ``None`` where nothing is said.
    """

    kid: str | None
    algorithms: frozenset[SigningAlgorithm]
    issuer: str | None
    key: "Key"

    def fits(self, kid: str | None, algorithm: SigningAlgorithm) -> bool:
        """Whether it may be meant (RFC 7515 §4.1.4)."""
        return algorithm in self.algorithms and (kid is None or self.kid is None or kid == self.kid)


@dataclass(frozen=True, slots=True, eq=False)
class KeySet:
    """The keys of one answer."""

    keys: tuple[SigningKey, ...]

    def fitting(self, kid: str | None, algorithm: SigningAlgorithm) -> tuple[SigningKey, ...]:
        """Those with which a token may be signed that names this key id, or none; so few that all can be tried."""
        return tuple(key for key in self.keys if key.fits(kid, algorithm))[:_MOST_TRIED]


class ProviderKeys:
    """Asks each provider once in an hour, and at once where a key has changed, at most every ten seconds."""

    def __init__(self, outgoing: Outgoing, discovery: Discovery) -> None:
        """Nothing is asked yet."""
        self._outgoing = outgoing
        self._discovery = discovery
        self._kept: Fresh[KeySet] = Fresh()

    async def keys(self, provider: Provider) -> KeySet:
        """The provider's keys, one at least. Raises ``SsoFailed``."""
        return await self._kept.value(provider, lambda: self._fetch(provider))

    async def newer(self, provider: Provider, seen: KeySet) -> KeySet | None:
        """Newer ones than those that did not do; ``None`` where there are none. Raises ``SsoFailed``."""
        return await self._kept.newer(provider, lambda: self._fetch(provider), seen)

    async def _fetch(self, provider: Provider) -> KeySet:
        metadata = await self._discovery.metadata(provider)
        answer = await self._outgoing.fetch(provider, Ask(SsoStep.KEYS, metadata.keys))
        listed = answer.good().object().get("keys")
        found = read_keys(cast("list[object]", listed) if isinstance(listed, list) else [])
        require(bool(found.keys), SsoFailure.NO_USABLE_KEY, SsoStep.KEYS)
        return found


def read_keys(listed: list[object]) -> KeySet:
    """The keys of a set that can be used. RFC 7517 §5: what is not understood is ignored, whatever it is."""
    usable = (_usable(cast("dict[str, object]", each)) for each in listed[:MOST_KEYS] if isinstance(each, dict))
    return KeySet(tuple(key for key in usable if key is not None))


def _usable(jwk: Mapping[str, object]) -> SigningKey | None:
    from joserfc.errors import JoseError  # noqa: PLC0415 — an idle process need not have it
    from joserfc.jwk import JWKRegistry  # noqa: PLC0415 — as above

    algorithms = _algorithms(jwk)
    kid, issuer = jwk.get("kid"), jwk.get("issuer")
    if not algorithms or not isinstance(kid, str | None) or not _is_for_signing(jwk):
        return None
    public = {member: value for member in _PUBLIC_MEMBERS if isinstance(value := jwk.get(member), str)}
    try:
        key = JWKRegistry.import_key({**public})
    except (JoseError, ValueError):
        return None
    return SigningKey(kid, algorithms, issuer if isinstance(issuer, str) else None, key)


def _is_for_signing(jwk: Mapping[str, object]) -> bool:
    """RFC 7517 §4.2, §4.3."""
    operations = jwk.get("key_ops", ["verify"])
    return jwk.get("use", "sig") == "sig" and isinstance(operations, list) and "verify" in operations


def _algorithms(jwk: Mapping[str, object]) -> frozenset[SigningAlgorithm]:
    """What a key is good for by its type, and by what it says of itself (RFC 7517 §4.4); nothing for the unusable."""
    match jwk.get("kty"):
        case "RSA" if _bits(jwk.get("n")) in _RSA_BITS and 1 < _bits(jwk.get("e")) <= _EXPONENT_BITS:
            able = _RSA
        case "EC" | "OKP":
            able = _CURVES.get(f"{jwk['kty']} {jwk.get('crv')}", frozenset[SigningAlgorithm]())
        case _:
            return frozenset()
    named = jwk.get("alg")
    if named is None:
        return able
    fitting = frozenset(algorithm for algorithm in able if algorithm.value == named)
    return _ED25519 if fitting & _ED25519 else fitting


def _bits(text: object) -> int:
    """Length of a number in base64url; 0 for what is none, or far too long."""
    if not isinstance(text, str) or _NUMBER.fullmatch(text) is None:
        return 0
    try:
        return int.from_bytes(base64.urlsafe_b64decode(text + "=="), "big").bit_length()
    except ValueError:
        return 0
