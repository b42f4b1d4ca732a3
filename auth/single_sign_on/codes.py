"""What a browser is told of a way to a provider that led nowhere: one closed list, in our words."""

from enum import StrEnum


class SsoCode(StrEnum):
    """Why somebody is not signed in, as far as they may know; the true reason is in the audit trail."""

    NOT_ALLOWED = "NOT_ALLOWED"
    EMAIL_IN_USE = "EMAIL_IN_USE"
    NO_ROLE = "NO_ROLE"
    ACCOUNT_OFF = "ACCOUNT_OFF"
    PROVIDER_UNAVAILABLE = "PROVIDER_UNAVAILABLE"
    LIMIT_FULL = "LIMIT_FULL"
    LICENCE_EXPIRED = "LICENCE_EXPIRED"
    EXPIRED = "EXPIRED"
    CANCELLED = "CANCELLED"
    FAILED = "FAILED"
    RATE_LIMITED = "RATE_LIMITED"
    NOT_LINKED = "NOT_LINKED"
    NOT_FRESH = "NOT_FRESH"

    @property
    def message(self) -> str:
        """The sentence for a person."""
        return _MESSAGES[self]


_MESSAGES = {
    SsoCode.NOT_ALLOWED: "This way of signing in is not open to you here. Ask an administrator.",
    SsoCode.EMAIL_IN_USE: "An account with your e-mail address exists here already and is not linked to this one.",
    SsoCode.NO_ROLE: "You are known there, but nothing here is open to you. Ask an administrator.",
    SsoCode.ACCOUNT_OFF: "Your account is switched off or locked. Ask an administrator.",
    SsoCode.PROVIDER_UNAVAILABLE: "The service by which you sign in does not answer. Try again later.",
    SsoCode.LIMIT_FULL: "As many sessions are open as may be. Try again later.",
    SsoCode.LICENCE_EXPIRED: "The licence has expired; only administrators can sign in. Tell one of them.",
    SsoCode.EXPIRED: "This sign-in took too long, was used already or began in another browser. Begin again.",
    SsoCode.CANCELLED: "The sign-in was cancelled.",
    SsoCode.FAILED: "The sign-in did not succeed. If it happens again, tell an administrator the reference.",
    SsoCode.RATE_LIMITED: "Too many are signing in right now. Try again in a moment.",
    SsoCode.NOT_LINKED: "This identity could not be linked to your account.",
    SsoCode.NOT_FRESH: "You have not proven again who you are. Try again.",
}
