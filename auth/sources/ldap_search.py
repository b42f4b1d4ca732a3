"""What is looked for in a directory (RFC 4511 §4.5.1), and how values get into a filter (RFC 4515 §3)."""

from collections.abc import Sequence
from dataclasses import dataclass

NO_ATTRIBUTES = ("1.1",)
"""Asks for names of entries alone (RFC 4511 §4.5.1.8)."""

EVERY_ENTRY = "(objectClass=*)"

USERNAME = "{username}"
USER_DN = "{user_dn}"
"""What stands for a value in the filters of a profile."""

_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search. Aliases are not followed.

    Attributes:
        filter: RFC 4515, with every value escaped already.
        is_base: Whether only the base itself is looked at; the whole tree below it else.
        size_limit: Entries that are asked for at most; 0 for no limit.
        page_size: Entries of a page; 0 for a search that is not paged.
        cookie: Where a paged search goes on.
        must_page: Whether a server that cannot page shall refuse.
    """

    base: str
    filter: str
    attributes: Sequence[str]
    is_base: bool = False
    size_limit: int = 0
    page_size: int = 0
    cookie: bytes = b""
    must_page: bool = False


def escaped(value: str | bytes) -> str:
    """A value as it stands in a filter: every octet escaped but ASCII letters and digits, so that it is only a value.

    Raises ``UnicodeEncodeError`` for half a surrogate pair.
    """
    raw = value.encode() if isinstance(value, str) else value
    return "".join(chr(octet) if octet in _PLAIN else f"\\{octet:02x}" for octet in raw)


def filled(template: str, placeholder: str, value: str | bytes) -> str:
    """A profile's filter with a value in its place."""
    return template.replace(placeholder, escaped(value))
