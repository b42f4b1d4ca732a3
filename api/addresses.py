"""Who is at the other end of a connection, when reverse proxies stand between."""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address

from api.config_values import Network

Address = IPv4Address | IPv6Address

MAXIMUM_HOPS = 20
"""More entries of ``X-Forwarded-For`` than any chain of proxies has; those beyond are not looked at."""


def client_address(peer: str | None, forwarded_for: Sequence[str], trusted: Sequence[Network]) -> str | None:
    """The client's address in canonical text form; ``None`` when there is none (a Unix socket, a test).

    ``forwarded_for`` are the values of the ``X-Forwarded-For`` headers. They are read from the right, as far as trusted
    proxies wrote them: the first address that is no trusted proxy is the client, because what stands left of it is what
    that client claims.
    """
    nearest = _parsed(peer or "")
    if nearest is None:
        return None
    if trusted and is_trusted(nearest, trusted):
        for entry in reversed(",".join(forwarded_for).split(",")[-MAXIMUM_HOPS:]):
            address = _parsed(entry.strip())
            if address is None:
                break
            nearest = address
            if not is_trusted(nearest, trusted):
                break
    return str(nearest)


def is_trusted_peer(peer: str | None, trusted: Sequence[Network]) -> bool:
    """Whether the machine that opened the connection is a trusted proxy."""
    address = _parsed(peer or "")
    return address is not None and is_trusted(address, trusted)


def is_trusted(address: Address, trusted: Sequence[Network]) -> bool:
    """Whether ``address`` is in one of the networks."""
    return any(address in network for network in trusted)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Address | None:
    """The address in ``192.0.2.1``, ``192.0.2.1:443``, ``2001:db8::1`` or ``[2001:db8::1]:443``."""
    bare = text
    if text.startswith("["):
        bare = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        bare = text.partition(":")[0]
    try:
        address = ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address
