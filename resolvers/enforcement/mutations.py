"""Enforces single sign-on and relaxes it."""

from typing import Annotated
from uuid import UUID

import strawberry

from auth.enforcement import commands
from auth.enforcement.queries import enforcement
from auth.permissions import Scope
from resolvers.context import Info
from resolvers.enforcement.types import SsoEnforcement
from resolvers.node import decode_id
from resolvers.payloads import Payload, answered
from resolvers.permissions import guarded, mutation, plain

Input = strawberry.argument(description="What to do.")
BREAK_GLASS = (
    "Ids of the accounts that are exempt: from 1 to 10 administrators, each with a password that is kept here and a "
    "second factor, both of which they always give."
)
NOTE = "A remark for the audit trail; at most 2000 characters."


@strawberry.input(description="By which provider people are known to get in, and who is exempt.")
class EnforceSsoInput:
    """What is asked for."""

    provider: strawberry.ID = plain(
        "Id of an identity provider by which an administrator came in, or could have, in the last 15 minutes."
    )
    break_glass: list[strawberry.ID] = plain(BREAK_GLASS)
    note: str | None = plain(NOTE, default=None)


@strawberry.input(description="Who is exempt from now on.")
class SetBreakGlassAccountsInput:
    """What is asked for."""

    break_glass: list[strawberry.ID] = plain(BREAK_GLASS)
    note: str | None = plain(NOTE, default=None)


@strawberry.input(description="Nothing but a remark.")
class RelaxSsoInput:
    """What is asked for."""

    note: str | None = plain(NOTE, default=None)


@strawberry.type
class _EnforcementPayload(Payload):
    @guarded(
        Scope.SSO_READ,
        description="What is in force now; null where nothing is.",
        graphql_type=SsoEnforcement | None,
    )
    async def sso_enforcement(self, info: Info) -> object:
        """Read after the change was committed."""
        return await enforcement(info.context.actor)


@strawberry.type(description="What became of it.")
class EnforceSsoPayload(_EnforcementPayload):
    """Of ``enforceSso``."""


@strawberry.type(description="What became of it.")
class SetBreakGlassAccountsPayload(_EnforcementPayload):
    """Of ``setBreakGlassAccounts``."""


@strawberry.type(description="What became of it.")
class RelaxSsoPayload(_EnforcementPayload):
    """Of ``relaxSso``."""


@strawberry.type
class EnforcementMutations:
    """Root fields."""

    @mutation(
        commands.enforce_sso,
        "Refuses passwords that are kept here from now on, but for those of break-glass accounts. Sessions that are "
        "open stay open; passwords that directories check are accepted as before.",
    )
    async def enforce_sso(self, info: Info, input: Annotated[EnforceSsoInput, Input]) -> EnforceSsoPayload | None:
        """See the command."""
        provider_id, users = decode_id(input.provider, "idp", "input.provider"), _users(input.break_glass)

        async def enforce() -> EnforceSsoPayload:
            await info.context.perform(lambda work: commands.enforce_sso(work, provider_id, users, input.note))
            return EnforceSsoPayload()

        return await answered(EnforceSsoPayload, enforce())

    @mutation(
        commands.set_break_glass_accounts, "Says who is exempt while single sign-on is enforced: these, and no others."
    )
    async def set_break_glass_accounts(
        self, info: Info, input: Annotated[SetBreakGlassAccountsInput, Input]
    ) -> SetBreakGlassAccountsPayload | None:
        """See the command."""
        users = _users(input.break_glass)

        async def name() -> SetBreakGlassAccountsPayload:
            await info.context.perform(lambda work: commands.set_break_glass_accounts(work, users, input.note))
            return SetBreakGlassAccountsPayload()

        return await answered(SetBreakGlassAccountsPayload, name())

    @mutation(commands.relax_sso, "Accepts passwords again; nobody is exempt from anything any more.")
    async def relax_sso(self, info: Info, input: Annotated[RelaxSsoInput, Input]) -> RelaxSsoPayload | None:
        """See the command."""

        async def relax() -> RelaxSsoPayload:
            await info.context.perform(lambda work: commands.relax_sso(work, input.note))
            return RelaxSsoPayload()

        return await answered(RelaxSsoPayload, relax())


def _users(given: list[strawberry.ID]) -> list[UUID]:
    return [decode_id(each, "usr", "input.breakGlass") for each in given]
