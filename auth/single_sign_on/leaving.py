"""Signing out at the provider too, by the browser (OpenID Connect RP-Initiated Logout 1.0 §2, §3).

The session here ends first and whatever becomes of the rest: a provider that does not answer keeps nobody signed in.
"""

import asyncio
import base64
import binascii
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from auth.identity_providers.addresses import post_logout_redirect_url
from auth.installation import Installation
from auth.opaque import new_token
from auth.single_sign_on.secretless import without_secret
from auth.sources.failures import SsoRefused
from auth.sources.redirecting import RedirectSources
from auth.sources.return_to import read_return_to
from auth.vault import Purpose, Unopenable, Vault
from models.identity_provider import IdentityProvider, ProviderKind
from models.provider_sign_in import ProviderSignIn

PATIENCE_SECONDS = 3
"""How long somebody who signs out waits for a provider of which nothing is remembered."""

CARRIED_LENGTH = 500
"""Longest path, in characters, that is carried to the provider and back; of a longer one nothing is."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """Where a session came from, as long as it was open.

    Attributes:
        hint_sealed: The ID token; ``None`` where none was kept.
    """

    provider: IdentityProvider
    hint_sealed: str | None = field(repr=False)


async def leaving_of(session_id: UUID | None) -> Leaving | None:
    """Where the holder of a session may want to sign out too; to be asked before it ends, and ``None`` for nowhere."""
    if session_id is None:
        return None
    row = await ProviderSignIn.get_or_none(session_id=session_id).prefetch_related("provider")
    if row is None or not row.provider.is_enabled or not row.provider.signs_out_there:
        return None
    hint = cast("str | None", row.id_token_sealed)  # a text column is typed as str
    return None if row.provider.kind is ProviderKind.GITHUB else Leaving(row.provider, hint)


async def logout_address(
    redirects: RedirectSources, installation: Installation, leaving: Leaving, return_to: str | None = None
) -> str | None:
    """Where the browser signs out there; ``None`` where that is not possible, or the provider does not answer.

    ``return_to`` is where in the product to go afterwards; anything but a path of our own is dropped.
    """
    hint = _opened(installation.vault, leaving.hint_sealed)
    provider, back = without_secret(leaving.provider, installation.vault), post_logout_redirect_url(installation)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            url = await redirects.openid.logout_url(provider, hint, back, state_for(return_to))
    except TimeoutError:
        return None
    return None if isinstance(url, SsoRefused) else url


def state_for(return_to: str | None) -> str:
    """What goes to the provider and comes back. It proves nothing: coming back changes nothing."""
    if return_to is None or len(return_to) > CARRIED_LENGTH or read_return_to(return_to) is None:
        return new_token()
    return f"{new_token()}.{base64.urlsafe_b64encode(return_to.encode()).decode()}"


def return_to_of(state: str) -> str | None:
    """The path in a state; anybody can write one, so it is held to the same rules."""
    _, _, carried = state.partition(".")
    try:
        text = base64.b64decode(carried.encode(), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    return read_return_to(text)


def _opened(vault: Vault, sealed: str | None) -> str | None:
    """The hint is one; without it the provider asks the person."""
    try:
        return None if sealed is None else vault.open(Purpose.SSO_TOKENS, sealed)
    except Unopenable:
        return None
