"""Checkpoints: what the end of the chain was at a moment, signed so that anybody can check it without a secret.

The signature is Ed25519 (RFC 8032) over these lines, each with a line end: the format, position, seal, count, time in
UTC with microseconds, key id. A copy that is kept elsewhere shows later whether the end of the trail was cut off.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from auth.audit.keys import AuditKey, KeyRing
from auth.audit.rules import Flaw
from auth.reading import instant
from models.audit_event import AuditCheckpoint

FORMAT = "gatehouse-audit-checkpoint/1"

MOST_AT_ONCE = 1000
"""Checkpoints that are read in one go."""

_COLUMNS = ("position", "seal", "signed_at", "key_id", "signature")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed end of the chain.

    Attributes:
        position: Of the last sealed event; 0 where there was none.
        seal: Its seal.
        time: When it was signed.
        signature: 128 hexadecimal digits.
    """

    position: int
    seal: str
    time: datetime
    key_id: str
    signature: str

    @property
    def count(self) -> int:
        """How many events were sealed up to there."""
        return self.position


class NotACheckpoint(ValueError):
    """A text is no exported checkpoint."""


def signed(key: AuditKey, position: int, seal: str, time: datetime) -> Checkpoint:
    """A checkpoint of now."""
    return Checkpoint(position, seal, time, key.id, key.signing.sign(_text(position, seal, time, key.id)).hex())


def flaw_of(ring: KeyRing, checkpoint: Checkpoint) -> Flaw | None:
    """``None`` for a checkpoint that was made here."""
    key = ring.named(checkpoint.key_id)
    if key is None:
        return Flaw.KEY_UNKNOWN
    return None if _is_signed(key.signing.public_key(), checkpoint) else Flaw.CHECKPOINT_FORGED


def is_made_with(public_key: str, checkpoint: Checkpoint) -> bool:
    """Whether the owner of a public key (64 hexadecimal digits) signed a checkpoint."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
    except ValueError:
        return False
    return _is_signed(key, checkpoint)


def _is_signed(key: Ed25519PublicKey, checkpoint: Checkpoint) -> bool:
    text = _text(checkpoint.position, checkpoint.seal, checkpoint.time, checkpoint.key_id)
    try:
        key.verify(bytes.fromhex(checkpoint.signature), text)
    except (InvalidSignature, ValueError):
        return False
    return True


def exported(ring: KeyRing, checkpoint: Checkpoint) -> dict[str, Any]:
    """A checkpoint as JSON, with the public key in hexadecimal digits."""
    key = ring.named(checkpoint.key_id)
    public = key.signing.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex() if key else None
    return {
        "format": FORMAT,
        "position": checkpoint.position,
        "hash": checkpoint.seal,
        "count": checkpoint.count,
        "time": _moment(checkpoint.time),
        "keyId": checkpoint.key_id,
        "publicKey": public,
        "signature": checkpoint.signature,
    }


def imported(text: str | bytes) -> Checkpoint:
    """An exported checkpoint. Raises ``NotACheckpoint``; whether it is genuine is another question (``flaw_of``)."""
    try:
        read = cast("dict[str, Any]", orjson.loads(text))
        if read["format"] != FORMAT or read["count"] != read["position"] or not 0 <= read["position"] < 1 << 63:
            raise NotACheckpoint
        time = datetime.fromisoformat(read["time"]).astimezone(UTC)
        return Checkpoint(int(read["position"]), str(read["hash"]), time, str(read["keyId"]), str(read["signature"]))
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise NotACheckpoint from error


async def kept(after: int, until: int | None = None) -> Sequence[Checkpoint]:
    """The checkpoints that the trail itself keeps, behind a position and up to one, in their order."""
    rows = AuditCheckpoint.filter(position__gt=after).order_by("position")
    if until is not None:
        rows = rows.filter(position__lte=until)
    return [_kept(row) for row in await rows.limit(MOST_AT_ONCE).values(*_COLUMNS)]


async def newest() -> Checkpoint | None:
    """The last one kept."""
    row = await AuditCheckpoint.all().order_by("-position").first().values(*_COLUMNS)
    return _kept(row) if row else None


async def around(start: datetime | None, end: datetime | None) -> tuple[Checkpoint | None, Checkpoint | None]:
    """The last one kept from before a span of time and the first from after it."""
    earlier, later = AuditCheckpoint.filter(signed_at__lte=start), AuditCheckpoint.filter(signed_at__gte=end)
    before = await earlier.order_by("-signed_at").first().values(*_COLUMNS) if start else None
    behind = await later.order_by("signed_at").first().values(*_COLUMNS) if end else None
    return _kept(before) if before else None, _kept(behind) if behind else None


async def keep(checkpoint: Checkpoint) -> None:
    """Stores one; to be called inside the unit of work that sealed up to there."""
    await AuditCheckpoint.create(
        position=checkpoint.position,
        seal=checkpoint.seal,
        signed_at=checkpoint.time,
        key_id=checkpoint.key_id,
        signature=checkpoint.signature,
    )


def _kept(row: Mapping[str, Any]) -> Checkpoint:
    time = instant(row["signed_at"])
    return Checkpoint(row["position"], row["seal"], time, row["key_id"], row["signature"])


def _text(position: int, seal: str, time: datetime, key_id: str) -> bytes:
    lines = (FORMAT, position, seal, position, _moment(time), key_id)
    return "".join(f"{line}\n" for line in lines).encode()


def _moment(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="microseconds")
