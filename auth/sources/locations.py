"""Which URLs and which addresses of a network a provider may be at. Pure.

A URL is taken only in the plain form below (a part of RFC 3986), so that no two readers can disagree on its host.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from auth.sources.failures import SsoFailed, SsoFailure, SsoStep, require
from auth.sources.provider import TENANT, Provider

URL_LENGTH = 2048
"""Longest URL, in characters."""

_PORTS = {"https": 443, "http": 80}
_HIGHEST_PORT = 65535
_MARK = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})"
_URL = re.compile(
    r"(?P<scheme>https?)://"
    r"(?P<host>[A-Za-z0-9][A-Za-z0-9.-]{0,252}|\[[0-9A-Fa-f:.]{2,45}\])"
    r"(?::(?P<port>[0-9]{1,5}))?"
    rf"(?P<target>(?:/{_MARK}*)?(?:\?(?:{_MARK}|\?)*)?)"
)
_HOST = re.compile(r"(?P<host>[A-Za-z0-9][A-Za-z0-9.-]{0,252}|\[[0-9A-Fa-f:.]{2,45}\])(?::(?P<port>[0-9]{1,5}))?")

_PRIVATE = tuple(
    ip_network(text)
    for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "fc00::/7", "::1/128")
)
_NOT_PUBLIC = tuple(ip_network(text) for text in ("192.0.0.0/24", "192.88.99.0/24"))
_PUBLIC_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(IPv6Network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
_NAT64 = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Location:
    """A URL in parts.

    Attributes:
        host: In lower case; an IPv6 address without brackets.
        target: Path and query as they stand in a request; empty for none.
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Host, and the port where it is not the usual one (RFC 9110 §7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole."""
        return f"{self.scheme}://{self.authority}{self.target}"

    def at(self, address: str) -> str:
        """The same with an address in place of the host."""
        host = f"[{address}]" if ":" in address else address
        return f"{self.scheme}://{host}:{self.port}{self.target or '/'}"


def located(text: object) -> Location | None:
    """A URL in parts; ``None`` for what is none, or not in the plain form."""
    if not isinstance(text, str) or len(text) > URL_LENGTH:
        return None
    found = _URL.fullmatch(text)
    if found is None:
        return None
    port = int(found["port"] or _PORTS[found["scheme"]])
    if not 0 < port <= _HIGHEST_PORT:
        return None
    return Location(found["scheme"], found["host"].strip("[]").lower(), port, found["target"])


def permitted(provider: Provider, text: object, step: SsoStep | None = None) -> Location:
    """A place where the provider may have an endpoint. Raises ``SsoFailed``: ``LOCATION_REFUSED``.

    That is its issuer's origin, or one of its extra hosts; by https, or by http on this machine where it may be there.
    """
    place = located(text)
    if place is None or (place.host, place.port) not in hosts_of(provider.issuer, provider.extra_hosts):
        raise SsoFailed(SsoFailure.LOCATION_REFUSED, step)
    is_local = provider.allows_private_addresses and is_this_machine(place.host)
    require(place.scheme == "https" or is_local, SsoFailure.LOCATION_REFUSED, step)
    return place


@lru_cache(maxsize=256)
def hosts_of(issuer: str, extra_hosts: tuple[str, ...]) -> frozenset[tuple[str, int]]:
    """Hosts and ports where a provider may be."""
    home = located(issuer.replace(TENANT, "common"))
    found = {(home.host, home.port)} if home else set[tuple[str, int]]()
    return frozenset(found | {place for each in extra_hosts if (place := named_host(each)) is not None})


def named_host(text: str) -> tuple[str, int] | None:
    """Host in lower case and port of ``host`` or ``host:port``; ``None`` for what is neither."""
    found = _HOST.fullmatch(text)
    if found is None:
        return None
    port = int(found["port"] or _PORTS["https"])
    return (found["host"].strip("[]").lower(), port) if 0 < port <= _HIGHEST_PORT else None


def is_this_machine(host: str) -> bool:
    """Whether a host as it is written is the machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def may_connect(address: str, *, plain: bool, allows_private: bool) -> bool:
    """Whether anything may be sent to an address; ``plain``: without TLS.

    Public unicast addresses always; private networks and this machine where the provider may be there; link-local
    (where clouds keep their credentials), multicast and reserved ones never.
    """
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        found = _inside(found)
    if plain and not found.is_loopback:
        return False
    return _is_public(found) or (allows_private and any(found in network for network in _PRIVATE))


def _inside(address: IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 one stands for (RFC 4291 §2.5.5.2, RFC 6052 §2.1)."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return IPv4Address(address.packed[-4:]) if address in _NAT64 else address


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        return address in _PUBLIC_6 and not any(address in network for network in _NOT_PUBLIC_6)
    reserved = address.is_multicast or any(address in network for network in _NOT_PUBLIC)
    return address.is_global and not reserved
