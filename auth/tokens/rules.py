"""Pure decisions about API tokens: whether one is good, what it may carry, and how long it may live."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from auth.errors import DomainError
from auth.permissions import PermissionSet, Scope
from auth.roles.rules import Holdings
from auth.settings.pages import TokenSettings
from models.user import UserKind

LIFE_MOST_DAYS = 3_650
TOUCH_AFTER = timedelta(seconds=60)
"""How stale a stored last use may become before it is written again."""


class ApiTokenState(StrEnum):
    """Whether a token is good."""

    ACTIVE = "ACTIVE"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """When things happened to a token; ``None`` for what has not, or never will."""

    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None

    def state(self, now: datetime) -> ApiTokenState:
        """Whether it is good at this moment. Whoever revoked it has the last word."""
        if self.revoked_at is not None:
            return ApiTokenState.REVOKED
        is_over = self.expires_at is not None and self.expires_at <= now
        return ApiTokenState.EXPIRED if is_over else ApiTokenState.ACTIVE

    def is_due_for_touch(self, now: datetime) -> bool:
        """Whether this use is worth a write."""
        return self.last_used_at is None or now - self.last_used_at >= TOUCH_AFTER


@dataclass(frozen=True, slots=True)
class Account:
    """The account that a token comes for, as far as it decides.

    Attributes:
        is_on: Neither deactivated nor locked by hand.
        is_let_in: Whether what checks it is switched on.
    """

    kind: UserKind
    is_on: bool
    is_let_in: bool = True


def refusal(token: TokenFacts, account: Account, settings: TokenSettings, now: datetime) -> str | None:
    """Why a token that is known is worth nothing, as the code that its caller is told; ``None`` for a good one."""
    if not account.is_on:
        return "ACCOUNT_NOT_ACTIVE"
    if not account.is_let_in:
        return "SOURCE_OFF"
    if account.kind is UserKind.HUMAN and not settings.allow_personal_tokens:
        return "PERSONAL_TOKENS_OFF"
    state = token.state(now)
    return None if state is ApiTokenState.ACTIVE else f"TOKEN_{state}"


def share(account: PermissionSet, carried: Iterable[str]) -> PermissionSet:
    """What a token may do: of what its account may at this moment, the scopes it carries (REQUIREMENTS B9).

    Fields that are denied to the account stay denied.
    """
    return PermissionSet(account.scopes & frozenset(carried), authenticated=True, denied=account.denied)


@dataclass(frozen=True, slots=True)
class Offer:
    """From what the scopes of a new token are chosen.

    Attributes:
        known: Every scope there is.
        held: Those that its account holds.
        own: What whoever makes it may give: naming a scope in a token counts as granting it (REQUIREMENTS A12).
    """

    known: frozenset[str]
    held: frozenset[str]
    own: Holdings

    @property
    def read_only(self) -> frozenset[str]:
        """What a token carries where nothing is asked for."""
        readable = frozenset(scope.value for scope in Scope if scope.is_read_only) & self.held
        return readable if self.own.boundless else readable & self.own.scopes

    def problems(self, asked: Sequence[str]) -> list[DomainError]:
        """What speaks against a token with these scopes, each error naming the scope's place."""
        return [error for index, scope in enumerate(asked) if (error := self._problem(scope, f"scopes.{index}"))]

    def _problem(self, scope: str, field: str) -> DomainError | None:
        if scope not in self.known:
            return DomainError("SCOPE_UNKNOWN", "There is no such scope.", field)
        if scope not in self.held:
            return DomainError("SCOPE_NOT_HELD", f"The account does not hold {scope}, so its tokens cannot.", field)
        if not self.own.covers(Holdings(frozenset({scope}), 0)):
            return DomainError("BEYOND_OWN_RIGHTS", f"You do not hold {scope} yourself.", field)
        return None


def ends_at(days: int | None, settings: TokenSettings, now: datetime) -> datetime | None:
    """When a token ends that is to live ``days`` (0: for ever; ``None``: as long as the settings say).

    Raises ``DomainError`` for a life that is longer than the settings allow.
    """
    most = settings.longest_life_days
    if days is None:
        days = min(settings.default_life_days, most or LIFE_MOST_DAYS)
    if days == 0 and most == 0:
        return None
    if not 1 <= days <= (most or LIFE_MOST_DAYS):
        never = "; 0 is for ever" if most == 0 else ""
        message = f"It is from 1 to {most or LIFE_MOST_DAYS} days{never}."
        raise DomainError("OUT_OF_BOUNDS", message, "expires_in_days")
    return now + timedelta(days=days)
