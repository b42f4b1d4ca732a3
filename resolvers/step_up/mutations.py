"""Proves once more who the caller is."""

from typing import Annotated

import strawberry

from auth.budgets.rules import Budget
from auth.login.elsewhere import DirectoryPasswords
from auth.mfa.fresh_factor import FactorGiven, prove_again, verify_fresh_factor
from auth.single_sign_on.fresh import may_start_fresh_factor
from auth.single_sign_on.starting import BeginWish
from models.provider_sign_in import SsoPurpose
from resolvers.context import Info
from resolvers.payloads import Payload, answered, within
from resolvers.permissions import mutation, plain
from resolvers.sessions.renewing import kept
from resolvers.single_sign_on.departing import path_of, sent_away
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


@strawberry.input(description="At which provider to sign in once more.")
class StartFreshFactorInput:
    """Both may be left out."""

    provider: str | None = plain(
        "Slug of one of freshFactor.providers; the first of them where none is named.", default=None
    )
    return_to: str | None = plain("Path of the product to come back to; at most 2048 characters.", default=None)


@strawberry.type(description="Where the browser is to go.")
class StartFreshFactorPayload(Payload):
    """Of ``startFreshFactor``."""

    authorization_url: str | None = plain(
        "The provider's page. This browser comes back from there within ten minutes; null where nothing was begun.",
        default=None,
    )


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

    @mutation(
        may_start_fresh_factor,
        "Sends a signed-in browser to its provider for a new sign-in, which is the fresh factor of accounts that have "
        "no second factor. It comes back with another session cookie, or with the code NOT_FRESH.",
    )
    async def start_fresh_factor(
        self, info: Info, input: Annotated[StartFreshFactorInput, Input]
    ) -> StartFreshFactorPayload | None:
        """See the command."""
        context = info.context

        async def start() -> StartFreshFactorPayload:
            await within(context, Budget.OWN_CREDENTIALS)
            path = path_of(input.return_to)
            slug = await context.perform(lambda work: may_start_fresh_factor(work, input.provider))
            wish = BeginWish(slug=slug, purpose=SsoPurpose.FRESH_FACTOR, return_to=path, max_age_seconds=0)
            return StartFreshFactorPayload(authorization_url=await sent_away(context, wish))

        return await answered(StartFreshFactorPayload, start())
