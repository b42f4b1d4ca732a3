"""What every mutation answers with, and how a refusal gets there."""

from collections.abc import Awaitable
from typing import TypeVar

import strawberry

from auth.budgets.rules import Budget
from auth.errors import DomainError, Refused
from auth.passwords.hashing import HashingBusy
from resolvers.context import Context
from resolvers.errors import InputError, UserError, user_errors
from resolvers.permissions import plain


@strawberry.type
class Payload:
    """The part that all payloads share; each mutation has its own type."""

    errors: list[UserError] = plain("Why nothing was done; empty when it was.", default_factory=list)


PayloadT = TypeVar("PayloadT", bound=Payload)


async def answered(payload: type[PayloadT], doing: Awaitable[PayloadT]) -> PayloadT:
    """What was done, or why it was refused."""
    try:
        return await doing
    except (Refused, DomainError) as refused:
        return payload(errors=user_errors(refused))
    except HashingBusy:
        busy = "Too many passwords are being set right now. Try again in a moment."
        return payload(errors=[InputError(message=busy, code="RATE_LIMITED", path=None)])


async def within(context: Context, budget: Budget) -> None:
    """Spends one of what the caller's address may. Raises ``DomainError`` where nothing is left."""
    wait = await context.spend(budget)
    if wait is not None:
        raise DomainError("RATE_LIMITED", "Too much is tried from your address. Try again in a moment.")
