"""Writes tiny databases in the MaxMind DB format 2.0: one record for each network."""

from collections.abc import Mapping
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any, cast

_MARK = b"\xab\xcd\xefMaxMind.com"
_SEPARATOR = 16
_TEXT, _UINT32, _MAP = 2, 6, 7
_EXTENDED, _ARRAY = 7, 11


def write_mmdb(file: Path, places: Mapping[str, Any]) -> Path:
    """Writes what is known of networks such as ``192.0.2.0/24``, as maps of maps, lists, texts and numbers."""
    nodes: list[list[int | None]] = [[None, None]]
    data, offsets = b"", list[int]()
    for network, record in places.items():
        _insert(nodes, IPv4Network(network), -1 - len(offsets))
        offsets.append(len(data))
        data += _encoded(record)
    count = len(nodes)

    def pointer(record: int | None) -> bytes:
        value = count if record is None else record if record >= 0 else count + _SEPARATOR + offsets[-1 - record]
        return value.to_bytes(3, "big")

    tree = b"".join(pointer(left) + pointer(right) for left, right in nodes)
    about = {"binary_format_major_version": 2, "binary_format_minor_version": 0, "build_epoch": 1, "ip_version": 4}
    about |= {"database_type": "Test", "languages": ["en"], "node_count": count, "record_size": 24, "description": {}}
    file.write_bytes(tree + bytes(_SEPARATOR) + data + _MARK + _encoded(about))
    return file


def _insert(nodes: list[list[int | None]], network: IPv4Network, leaf: int) -> None:
    here, bits = 0, f"{int(network.network_address):032b}"[: network.prefixlen]
    for bit in bits[:-1]:
        below = nodes[here][int(bit)]
        if below is None:
            nodes.append([None, None])
            below = nodes[here][int(bit)] = len(nodes) - 1
        here = below
    nodes[here][int(bits[-1])] = leaf


def _encoded(value: object) -> bytes:
    match value:
        case str():
            text = value.encode()
            return _head(_TEXT, len(text)) + text
        case int():
            return _head(_UINT32, 4) + value.to_bytes(4, "big")
        case dict():
            named = cast("dict[str, object]", value)
            return _head(_MAP, len(named)) + b"".join(_encoded(name) + _encoded(named[name]) for name in named)
        case list():
            items = cast("list[object]", value)
            return _head(_ARRAY, len(items)) + b"".join(map(_encoded, items))
        case _:
            raise TypeError(value)


def _head(kind: int, size: int) -> bytes:
    assert size < 29, "longer things are not needed here"
    return bytes([kind << 5 | size]) if kind <= _EXTENDED else bytes([size, kind - _EXTENDED])
