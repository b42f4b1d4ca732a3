"""Proves once more who the caller is."""

from typing import Annotated

import strawberry

from auth.budgets.rules import Budget
from auth.login.elsewhere import DirectoryPasswords
from auth.mfa.fresh_factor import FactorGiven, prove_again, verify_fresh_factor
from resolvers.context import Info
from resolvers.payloads import Payload, answered, within
from resolvers.permissions import mutation, plain
from resolvers.sessions.renewing import kept
from resolvers.step_up.types import FreshFactor, fresh_factor

Input = strawberry.argument(description="What to do.")


@strawberry.input(description="Exactly one of them: the second factor where the account has one, else the password.")
class VerifyFreshFactorInput:
    """As somebody typed it."""

    code: str | None = plain("The code that the authenticator shows; spaces do not count.", default=None)
    backup_code: str | None = plain("One of the backup codes; dash and case do not matter.", default=None)
    password: str | None = plain("The password, where there is no second factor.", default=None)

    def given(self) -> FactorGiven:
        """For the command."""
        return FactorGiven(self.code, self.backup_code, self.password)


@strawberry.type(description="What became of it.")
class VerifyFreshFactorPayload(Payload):
    """Of ``verifyFreshFactor``."""

    access_token: str | None = plain(
        "The session's bearer token from now on, shown this once; the one before is worth nothing any more. Null where "
        "a cookie carries it.",
        default=None,
    )

    @strawberry.field(description="How fresh the factor is now; null where nothing was done.")
    async def fresh_factor(self, info: Info) -> FreshFactor | None:
        """Read after the change was committed."""
        return None if self.errors else await fresh_factor(info.context)


@strawberry.type
class StepUpMutations:
    """Root fields."""

    @mutation(
        verify_fresh_factor,
        "Proves once more who the caller is, for mutations that ask for a fresh factor. The session goes on with "
        "another token.",
    )
    async def verify_fresh_factor(
        self, info: Info, input: Annotated[VerifyFreshFactorInput, Input]
    ) -> VerifyFreshFactorPayload | None:
        """See the command."""
        context = info.context

        async def verify() -> VerifyFreshFactorPayload:
            await within(context, Budget.OWN_CREDENTIALS)
            elsewhere = DirectoryPasswords(context.units.installation.vault, context.provers.directories)
            renewed = await prove_again(context.units, context.hashing, elsewhere, context.actor, input.given())
            return VerifyFreshFactorPayload(access_token=kept(context, renewed))

        return await answered(VerifyFreshFactorPayload, verify())
