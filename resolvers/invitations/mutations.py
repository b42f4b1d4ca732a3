"""Invites people."""

from typing import Annotated

import strawberry

from auth.budgets.rules import Budget
from auth.invitations import commands
from auth.invitations.accepting import accept_invitation, settle_invitation
from resolvers.context import Info
from resolvers.invitations import inputs, payloads
from resolvers.node import decode_id
from resolvers.payloads import answered, within
from resolvers.permissions import mutation

Input = strawberry.argument(description="What to do.")


@strawberry.type
class InvitationMutations:
    """Root fields."""

    @mutation(commands.invite_user, "Makes a person's account without a password, and mails them a link to choose one.")
    async def invite_user(
        self, info: Info, input: Annotated[inputs.InviteUserInput, Input]
    ) -> payloads.InviteUserPayload | None:
        """See the command."""
        new, idempotency = input.new_user(), input.idempotency()

        async def invite() -> payloads.InviteUserPayload:
            invited = await info.context.perform(lambda work: commands.invite_user(work, new, idempotency))
            return payloads.InviteUserPayload(user_id=invited.user_id, invitation_link=invited.link)

        return await answered(payloads.InviteUserPayload, invite())

    @mutation(commands.resend_invitation, "Mails an invitation anew; the link before is worth nothing any more.")
    async def resend_invitation(
        self, info: Info, input: Annotated[inputs.ResendInvitationInput, Input]
    ) -> payloads.ResendInvitationPayload | None:
        """See the command."""
        user_id = decode_id(input.id, "usr", "input.id")

        async def resend() -> payloads.ResendInvitationPayload:
            invited = await info.context.perform(lambda work: commands.resend_invitation(work, user_id))
            return payloads.ResendInvitationPayload(user_id=invited.user_id, invitation_link=invited.link)

        return await answered(payloads.ResendInvitationPayload, resend())

    @mutation(
        commands.revoke_invitation,
        "Makes an open invitation worth nothing. The account stays, without a password: deactivate or delete it.",
    )
    async def revoke_invitation(
        self, info: Info, input: Annotated[inputs.RevokeInvitationInput, Input]
    ) -> payloads.RevokeInvitationPayload | None:
        """See the command."""
        user_id = decode_id(input.id, "usr", "input.id")

        async def revoke() -> payloads.RevokeInvitationPayload:
            await info.context.perform(lambda work: commands.revoke_invitation(work, user_id))
            return payloads.RevokeInvitationPayload(user_id=user_id)

        return await answered(payloads.RevokeInvitationPayload, revoke())

    @mutation(settle_invitation, "Chooses the first password of an invited account. Signing in is the next step.")
    async def accept_invitation(
        self, info: Info, input: Annotated[inputs.AcceptInvitationInput, Input]
    ) -> payloads.AcceptInvitationPayload | None:
        """The link is all that the caller is known by."""
        context = info.context

        async def accept() -> payloads.AcceptInvitationPayload:
            await within(context, Budget.ONE_TIME_LINK)
            username = await accept_invitation(
                context.units, context.hashing, context.actor, input.token, input.new_password, input.names()
            )
            return payloads.AcceptInvitationPayload(username=username)

        return await answered(payloads.AcceptInvitationPayload, accept())
