"""LDAP as octets, for servers of tests: what ours reads is written here by hand, also what nobody should write."""

from collections.abc import Mapping, Sequence

BIND, UNBIND, SEARCH, EXTENDED = 0x60, 0x42, 0x63, 0x77
BIND_RESPONSE, ENTRY, DONE, REFERENCE, EXTENDED_RESPONSE, INTERMEDIATE = 0x61, 0x64, 0x65, 0x73, 0x78, 0x79
PAGED = b"1.2.840.113556.1.4.319"
DISCONNECTION = b"1.3.6.1.4.1.1466.20036"


def tlv(tag: int, *values: bytes) -> bytes:
    """An element of these contents."""
    value = b"".join(values)
    length = len(value)
    if length < 0x80:
        return bytes([tag, length]) + value
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + value


def integer(value: int, tag: int = 0x02) -> bytes:
    return tlv(tag, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))


def text(value: str | bytes) -> bytes:
    return tlv(0x04, value if isinstance(value, bytes) else value.encode())


def message(message_id: int, operation: bytes, controls: bytes = b"") -> bytes:
    return tlv(0x30, integer(message_id), operation, tlv(0xA0, controls) if controls else b"")


def control(oid: bytes, value: bytes = b"") -> bytes:
    return tlv(0x30, text(oid), text(value) if value else b"")


def result(tag: int, code: int = 0, words: str = "", *more: bytes) -> bytes:
    return tlv(tag, integer(code, 0x0A), text(""), text(words), *more)


def entry(dn: str | bytes, attributes: Mapping[str, Sequence[str | bytes]]) -> bytes:
    parts = [tlv(0x30, text(name), tlv(0x31, *map(text, values))) for name, values in attributes.items()]
    return tlv(ENTRY, text(dn), tlv(0x30, *parts))


def reference(*urls: str) -> bytes:
    return tlv(REFERENCE, *map(text, urls))


def page(cookie: bytes) -> bytes:
    return control(PAGED, tlv(0x30, integer(0), text(cookie)))


def disconnection() -> bytes:
    """The server says, unasked, that it leaves (RFC 4511 §4.4.1)."""
    return message(0, result(EXTENDED_RESPONSE, 52, "", tlv(0x8A, DISCONNECTION)))


def overlapping(units: int) -> bytes:
    """An entry whose inner elements reach beyond their outer ones: a careless reader takes 2 to the ``units`` steps."""
    body = b""
    for _ in range(units):
        inner = b"\x30\x82" + len(body).to_bytes(2, "big")
        body = bytes([0x30, len(inner)]) + inner + body
    return tlv(ENTRY, body)
