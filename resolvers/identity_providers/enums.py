"""Closed enums of identity providers, described."""

from auth.identity_providers.consequences import AccountsBecome, ProviderConsequenceKind
from auth.identity_providers.rules import ProviderWarning
from auth.sources.provider import SigningAlgorithm
from models.identity_provider import ProviderKind, ProviderMfa
from resolvers.enums import described
from resolvers.ldap_profiles.enums import RolesFollow

__all__ = [
    "AccountsBecome",
    "ProviderConsequenceKind",
    "ProviderKind",
    "ProviderMfa",
    "ProviderWarning",
    "RolesFollow",
    "SigningAlgorithm",
]

described(
    ProviderKind,
    "What product an identity provider is: what is not given takes what is usual there.",
    called="IdentityProviderKind",
    GOOGLE="Google: client id and secret are enough.",
    MICROSOFT="Microsoft Entra: tenants say whose people may come.",
    GITHUB="GitHub, or an enterprise's own: OAuth 2.0 without OpenID Connect.",
    KEYCLOAK="Keycloak: the server's address and the realm, or the issuer.",
    GENERIC="Anything else that speaks OpenID Connect, by its issuer.",
)
described(
    ProviderMfa,
    "Whose second factor counts at a sign-in by a provider.",
    called="IdentityProviderMfa",
    OURS="Gatehouse's alone, for whoever has or needs one.",
    THEIRS="The provider's too, where it says by amr or acr that there was one.",
)
described(
    SigningAlgorithm,
    "How a provider may sign what it says; all of them asymmetric (RFC 7518 §3.1, RFC 8037, RFC 9864).",
    RS256="RSASSA-PKCS1-v1_5 with SHA-256.",
    RS384="RSASSA-PKCS1-v1_5 with SHA-384.",
    RS512="RSASSA-PKCS1-v1_5 with SHA-512.",
    PS256="RSASSA-PSS with SHA-256.",
    PS384="RSASSA-PSS with SHA-384.",
    PS512="RSASSA-PSS with SHA-512.",
    ES256="ECDSA on P-256 with SHA-256.",
    ES384="ECDSA on P-384 with SHA-384.",
    ES512="ECDSA on P-521 with SHA-512.",
    EDDSA="EdDSA, as RFC 8037 calls it.",
    ED25519="EdDSA on Curve25519, as RFC 9864 calls it.",
)
described(
    ProviderWarning,
    "What is legal about an identity provider and doubtful.",
    called="IdentityProviderWarningKind",
    ANYBODY_GETS_AN_ACCOUNT="It makes accounts, and nothing says for whom.",
    UNPROVEN_EMAIL_LINKS="Addresses that it says nothing of count as proven, and find accounts.",
    NOBODY_GETS_A_ROLE="There is neither a default role nor a mapping.",
    GROUPS_NOT_TOLD="It is not asked for groups, and something depends on them.",
    NO_CLIENT_SECRET="It is asked without a client secret.",  # noqa: S106 — a description
    INSECURE_CONNECTION="It is talked to in clear.",
    BASE_URL_IS_LOOPBACK="It sends browsers back to an address of the server itself.",
)
described(
    AccountsBecome,
    "What becomes of the accounts that come by a provider alone, when it is deleted.",
    called="IdentityProviderAccountsBecome",
    DEACTIVATE="They are deactivated.",
    MOVE_TO_LOCAL="Gatehouse checks them; each chooses a password first, by a mailed link where one reaches them.",
    MOVE_TO_PROVIDER="Another provider checks them, and finds each by its proven e-mail address.",
)
described(
    ProviderConsequenceKind,
    "One thing that follows from the deletion of an identity provider.",
    called="IdentityProviderConsequenceKind",
    ACCOUNTS_DEACTIVATED="Accounts are deactivated.",
    ACCOUNTS_LOCAL="Accounts are checked by Gatehouse.",
    ACCOUNTS_MOVED="Accounts are checked by another provider.",
    IDENTITIES_UNLINKED="Accounts lose one of their ways in.",
    SESSIONS_END="Open sessions end.",
    SIGN_INS_END="Sign-ins that wait for a step are void.",
    ROLES_TAKEN="Accounts lose roles that the provider gave.",
    LINKS_MAILED="Links are mailed by which a password is chosen.",
    PASSWORDS_MISSING="Accounts have no way to a password yet.",
    MAPPINGS_DELETED="Mappings are deleted.",
)
