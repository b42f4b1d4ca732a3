"""What the trail and the browser are told of a way to a provider that led nowhere. Pure."""

from auth.login.events import FailedBecause
from auth.login.outcomes import LoginRefusal
from auth.provisioning.rules import DeniedBecause
from auth.single_sign_on.codes import SsoCode
from auth.sources.failures import SsoFailure, SsoRefused

_CODES = {
    FailedBecause.STATE_UNKNOWN: SsoCode.EXPIRED,
    FailedBecause.STATE_USED: SsoCode.EXPIRED,
    FailedBecause.STATE_EXPIRED: SsoCode.EXPIRED,
    FailedBecause.OTHER_BROWSER: SsoCode.EXPIRED,
    FailedBecause.SESSION_ENDED: SsoCode.EXPIRED,
    FailedBecause.PROVIDER_CHANGED: SsoCode.EXPIRED,
    FailedBecause.CHANGED_MEANWHILE: SsoCode.EXPIRED,
    FailedBecause.NOT_FRESH_THERE: SsoCode.NOT_FRESH,
    FailedBecause.CANCELLED_THERE: SsoCode.CANCELLED,
    FailedBecause.PROVIDER_UNAVAILABLE: SsoCode.PROVIDER_UNAVAILABLE,
    FailedBecause.PROVIDER_REFUSED: SsoCode.FAILED,
    FailedBecause.NO_ROLE: SsoCode.NO_ROLE,
    FailedBecause.EMAIL_IN_USE: SsoCode.EMAIL_IN_USE,
    FailedBecause.ACCOUNT_INACTIVE: SsoCode.ACCOUNT_OFF,
    FailedBecause.LOCKED_AUTOMATICALLY: SsoCode.ACCOUNT_OFF,
    FailedBecause.LOCKED_BY_HAND: SsoCode.ACCOUNT_OFF,
    FailedBecause.DISABLED_THERE: SsoCode.ACCOUNT_OFF,
}
_REFUSALS = {
    LoginRefusal.SESSION_LIMIT: SsoCode.LIMIT_FULL,
    LoginRefusal.SESSION_LIMIT_REACHED: SsoCode.LIMIT_FULL,
    LoginRefusal.LICENCE_EXPIRED: SsoCode.LICENCE_EXPIRED,
    LoginRefusal.RATE_LIMITED: SsoCode.RATE_LIMITED,
    LoginRefusal.NO_ROLE: SsoCode.NO_ROLE,
}


def code_of(because: FailedBecause) -> SsoCode:
    """What the browser is told: whatever is the rules' own business is told alike."""
    return _CODES.get(because, SsoCode.NOT_ALLOWED)


def code_of_refusal(refusal: LoginRefusal) -> SsoCode:
    """What it is told where a session was refused."""
    return _REFUSALS.get(refusal, SsoCode.NOT_ALLOWED)


def because_of(refused: SsoRefused) -> FailedBecause:
    """What a failure with the provider is in the words of sign-ins; the failure itself is told beside it."""
    if refused.because is SsoFailure.DENIED_THERE:
        return FailedBecause.CANCELLED_THERE
    if refused.because is SsoFailure.SIGN_IN_TOO_OLD:
        return FailedBecause.NOT_FRESH_THERE
    return FailedBecause.PROVIDER_UNAVAILABLE if refused.is_outage else FailedBecause.PROVIDER_REFUSED


def because_denied(denied: DeniedBecause) -> FailedBecause:
    """What the rules' denial is in the words of sign-ins: each has the same name in both."""
    return FailedBecause(denied.value)
