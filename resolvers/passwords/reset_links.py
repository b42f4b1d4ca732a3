"""Sends links by which a new password is chosen, and takes them."""

from typing import Annotated

import strawberry

from auth.budgets.rules import Budget
from auth.passwords.by_link import reset_password, settle_password_reset
from auth.passwords.reset_links import request_password_reset, send_password_reset
from resolvers.context import Info
from resolvers.node import decode_id
from resolvers.payloads import Payload, answered, within
from resolvers.permissions import mutation, plain
from resolvers.users.payloads import UserPayload

Input = strawberry.argument(description="What to do.")


@strawberry.input(description="An account that is mailed a link by which it chooses a new password.")
class SendPasswordResetInput:
    """One."""

    id: strawberry.ID = plain("The account.")


@strawberry.input(description="Whose password was forgotten.")
class RequestPasswordResetInput:
    """As somebody typed it."""

    login: str = plain("Username or e-mail address, in any spelling. Mail goes to the account's own address only.")


@strawberry.input(description="A new password by a mailed link.")
class ResetPasswordInput:
    """As somebody typed it."""

    token: str = plain("From the link: what follows #token=.")
    new_password: str = plain("The new password; the policy applies.")


@strawberry.type(description="What became of it.")
class SendPasswordResetPayload(UserPayload):
    """Of ``sendPasswordReset``."""

    is_mailed: bool = plain(
        "Whether mail is sent; where no mail server is configured, it becomes a file on the host.", default=False
    )


@strawberry.type(description="The same for everybody: it does not say whether there is such an account.")
class RequestPasswordResetPayload(Payload):
    """Of ``requestPasswordReset``."""


@strawberry.type(description="What became of it.")
class ResetPasswordPayload(Payload):
    """Of ``resetPassword``."""

    username: str | None = plain(
        "The name to sign in with, which is the next step and asks for the second factor as ever; null if refused.",
        default=None,
    )


@strawberry.type
class PasswordResetMutations:
    """Root fields."""

    @mutation(send_password_reset, "Mails an account a link by which it chooses a new password.")
    async def send_password_reset(
        self, info: Info, input: Annotated[SendPasswordResetInput, Input]
    ) -> SendPasswordResetPayload | None:
        """See the command."""
        context, user_id = info.context, decode_id(input.id, "usr", "input.id")

        async def send() -> SendPasswordResetPayload:
            await context.perform(lambda work: send_password_reset(work, user_id))
            return SendPasswordResetPayload(user_id=user_id, is_mailed=context.units.installation.sends_mail)

        return await answered(SendPasswordResetPayload, send())

    @mutation(
        request_password_reset,
        "For who forgot a password: mails a link to the account's address, three in an hour at most. The answer does "
        "not say whether there is such an account.",
    )
    async def request_password_reset(
        self, info: Info, input: Annotated[RequestPasswordResetInput, Input]
    ) -> RequestPasswordResetPayload | None:
        """Also where the address has spent its budget, the answer is the same."""
        context = info.context
        if await context.spend(Budget.FORGOTTEN_PASSWORD) is None:
            await context.perform(lambda work: request_password_reset(work, input.login))
        return RequestPasswordResetPayload()

    @mutation(
        settle_password_reset,
        "Chooses a new password by a mailed link. It opens no session, ends those that are open, and lifts the "
        "automatic lock.",
    )
    async def reset_password(
        self, info: Info, input: Annotated[ResetPasswordInput, Input]
    ) -> ResetPasswordPayload | None:
        """The link is all that the caller is known by."""
        context = info.context

        async def reset() -> ResetPasswordPayload:
            await within(context, Budget.ONE_TIME_LINK)
            username = await reset_password(
                context.units, context.hashing, context.actor, input.token, input.new_password
            )
            return ResetPasswordPayload(username=username)

        return await answered(ResetPasswordPayload, reset())
