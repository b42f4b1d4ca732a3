"""Signing in at a provider of tests, as the product does it: from the redirect to who has come back."""

from collections.abc import Callable
from typing import Any

from auth.clock import Clock, Stopped
from auth.sources.failures import SsoRefused
from auth.sources.oidc import OpenIdSource
from auth.sources.outgoing import Limits, Outgoing
from auth.sources.provider import Provider
from auth.sources.redirect import SignedIn, Wish
from tests.support.hostile_provider import REDIRECT, HostileProvider

ISSUER = "https://id.example.com/realms/corp"
WISH = Wish(redirect_uri=REDIRECT)
SHORT = Limits(total_seconds=6, call_seconds=1.5)
"""What never answers is given up soon."""


def provider(**values: Any) -> Provider:  # noqa: ANN401 — any of its values
    """A provider out in the world, to which nobody goes."""
    return HostileProvider().provider(**{"issuer": ISSUER, "allows_private_addresses": False, **values})


class Client:
    """Our end."""

    def __init__(self, there: HostileProvider, limits: Limits | None = None, clock: Clock | None = None) -> None:
        self.there = there
        self.outgoing = Outgoing(limits or Limits())
        self.source = OpenIdSource(self.outgoing, clock or Stopped(there.now))

    async def sign_in(
        self, provider: Provider | None = None, wish: Wish = WISH, change: Callable[[], None] | None = None
    ) -> SignedIn | SsoRefused:
        """All of it; ``change`` is what happens while somebody is at the provider."""
        provider = provider or self.there.provider()
        sent = await self.source.authorization(provider, wish)
        if isinstance(sent, SsoRefused):
            return sent
        back = self.there.authorize(sent.url)
        if change is not None:
            change()
        return await self.source.complete(provider, sent.started, back)

    async def signed_in(self, provider: Provider | None = None, wish: Wish = WISH) -> SignedIn:
        """The same where it must succeed."""
        found = await self.sign_in(provider, wish)
        assert isinstance(found, SignedIn), found
        return found
