"""What every entrance of a sign-in does around the attempt: the address's budget before, the log line after."""

from collections.abc import Awaitable, Callable

from auth.budgets.rules import Budget
from auth.login.failures import log_failure
from auth.login.outcomes import ChangeOutcome, LoginRefusal, Refusal
from resolvers.context import Context
from resolvers.login.types import LoginResult, shown


async def tried(context: Context, budget: Budget, attempt: Callable[[], Awaitable[ChangeOutcome]]) -> LoginResult:
    """An attempt as the schema shows it; where the caller's address has spent its budget, nothing is attempted."""
    wait = await context.spend(budget)
    if wait is not None:
        return shown(Refusal(LoginRefusal.RATE_LIMITED, wait), context)
    outcome = await attempt()
    log_failure(outcome, context.actor.origin)
    return shown(outcome, context)
