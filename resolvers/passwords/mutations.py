"""Changes passwords and the policy for them."""

from typing import Annotated

import strawberry

from auth.budgets.rules import Budget
from auth.passwords.own import change_own_password, change_password
from auth.passwords.presets import PRESETS
from auth.passwords.resetting import (
    give_password,
    give_temporary_password,
    issue_temporary_password,
    set_user_password,
)
from auth.settings.commands import update_settings
from auth.settings.pages import PasswordSettings
from resolvers.context import Info
from resolvers.node import decode_id
from resolvers.passwords import inputs, payloads
from resolvers.payloads import answered, within
from resolvers.permissions import mutation
from resolvers.sessions.renewing import kept
from resolvers.settings.types import shown

Input = strawberry.argument(description="What to do.")


@strawberry.type
class PasswordMutations:
    """Root fields."""

    @mutation(
        change_password,
        "Changes the caller's own password. The session goes on with another token; others end as it is asked.",
    )
    async def change_password(
        self, info: Info, input: Annotated[inputs.ChangePasswordInput, Input]
    ) -> payloads.ChangePasswordPayload | None:
        """See the command."""
        context = info.context

        async def change() -> payloads.ChangePasswordPayload:
            await within(context, Budget.OWN_CREDENTIALS)  # each costs as many hashes as the history is long
            renewed = await change_own_password(context.units, context.hashing, context.actor, input.change())
            return payloads.ChangePasswordPayload(access_token=kept(context, renewed), is_changed=True)

        return await answered(payloads.ChangePasswordPayload, change())

    @mutation(set_user_password, "Sets the password of somebody else's account.")
    async def set_user_password(
        self, info: Info, input: Annotated[inputs.SetUserPasswordInput, Input]
    ) -> payloads.SetUserPasswordPayload | None:
        """See the command."""
        context, given = info.context, input.given()

        async def store() -> payloads.SetUserPasswordPayload:
            stored = await give_password(context.units, context.hashing, context.actor, given)
            return payloads.SetUserPasswordPayload(user_id=stored.user_id, used_now=stored.used_now)

        return await answered(payloads.SetUserPasswordPayload, store())

    @mutation(issue_temporary_password, "Makes a password for somebody else's account that serves for one sign-in.")
    async def issue_temporary_password(
        self, info: Info, input: Annotated[inputs.IssueTemporaryPasswordInput, Input]
    ) -> payloads.IssueTemporaryPasswordPayload | None:
        """See the command."""
        context, user_id = info.context, decode_id(input.id, "usr", "input.id")

        async def issue() -> payloads.IssueTemporaryPasswordPayload:
            stored = await give_temporary_password(context.units, context.hashing, context.actor, user_id)
            return payloads.IssueTemporaryPasswordPayload(
                user_id=stored.user_id, used_now=stored.used_now, temporary_password=stored.shown
            )

        return await answered(payloads.IssueTemporaryPasswordPayload, issue())

    @mutation(update_settings, "Sets the whole password policy to a preset; hashing and sessions stay as they are.")
    async def use_password_preset(
        self, info: Info, input: Annotated[inputs.UsePasswordPresetInput, Input]
    ) -> payloads.UsePasswordPresetPayload | None:
        """See the command."""
        values = PRESETS[input.preset]

        async def use() -> payloads.UsePasswordPresetPayload:
            stored = await info.context.perform(
                lambda work: update_settings(work, PasswordSettings, values, input.version)
            )
            return payloads.UsePasswordPresetPayload(settings=shown(stored, payloads.PAGE))

        return await answered(payloads.UsePasswordPresetPayload, use())
