"""Keys of the audit trail, derived from the secret keys of the installation.

Each use has a key of its own (RFC 5869, HKDF-SHA256, no salt, the use as ``info``), so that nothing made for one use is
good for another. New rows are written with the newest secret key; what older ones made is verified with them for as
long as they are kept.
"""

import base64
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_ID_BYTES = 8
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class AuditKey:
    """What is derived from one secret key.

    Attributes:
        id: Public name, 16 hexadecimal digits.
        commitment: For commitments to personal values.
        event: For the code that authenticates a row.
        chain: For seals.
        signing: For checkpoints (RFC 8032, Ed25519), so that others can check them without any secret.
    """

    id: str
    commitment: bytes = field(repr=False)
    event: bytes = field(repr=False)
    chain: bytes = field(repr=False)
    signing: Ed25519PrivateKey = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Every key there is, newest first; at least one."""

    keys: tuple[AuditKey, ...]

    @property
    def current(self) -> AuditKey:
        """The one to write with."""
        return self.keys[0]

    def named(self, key_id: str | None) -> AuditKey | None:
        """The key of that id, or ``None``."""
        return next((key for key in self.keys if key.id == key_id), None)


KeySource: TypeAlias = Callable[[], KeyRing]
"""Gives the keys when they are needed: a process can start, and say what is wrong, without them."""


def key_ring(secret_keys: Iterable[str]) -> KeyRing:
    """The ring of Fernet keys (32 bytes in base64url), newest first."""
    return KeyRing(tuple(_derived(base64.urlsafe_b64decode(key)) for key in secret_keys))


def _derived(secret: bytes) -> AuditKey:
    return AuditKey(
        id=_expand(secret, "key id", _ID_BYTES).hex(),
        commitment=_expand(secret, "commitment"),
        event=_expand(secret, "event"),
        chain=_expand(secret, "chain"),
        signing=Ed25519PrivateKey.from_private_bytes(_expand(secret, "checkpoint")),
    )


def _expand(secret: bytes, use: str, length: int = _KEY_BYTES) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=f"gatehouse audit {use} v1".encode()).derive(secret)
