"""A provider as its client needs it where nothing is proven to it: its secret stays sealed."""

from typing import Any, cast

from auth.identity_providers.values import provider_of
from auth.sources.provider import Provider
from auth.vault import Vault
from models.identity_provider import IdentityProvider


def without_secret(row: IdentityProvider, vault: Vault) -> Provider:
    """The same provider; ``row`` has no secret any more, and is not to be saved."""
    row.client_secret_sealed = cast("Any", None)
    return provider_of(row, vault)
