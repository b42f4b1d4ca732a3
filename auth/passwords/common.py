"""The passwords that everybody tries first. The list lies beside this module and is read when somebody first asks."""

from functools import lru_cache
from pathlib import Path

from auth.texts import canonical

_LIST = Path(__file__).with_name("common.txt")

STEM_LENGTH = 3
"""What is left of a password without its trailing digits and marks says something from so many characters on."""


def is_common(password: str) -> bool:
    """Whether a password is on the list, in any case, with or without digits and marks at its end."""
    folded = canonical(password)
    return any(_is_listed(text) for text in (folded, _stem(folded)))


def _is_listed(text: str) -> bool:
    return bool(text) and "\n" not in text and f"\n{text}\n".encode("utf-8", "surrogatepass") in common_passwords()


@lru_cache(maxsize=1)
def common_passwords() -> bytes:
    """Every entry of the list, and what each is without its trailing digits and marks, between line feeds.

    One text of 0.4 MB, where a set of them would take ten times that; it is searched in a tenth of a millisecond.
    """
    entries = _LIST.read_text("utf-8").partition("\n\n")[2].split("\n")
    return "\n".join(["", *sorted({*entries, *map(_stem, entries)} - {""}), ""]).encode()


def _stem(folded: str) -> str:
    """A password up to its last letter; empty where that is too short to say anything."""
    end = len(folded)
    while end and not folded[end - 1].isalpha():
        end -= 1
    return folded[:end] if end >= STEM_LENGTH else ""
