"""Signs in and out."""

from typing import Annotated

import strawberry

from auth.budgets.rules import Budget
from auth.login.finish import Wish
from auth.login.password import Attempt, login, settle_password_login
from auth.login.pending import change_expired_password, settle_password_change
from auth.login.second_factor import CodeGiven, settle_second_factor, verify_mfa
from auth.sessions.commands import sign_out
from auth.single_sign_on.leaving import leaving_of, logout_address
from resolvers.context import Info
from resolvers.login.trying import tried
from resolvers.login.types import LoginResult
from resolvers.payloads import Payload
from resolvers.permissions import mutation, plain
from resolvers.sessions.types import Delivery

Input = strawberry.argument(description="What to do.")


@strawberry.input(description="A name and a password.")
class LoginInput:
    """As somebody typed them."""

    username: str = plain("Username or e-mail address, in any spelling.")
    password: str = plain("The password.")
    remember_me: bool = plain("Whether the session is to last for days, where that is offered.", default=False)
    delivery: Delivery = plain("How the session token is to be kept.", default=Delivery.TOKEN)


@strawberry.input(description="A new password for a sign-in that waits for one.")
class ChangeExpiredPasswordInput:
    """The step."""

    pending_token: str | None = plain("From PasswordChangeRequired; absent where a cookie carries it.", default=None)
    new_password: str = plain("The new password; the policy applies.")


@strawberry.input(description="A second factor for a sign-in that waits for one: a code, or else a backup code.")
class VerifyMfaInput:
    """The step."""

    pending_token: str | None = plain("From MfaRequired; absent where a cookie carries it.", default=None)
    code: str | None = plain("The code that the authenticator shows; spaces do not count.", default=None)
    backup_code: str | None = plain("One of the backup codes; dash and case do not matter.", default=None)


@strawberry.type(description="What became of it.")
class LogoutPayload(Payload):
    """Of ``logout``."""

    signed_out: bool = plain("Whether a session was open and is ended now.", default=False)
    provider_logout_url: str | None = plain(
        "Where a browser signs out at the identity provider by which the session was opened, too; it is sent there and "
        "comes back. Null where there is none, where it cannot, or where it does not answer.",
        default=None,
    )


@strawberry.type
class LoginMutations:
    """Root fields."""

    @mutation(settle_password_login, "Signs in by name and password.")
    async def login(self, info: Info, input: Annotated[LoginInput, Input]) -> LoginResult:
        """A state, not an error."""
        context = info.context
        attempt = Attempt(input.username, input.password, Wish(input.delivery, input.remember_me))
        units, provers, actor = context.units, context.provers, context.actor
        return await tried(
            context, Budget.SIGN_IN, lambda: login(units, provers.hashing, provers.directories, actor, attempt)
        )

    @mutation(settle_password_change, "Chooses a new password where a sign-in waits for one, and goes on with it.")
    async def change_expired_password(
        self, info: Info, input: Annotated[ChangeExpiredPasswordInput, Input]
    ) -> LoginResult:
        """A state, not an error."""
        context = info.context
        token = context.browser.presents(input.pending_token)
        units, hashing, actor = context.units, context.hashing, context.actor
        return await tried(
            context,
            Budget.SIGN_IN_STEP,
            lambda: change_expired_password(units, hashing, actor, token, input.new_password),
        )

    @mutation(settle_second_factor, "Gives the second factor where a sign-in waits for it, and goes on with it.")
    async def verify_mfa(self, info: Info, input: Annotated[VerifyMfaInput, Input]) -> LoginResult:
        """A state, not an error."""
        context = info.context
        token, code = context.browser.presents(input.pending_token), CodeGiven(input.code, input.backup_code)
        units, hashing, actor = context.units, context.hashing, context.actor
        return await tried(context, Budget.SIGN_IN_STEP, lambda: verify_mfa(units, hashing, actor, token, code))

    @mutation(sign_out, "Ends the session by which the caller came, and makes a browser forget it.")
    async def logout(self, info: Info) -> LogoutPayload | None:
        """Nobody signed in is no error."""
        context = info.context
        leaving = await leaving_of(context.actor.session_id) if "provider_logout_url" in info.selection else None
        await context.perform(sign_out)
        context.browser.session = context.browser.pending = None
        there = None
        if leaving is not None:
            there = await logout_address(context.provers.redirects, context.units.installation, leaving)
        return LogoutPayload(signed_out=context.actor.session_id is not None, provider_logout_url=there)
