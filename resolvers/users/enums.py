"""Closed enums of accounts."""

from models.identity_expectation import IdentityKind
from models.user import AuthMethod, UserKind, UserStatus
from resolvers.enums import described

__all__ = ["AuthMethod", "IdentityKind", "UserKind", "UserStatus"]

described(
    UserKind,
    "Who stands behind an account.",
    HUMAN="A person, who signs in.",
    SERVICE="A program; it never signs in by password and holds API roles only.",
)
described(
    UserStatus,
    "Whether an account may be used at all.",
    ACTIVE="It may.",
    INACTIVE="Every way of signing in is blocked.",
)
described(
    AuthMethod,
    "Who checks the person behind an account.",
    LOCAL="Gatehouse, by password.",
    LDAP="A directory, by the password that it holds.",
    OIDC="An identity provider, by OpenID Connect.",
)
described(
    IdentityKind,
    "By what an identity from outside is recognised.",
    VERIFIED_EMAIL="An e-mail address that the source says it has verified.",
    LOGIN_NAME="The name by which a directory knows the person.",
    SUBJECT="What the source calls the person for good: a subject (OpenID Connect), an entry's unique id (LDAP).",
)
