"""The step of a new password: a sign-in by one that is expired or must be changed."""

from auth.actor import Actor
from auth.credential import NewPassword
from auth.login.events import FailedBecause, LoginFailed
from auth.login.flow import advance
from auth.login.outcomes import (
    ChangeOutcome,
    LoginOutcome,
    LoginRefusal,
    NewPasswordRejected,
    Refusal,
)
from auth.login.steps import Presented, locked_step, proven_by, spend, use_up, wish_of
from auth.passwords.choice import PasswordRejected, chosen
from auth.passwords.commands import end_sessions, note_rejection, store_password
from auth.passwords.hashing import HashingBusy, PasswordHashing
from auth.passwords.history import Owner, owner_of
from auth.permissions import open_to_anyone
from auth.settings.pages import PasswordSettings
from auth.settings.queries import current
from auth.unit_of_work import Units, Work
from models.pending_login import PendingStep
from models.user import User

STEP = PendingStep.CHANGE_PASSWORD


async def change_expired_password(
    units: Units, hashing: PasswordHashing, actor: Actor, presented: Presented, password: str
) -> ChangeOutcome:
    """Takes the step: a new password, and with it the sign-in goes on. A rejected password leaves the step open."""
    waiting = await units.run(actor, lambda work: spend_attempt(work, presented))
    if waiting is None:
        return Refusal(LoginRefusal.PENDING_TOKEN_INVALID)
    try:
        new = await chosen(hashing, password, names=waiting.names, field="new_password", before=waiting.before)
    except PasswordRejected as rejected:
        await units.run(actor, lambda work: note_rejection(work, waiting))
        return NewPasswordRejected(rejected.rules, rejected.message)
    except HashingBusy as busy:
        return Refusal(LoginRefusal.RATE_LIMITED, busy.retry_after_seconds)
    return await units.run(actor, lambda work: settle_password_change(work, presented, new))


@open_to_anyone("the pending token is what the caller is known by")
async def spend_attempt(work: Work, presented: Presented) -> Owner | None:
    """Counts one attempt against the token before any hash is computed.

    Gives what the password is held against, or ``None`` for a token that is worth nothing (any more).
    """
    step = await spend(work, presented, STEP)
    user = await User.get_or_none(id=step.user_id) if step else None
    if user is None:
        work.record(LoginFailed(because=FailedBecause.PENDING_TOKEN_INVALID))
        return None
    return await owner_of(user)


@open_to_anyone("the pending token is what the caller is known by")
async def settle_password_change(work: Work, presented: Presented, new: NewPassword) -> LoginOutcome:
    """Uses the token up, stores the password, ends the account's other sessions and goes on with the sign-in."""
    step = await locked_step(work, presented, STEP)
    if step is None or not await use_up(work, step[0]):
        work.record(LoginFailed(because=FailedBecause.PENDING_TOKEN_INVALID))
        return Refusal(LoginRefusal.PENDING_TOKEN_INVALID)
    row, user = step
    await store_password(work, user, new)
    await end_sessions(work, user, (await current(PasswordSettings)).sessions_end_after_own_change)
    return await advance(work, user, wish_of(row), proven_by(row))
