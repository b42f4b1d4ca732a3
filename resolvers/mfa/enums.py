"""Closed enums of second factors."""

from auth.mfa.rules import MfaRequiredBecause
from resolvers.enums import described

__all__ = ["MfaRequiredBecause"]

described(
    MfaRequiredBecause,
    "Why an account must have a second factor: the strictest of the rules that hold.",
    RESET="An administrator took its last one away.",
    ACCOUNT="It is asked of this one account.",
    ROLE="A role that it holds asks for it.",
    EVERYONE="It is asked of everybody, after a grace period.",
)
