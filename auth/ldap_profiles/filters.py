"""Whether a text is a search filter (RFC 4515) with a placeholder where a value stands.

Whoever looks somebody up puts an escaped value into the place; so the place must be one where values stand, and the
filter must be one without it.
"""

import re

USERNAME = "{username}"
USER_DN = "{user_dn}"

DEEPEST = 20
"""Filters within filters, at most."""

_PLACE = "\x01"
_ATTRIBUTE = r"(?:[A-Za-z][A-Za-z0-9-]*|[0-9]+(?:\.[0-9]+)*)(?:;[A-Za-z0-9-]+)*"
_RULE = r"(?:[A-Za-z][A-Za-z0-9-]*|[0-9]+(?:\.[0-9]+)*)"
_VALUE = r"(?:[^\\()\x00]|\\[0-9A-Fa-f]{2})*"
_WHOLE_VALUE = r"(?:[^\\()*\x00]|\\[0-9A-Fa-f]{2})*"
_SIMPLE = rf"{_ATTRIBUTE}(?:={_VALUE}|(?:>=|<=|~=){_WHOLE_VALUE})"
_EXTENSIBLE = rf"(?:{_ATTRIBUTE}(?::dn)?(?::{_RULE})?|(?::dn)?:{_RULE}):={_WHOLE_VALUE}"
_ITEM = re.compile(rf"(?:{_EXTENSIBLE}|{_SIMPLE})")


def is_filter(text: str, place: str) -> bool:
    """Whether a text is a filter in which ``place`` stands at least once, and only where a value does."""
    marked = text.replace(place, _PLACE)
    if _PLACE in text or _PLACE not in marked or "{" in marked or "}" in marked:
        return False
    return _end_of_filter(marked, 0, 1) == len(marked)


def _end_of_filter(text: str, start: int, depth: int) -> int | None:
    """Where the filter that begins at ``start`` ends; ``None`` where none begins there (RFC 4515 §3, ``filter``)."""
    if depth > DEEPEST or text[start : start + 1] != "(":
        return None
    match text[start + 1 : start + 2]:
        case "&" | "|":
            end = _end_of_list(text, start + 2, depth)
        case "!":
            end = _end_of_filter(text, start + 2, depth + 1)
        case _:
            item = _ITEM.match(text, start + 1)
            end = item.end() if item else None
    return end + 1 if end is not None and text[end : end + 1] == ")" else None


def _end_of_list(text: str, start: int, depth: int) -> int | None:
    """Where the last of one or more filters ends."""
    end = _end_of_filter(text, start, depth + 1)
    while end is not None and text[end : end + 1] == "(":
        end = _end_of_filter(text, end, depth + 1)
    return end
