"""Pure decisions about enforced single sign-on: is the way in proven, and may an account be a break-glass one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from auth.administrators.rules import AdministratorFacts, shortcoming
from auth.errors import DomainError
from auth.sources.enforcement import PasswordUse
from models.user import AuthMethod

PROVEN_FOR = timedelta(minutes=15)
"""How long it counts that an administrator came in by a provider."""

MOST_BREAK_GLASS = 10
"""Break-glass accounts that there may be."""


@dataclass(frozen=True, slots=True)
class Proof:
    """That an administrator came in by a provider.

    Attributes:
        at: When, with the provider as it is now; ``None`` for never.
        by: The administrator as they are now; ``None`` for somebody who is none any more.
        is_linked: Whether an identity at the provider signs in as them.
    """

    at: datetime | None
    by: AdministratorFacts | None
    is_linked: bool


def proof_problem(proof: Proof, now: datetime) -> DomainError | None:
    """Why a provider is not proven; ``None`` where it is (REQUIREMENTS I10)."""
    is_recent = proof.at is not None and now - proof.at <= PROVEN_FOR
    if is_recent and proof.is_linked and proof.by is not None and shortcoming(proof.by) is None:
        return None
    message = "Sign in by this provider as an administrator first, or try it out as one: that counts for 15 minutes."
    return DomainError("NOT_PROVEN", message, "provider")


def break_glass_problem(account: AdministratorFacts | None, field: str) -> DomainError | None:
    """Why an account cannot be a break-glass one; ``None`` where it can.

    ``account`` is ``None`` where it is no administrator's. A break-glass account gets in by its password and a second
    factor, whatever becomes of providers.
    """
    if account is not None and account.method is AuthMethod.LOCAL:
        alone = replace(account, password=PasswordUse.BREAK_GLASS, linked=False)
        if shortcoming(alone) is None:
            return None
    message = "A break-glass account is an administrator that can get in by a password kept here and a second factor."
    return DomainError("UNFIT_BREAK_GLASS_ACCOUNT", message, field)


def is_last_way(accounts: Sequence[AdministratorFacts]) -> bool:
    """Whether no administrator comes in by a provider: enforced single sign-on would rest on break-glass accounts."""
    by_provider = (replace(each, password=PasswordUse.SHUT) for each in accounts if each.method is not AuthMethod.LDAP)
    return all(shortcoming(each) is not None for each in by_provider)


def number_problem(count: int) -> DomainError | None:
    """Whether there are too few or too many of them."""
    if 1 <= count <= MOST_BREAK_GLASS:
        return None
    return DomainError("OUT_OF_BOUNDS", f"There are from 1 to {MOST_BREAK_GLASS} break-glass accounts.", "break_glass")
