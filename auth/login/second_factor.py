"""The step of the second factor: a code of an authenticator, or a backup code."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from auth.actor import Actor
from auth.events import user_target
from auth.lockout.commands import (
    Counted,
    attempt_failed,
    count_attempt,
    stands,
    take_back_attempt,
    withdraw_attempt,
)
from auth.login.events import FailedBecause, LoginFailed
from auth.login.flow import advance
from auth.login.outcomes import LoginOutcome, LoginRefusal, Refusal, SignedIn
from auth.login.steps import Presented, locked_step, open_step, proven_by, spend, use_up, wish_of
from auth.mfa.backup_codes import right_code
from auth.mfa.factors import use_backup_code, use_totp
from auth.passwords.hashing import HashingBusy, PasswordHashing
from auth.permissions import open_to_anyone
from auth.unit_of_work import Units, Work
from models.pending_login import PendingStep
from models.session import SecondFactor
from models.user import User

STEP = PendingStep.VERIFY_MFA


@dataclass(frozen=True, slots=True)
class CodeGiven:
    """What somebody typed: one of the two. Both, or neither, are wrong."""

    totp: str | None = field(default=None, repr=False)
    backup_code: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Counting:
    """An attempt that was counted against the token and against the account."""

    user_id: UUID
    counted: Counted


@dataclass(frozen=True, slots=True)
class Found:
    """What was given, and which backup code it is: a code of an authenticator is judged when it is used up."""

    given: CodeGiven
    backup_code_id: UUID | None
    user_id: UUID
    counted: Counted


async def verify_mfa(
    units: Units, hashing: PasswordHashing, actor: Actor, presented: Presented, given: CodeGiven
) -> LoginOutcome:
    """Takes the step. Never raises for what the caller typed. A wrong code leaves the step open, so often."""
    counting = await units.run(actor, lambda work: count_code(work, presented))
    if counting is None:
        return Refusal(LoginRefusal.PENDING_TOKEN_INVALID)
    counted, code_id = counting.counted, None
    if given.backup_code is not None and given.totp is None:
        typed, user_id = given.backup_code, counting.user_id if counted.admitted else None
        try:
            code_id = await right_code(units.installation.vault, hashing, user_id, typed)
        except HashingBusy as busy:
            await units.run(actor, lambda work: withdraw_attempt(work, counting.user_id, counted))
            return Refusal(LoginRefusal.RATE_LIMITED, busy.retry_after_seconds)
    found = Found(given, code_id, counting.user_id, counted)
    return await units.run(actor, lambda work: settle_second_factor(work, presented, found))


@open_to_anyone("the pending token is what the caller is known by")
async def count_code(work: Work, presented: Presented) -> Counting | None:
    """Counts an attempt against the token and the account, before a code is looked at; ``None`` for a bad token."""
    row = await open_step(presented, work.now, STEP)
    if row is None:
        work.record(LoginFailed(because=FailedBecause.PENDING_TOKEN_INVALID))
        return None
    counted = await count_attempt(work, row.user_id)
    if await spend(work, presented, STEP) is None:
        await withdraw_attempt(work, row.user_id, counted)
        work.record(LoginFailed(because=FailedBecause.PENDING_TOKEN_INVALID))
        return None
    return Counting(row.user_id, counted)


@open_to_anyone("the pending token is what the caller is known by")
async def settle_second_factor(work: Work, presented: Presented, found: Found) -> LoginOutcome:
    """Judges a code, uses it and the token up, and goes on with the sign-in."""
    step = await locked_step(work, presented, STEP)
    if step is None:
        await withdraw_attempt(work, found.user_id, found.counted)
        work.record(LoginFailed(because=FailedBecause.PENDING_TOKEN_INVALID))
        return Refusal(LoginRefusal.PENDING_TOKEN_INVALID)
    row, user = step
    target = user_target(user.id, user.username)
    if not stands(work, user, found.counted):
        work.record(LoginFailed(target=target, because=FailedBecause.LOCKED_AUTOMATICALLY))
        return Refusal(LoginRefusal.CODE_WRONG)
    factor = await _proved(work, user, found)
    if factor is None:
        work.record(LoginFailed(target=target, because=FailedBecause.WRONG_CODE))
        await attempt_failed(work, user, found.counted)
        return Refusal(LoginRefusal.CODE_WRONG)
    await use_up(work, row)
    outcome = await advance(work, user, wish_of(row), replace(proven_by(row), at=work.now, second_factor=factor))
    if not isinstance(outcome, SignedIn):
        await take_back_attempt(work, user, found.counted)
    return outcome


async def _proved(work: Work, user: User, found: Found) -> SecondFactor | None:
    """Which factor was given, used up; ``None`` for a wrong one."""
    given = found.given
    if given.totp is not None and given.backup_code is None:
        return SecondFactor.TOTP if await use_totp(work, user.id, given.totp) else None
    return SecondFactor.BACKUP_CODE if await use_backup_code(work, user, found.backup_code_id) else None
