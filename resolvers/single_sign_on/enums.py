"""Closed enums of single sign-on."""

from auth.provisioning.rules import Way
from auth.single_sign_on.codes import SsoCode
from resolvers.enums import described

__all__ = ["SsoCode", "Way"]

described(
    SsoCode,
    "What a browser is told of a way to an identity provider that led nowhere.",
    **{code.name: code.message for code in SsoCode},
)
described(
    Way,
    "How somebody from a directory or provider comes to an account.",
    called="SignInWay",
    SIGN_IN="It is theirs already.",
    LINK="It waits for them, and is theirs from then on.",
    CREATE="It is made for them.",
    DENY="They do not.",
)
