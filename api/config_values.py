"""What a setting may look like: one pure reader for each kind of value.

A reader takes the text as given and returns the value, or raises ``ValueError``.
"""

import base64
import binascii
import re
from collections.abc import Callable
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit

Network = IPv4Network | IPv6Network
EnumT = TypeVar("EnumT", bound=StrEnum)

_USERNAME = re.compile(r"[A-Za-z0-9_.-]{3,50}")


class Invalid(ValueError):
    """There is more to say about a value than what is allowed: a sentence that does not repeat the value."""


HIGHEST_PORT = 65535
_DEFAULT_PORTS = {"http": 80, "https": 443}
_FERNET_KEY_BYTES = 32
_ED25519_KEY_BYTES = 32
_ED25519_SPKI = bytes.fromhex("302a300506032b6570032100")
"""What stands before the key in a SubjectPublicKeyInfo (RFC 8410 §4)."""


def plain_text(text: str) -> str:
    """Any text without NUL, which no database stores."""
    if "\0" in text:
        raise Invalid("It holds a NUL character.")
    return text


def host(text: str) -> str:
    """An address or name to listen on, without brackets."""
    bare = text.removeprefix("[").removesuffix("]")
    if not bare or any(character in bare for character in "/ @?#[]\0") or not bare.isprintable():
        raise ValueError
    return bare


def username(text: str) -> str:
    """A name to sign in with; the rules of accounts have the last word."""
    if not _USERNAME.fullmatch(text):
        raise ValueError
    return text


def port(text: str) -> int:
    """A TCP port; 0 lets the system choose."""
    if not (text.isascii() and text.isdigit()) or int(text[:6]) > HIGHEST_PORT:
        raise ValueError
    return int(text)


def directory(text: str) -> Path:
    """A directory, made absolute."""
    return Path(plain_text(text)).expanduser().resolve()


def one_of(kind: type[EnumT]) -> Callable[[str], EnumT]:
    """A reader for the members of ``kind``, in any case."""

    def read(text: str) -> EnumT:
        return kind(text.lower())

    return read


def database_url(text: str) -> str:
    """``sqlite:///absolute/path`` or ``postgres://…`` (also spelled ``postgresql://``)."""
    scheme, separator, rest = text.partition("://")
    if scheme == "sqlite":
        if not separator or not rest.startswith("/") or rest.endswith("/") or "\0" in rest:
            raise ValueError(
                "A SQLite URL has three slashes and an absolute path, as in sqlite:///var/lib/gatehouse/db."
            )
        return text
    if scheme not in {"postgres", "postgresql"}:
        raise ValueError
    parts = _split(text)
    if not parts.hostname or not parts.path.strip("/"):
        raise Invalid("It names no host or no database.")
    return f"postgres://{rest}"


def redis_url(text: str) -> str:
    """``redis://user:password@host:port/database``; ``rediss`` with TLS; ``valkey`` and ``valkeys`` mean the same."""
    scheme, separator, rest = text.partition("://")
    found = {"redis": "redis", "valkey": "redis", "rediss": "rediss", "valkeys": "rediss"}.get(scheme)
    if found is None or not separator:
        raise ValueError
    parts = _split(text)
    if not parts.hostname or parts.query or parts.fragment or not _is_database_number(parts.path):
        raise Invalid("It names no host, or has more than a host, a port and the number of a database.")
    return f"{found}://{rest}"


def _is_database_number(path: str) -> bool:
    number = path.strip("/")
    return not number or (number.isascii() and number.isdigit())


def origin(text: str) -> str:
    """Scheme, host and port as a browser sends them in ``Origin`` (RFC 6454 §6.2); plain http for loopback only."""
    parts = _split(text)
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None:
        raise Invalid("It has more than scheme, host and port.")
    found = origin_of(text)
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise Invalid("Plain http is for a loopback address only; use https.")
    return found


def origins(text: str) -> tuple[str, ...]:
    """A comma-separated list of origins."""
    return tuple(origin(item) for item in _items(text))


def page_url(text: str) -> str:
    """An absolute address of a page; plain http for loopback only."""
    parts = _split(text)
    if parts.username is not None or parts.fragment:
        raise Invalid("It holds a user name or a fragment.")
    origin(f"{parts.scheme}://{parts.netloc}")
    return text


def networks(text: str) -> tuple[Network, ...]:
    """A comma-separated list of networks in CIDR notation, or single addresses."""
    return tuple(ip_network(item) for item in _items(text))


def secret_keys(text: str) -> tuple[str, ...]:
    """A comma-separated list of Fernet keys, newest first."""
    keys = tuple(_items(text))
    if not keys or not all(is_fernet_key(key) for key in keys) or len(set(keys)) != len(keys):
        raise ValueError
    return keys


def is_fernet_key(text: str) -> bool:
    """Whether this is 32 bytes in base64url."""
    try:
        decoded = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return False
    return len(decoded) == _FERNET_KEY_BYTES


def ed25519_public_key(text: str) -> bytes:
    """An Ed25519 public key: PEM, or base64 of it or of its 32 bytes. Gives the 32 bytes."""
    bare = re.sub(r"-----(?:BEGIN|END) PUBLIC KEY-----", "", text).translate({ord("-"): "+", ord("_"): "/"})
    packed = "".join(bare.split())
    try:
        key = base64.b64decode(packed.encode("ascii") + b"=" * (-len(packed) % 4), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise Invalid("It is not base64.") from error
    key = key.removeprefix(_ED25519_SPKI)
    if len(key) != _ED25519_KEY_BYTES:
        raise Invalid("It is no Ed25519 key.")
    return key


def origin_of(url: str) -> str:
    """The origin of an absolute http or https URL; ``ValueError`` for anything else."""
    parts = _split(url)
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise ValueError
    return f"{parts.scheme}://{_bracketed(parts.hostname)}{_port_suffix(parts)}"


def http_url(host_name: str, port_number: int) -> str:
    """The plain-http address of a listener."""
    return origin_of(f"http://{_bracketed(host_name)}:{port_number}")


def is_loopback(host_name: str) -> bool:
    """Whether this host is the machine itself."""
    if host_name == "localhost":
        return True
    try:
        return ip_address(host_name).is_loopback
    except ValueError:
        return False


def _split(url: str) -> SplitResult:
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise ValueError
    parts = urlsplit(url)
    _ = parts.port  # raises ValueError when it is no port
    return parts


def _bracketed(host_name: str) -> str:
    return f"[{host_name}]" if ":" in host_name else host_name.lower()


def _port_suffix(parts: SplitResult) -> str:
    return "" if parts.port in {None, _DEFAULT_PORTS[parts.scheme]} else f":{parts.port}"


def _items(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]
