"""Changes e-mail addresses by mailed links."""

from typing import Annotated

import strawberry

from auth.budgets.rules import Budget
from auth.email_addresses import commands
from resolvers.context import Info
from resolvers.node import decode_id
from resolvers.payloads import Payload, answered, within
from resolvers.permissions import mutation, plain
from resolvers.users.payloads import UserPayload
from resolvers.viewer.payloads import ViewerPayload

Input = strawberry.argument(description="What to do.")


@strawberry.input(description="The address that the caller wants.")
class ChangeEmailInput:
    """As somebody typed it."""

    email: str = plain("A link is mailed there; until it is used, nothing changes. The own address is confirmed so.")


@strawberry.input(description="A link that was mailed to an address.")
class ConfirmEmailInput:
    """As somebody followed it."""

    token: str = plain("From the link: what follows #token=.")


@strawberry.input(description="An account whose address is to be proven.")
class SendEmailConfirmationInput:
    """One."""

    id: strawberry.ID = plain("The account.")


@strawberry.type(description="What became of it.")
class ChangeEmailPayload(ViewerPayload):
    """Of ``changeEmail``."""


@strawberry.type(description="What became of it.")
class CancelEmailChangePayload(ViewerPayload):
    """Of ``cancelEmailChange``."""


@strawberry.type(description="What became of it.")
class ConfirmEmailPayload(Payload):
    """Of ``confirmEmail``."""

    is_confirmed: bool = plain("Whether the address is the account's now, and proven.", default=False)


@strawberry.type(description="What became of it.")
class SendEmailConfirmationPayload(UserPayload):
    """Of ``sendEmailConfirmation``."""


@strawberry.type
class EmailMutations:
    """Root fields."""

    @mutation(
        commands.change_email,
        "Mails a link to an address that is to be the caller's; it counts once the link is used. Asks for a fresh "
        "factor. Also confirms the address that the caller has.",
    )
    async def change_email(self, info: Info, input: Annotated[ChangeEmailInput, Input]) -> ChangeEmailPayload | None:
        """See the command."""

        async def change() -> ChangeEmailPayload:
            await info.context.perform(lambda work: commands.change_email(work, input.email))
            return ChangeEmailPayload(is_done=True)

        return await answered(ChangeEmailPayload, change())

    @mutation(commands.cancel_email_change, "Makes the link to an address that the caller wanted worth nothing.")
    async def cancel_email_change(self, info: Info) -> CancelEmailChangePayload | None:
        """See the command."""

        async def cancel() -> CancelEmailChangePayload:
            await info.context.perform(commands.cancel_email_change)
            return CancelEmailChangePayload(is_done=True)

        return await answered(CancelEmailChangePayload, cancel())

    @mutation(commands.settle_email, "Takes a link that was mailed to an address: it is the account's now, and proven.")
    async def confirm_email(self, info: Info, input: Annotated[ConfirmEmailInput, Input]) -> ConfirmEmailPayload | None:
        """The link is all that the caller is known by."""
        context = info.context

        async def confirm() -> ConfirmEmailPayload:
            await within(context, Budget.ONE_TIME_LINK)
            await commands.confirm_email(context.units, context.actor, input.token)
            return ConfirmEmailPayload(is_confirmed=True)

        return await answered(ConfirmEmailPayload, confirm())

    @mutation(commands.send_email_confirmation, "Mails an account a link by which it proves the address it has.")
    async def send_email_confirmation(
        self, info: Info, input: Annotated[SendEmailConfirmationInput, Input]
    ) -> SendEmailConfirmationPayload | None:
        """See the command."""
        user_id = decode_id(input.id, "usr", "input.id")

        async def send() -> SendEmailConfirmationPayload:
            await info.context.perform(lambda work: commands.send_email_confirmation(work, user_id))
            return SendEmailConfirmationPayload(user_id=user_id)

        return await answered(SendEmailConfirmationPayload, send())
