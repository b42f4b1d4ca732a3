"""Reads what a sign-in waits for."""

from datetime import datetime
from typing import Annotated

import strawberry

from auth.login.queries import pending_login
from models.pending_login import PendingStep
from resolvers.context import Info
from resolvers.enums import described
from resolvers.permissions import plain, public
from resolvers.sessions.enums import SecondFactor

described(
    PendingStep,
    "The one thing that a pending token is good for.",
    VERIFY_MFA="To give the second factor: verifyMfa.",
    ENROL_MFA="To set up a second factor: enrolTotp, then confirmTotp.",
    CHANGE_PASSWORD="To choose a new password: changeExpiredPassword.",  # noqa: S106 — a description
)


@strawberry.type(description="A sign-in that waits for a step. It does not say whose.")
class PendingLogin:
    """Its values are ``PendingRow``."""

    step: PendingStep = plain("What to do next.")
    methods: list[SecondFactor] = plain("What the second factor can be given by; empty for other steps.")
    expires_at: datetime = plain("Until when.")
    return_to: str | None = plain(
        "Where in the product a browser that came from an identity provider wanted to go: a path, maybe with a query."
    )


@strawberry.type
class LoginQueries:
    """Root fields."""

    @public("What the caller's sign-in waits for; null where it does not, or not any more.")
    async def pending_login(
        self,
        info: Info,
        pending_token: Annotated[
            str | None, strawberry.argument(description="Of the step; absent where a cookie carries it.")
        ] = None,
    ) -> PendingLogin | None:
        """For who holds the token."""
        context = info.context
        row = await pending_login(context.browser.presents(pending_token), context.clock.now())
        return row and PendingLogin(
            step=row.step, methods=list(row.methods), expires_at=row.expires_at, return_to=row.return_to
        )
