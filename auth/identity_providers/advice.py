"""What a failed check of a provider means and what to do about it, for whoever connects one. Pure."""

from auth.sources.failures import SsoFailure
from auth.sources.provider_report import CheckFailure, CheckReport, Failure, ProviderCheck

_Why = SsoFailure

REASONS: dict[Failure, tuple[str, str]] = {
    _Why.LOCATION_REFUSED: (
        "an address lies where nothing of this provider may be",
        "Use https and the issuer's own host; name further hosts of the provider among the extra hosts.",
    ),
    _Why.NAME_UNKNOWN: (
        "the name of the host is not known",
        "Check the spelling of the issuer, and that this machine's name server knows the host.",
    ),
    _Why.ADDRESS_REFUSED: (
        "the name stands for an address that is not asked",
        "If the provider is in a private network on purpose, allow private addresses for it.",
    ),
    _Why.UNREACHABLE: (
        "the provider cannot be reached",
        "Check the address and port, and that no firewall stands between this machine and the provider.",
    ),
    _Why.TLS_FAILED: (
        "no encrypted connection came about",
        "Check that the certificate is valid, for this host, and signed by an authority that this machine trusts.",
    ),
    _Why.TIMED_OUT: ("the provider did not answer in time", "Check firewalls and the provider's load, and try again."),
    _Why.UNAVAILABLE: ("the provider says that it is out of order", "Try again later, and look at the provider."),
    _Why.REDIRECTED: (
        "the provider sends elsewhere, which is not followed",
        "Give the issuer exactly as the provider says it, with scheme, host and path.",
    ),
    _Why.UNEXPECTED_STATUS: (
        "the provider answered with an error",
        "Check the issuer: below it there has to be /.well-known/openid-configuration.",
    ),
    _Why.TOO_LARGE: ("the answer is larger than is read", "Check what listens at this address."),
    _Why.ENCODED: ("the answer is compressed, though that was not asked for", "Check proxies before the provider."),
    _Why.NOT_JSON: ("the answer is no JSON", "Check the issuer, and that no page stands before the provider."),
    _Why.ISSUER_MISMATCH: (
        "the provider calls itself by another name",
        "Give the issuer exactly as the provider's discovery document spells it, to the last slash.",
    ),
    _Why.ENDPOINT_MISSING: (
        "the provider does not say where its endpoints are",
        "Check that it speaks OpenID Connect with the authorization code flow.",
    ),
    _Why.CLIENT_AUTHENTICATION_UNSUPPORTED: (
        "the provider takes no client secret in a way that is known here",
        "Allow client_secret_basic or client_secret_post for this client.",
    ),
    _Why.NO_USABLE_KEY: (
        "none of the provider's keys can be used",
        "Have it sign with a key of 2,048 bits or more, or on a usual curve, by an algorithm that is allowed here.",
    ),
    _Why.CLIENT_REFUSED: (
        "the provider does not know the client, or refuses its secret",
        "Check client id and client secret, and how the client authenticates.",
    ),
    _Why.TOKEN_ANSWER_MALFORMED: (
        "the answer for tokens is none",
        "Check the token endpoint, and proxies before the provider.",
    ),
    CheckFailure.PKCE_UNSUPPORTED: (
        "the provider does not do PKCE with S256",
        "Switch it on at the provider: without it a stolen code could be used.",
    ),
    CheckFailure.NO_COMMON_ALGORITHM: (
        "the provider signs by no algorithm that is allowed here",
        "Have it sign with RS256 or ES256, or allow an algorithm that it has.",
    ),
    CheckFailure.CLOCK_DIFFERS: (
        "its clock and ours differ by more than 30 seconds",
        "Set the clocks of both machines by a time server: tokens will be refused as too old or not yet valid.",
    ),
    CheckFailure.ANY_CODE_TAKEN: (
        "the provider gave tokens for a code that nobody was given",
        "Do not use it: anybody could sign in by it as anybody.",
    ),
}
"""In our own words: what it is, and what to do."""

_OTHER = ("it went wrong in a way that a sign-in would not survive", "Look into the provider's log.")


def reason_for(report: CheckReport) -> str | None:
    """Why a check failed; ``None`` where it did not."""
    return None if report.failure is None else REASONS.get(report.failure, _OTHER)[0]


def advice_for(report: CheckReport) -> str | None:
    """What to do about it; ``None`` where it did not fail."""
    if report.failure is None:
        return None
    is_github = report.check is ProviderCheck.API
    if is_github and report.failure is SsoFailure.LOCATION_REFUSED:
        return "Name the host of the API among the extra hosts."
    return REASONS.get(report.failure, _OTHER)[1]
