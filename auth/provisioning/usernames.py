"""Derives a username for whom a source brings (REQUIREMENTS A2). Pure: which names are taken is asked by others.

A derived name is only ever a new one. Whoever has a name already is never taken for the person who is to get it.
"""

import unicodedata
from collections.abc import Iterator
from itertools import count

USERNAME_LEAST = 3
USERNAME_MOST = 50
FILLER = "-"
_LEGAL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-")


def derived_username(preferred: str, email: str | None) -> str:
    """A legal username: what stands before the ``@`` of the preferred name, or of the address where there is none.

    NFKC; each illegal character becomes ``-``; cut to 50 characters, filled up to 3.
    """
    local = _before_at(preferred) or _before_at(email or "")
    plain = unicodedata.normalize("NFKC", local).strip()
    legal = "".join(character if character in _LEGAL else FILLER for character in plain)
    return legal[:USERNAME_MOST].ljust(USERNAME_LEAST, FILLER)


def variants(username: str) -> Iterator[str]:
    """The name itself, then ``name-2``, ``name-3`` … without end, each of at most 50 characters."""
    yield username
    for number in count(2):
        ending = f"-{number}"
        yield username[: USERNAME_MOST - len(ending)] + ending


def _before_at(name: str) -> str:
    return name.partition("@")[0].strip()
