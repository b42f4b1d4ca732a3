"""Backup codes: made at random, argon2-hashed, found again by a keyed digest, so that one costs one verification.

A code has 40 bits, which a hash alone would not protect: the digest is keyed by the installation's secret key and bound
to the account, and the hash is as slow as a password's.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from auth.credential import PasswordHash
from auth.opaque import new_text
from auth.passwords.hashing import PasswordHashing
from auth.settings.pages import MfaSettings, PasswordSettings
from auth.settings.queries import current
from auth.vault import Purpose, Vault
from models.second_factor import BackupCode

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no I, L, O and U, so that nothing read off paper is mistaken."""

LENGTH = 8
LOOKUP_LENGTH = 16
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "-": "", " ": ""})


@dataclass(frozen=True, slots=True)
class NewCode:
    """One code that was made. ``text`` is shown once and stored nowhere."""

    text: str = field(repr=False)
    hash: PasswordHash = field(repr=False)

    def lookup(self, vault: Vault, user_id: UUID) -> str:
        """By what it will be found."""
        return _lookups(vault, user_id, normal(self.text))[0]


def new_code() -> str:
    """A code as it is shown: ``XXXX-XXXX``."""
    text = new_text(ALPHABET, LENGTH)
    return f"{text[:4]}-{text[4:]}"


def normal(typed: str) -> str:
    """A code as it is compared: dash, spaces and case do not matter, nor I or L for 1 and O for 0."""
    return typed.upper().translate(_READ_AS)


async def new_codes(hashing: PasswordHashing) -> list[NewCode]:
    """As many as the settings say, hashed like passwords. Outside any unit of work. Raises ``HashingBusy``."""
    settings, how = await current(MfaSettings), await current(PasswordSettings)
    texts = [new_code() for _ in range(settings.backup_codes)]
    hashes = await asyncio.gather(*(hashing.hash(normal(text), how) for text in texts))
    return [NewCode(text, made) for text, made in zip(texts, hashes, strict=True)]


async def store_codes(vault: Vault, user_id: UUID, codes: Sequence[NewCode], **moments: object) -> None:
    """Makes these the account's only codes; part of a command that locked the account."""
    await BackupCode.filter(user_id=user_id).delete()
    await BackupCode.bulk_create(
        [
            BackupCode(user_id=user_id, lookup=code.lookup(vault, user_id), code_hash=code.hash, **moments)
            for code in codes
        ]
    )


async def right_code(vault: Vault, hashing: PasswordHashing, user_id: UUID | None, typed: str) -> UUID | None:
    """Which of an account's unused codes this is; one verification whatever it is. Outside any unit of work.

    Raises ``HashingBusy``.
    """
    settings, how = await current(MfaSettings), await current(PasswordSettings)
    text = normal(typed[: 4 * LENGTH])
    found = None
    if user_id is not None and settings.backup_codes and len(text) == LENGTH:
        lookups = _lookups(vault, user_id, text)
        found = await BackupCode.filter(user_id=user_id, used_at=None, lookup__in=lookups).first()
    right = await hashing.verify(PasswordHash(found.code_hash) if found else None, text, how)
    return found.id if found and right else None


def _lookups(vault: Vault, user_id: UUID, text: str) -> list[str]:
    return [digest[:LOOKUP_LENGTH] for digest in vault.digests(Purpose.BACKUP_CODE, f"{user_id}{text}")]
