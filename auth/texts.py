"""Canonical forms of names and the bounds of texts that people give.

Texts are stored exactly as given, or refused with the field named: nothing is trimmed or repaired in silence.
"""

import re
import unicodedata
from typing import NewType

from auth.errors import DomainError
from models.columns import KEY_LENGTH, NOTE_LENGTH, TEXT_LENGTH

CanonicalName = NewType("CanonicalName", str)
"""NFKC, casefolded, trimmed: two spellings of one name are equal."""

USERNAME = re.compile(r"[A-Za-z0-9_.-]{3,50}")
EMAIL_LENGTH = 254
"""RFC 5321 §4.5.3.1.3: a path has at most 256 characters with its brackets."""

SORT_KEY_LENGTH = 3 * TEXT_LENGTH
"""Characters by which names are sorted. More of a canonical form would not fit its column."""

_REFUSED_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp", "Cn"})
_LINE_MARKS = frozenset("\n\t")


def canonical(name: str) -> CanonicalName:
    """The form by which names are compared. Folding can undo NFKC, hence the second pass."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return CanonicalName(unicodedata.normalize("NFKC", folded).strip())


def sort_key(name: str) -> str:
    """The beginning of the canonical form, by which lists are sorted."""
    return canonical(name)[:SORT_KEY_LENGTH]


def searchable(text: str) -> str:
    """The canonical form without accents, for substring search: ``Åsa`` is found by ``asa``."""
    spread = unicodedata.normalize("NFKD", canonical(text))
    return "".join(character for character in spread if not unicodedata.combining(character)).strip()


def check_username(username: str, field: str = "username") -> list[DomainError]:
    """REQUIREMENTS A2: 3 to 50 letters, digits, ``_``, ``.``, ``-`` of ASCII."""
    if USERNAME.fullmatch(username):
        return []
    rule = "A username has 3 to 50 characters out of the letters a to z, digits, '_', '.' and '-'."
    return [DomainError("USERNAME_INVALID", rule, field)]


def check_email(email: str, field: str = "email") -> list[DomainError]:
    """A valid address (RFC 5321, RFC 6531); whether its domain exists is not asked."""
    if len(email) <= EMAIL_LENGTH and _is_address(email) and _fits(canonical(email)) and _fits(searchable(email)):
        return []
    return [DomainError("EMAIL_INVALID", "This is not a valid e-mail address.", field)]


def _fits(key: str) -> bool:
    """One character can have eighteen in its canonical form (U+FDFA), of which the column takes only so many."""
    return len(key) <= KEY_LENGTH


def _is_address(text: str) -> bool:
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 — its tables take a megabyte

    try:
        validate_email(text, check_deliverability=False, test_environment=True, strict=True)
    except (EmailNotValidError, UnicodeError):
        return False
    return True


def check_line(text: str | None, field: str, most: int = TEXT_LENGTH, least: int = 0) -> list[DomainError]:
    """A text of one line: bounded, without control characters, line ends and unpaired surrogates."""
    return _check(text, field, least, most, frozenset())


def check_note(text: str | None, field: str, most: int = NOTE_LENGTH) -> list[DomainError]:
    """A text of several lines: bounded, without other control characters."""
    return _check(text, field, 0, most, _LINE_MARKS)


def _check(text: str | None, field: str, least: int, most: int, allowed: frozenset[str]) -> list[DomainError]:
    if text is None:
        return []
    if len(text) > most:
        return [DomainError("TOO_LONG", f"It may have at most {most} characters; this has {len(text)}.", field)]
    if len(text) < least:
        return [DomainError("TOO_SHORT", f"It must have at least {least} characters.", field)]
    if any(unicodedata.category(mark) in _REFUSED_CATEGORIES and mark not in allowed for mark in text):
        return [DomainError("CHARACTER_NOT_ALLOWED", "It holds a control character, which is not allowed here.", field)]
    return []
