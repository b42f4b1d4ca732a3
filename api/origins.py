"""Which web pages may speak to this server: the defence against request forgery.

A browser says where a request comes from: ``Origin`` (RFC 6454 §7) on every request that could change something, and
``Sec-Fetch-Site`` (Fetch Metadata). A program that is no browser sends neither, and carries no cookie by accident.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from api.config_values import is_loopback, origin_of

_FROM_OUR_OWN_PAGES = frozenset({"same-origin", "none"})
_LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Origins:
    """The origins of our own pages and those of others that the configuration lists."""

    own: frozenset[str]
    listed: frozenset[str]

    def may_read(self, origin: str | None) -> bool:
        """Whether a page of another origin gets our answers (CORS)."""
        return origin in self.listed

    def may_send(self, origin: str | None, fetch_site: str | None) -> bool:
        """Whether a request with these headers can be no forgery."""
        if origin is None:
            return fetch_site is None or fetch_site in _FROM_OUR_OWN_PAGES
        if origin in self.listed:
            return True
        return origin in self.own and (fetch_site is None or fetch_site in _FROM_OUR_OWN_PAGES)


def origins_of(base_url: str, allowed_origins: tuple[str, ...]) -> Origins:
    """What the configuration says. A loopback address is the same page under each of its names."""
    parts = urlsplit(base_url)
    own = {origin_of(base_url)}
    if parts.scheme == "http" and is_loopback(parts.hostname or ""):
        own |= {origin_of(f"http://{name}:{parts.port or 80}") for name in _LOOPBACK_NAMES}
    return Origins(frozenset(own), frozenset(allowed_origins))
