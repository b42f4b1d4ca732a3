"""Reads a signed licence: a compact JWS (RFC 7515 §7.1) over a JSON object, signed with Ed25519 (RFC 8037 §3.1).

The algorithm is fixed, and the key is the one that the configuration names: what the header says of either decides
nothing. Extensions that must be understood (``crit``) are not understood.
"""

import base64
import binascii
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

import orjson

from auth.errors import DomainError
from auth.installation import CountedBy, SignedLicence
from auth.settings.pages import CAP_MOST
from auth.texts import check_line

ALGORITHM = "EdDSA"
TEXT_MOST = 16_384
"""Longest licence that is looked at, in characters."""


class LicenceInvalid(Exception):
    """A text is no licence of this key; the message completes "The licence file …"."""


def read_licence(text: str, key: bytes) -> SignedLicence:
    """What a licence says. ``key`` is the raw Ed25519 public key, 32 bytes. Raises ``LicenceInvalid``."""
    parts = text.strip().split(".") if len(text) <= TEXT_MOST else []
    if len(parts) != 3:  # noqa: PLR2004 — RFC 7515 §7.1: header, payload, signature
        raise LicenceInvalid("is no compact JWS.")
    header, payload, signature = parts
    _check_header(_object(header))
    _verify(key, _decoded(signature), f"{header}.{payload}".encode("ascii", "replace"))
    return _licence(_object(payload))


def _check_header(header: Mapping[str, Any]) -> None:
    if header.get("alg") != ALGORITHM or "crit" in header:
        raise LicenceInvalid(f"is not signed with {ALGORITHM}.")


def _verify(key: bytes, signature: bytes, signed: bytes) -> None:
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 — only installations with a file need it
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415 — as above

    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, signed)
    except (InvalidSignature, ValueError) as error:
        raise LicenceInvalid("was not signed with the key that GATEHOUSE_LICENCE_KEY belongs to.") from error


def _decoded(part: str) -> bytes:
    """base64url without padding (RFC 7515 §2), in its one spelling."""
    try:
        raw = base64.b64decode(part.encode("ascii") + b"=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise LicenceInvalid("is no compact JWS.") from error
    if base64.urlsafe_b64encode(raw).rstrip(b"=").decode() != part:
        raise LicenceInvalid("is no compact JWS.")
    return raw


def _object(part: str) -> Mapping[str, Any]:
    try:
        found = orjson.loads(_decoded(part))
    except orjson.JSONDecodeError as error:
        raise LicenceInvalid("is no compact JWS of JSON.") from error
    if not isinstance(found, dict):
        raise LicenceInvalid("is no compact JWS of JSON.")
    return cast("Mapping[str, Any]", found)


def _licence(payload: Mapping[str, Any]) -> SignedLicence:
    valid_from, expires_at = _moment(payload, "validFrom"), _moment(payload, "expiresAt")
    if expires_at <= valid_from:
        raise LicenceInvalid("ends before it begins.")
    return SignedLicence(
        id=_line(payload, "id"),
        licensee=_line(payload, "licensee"),
        max_users=_cap(payload, "maxUsers"),
        counted_by=_way(payload),
        max_seats=_cap(payload, "maxSeats"),
        valid_from=valid_from,
        expires_at=expires_at,
    )


def _way(payload: Mapping[str, Any]) -> CountedBy:
    """It may be absent, which counts accounts."""
    try:
        return CountedBy(payload.get("countedBy", CountedBy.ACCOUNTS))
    except (TypeError, ValueError) as error:
        raise _wrong("countedBy") from error


def _line(payload: Mapping[str, Any], name: str) -> str:
    value = payload.get(name)
    problems: list[DomainError] = check_line(value, name, least=1) if isinstance(value, str) else []
    if not isinstance(value, str) or problems:
        raise _wrong(name)
    return value


def _cap(payload: Mapping[str, Any], name: str) -> int:
    value = payload.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= CAP_MOST:
        raise _wrong(name)
    return value


def _moment(payload: Mapping[str, Any], name: str) -> datetime:
    """A moment with its offset from UTC (RFC 3339)."""
    try:
        found = datetime.fromisoformat(payload[name])
    except (KeyError, TypeError, ValueError) as error:
        raise _wrong(name) from error
    if found.tzinfo is None:
        raise _wrong(name)
    try:
        return found.astimezone(UTC)
    except OverflowError as error:
        raise _wrong(name) from error


def _wrong(name: str) -> LicenceInvalid:
    return LicenceInvalid(f"is signed, but its {name} is missing or not of the right form.")
