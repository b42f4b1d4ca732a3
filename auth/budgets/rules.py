"""Pure decisions about budgets: whose they are, how large, and whether there is room."""

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv6Network, ip_address
from math import ceil

from auth.settings.pages import LockoutSettings

MINUTE, HOUR = 60, 3_600
"""Seconds."""

NETWORK_PREFIX = 64
"""Bits of an IPv6 address that tell its network: whoever has one such address has all of them (RFC 4291 §2.5.1)."""

NOWHERE = "-"
"""The one budget of everybody who comes without an address."""


class Budget(StrEnum):
    """What is budgeted; each has a count of its own."""

    SIGN_IN = "SIGN_IN"
    SIGN_IN_STEP = "SIGN_IN_STEP"
    SIGN_IN_ELSEWHERE = "SIGN_IN_ELSEWHERE"
    FORGOTTEN_PASSWORD = "FORGOTTEN_PASSWORD"  # noqa: S105 — a kind, not a secret
    PASSWORD_CHECK = "PASSWORD_CHECK"  # noqa: S105 — a kind, not a secret
    ONE_TIME_LINK = "ONE_TIME_LINK"
    OWN_CREDENTIALS = "OWN_CREDENTIALS"
    LOGOUT_TOKEN = "LOGOUT_TOKEN"  # noqa: S105 — a kind, not a secret
    REFUSED_LOGOUT_TOKEN = "REFUSED_LOGOUT_TOKEN"  # noqa: S105 — a kind, not a secret


_MORE = {Budget.PASSWORD_CHECK: 12, Budget.SIGN_IN_ELSEWHERE: 12, Budget.LOGOUT_TOKEN: 60}
"""How many times the settings' numbers: a candidate is checked as it is typed, and nobody guesses at a provider's.

A provider that tells who signed out there tells it of everybody.
"""


@dataclass(frozen=True, slots=True)
class Allowance:
    """At most ``most`` in any ``seconds``."""

    most: int
    seconds: int


def allowances(budget: Budget, settings: LockoutSettings) -> list[Allowance]:
    """What the settings allow; empty for no limit."""
    times = _MORE.get(budget, 1)
    both = (
        Allowance(settings.attempts_per_minute_per_address * times, MINUTE),
        Allowance(settings.attempts_per_hour_per_address * times, HOUR),
    )
    return [allowance for allowance in both if allowance.most > 0]


def source(address: str | None) -> str:
    """Whose budget an address spends: its own, or with IPv6 its network's."""
    if address is None:
        return NOWHERE
    parsed = ip_address(address)
    return address if parsed.version == 4 else str(IPv6Network((parsed, NETWORK_PREFIX), strict=False))  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Windows:
    """What was spent in the running span of time and the one before it.

    Attributes:
        elapsed: How much of the running one is over, from 0 to 1.
    """

    previous: int
    current: int
    elapsed: float


def wait_seconds(windows: Windows, allowance: Allowance) -> int | None:
    """How long until there is room for one more, in whole seconds, at least 1; ``None`` where there is room now.

    What was spent in the span before counts by as much of it as the last ``seconds`` still cover.
    """
    previous, current, most = windows.previous, windows.current, allowance.most
    if previous * (1 - windows.elapsed) + current < most:
        return None
    if current < most:
        spans = 1 - (most - current) / previous - windows.elapsed
    else:
        spans = 1 - windows.elapsed + (1 - most / current)
    return max(1, ceil(spans * allowance.seconds))
