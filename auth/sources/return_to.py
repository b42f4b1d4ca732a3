"""Where in the product somebody wanted to go before they had to sign in: a path of our own origin, and nothing else.

Taken is only what every reader of URLs, strict or lax (RFC 3986, WHATWG), understands as that, also after decoding.
"""

import re
from urllib.parse import unquote

RETURN_TO_LENGTH = 2048
"""Longest, in characters."""

_PLAIN = r"A-Za-z0-9._~!$&'()*+,;=:@-"
_ESCAPED = r"%[0-9A-Fa-f]{2}"
_RETURN_TO = re.compile(
    rf"(?P<path>/(?:(?:[{_PLAIN}]|{_ESCAPED})+/)*(?:[{_PLAIN}]|{_ESCAPED})*)"
    rf"(?:\?(?:[/?{_PLAIN}]|{_ESCAPED})*)?"
    rf"(?:\#(?:[/?{_PLAIN}]|{_ESCAPED})*)?"
)
_READINGS = 4


def read_return_to(text: str) -> str | None:
    """The very text, if it is a path of our own, with query and fragment; ``None`` for anything else."""
    if len(text) > RETURN_TO_LENGTH:
        return None
    found = _RETURN_TO.fullmatch(text)
    return text if found is not None and _stays(found["path"]) else None


def _stays(path: str) -> bool:
    """Whether the path means the same to who decodes it, once or more often than they should."""
    try:
        for _ in range(_READINGS):
            segments = path.split("/")[1:]
            is_odd = "\\" in path or "" in segments[:-1] or not {".", ".."}.isdisjoint(segments)
            if is_odd or not path.isprintable():
                return False
            path = unquote(path, errors="strict")
    except UnicodeDecodeError:
        return False
    return True
