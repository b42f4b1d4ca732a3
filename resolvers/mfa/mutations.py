"""Sets second factors up, renews their backup codes, and takes them away."""

from typing import Annotated

import strawberry

from auth.budgets.rules import Budget
from auth.login.enrolment import confirm_pending_totp, enrol_pending_totp
from auth.login.outcomes import LoginOutcome, LoginRefusal, Refusal
from auth.login.steps import open_step
from auth.mfa import commands
from auth.mfa.queries import own_mfa
from models.pending_login import PendingStep
from resolvers.context import Context, Info
from resolvers.errors import InputError
from resolvers.login.trying import tried
from resolvers.login.types import LoginRefused, LoginResult
from resolvers.mfa.types import TotpEnrolment, ViewerMfa, enrolment, viewer_mfa
from resolvers.node import decode_id
from resolvers.payloads import Payload, answered, within
from resolvers.permissions import mutation, plain
from resolvers.users.payloads import UserPayload

Input = strawberry.argument(description="What to do.")
PENDING = "From MfaEnrolmentRequired; absent where a cookie carries it, and for the caller's own account."


@strawberry.input(description="For whom to set up an authenticator.")
class EnrolTotpInput:
    """The caller, or the account of a sign-in that waits."""

    pending_token: str | None = plain(PENDING, default=None)


@strawberry.input(description="The first code of a new authenticator.")
class ConfirmTotpInput:
    """The caller's, or of a sign-in that waits."""

    pending_token: str | None = plain(PENDING, default=None)
    code: str = plain("The code that the authenticator shows; spaces do not count.")


@strawberry.input(description="An account that lost its second factor.")
class ResetMfaInput:
    """One."""

    id: strawberry.ID = plain("The account.")


@strawberry.type(description="What became of it.")
class EnrolTotpPayload(Payload):
    """Of ``enrolTotp``."""

    enrolment: TotpEnrolment | None = plain("The new authenticator, shown this once.", default=None)


@strawberry.type(description="What became of it.")
class ConfirmTotpPayload(Payload):
    """Of ``confirmTotp``."""

    backup_codes: list[str] | None = plain(
        "The backup codes, shown this once; null where nothing was done.", default=None
    )
    login: LoginResult | None = plain("How the sign-in goes on; null where the caller was signed in.", default=None)


@strawberry.type
class _OwnPayload(Payload):
    @strawberry.field(description="The caller's second factor as it is now.")
    async def mfa(self, info: Info) -> ViewerMfa | None:
        """Read after the change was committed."""
        own = None if self.errors else await own_mfa(info.context.actor)
        return own and viewer_mfa(own)


@strawberry.type(description="What became of it.")
class AcknowledgeBackupCodesPayload(_OwnPayload):
    """Of ``acknowledgeBackupCodes``."""


@strawberry.type(description="What became of it.")
class RegenerateBackupCodesPayload(_OwnPayload):
    """Of ``regenerateBackupCodes``."""

    backup_codes: list[str] | None = plain("The new ones, shown this once; null where nothing was done.", default=None)


@strawberry.type(description="What became of it.")
class DisableTotpPayload(_OwnPayload):
    """Of ``disableTotp``."""


@strawberry.type(description="What became of it.")
class ResetMfaPayload(UserPayload):
    """Of ``resetMfa``."""


@strawberry.type
class MfaMutations:
    """Root fields."""

    @mutation(
        enrol_pending_totp,
        "Makes a new authenticator for the caller, or for a sign-in that must set one up.",
        signed_in=commands.enrol_totp,
    )
    async def enrol_totp(self, info: Info, input: Annotated[EnrolTotpInput, Input]) -> EnrolTotpPayload | None:
        """It counts once a code of it is confirmed; until then another call replaces it."""
        context = info.context
        if not await _is_sign_in(context, input.pending_token):

            async def enrol() -> EnrolTotpPayload:
                return EnrolTotpPayload(enrolment=enrolment(await context.perform(commands.enrol_totp)))

            return await answered(EnrolTotpPayload, enrol())
        token = context.browser.presents(input.pending_token)
        if await context.spend(Budget.SIGN_IN_STEP) is not None:
            return EnrolTotpPayload(errors=[_refused(LoginRefusal.RATE_LIMITED)])
        shown = await context.perform(lambda work: enrol_pending_totp(work, token))
        if isinstance(shown, Refusal):
            return EnrolTotpPayload(errors=[_refused(shown.code)])
        return EnrolTotpPayload(enrolment=enrolment(shown))

    @mutation(
        enrol_pending_totp,
        "Puts a new authenticator in force by its first code, and gives the backup codes.",
        signed_in=commands.confirm_totp,
    )
    async def confirm_totp(self, info: Info, input: Annotated[ConfirmTotpInput, Input]) -> ConfirmTotpPayload | None:
        """A sign-in that waited for it goes on."""
        context = info.context
        if not await _is_sign_in(context, input.pending_token):

            async def confirm() -> ConfirmTotpPayload:
                codes = await commands.confirm_own_totp(context.units, context.hashing, context.actor, input.code)
                return ConfirmTotpPayload(backup_codes=codes)

            return await answered(ConfirmTotpPayload, confirm())
        token, codes = context.browser.presents(input.pending_token), list[tuple[str, ...]]()

        async def attempt() -> LoginOutcome:
            done = await confirm_pending_totp(context.units, context.hashing, context.actor, token, input.code)
            codes.extend([] if done.backup_codes is None else [done.backup_codes])
            return done.outcome

        login = await tried(context, Budget.SIGN_IN_STEP, attempt)
        if isinstance(login, LoginRefused) and not codes:
            return ConfirmTotpPayload(login=login, errors=[_refused(login.code)])
        return ConfirmTotpPayload(login=login, backup_codes=[text for made in codes for text in made])

    @mutation(commands.acknowledge_backup_codes, "Says that the caller's backup codes were kept.")
    async def acknowledge_backup_codes(self, info: Info) -> AcknowledgeBackupCodesPayload | None:
        """See the command."""

        async def acknowledge() -> AcknowledgeBackupCodesPayload:
            await info.context.perform(commands.acknowledge_backup_codes)
            return AcknowledgeBackupCodesPayload()

        return await answered(AcknowledgeBackupCodesPayload, acknowledge())

    @mutation(commands.replace_backup_codes, "New backup codes in place of all that the caller has.")
    async def regenerate_backup_codes(self, info: Info) -> RegenerateBackupCodesPayload | None:
        """See the command."""
        context = info.context

        async def regenerate() -> RegenerateBackupCodesPayload:
            await within(context, Budget.OWN_CREDENTIALS)  # each costs a hash for every code
            codes = await commands.renew_backup_codes(context.units, context.hashing, context.actor)
            return RegenerateBackupCodesPayload(backup_codes=codes)

        return await answered(RegenerateBackupCodesPayload, regenerate())

    @mutation(commands.disable_totp, "Switches the caller's second factor off, where no rule asks for one.")
    async def disable_totp(self, info: Info) -> DisableTotpPayload | None:
        """See the command."""

        async def disable() -> DisableTotpPayload:
            await info.context.perform(commands.disable_totp)
            return DisableTotpPayload()

        return await answered(DisableTotpPayload, disable())

    @mutation(commands.reset_mfa, "Takes an account's second factor away; its next sign-in sets up a new one.")
    async def reset_mfa(self, info: Info, input: Annotated[ResetMfaInput, Input]) -> ResetMfaPayload | None:
        """See the command."""
        user_id = decode_id(input.id, "usr", "input.id")

        async def reset() -> ResetMfaPayload:
            return ResetMfaPayload(user_id=await info.context.perform(lambda work: commands.reset_mfa(work, user_id)))

        return await answered(ResetMfaPayload, reset())


async def _is_sign_in(context: Context, pending_token: str | None) -> bool:
    """Whether this is about a sign-in that waits: by its token, or in the browser that has it in its cookie.

    Where nobody is signed in, and for an API token, it can be about nothing else.
    """
    if pending_token is not None or context.actor.session_id is None:
        return True
    if context.browser.pending_token is None:
        return False
    token = context.browser.presents(None)
    return await open_step(token, context.clock.now(), PendingStep.ENROL_MFA) is not None


def _refused(code: LoginRefusal) -> InputError:
    return InputError(message=code.message, code=code.value, path=None)
