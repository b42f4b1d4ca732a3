"""Checks candidates for a password."""

from typing import Annotated

import strawberry

from auth.budgets.rules import Budget
from auth.errors import RateLimited
from auth.login.checking import Proofs, check_password
from resolvers.context import Info
from resolvers.errors import rule_results
from resolvers.passwords.types import PasswordCheck, PasswordStrength
from resolvers.permissions import public


@strawberry.type
class PasswordQueries:
    """Root fields."""

    @public(
        "Holds a candidate against the policy as it is typed, and estimates its strength. For who is signed in, or has "
        "a token of a sign-in that waits for a new password, of a reset or of an invitation; UNAUTHENTICATED otherwise."
    )
    async def check_password(
        self,
        info: Info,
        password: Annotated[str, strawberry.argument(description="The candidate; give it as a variable.")],
        pending_token: Annotated[
            str | None, strawberry.argument(description="From PasswordChangeRequired, where no cookie carries it.")
        ] = None,
        link_token: Annotated[
            str | None, strawberry.argument(description="From the link of a reset or an invitation.")
        ] = None,
    ) -> PasswordCheck | None:
        """Nothing is stored."""
        context = info.context
        wait = await context.spend(Budget.PASSWORD_CHECK)
        if wait is not None:
            raise RateLimited(wait)
        proofs = Proofs(pending_token, link_token, context.browser.pending_token)
        checked = await check_password(context.hashing, context.actor, context.clock.now(), proofs, password)
        return PasswordCheck(
            acceptable=all(each.met for each in checked.rules),
            rules=rule_results(checked.rules),
            strength=PasswordStrength(score=checked.strength.score, guesses_log10=checked.strength.guesses_log10),
        )
