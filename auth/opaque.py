"""Opaque secrets: made by the operating system's generator, stored only as their SHA-256.

A 256-bit random token needs no slow hash: it cannot be guessed, so its digest cannot be searched.
"""

import hashlib
import secrets
from typing import NewType

Token = NewType("Token", str)
"""A secret as its holder knows it: 43 characters of base64url, 256 bits."""

TokenHash = NewType("TokenHash", str)
"""What the database knows of a token: the SHA-256 as 64 hexadecimal digits."""


def new_token() -> Token:
    """A fresh 256-bit secret."""
    return Token(secrets.token_urlsafe(32))


def new_bits(count: int) -> int:
    """A random number of so many bits."""
    return secrets.randbits(count)


def new_salt() -> str:
    """128 random bits as 32 hexadecimal digits."""
    return secrets.token_hex(16)


def digest(token: str) -> TokenHash:
    """The stored form of whatever a caller presents as a token."""
    return TokenHash(hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest())


def new_text(alphabet: str, length: int) -> str:
    """So many random characters of an alphabet."""
    return "".join(secrets.choice(alphabet) for _ in range(length))


def new_password() -> str:
    """A random password of 24 characters (about 137 bits) in groups of six that meets every shipped rule.

    Look-alike characters are left out, because people type it from a terminal or a sheet of paper.
    """
    classes = ("ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz", "23456789")
    while True:
        text = "".join(secrets.choice("".join(classes)) for _ in range(24))
        if all(any(character in group for character in text) for group in classes):
            return "-".join(text[start : start + 6] for start in range(0, 24, 6))
