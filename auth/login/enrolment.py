"""The step of enrolment: a sign-in that must set up a second factor before anything else."""

from dataclasses import dataclass, field, replace

from auth.actor import Actor
from auth.login.events import FailedBecause, LoginFailed
from auth.login.flow import advance
from auth.login.outcomes import LoginOutcome, LoginRefusal, Refusal
from auth.login.steps import Presented, locked_step, proven_by, spend, wish_of
from auth.mfa.backup_codes import NewCode, new_codes
from auth.mfa.commands import Shown, confirm_enrolment, start_enrolment
from auth.mfa.factors import Judged, judge_enrolment
from auth.passwords.hashing import HashingBusy, PasswordHashing
from auth.permissions import open_to_anyone
from auth.unit_of_work import Units, Work
from models.pending_login import PendingStep
from models.session import SecondFactor

STEP = PendingStep.ENROL_MFA
WORTHLESS = Refusal(LoginRefusal.PENDING_TOKEN_INVALID)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the first code of a new authenticator led to.

    Attributes:
        backup_codes: Shown this once, also where the sign-in ends in a refusal after the step, as of one session too
            many; ``None`` where the step was not taken.
    """

    outcome: LoginOutcome
    backup_codes: tuple[str, ...] | None = field(default=None, repr=False)


@open_to_anyone("the pending token is what the caller is known by")
async def enrol_pending_totp(work: Work, presented: Presented) -> Shown | Refusal:
    """A new authenticator for the account whose sign-in waits for one, in force once a code of it is given."""
    step = await locked_step(work, presented, STEP)
    if step is not None and step[1].mfa_enrolled_at is None and await spend(work, presented, STEP) is not None:
        return await start_enrolment(work, step[1])
    work.record(LoginFailed(because=FailedBecause.PENDING_TOKEN_INVALID))
    return WORTHLESS


async def confirm_pending_totp(
    units: Units, hashing: PasswordHashing, actor: Actor, presented: Presented, code: str
) -> Confirmed:
    """Takes the step with the first code of the new authenticator. A wrong code leaves the step open, so often."""
    judged = await units.run(actor, lambda work: judge_pending_code(work, presented, code))
    if isinstance(judged, Refusal):
        return Confirmed(judged)
    try:
        codes = await new_codes(hashing)
    except HashingBusy as busy:
        return Confirmed(Refusal(LoginRefusal.RATE_LIMITED, busy.retry_after_seconds))
    return await units.run(actor, lambda work: settle_enrolment(work, presented, judged, codes))


@open_to_anyone("the pending token is what the caller is known by")
async def judge_pending_code(work: Work, presented: Presented, code: str) -> Judged | Refusal:
    """Counts an attempt against the token and judges the code; backup codes are only made for a right one."""
    row = await spend(work, presented, STEP)
    if row is None:
        work.record(LoginFailed(because=FailedBecause.PENDING_TOKEN_INVALID))
        return WORTHLESS
    return await judge_enrolment(work, row.user_id, code) or Refusal(LoginRefusal.CODE_WRONG)


@open_to_anyone("the pending token is what the caller is known by")
async def settle_enrolment(work: Work, presented: Presented, judged: Judged, codes: list[NewCode]) -> Confirmed:
    """Puts the authenticator in force, which uses up every token of the account, and goes on with the sign-in."""
    step = await locked_step(work, presented, STEP)
    if step is None or step[1].mfa_enrolled_at is not None:
        work.record(LoginFailed(because=FailedBecause.PENDING_TOKEN_INVALID))
        return Confirmed(WORTHLESS)
    row, user = step
    if not await confirm_enrolment(work, user, judged, codes):
        return Confirmed(Refusal(LoginRefusal.CODE_WRONG))
    outcome = await advance(
        work, user, wish_of(row), replace(proven_by(row), at=work.now, second_factor=SecondFactor.TOTP)
    )
    return Confirmed(outcome, tuple(each.text for each in codes))
