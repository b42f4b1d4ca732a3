"""An export of the trail: what its lines say, and the digest and signature over them that need no secret.

An export is NDJSON in UTF-8, each line an object that ends with a line end: one of what it is (``format``), then each
event and each kept checkpoint in the order of the chain, then ``summary``, then the signature. Every line but the first
and the last says in ``previous`` what all lines before it come to, the last one says it in ``digest``::

    digest(no line) = SHA-256 of the format;  digest(lines, line) = SHA-256 of digest(lines), a line end, line

without the line's own end, in hexadecimal digits. The signature is Ed25519 (RFC 8032) over format, digest and key id,
each with a line end. So whoever has the public key finds every line that was changed, moved, put in or taken out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from auth.audit.checkpoints import Checkpoint, exported, signed
from auth.audit.keys import AuditKey, KeyRing
from auth.audit.rules import Place, Stored, erased_labels
from auth.audit.verification import Verification

FORMAT = "gatehouse-audit-export/1"


class Digest:
    """What the lines so far come to."""

    def __init__(self) -> None:
        """Of no line."""
        self.value = sha256(FORMAT.encode()).hexdigest()

    def add(self, line: bytes) -> None:
        """Takes a line in, without its end."""
        self.value = sha256(f"{self.value}\n".encode() + line).hexdigest()


@dataclass(frozen=True, slots=True)
class Span:
    """What is exported.

    Attributes:
        start: Events from then on; ``None`` for the beginning.
        end: Events before then; ``None`` for the end.
        first: Position of the first line.
        last: Position of the last line; there is a line for each position between them.
    """

    start: datetime | None
    end: datetime | None
    first: int
    last: int


class Lines:
    """Makes the lines of one export, in their order."""

    def __init__(self, ring: KeyRing) -> None:
        """Signs with the newest key."""
        self._ring = ring
        self._digest = Digest()

    def header(self, span: Span, opening: Place, now: datetime) -> bytes:
        """What the file is; ``opening`` is the place before its first event."""
        return self._line(
            {
                "format": FORMAT,
                "occurredFrom": _moment(span.start),
                "occurredBefore": _moment(span.end),
                "firstPosition": span.first,
                "lastPosition": span.last,
                "exportedAt": _moment(now),
                "keys": [{"id": key.id, "publicKey": public_key(key)} for key in self._ring.keys],
                "opening": self._checkpoint(opening, now),
            }
        )

    def event(self, row: Stored) -> bytes:
        """An event with everything that proves it; ``event`` is null where it cannot be read as one."""
        fields: dict[str, Any] = {
            "previous": self._digest.value,
            "position": row.position,
            "event": row.content,
            "erased": erased_labels(row),
            "commitments": dict(row.commitments),
            "salts": dict(row.salts),
            "keyId": row.key_id,
            "mac": row.mac,
            "seal": row.seal,
            "sealKeyId": row.seal_key_id,
        }
        try:
            return self._line(fields)
        except TypeError:  # a number or text that Gatehouse cannot have written
            return self._line({**fields, "event": None})

    def checkpoint(self, kept: Checkpoint) -> bytes:
        """A checkpoint that the trail keeps, behind the event at its position."""
        return self._line({"previous": self._digest.value, "checkpoint": exported(self._ring, kept)})

    def ending(self, found: Verification, written: "Written", closing: Place, now: datetime) -> Sequence[bytes]:
        """The last two lines: what was found when the secret chain was verified, and the signature over everything."""
        summary: dict[str, Any] = {
            "events": written.events,
            "checkpoints": written.checkpoints,
            "erasedValues": written.erased_values,
            "whole": found.is_whole,
            "flaws": found.flaws,
            "closing": self._checkpoint(closing, now),
        }
        last_but_one = self._line({"previous": self._digest.value, "summary": summary})
        key, digest = self._ring.current, self._digest.value
        signature = {"keyId": key.id, "publicKey": public_key(key), "signature": _sign(key, digest)}
        return last_but_one, orjson.dumps({"digest": digest, **signature}, option=orjson.OPT_APPEND_NEWLINE)

    def _checkpoint(self, place: Place, now: datetime) -> dict[str, Any]:
        return exported(self._ring, signed(self._ring.current, place.position, place.seal or "", now))

    def _line(self, fields: dict[str, Any]) -> bytes:
        line = orjson.dumps(fields)
        self._digest.add(line)
        return line + b"\n"


@dataclass(slots=True)
class Written:
    """How much was written."""

    events: int = 0
    checkpoints: int = 0
    erased_values: int = 0


def public_key(key: AuditKey) -> str:
    """The public half of the signing key, 64 hexadecimal digits."""
    return key.signing.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def is_signed(public: str, key_id: str, digest: str, signature: str) -> bool:
    """Whether the owner of a public key signed an export whose lines come to this digest."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature), _text(digest, key_id))
    except (InvalidSignature, ValueError):
        return False
    return True


def _sign(key: AuditKey, digest: str) -> str:
    return key.signing.sign(_text(digest, key.id)).hex()


def _text(digest: str, key_id: str) -> bytes:
    return f"{FORMAT}\n{digest}\n{key_id}\n".encode()


def _moment(time: datetime | None) -> str | None:
    return time.astimezone(UTC).isoformat(timespec="microseconds") if time else None
