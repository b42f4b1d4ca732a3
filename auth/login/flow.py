"""What comes next in a sign-in: the one decision, and the one place that acts on it, whatever way somebody came."""

from dataclasses import dataclass, replace
from typing import assert_never

from auth.events import user_target
from auth.login.break_glass import note_break_glass
from auth.login.events import LoginAwaitsEnrolment, LoginAwaitsPasswordChange, LoginAwaitsSecondFactor
from auth.login.finish import Proven, Wish, open_session
from auth.login.outcomes import LoginOutcome, MfaDemanded, MustChangePassword, MustEnrolMfa, SignedIn
from auth.login.rules import must_change
from auth.login.standing import Standing, standing_at_sign_in
from auth.login.steps import wait_for
from auth.mfa.queries import methods_of
from auth.mfa.rules import MfaRequiredBecause
from auth.sources.enforcement import PasswordUse
from auth.unit_of_work import Work
from auth.users.password_state import is_used
from models.pending_login import PendingStep
from models.session import SignInMethod
from models.user import User


@dataclass(frozen=True, slots=True)
class SignInFacts:
    """What decides the next step of somebody whose first factor was right.

    Attributes:
        enrolled: Whether the account has a second factor of ours.
        proven: Whether one was given in this sign-in: ours, or the provider's where that stands for ours.
        must_change_password: Whether the password is expired or was demanded to be changed.
        must_enrol: Whether a second factor is due. Grace is no reason for this.
    """

    enrolled: bool
    proven: bool
    must_change_password: bool
    must_enrol: bool


def next_step(facts: SignInFacts) -> PendingStep | None:
    """The next step, ``None`` for the session.

    The second factor goes first, so that whoever knows nothing but the password changes nothing by it.
    """
    if facts.enrolled and not facts.proven:
        return PendingStep.VERIFY_MFA
    if facts.must_change_password:
        return PendingStep.CHANGE_PASSWORD
    if facts.must_enrol and not (facts.enrolled or facts.proven):
        return PendingStep.ENROL_MFA
    return None


async def advance(work: Work, user: User, wish: Wish, proven: Proven, standing: Standing | None = None) -> LoginOutcome:
    """Goes on with a sign-in whose account the unit of work has locked: a session, or a token for the next step.

    A break-glass account that comes by its password gives a second factor whatever the rules say, and is not
    remembered. ``standing`` is the account's where it was read since the lock.
    """
    standing = standing or await standing_at_sign_in(user.id)
    password = standing.password if proven.opened_by is SignInMethod.PASSWORD and is_used(user.auth_method) else None
    breaks_glass = password is not None and standing.use is PasswordUse.BREAK_GLASS
    due = standing.second_factor_due(user)
    facts = SignInFacts(
        enrolled=user.mfa_enrolled_at is not None,
        proven=proven.second_factor is not None,
        must_change_password=password is not None and must_change(password.age, standing.passwords, work.now),
        must_enrol=breaks_glass or due.has_come(work.now),
    )
    step = next_step(facts)
    if breaks_glass:
        wish = replace(wish, remember_me=False)
    if step is None:
        outcome = await open_session(work, user, wish, proven, standing)
        if breaks_glass and isinstance(outcome, SignedIn):
            await note_break_glass(work, user)
        return outcome
    token, expires_at = await wait_for(work, user, step, wish, proven)
    me = user_target(user.id, user.username)
    match step:
        case PendingStep.VERIFY_MFA:
            work.record(LoginAwaitsSecondFactor(target=me, acting=me))
            return MfaDemanded(token, wish.delivery, expires_at, await methods_of(user.id))
        case PendingStep.CHANGE_PASSWORD:
            work.record(LoginAwaitsPasswordChange(target=me, acting=me))
            return MustChangePassword(token, wish.delivery, expires_at)
        case PendingStep.ENROL_MFA:
            because = due.because or MfaRequiredBecause.ACCOUNT
            work.record(LoginAwaitsEnrolment(target=me, acting=me, because=because))
            return MustEnrolMfa(token, wish.delivery, expires_at, because)
        case _:
            assert_never(step)
