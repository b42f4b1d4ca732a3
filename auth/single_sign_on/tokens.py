"""What is kept of a sign-in by a provider while it lasts: by what it is ended from there, and asked for again.

Tokens are sealed, and gone with the session or the waiting step that they came with: nobody reads them afterwards.
"""

from uuid import UUID

from auth.sources.redirect import SignedIn
from auth.unit_of_work import Work
from auth.vault import Purpose, Vault
from models.columns import new_key
from models.identity_provider import IdentityProvider, ProviderKind
from models.provider_sign_in import ProviderSignIn
from models.user import User


async def keep(work: Work, user: User, provider: IdentityProvider, signed_in: SignedIn, vault: Vault) -> UUID:
    """Keeps what a sign-in gave, and tells by which id (``Proven.sign_in_id``); part of a command.

    The ID token is kept only where signing out here signs out there too, a refresh token only of OpenID Connect.
    """
    hint = signed_in.tokens.id_token if provider.signs_out_there else None
    refresh = signed_in.tokens.refresh if provider.kind is not ProviderKind.GITHUB else None
    sign_in_id = new_key()
    await ProviderSignIn.create(
        id=sign_in_id,
        provider_id=provider.id,
        user_id=user.id,
        issuer=signed_in.issuer,
        subject=signed_in.identity.subject,
        sid=signed_in.facts.sid,
        id_token_sealed=sealed(vault, hint),
        refresh_token_sealed=sealed(vault, refresh),
        signed_in_at=work.now,
        checked_at=work.now,
    )
    return sign_in_id


def sealed(vault: Vault, token: str | None) -> str | None:
    """A token as it is kept; ``None`` for none."""
    return None if token is None else vault.seal(Purpose.SSO_TOKENS, token)
