"""Takes distinguished names apart (RFC 4514), for comparing them as names and not as texts.

Pure, and of no directory's opinion: which attributes a schema compares with regard to case is not known here, so none
is. What RFC 4514 wants escaped is not guessed where it is not: such a text is no name.
"""

import re
from typing import TypeAlias

from auth.texts import canonical

Rdn: TypeAlias = tuple[tuple[str, str], ...]
"""One step of a name: its attributes with their values, both as they are compared, in order."""

_LDAP = "0.9.2342.19200300.100.1"
_NAMES = {
    "cn": ("commonname", "2.5.4.3"),
    "sn": ("surname", "2.5.4.4"),
    "serialnumber": ("2.5.4.5",),
    "c": ("countryname", "2.5.4.6"),
    "l": ("localityname", "2.5.4.7"),
    "st": ("stateorprovincename", "2.5.4.8"),
    "street": ("streetaddress", "2.5.4.9"),
    "o": ("organizationname", "2.5.4.10"),
    "ou": ("organizationalunitname", "2.5.4.11"),
    "title": ("2.5.4.12",),
    "givenname": ("gn", "2.5.4.42"),
    "uid": ("userid", f"{_LDAP}.1"),
    "mail": ("rfc822mailbox", f"{_LDAP}.3"),
    "dc": ("domaincomponent", f"{_LDAP}.25"),
    "emailaddress": ("email", "e", "pkcs9email", "1.2.840.113549.1.9.1"),
}
"""What RFC 4514 §3, RFC 4519 and RFC 2985 call one attribute: its short name first, with its others and its OID."""

_SHORT = {other: short for short, others in _NAMES.items() for other in others}

_ATTRIBUTE = re.compile(
    r" *+(?P<type>[a-z][a-z0-9-]*+|(?:oid\.)?+\d++(?:\.\d++)+) *+= *+"
    r'(?:\#(?P<hex>(?:[0-9a-f]{2})++) *+|(?!\#)(?P<text>(?:[^\\,+"<>;]|\\[ "#+,;<=>\\]|\\[0-9a-f]{2})++))'
    r"(?P<end>[,+]|\Z)",
    re.ASCII | re.IGNORECASE,
)
_ESCAPED = re.compile(r'\\(?P<mark>[ "#+,;<=>\\])|(?P<octets>(?:\\[0-9a-f]{2})++)', re.ASCII | re.IGNORECASE)
_MUST_BE_ESCAPED = re.compile(r'[\\,+"<>;=#\0]')
_UNPAIRED = re.compile("[\ud800-\udfff]")

_ENCODINGS = {
    0x04: "utf-8",
    0x0C: "utf-8",
    0x12: "ascii",
    0x13: "ascii",
    0x14: "latin-1",
    0x16: "ascii",
    0x1A: "ascii",
    0x1C: "utf-32-be",
    0x1E: "utf-16-be",
}
"""How the texts among ASN.1's types are encoded (X.690 §8.7, §8.23), by their tag."""

_LONG_FORM = 0x80


def rdns(text: str) -> tuple[Rdn, ...] | None:
    """The steps of a name, the entry's own first; ``None`` for what is no name, as is a step without a value."""
    found: list[Rdn] = []
    here: list[tuple[str, str]] = []
    place, end = 0, ","
    while end:
        match = _ATTRIBUTE.match(text, place)
        value = None if match is None else _value(match)
        if match is None or value is None:
            return None
        here.append((_type(match["type"]), value))
        place, end = match.end(), match["end"]
        if end != "+":
            found.append(tuple(sorted(here)))
            here = []
    return tuple(found)


def written(steps: tuple[Rdn, ...]) -> str:
    """Steps as one text, which is itself a name of the same steps."""
    return ",".join("+".join(f"{type_}={value}" for type_, value in step) for step in steps)


def _type(name: str) -> str:
    folded = name.lower().removeprefix("oid.")
    return _SHORT.get(folded, folded)


def _value(match: re.Match[str]) -> str | None:
    """A value as it is compared, escaped again."""
    if match["hex"] is not None:
        raw = bytes.fromhex(match["hex"])
        text = _text_of(raw)
        return f"#{raw.hex()}" if text is None else _compared(text)
    try:
        return _compared(_ESCAPED.sub(_meant, match["text"]))
    except UnicodeDecodeError:
        return None


def _meant(escaped: re.Match[str]) -> str:
    """What an escape stands for (RFC 4514 §3). Octets that are no UTF-8 raise ``UnicodeDecodeError``."""
    return escaped["mark"] or bytes.fromhex(escaped["octets"].replace("\\", "")).decode()


def _text_of(raw: bytes) -> str | None:
    """The text in a BER encoding (X.690 §8.1); ``None`` where there is none in it."""
    length, start = raw[1:2], 2
    if length and length[0] & _LONG_FORM:
        start = 2 + (length[0] ^ _LONG_FORM)
        length = raw[2:start]
    encoding = _ENCODINGS.get(raw[0])
    if encoding is None or not length or int.from_bytes(length) != len(raw) - start:
        return None
    try:
        return raw[start:].decode(encoding)
    except UnicodeDecodeError:
        return None


def _compared(value: str) -> str | None:
    """Without regard to case and to spaces that mean nothing (RFC 4518 §2)."""
    form = " ".join(canonical(value).split())
    if not form or _UNPAIRED.search(form):
        return None
    return _MUST_BE_ESCAPED.sub(lambda mark: f"\\{ord(mark[0]):02x}", form)
