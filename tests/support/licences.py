"""A vendor of licences with a key of its own, and a holder of a licence for units of work."""

import base64
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from auth.installation import CountedBy, SignedLicence
from auth.unit_of_work import Units
from tests.support.house import House
from tests.support.keys import INSTALLATION, write_events

TERMS: dict[str, Any] = {
    "id": "L-1",
    "licensee": "Åkerö & Söner",
    "maxUsers": 2,
    "maxSeats": 3,
    "validFrom": "2026-01-01T00:00:00Z",
    "expiresAt": "2099-01-01T00:00:00+00:00",
}
SIGNED = SignedLicence(
    id="L-1",
    licensee="Åkerö & Söner",
    max_users=2,
    counted_by=CountedBy.ACCOUNTS,
    max_seats=3,
    valid_from=datetime(2026, 1, 1, tzinfo=UTC),
    expires_at=datetime(2099, 1, 1, tzinfo=UTC),
)
"""What ``TERMS`` say."""


def encoded(part: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True)
class Vendor:
    """Whoever signs licences."""

    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    @property
    def public(self) -> bytes:
        """What verifies, raw."""
        return self.key.public_key().public_bytes_raw()

    @property
    def variable(self) -> str:
        """The same as the configuration takes it."""
        return base64.b64encode(self.public).decode()

    def signs(self, payload: object, header: object = None) -> str:
        """A licence in compact form; bytes are signed as they are."""
        parts = [header or {"alg": "EdDSA"}, payload]
        signed = ".".join(encoded(part if isinstance(part, bytes) else orjson.dumps(part)) for part in parts)
        return f"{signed}.{encoded(self.key.sign(signed.encode()))}"

    def licence(self, **terms: Any) -> str:  # noqa: ANN401 — members of any type
        """A licence that says ``TERMS`` but for these."""
        return self.signs({**TERMS, **terms})


@dataclass
class Held:
    """A licence file that was read already."""

    signed: SignedLicence | None

    async def renew(self) -> None:
        """It stays."""


def ruled_by_file(house: House, **terms: Any) -> Held:  # noqa: ANN401 — members of any type
    """From now on the house's units of work have a licence file that says ``SIGNED`` but for these."""
    held = Held(replace(SIGNED, **terms))
    house.units = Units(house.clock, write_events, replace(INSTALLATION, licence=held))
    return held
