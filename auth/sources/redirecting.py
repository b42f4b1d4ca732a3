"""What asks identity providers, by their kind; one in a process."""

from auth.clock import Clock
from auth.sources.github import GitHubSource
from auth.sources.oidc import OpenIdSource
from auth.sources.outgoing import Outgoing
from auth.sources.provider import Provider
from auth.sources.redirect import RedirectSource
from models.identity_provider import ProviderKind


class RedirectSources:
    """Every protocol by which a browser signs in elsewhere, with what is remembered of the providers' own words."""

    def __init__(self, clock: Clock, outgoing: Outgoing | None = None) -> None:
        """Nothing is loaded or asked yet. ``outgoing``: the way out, where it is not the usual one."""
        self.outgoing = outgoing or Outgoing()
        self.openid = OpenIdSource(self.outgoing, clock)
        self.github = GitHubSource(self.outgoing, clock)

    def source(self, provider: Provider) -> RedirectSource:
        """Who speaks the provider's protocol."""
        return self.github if provider.kind is ProviderKind.GITHUB else self.openid

    def close(self) -> None:
        """Lets what runs on threads end."""
        self.outgoing.close()
