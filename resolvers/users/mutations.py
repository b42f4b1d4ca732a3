"""Changes accounts."""

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar
from uuid import UUID

import strawberry

from auth.passwords import commands as passwords
from auth.unit_of_work import Work
from auth.users import commands, lifecycle
from resolvers.context import Info
from resolvers.node import decode_id
from resolvers.payloads import answered
from resolvers.permissions import mutation
from resolvers.users import creating, inputs, payloads

Input = strawberry.argument(description="What to do.")
PayloadT = TypeVar("PayloadT", bound=payloads.UserPayload)


async def _changed(info: Info, payload: type[PayloadT], command: Callable[[Work], Awaitable[UUID]]) -> PayloadT:
    """Performs a command that gives back the account's id, and answers with the account."""

    async def change() -> PayloadT:
        return payload(user_id=await info.context.perform(command))

    return await answered(payload, change())


@strawberry.type
class UserMutations:
    """Root fields."""

    @mutation(commands.create_user, "Makes a person's account.")
    async def create_user(
        self, info: Info, input: Annotated[inputs.CreateUserInput, Input]
    ) -> payloads.CreateUserPayload | None:
        """See the command."""
        return await answered(payloads.CreateUserPayload, creating.create(info.context, input))

    @mutation(commands.create_user, "Makes a program's account.")
    async def create_service_account(
        self, info: Info, input: Annotated[inputs.CreateServiceAccountInput, Input]
    ) -> payloads.CreateServiceAccountPayload | None:
        """See the command."""
        new, idempotency = input.new_user(), input.idempotency()

        async def create(work: Work) -> UUID:
            return (await commands.create_user(work, new, None, idempotency)).user_id

        return await _changed(info, payloads.CreateServiceAccountPayload, create)

    @mutation(commands.update_user, "Changes everything about an account but its username, roles and status.")
    async def update_user(
        self, info: Info, input: Annotated[inputs.UpdateUserInput, Input]
    ) -> payloads.UpdateUserPayload | None:
        """See the command."""
        user_id, changes = decode_id(input.id, "usr", "input.id"), input.changes()
        return await _changed(
            info, payloads.UpdateUserPayload, lambda work: commands.update_user(work, user_id, changes, input.version)
        )

    @mutation(commands.set_user_roles, "Gives an account exactly these roles; it applies from its next request.")
    async def set_user_roles(
        self, info: Info, input: Annotated[inputs.SetUserRolesInput, Input]
    ) -> payloads.SetUserRolesPayload | None:
        """See the command."""
        user_id, names, terms = decode_id(input.id, "usr", "input.id"), tuple(input.roles), input.terms()
        return await _changed(
            info,
            payloads.SetUserRolesPayload,
            lambda work: commands.set_user_roles(
                work,
                user_id,
                names,
                input.version,
                terms,
                override_sources=input.override_sources,
                also_by_hand=input.also_by_hand,
            ),
        )

    @mutation(lifecycle.deactivate_user, "Blocks every way of signing in to an account and keeps its history.")
    async def deactivate_user(
        self, info: Info, input: Annotated[inputs.DeactivateUserInput, Input]
    ) -> payloads.DeactivateUserPayload | None:
        """See the command."""
        user_id = decode_id(input.id, "usr", "input.id")
        return await _changed(
            info, payloads.DeactivateUserPayload, lambda work: lifecycle.deactivate_user(work, user_id, input.note)
        )

    @mutation(lifecycle.reactivate_user, "Lets an account sign in again, with the password and roles it had.")
    async def reactivate_user(
        self, info: Info, input: Annotated[inputs.ReactivateUserInput, Input]
    ) -> payloads.ReactivateUserPayload | None:
        """See the command."""
        user_id = decode_id(input.id, "usr", "input.id")
        return await _changed(
            info, payloads.ReactivateUserPayload, lambda work: lifecycle.reactivate_user(work, user_id, input.note)
        )

    @mutation(passwords.require_password_change, "Makes an account choose a new password at its next sign-in.")
    async def require_password_change(
        self, info: Info, input: Annotated[inputs.RequirePasswordChangeInput, Input]
    ) -> payloads.RequirePasswordChangePayload | None:
        """See the command."""
        user_id = decode_id(input.id, "usr", "input.id")
        return await _changed(
            info,
            payloads.RequirePasswordChangePayload,
            lambda work: passwords.require_password_change(work, user_id),
        )

    @mutation(passwords.extend_password_expiry, "Lets a password serve longer, by at most one more maximum age.")
    async def extend_password_expiry(
        self, info: Info, input: Annotated[inputs.ExtendPasswordExpiryInput, Input]
    ) -> payloads.ExtendPasswordExpiryPayload | None:
        """See the command."""
        user_id = decode_id(input.id, "usr", "input.id")
        return await _changed(
            info,
            payloads.ExtendPasswordExpiryPayload,
            lambda work: passwords.extend_password_expiry(work, user_id, input.days),
        )
