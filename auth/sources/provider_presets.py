"""What is known of each kind of provider before anybody configures one."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from auth.sources.provider import TENANT, ClaimNames, ProviderKind, SecondFactorRule

OPENID_SCOPES = ("openid", "email", "profile")
USUAL_CLAIMS = ClaimNames()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """Values to begin with.

    Attributes:
        issuer: ``None`` where only the operator knows it.
    """

    issuer: str | None = None
    scopes: tuple[str, ...] = OPENID_SCOPES
    extra_hosts: tuple[str, ...] = ()
    claims: ClaimNames = USUAL_CLAIMS
    second_factor: SecondFactorRule | None = None


PRESETS: Mapping[ProviderKind, Preset] = MappingProxyType(
    {
        ProviderKind.GOOGLE: Preset(
            issuer="https://accounts.google.com",
            extra_hosts=("oauth2.googleapis.com", "openidconnect.googleapis.com", "www.googleapis.com"),
            claims=ClaimNames(groups=None),
        ),
        # The address of an Entra account is whatever an administrator there typed; ``xms_edov`` says that the owner
        # of its domain stands behind it.
        ProviderKind.MICROSOFT: Preset(
            issuer=f"https://login.microsoftonline.com/{TENANT}/v2.0",
            extra_hosts=("graph.microsoft.com",),
            claims=ClaimNames(email_verified="xms_edov"),
        ),
        ProviderKind.GITHUB: Preset(
            issuer="https://github.com",
            scopes=("read:user", "user:email", "read:org"),
            extra_hosts=("api.github.com",),
        ),
        ProviderKind.KEYCLOAK: Preset(),
        ProviderKind.GENERIC: Preset(),
    }
)
"""By kind. None takes the provider's word for a second factor: that is for the operator to say."""
