"""Text from outside, made safe to show on one line of a log or a terminal.

Control characters, line separators and marks that change the direction of writing could forge a second log line or hide
what was really sent. They are shown as escapes instead.
"""

import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def visible(text: str, limit: int = 200) -> str:
    """``text`` with everything invisible escaped, at most ``limit`` characters of the original, ``…`` where cut."""
    shown = text[:limit]
    if not (shown.isascii() and shown.isprintable()):
        shown = "".join(_escaped(character) for character in shown)
    return shown if len(text) <= limit else f"{shown}…"


def _escaped(character: str) -> str:
    if unicodedata.category(character) in _HIDDEN:
        return character.encode("unicode_escape").decode("ascii")
    return character
