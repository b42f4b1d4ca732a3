"""What is found out when an identity provider is tried step by step, without anybody signing in.

Nothing that the provider sent is in it but numbers.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from auth.sources.failures import SsoFailure


class ProviderCheck(StrEnum):
    """What is looked at, in this order."""

    LOCATION = "LOCATION"
    NAME_RESOLUTION = "NAME_RESOLUTION"
    CONNECTION = "CONNECTION"
    TLS = "TLS"
    DISCOVERY = "DISCOVERY"
    ISSUER = "ISSUER"
    ENDPOINTS = "ENDPOINTS"
    PKCE = "PKCE"
    SIGNING = "SIGNING"
    ISSUER_PARAMETER = "ISSUER_PARAMETER"
    SIGN_OUT = "SIGN_OUT"
    BACKCHANNEL_LOGOUT = "BACKCHANNEL_LOGOUT"
    KEYS = "KEYS"
    API = "API"
    CLOCK = "CLOCK"
    CLIENT = "CLIENT"


class CheckState(StrEnum):
    """What became of it.

    ``ABSENT``: the provider has it not or does not say, and people sign in nevertheless. ``SKIPPED``: it does not go
    with this kind of provider, or something before it failed.
    """

    PASSED = "PASSED"
    FAILED = "FAILED"
    ABSENT = "ABSENT"
    SKIPPED = "SKIPPED"


class CheckFailure(StrEnum):
    """What is wrong that no sign-in would stumble over by this name; see ``SsoFailure`` for the others."""

    PKCE_UNSUPPORTED = "PKCE_UNSUPPORTED"
    NO_COMMON_ALGORITHM = "NO_COMMON_ALGORITHM"
    CLOCK_DIFFERS = "CLOCK_DIFFERS"
    ANY_CODE_TAKEN = "ANY_CODE_TAKEN"


Failure: TypeAlias = SsoFailure | CheckFailure


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What became of one check.

    Attributes:
        milliseconds: How long it took; ``None`` where it was skipped.
        failure: Why it failed; ``None`` where it did not.
    """

    check: ProviderCheck
    state: CheckState
    milliseconds: int | None = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class ProviderReport:
    """How far it went.

    Attributes:
        checks: Every one, in their order.
        usable_keys: Keys with which an ID token can be signed; ``None`` where it did not come to that.
        unusable_keys: Keys that are passed over.
        clock_ahead_seconds: By how much the provider's clock is ahead of ours, to the second; ``None`` where it does
            not tell.
    """

    checks: tuple[CheckReport, ...]
    usable_keys: int | None = None
    unusable_keys: int | None = None
    clock_ahead_seconds: int | None = None

    @property
    def is_good(self) -> bool:
        """Whether nothing failed."""
        return all(each.state is not CheckState.FAILED for each in self.checks)
