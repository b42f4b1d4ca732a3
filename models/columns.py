"""Columns that every aggregate shares: a version-7 UUID key and the bounds of texts.

Version 7 (RFC 9562 §5.7) sorts by time of creation, so that the key doubles as the tie-break of every keyset cursor.
"""

from uuid import UUID

from tortoise import fields
from uuid_utils.compat import uuid7

KEY_LENGTH = 320
"""Longest canonical sign-in name, in characters: RFC 5321 §4.5.3.1 allows 64 + 1 + 255 in an e-mail address."""

TEXT_LENGTH = 200
"""Longest short text (names, labels), in characters."""

NOTE_LENGTH = 2000
"""Longest free text (notes, descriptions), in characters."""


def primary_key() -> fields.Field[UUID]:
    """The key of a table: a UUIDv7 made by the process."""
    return fields.UUIDField(primary_key=True, default=uuid7)


def new_key() -> UUID:
    """A key for a row whose other columns depend on it."""
    return uuid7()
