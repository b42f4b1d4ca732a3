"""Reads BER (X.690) as far as LDAP uses it (RFC 4511 §5.1): definite lengths, one-octet tags.

What is inside an element must end with it. A reader that lets an inner length reach past its outer one does the rest
of the message twice at each such place: a few dozen octets then take for ever.
"""

from typing import NamedTuple

SEQUENCE = 0x30
INTEGER = 0x02
OCTET_STRING = 0x04
ENUMERATED = 0x0A

MOST_ELEMENTS = 20_000
"""Elements that are read side by side in one."""

_LONG_TAG = 0x1F
_LONG_FORM = 0x80
_LENGTH_OCTETS = 4
_HEADER_OCTETS = 2


class Malformed(Exception):
    """This is not what it should be."""


class Element(NamedTuple):
    """One element: its identifier octet and its contents octets."""

    tag: int
    value: bytes


def message_size(begun: bytes | bytearray) -> int | None:
    """How many octets a message has that begins so; ``None`` where too little of it is there. Raises ``Malformed``."""
    if begun and begun[0] != SEQUENCE:
        raise Malformed
    header = _header(begun, 0)
    return None if header is None else sum(header)


def only(data: bytes, tag: int) -> bytes:
    """The contents of the one element that this is. Raises ``Malformed``."""
    elements = children(data)
    if len(elements) != 1 or elements[0].tag != tag:
        raise Malformed
    return elements[0].value


def children(data: bytes) -> list[Element]:
    """The elements side by side in contents, which they fill. Raises ``Malformed``."""
    found: list[Element] = []
    at = 0
    while at < len(data):
        header = _header(data, at)
        if header is None or len(found) == MOST_ELEMENTS:
            raise Malformed
        start = at + header[0]
        end = start + header[1]
        if end > len(data):
            raise Malformed
        found.append(Element(data[at], data[start:end]))
        at = end
    return found


def integer(element: Element, tag: int = INTEGER) -> int:
    """A whole number of at most four octets (RFC 4511 §4.1.1: maxInt). Raises ``Malformed``."""
    if element.tag != tag or not 1 <= len(element.value) <= _LENGTH_OCTETS:
        raise Malformed
    return int.from_bytes(element.value, "big", signed=True)


def octets(element: Element) -> bytes:
    """An octet string. Raises ``Malformed``."""
    if element.tag != OCTET_STRING:
        raise Malformed
    return element.value


def _header(data: bytes | bytearray, at: int) -> tuple[int, int] | None:
    """The lengths of an element's header and of its contents; ``None`` where the header is cut off."""
    if len(data) < at + _HEADER_OCTETS:
        return None
    if data[at] & _LONG_TAG == _LONG_TAG:
        raise Malformed
    length = data[at + 1]
    if length < _LONG_FORM:
        return _HEADER_OCTETS, length
    count = length ^ _LONG_FORM
    if not 1 <= count <= _LENGTH_OCTETS:
        raise Malformed
    start = at + _HEADER_OCTETS
    if len(data) < start + count:
        return None
    return _HEADER_OCTETS + count, int.from_bytes(data[start : start + count], "big")
