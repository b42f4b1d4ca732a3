"""Why a sign-in by a provider does not come about: one closed list, in our words.

Nothing that a provider sends is part of a failure: its texts may be anybody's.
"""

from dataclasses import dataclass
from enum import StrEnum


class SsoStep(StrEnum):
    """What was being asked of the provider."""

    DISCOVERY = "DISCOVERY"
    KEYS = "KEYS"
    TOKEN = "TOKEN"  # noqa: S105 — a step, not a secret
    USERINFO = "USERINFO"
    ACCOUNT = "ACCOUNT"
    EMAILS = "EMAILS"
    GROUPS = "GROUPS"


class SsoFailure(StrEnum):
    """What is wrong."""

    # with what the browser brings back
    WRONG_PROVIDER = "WRONG_PROVIDER"
    WRONG_STATE = "WRONG_STATE"
    TOO_LATE = "TOO_LATE"
    REPEATED_PARAMETER = "REPEATED_PARAMETER"
    WRONG_ISSUER_PARAMETER = "WRONG_ISSUER_PARAMETER"
    DENIED_THERE = "DENIED_THERE"
    PROVIDER_ERROR = "PROVIDER_ERROR"
    NO_CODE = "NO_CODE"

    # with the way to the provider
    LOCATION_REFUSED = "LOCATION_REFUSED"
    NAME_UNKNOWN = "NAME_UNKNOWN"
    ADDRESS_REFUSED = "ADDRESS_REFUSED"
    UNREACHABLE = "UNREACHABLE"
    TLS_FAILED = "TLS_FAILED"
    TIMED_OUT = "TIMED_OUT"
    UNAVAILABLE = "UNAVAILABLE"

    # with an answer as such
    REDIRECTED = "REDIRECTED"
    UNEXPECTED_STATUS = "UNEXPECTED_STATUS"
    TOO_LARGE = "TOO_LARGE"
    ENCODED = "ENCODED"
    NOT_JSON = "NOT_JSON"

    # with what the provider says of itself
    ISSUER_MISMATCH = "ISSUER_MISMATCH"
    ENDPOINT_MISSING = "ENDPOINT_MISSING"
    CLIENT_AUTHENTICATION_UNSUPPORTED = "CLIENT_AUTHENTICATION_UNSUPPORTED"
    NO_USABLE_KEY = "NO_USABLE_KEY"

    # with the answer to the code
    GRANT_REFUSED = "GRANT_REFUSED"
    CLIENT_REFUSED = "CLIENT_REFUSED"
    TOKEN_REFUSED = "TOKEN_REFUSED"  # noqa: S105 — a reason, not a secret
    TOKEN_ANSWER_MALFORMED = "TOKEN_ANSWER_MALFORMED"  # noqa: S105 — as above
    ID_TOKEN_MISSING = "ID_TOKEN_MISSING"  # noqa: S105 — as above

    # with a signed token
    TOKEN_MALFORMED = "TOKEN_MALFORMED"  # noqa: S105 — as above
    ALGORITHM_REFUSED = "ALGORITHM_REFUSED"
    HEADER_REFUSED = "HEADER_REFUSED"
    WRONG_SIGNATURE = "WRONG_SIGNATURE"
    WRONG_ISSUER = "WRONG_ISSUER"
    TENANT_NOT_ALLOWED = "TENANT_NOT_ALLOWED"
    WRONG_AUDIENCE = "WRONG_AUDIENCE"
    WRONG_PARTY = "WRONG_PARTY"
    TIME_MISSING = "TIME_MISSING"
    EXPIRED = "EXPIRED"
    NOT_YET_VALID = "NOT_YET_VALID"
    ISSUED_TOO_EARLY = "ISSUED_TOO_EARLY"
    WRONG_NONCE = "WRONG_NONCE"
    WRONG_ACCESS_TOKEN_HASH = "WRONG_ACCESS_TOKEN_HASH"  # noqa: S105 — a reason, not a secret
    SUBJECT_MALFORMED = "SUBJECT_MALFORMED"
    OTHER_SUBJECT = "OTHER_SUBJECT"
    SIGN_IN_TOO_OLD = "SIGN_IN_TOO_OLD"

    # with a token that says who signed out
    NO_LOGOUT_EVENT = "NO_LOGOUT_EVENT"
    LOGOUT_WITH_NONCE = "LOGOUT_WITH_NONCE"
    NO_TOKEN_ID = "NO_TOKEN_ID"  # noqa: S105 — a reason, not a secret
    NOBODY_NAMED = "NOBODY_NAMED"

    # with what is told about the person
    USERINFO_OTHER_SUBJECT = "USERINFO_OTHER_SUBJECT"
    ACCOUNT_MALFORMED = "ACCOUNT_MALFORMED"
    WRONG_DOMAIN = "WRONG_DOMAIN"
    EMAIL_MALFORMED = "EMAIL_MALFORMED"
    GROUPS_MALFORMED = "GROUPS_MALFORMED"
    TOO_MANY_GROUPS = "TOO_MANY_GROUPS"


OUTAGES = frozenset(
    {
        SsoFailure.NAME_UNKNOWN,
        SsoFailure.UNREACHABLE,
        SsoFailure.TLS_FAILED,
        SsoFailure.TIMED_OUT,
        SsoFailure.UNAVAILABLE,
    }
)
"""The provider could not answer, which says nothing about the person."""


@dataclass(frozen=True, slots=True)
class SsoRefused:
    """Nobody is signed in.

    Attributes:
        because: What is wrong.
        step: At which request, where one failed.
    """

    because: SsoFailure
    step: SsoStep | None = None

    @property
    def is_outage(self) -> bool:
        """Whether it is worth trying again later."""
        return self.because in OUTAGES


class SsoFailed(Exception):
    """The same while it is under way."""

    def __init__(self, because: SsoFailure, step: SsoStep | None = None) -> None:
        """See ``SsoRefused``."""
        super().__init__(because.value)
        self.refused = SsoRefused(because, step)


def require(holds: bool, failure: SsoFailure, step: SsoStep | None = None) -> None:  # noqa: FBT001 — a condition
    """Raises ``SsoFailed`` unless the condition holds."""
    if not holds:
        raise SsoFailed(failure, step)
