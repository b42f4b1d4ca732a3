"""Reads what directories answer (RFC 4511 §4.2). Anything that is not as it should be raises ``Malformed``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from auth.sources import ber
from auth.sources.ber import Malformed
from auth.sources.ldap_results import Result

_CONTROLS = 0xA0
_RESULT_ELEMENTS = 3
_CONTROL_ELEMENTS = (1, 2, 3)


class Kind(IntEnum):
    """The operations that a server sends, by their tags."""

    BIND = 0x61
    ENTRY = 0x64
    SEARCH_DONE = 0x65
    REFERENCE = 0x73
    EXTENDED = 0x78
    INTERMEDIATE = 0x79


@dataclass(frozen=True, slots=True)
class Answer:
    """One message."""

    message_id: int
    kind: Kind
    body: bytes = field(repr=False)
    controls: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as the server sent it, of which nothing is checked.

    Attributes:
        attributes: Values by the attribute's description in lower case, with its options.
    """

    dn: bytes
    attributes: Mapping[str, tuple[bytes, ...]] = field(repr=False)

    def values(self, attribute: str) -> tuple[bytes, ...]:
        """Every value of an attribute; empty where there is none."""
        return self.attributes.get(attribute.lower(), ())


def answer(message: bytes) -> Answer:
    """Takes a message apart as far as its operation."""
    elements = ber.children(ber.only(message, ber.SEQUENCE))
    try:
        first, operation, *more = elements
        kind = Kind(operation.tag)
    except ValueError:
        raise Malformed from None
    controls = _controls(more[0].value) if more and more[0].tag == _CONTROLS else {}
    return Answer(ber.integer(first), kind, operation.value, controls)


def result(told: Answer) -> Result:
    """The result that a message carries, whatever its operation."""
    elements = ber.children(told.body)
    if len(elements) < _RESULT_ELEMENTS:
        raise Malformed
    code, _, message = elements[:_RESULT_ELEMENTS]
    return Result(ber.integer(code, ber.ENUMERATED), ber.octets(message).decode("utf-8", "replace"), told.controls)


def entry(told: Answer) -> Entry:
    """The entry that a message carries. Where an attribute stands in it twice, the first counts."""
    name, attributes = _two(told.body)
    found: dict[str, tuple[bytes, ...]] = {}
    for element in ber.children(attributes.value):
        description, values = _two(element.value)
        key = ber.octets(description).decode("ascii", "replace").lower()
        found.setdefault(key, tuple(ber.octets(value) for value in ber.children(values.value)))
    return Entry(ber.octets(name), found)


def page_cookie(done: Result, oid: str) -> bytes | None:
    """Where a paged search goes on (RFC 2696 §2): empty after the last page; ``None`` where it was not paged."""
    if oid not in done.controls:
        return None
    _, cookie = _two(ber.only(done.controls[oid], ber.SEQUENCE))
    return ber.octets(cookie)


def _two(data: bytes) -> tuple[ber.Element, ber.Element]:
    elements = ber.children(data)
    if len(elements) != 2:  # noqa: PLR2004 — as the name says
        raise Malformed
    return elements[0], elements[1]


def _controls(data: bytes) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for element in ber.children(data):
        parts = ber.children(element.value)
        if len(parts) not in _CONTROL_ELEMENTS:
            raise Malformed
        values = [part.value for part in parts[1:] if part.tag == ber.OCTET_STRING]
        found[ber.octets(parts[0]).decode("ascii", "replace")] = values[0] if values else b""
    return found
