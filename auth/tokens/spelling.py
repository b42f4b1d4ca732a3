"""How an API token is written: ``gth_``, 43 characters that hold 256 random bits, 6 characters of checksum.

The prefix lets scanners of source code and logs find one that leaked; the checksum tells them, and us, a real one from
a slip of the pen without asking the database. All characters are of base62 (0-9, A-Z, a-z), so that a double click
selects the whole.
"""

from binascii import crc32
from dataclasses import dataclass

from auth.opaque import Token, TokenHash, digest, new_bits

PREFIX = "gth_"
SECRET_LENGTH = 43
"""Characters of base62 that 256 bits need."""
CHECKSUM_LENGTH = 6
"""Characters of base62 that 32 bits need."""
SHOWN_LENGTH = 8
"""Characters after the prefix that are shown, so that an owner knows which token it is; 208 bits stay unknown."""

LENGTH = len(PREFIX) + SECRET_LENGTH + CHECKSUM_LENGTH
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token that was just made.

    Attributes:
        text: The token itself, to be shown once; it takes no part in ``repr``.
    """

    text: Token

    def __repr__(self) -> str:
        """Without the secret."""
        return f"NewToken({self.shown}…)"

    @property
    def hash(self) -> TokenHash:
        """What is stored of it."""
        return digest(self.text)

    @property
    def shown(self) -> str:
        """Its beginning, by which an owner knows it."""
        return self.text[: len(PREFIX) + SHOWN_LENGTH]


def new_api_token() -> NewToken:
    """A fresh token."""
    body = PREFIX + _base62(new_bits(256), SECRET_LENGTH)
    return NewToken(Token(body + _checksum(body)))


def has_the_form(text: str) -> bool:
    """Whether a text is as long as an API token and begins like one, so that it can be nothing else."""
    return len(text) == LENGTH and text.startswith(PREFIX)


def is_well_spelled(text: str) -> bool:
    """Whether a text of that form has the checksum that belongs to it."""
    body, checksum = text[:-CHECKSUM_LENGTH], text[-CHECKSUM_LENGTH:]
    return text.isascii() and _checksum(body) == checksum


def _checksum(body: str) -> str:
    """CRC-32 (ISO 3309) of everything before it."""
    return _base62(crc32(body.encode("ascii")), CHECKSUM_LENGTH)


def _base62(number: int, length: int) -> str:
    digits: list[str] = []
    for _ in range(length):
        number, rest = divmod(number, len(_DIGITS))
        digits.append(_DIGITS[rest])
    return "".join(reversed(digits))
