"""Sign-ins that wait for a step: hashed tokens, one purpose, one use, bound to an account and to how they are kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise.expressions import F
from tortoise.queryset import QuerySet

from auth.actor import SYSTEM
from auth.locking import locked_account
from auth.login.finish import Proven, Wish
from auth.opaque import Token, TokenHash, digest, new_token
from auth.sources.enforcement import PasswordUse, password_use
from auth.sources.standing import is_let_in
from auth.unit_of_work import Units, Work
from models.pending_login import PendingLogin, PendingStep
from models.session import Delivery, SignInMethod
from models.user import User, UserStatus

LIFETIMES = {
    PendingStep.VERIFY_MFA: timedelta(minutes=5),
    PendingStep.CHANGE_PASSWORD: timedelta(minutes=10),
    PendingStep.ENROL_MFA: timedelta(minutes=15),
}
"""How long each step may take."""

MOST_ATTEMPTS = {PendingStep.VERIFY_MFA: 5, PendingStep.CHANGE_PASSWORD: 20, PendingStep.ENROL_MFA: 20}
"""How many attempts one token may bring: codes, unfit passwords, or secrets and codes of an enrolment."""


KEPT = timedelta(days=1)
"""How long the row of a step stays after its end; it is worth nothing by then."""


@dataclass(frozen=True, slots=True)
class Presented:
    """A pending token as a caller brings it: a browser in its cookie, a program as an argument.

    Each is taken only as it was given out, so that nobody uses in one place what was taken from another.
    """

    token_hash: TokenHash
    by: Delivery


def presented(argument: str | None, cookie: str | None) -> Presented:
    """What a caller brings; the argument goes before the cookie, and nothing is a token that is worth nothing."""
    if argument is not None:
        return Presented(digest(argument), Delivery.TOKEN)
    return Presented(digest(cookie or ""), Delivery.COOKIE)


async def wait_for(work: Work, user: User, step: PendingStep, wish: Wish, proven: Proven) -> tuple[Token, datetime]:
    """Leaves a sign-in waiting: the token of the step and until when it is good. Part of a command."""
    token, expires_at = new_token(), work.now + LIFETIMES[step]
    await PendingLogin.create(
        user_id=user.id,
        token_hash=digest(token),
        step=step,
        delivery=wish.delivery,
        remembered=wish.remember_me,
        opened_by=proven.opened_by,
        second_factor=proven.second_factor,
        source_id=proven.source_id,
        sign_in_id=proven.sign_in_id,
        return_to=proven.return_to,
        created_at=work.now,
        expires_at=expires_at,
    )
    return token, expires_at


def waiting(given: Presented, now: datetime, *steps: PendingStep) -> QuerySet[PendingLogin]:
    """The open step of a token, of one of these kinds; also one whose attempts are all made."""
    of = PendingLogin.filter(token_hash=given.token_hash, delivery=given.by, used_at=None, expires_at__gt=now)
    return of.filter(step__in=steps)


async def open_step(given: Presented, now: datetime, *steps: PendingStep) -> PendingLogin | None:
    """The step that a token is still good for."""
    row = await waiting(given, now, *steps).first()
    return row if row and row.attempts < MOST_ATTEMPTS[row.step] else None


async def spend(work: Work, given: Presented, step: PendingStep) -> PendingLogin | None:
    """Counts one attempt against a token, before anything secret is looked at; ``None`` if it is worth nothing.

    Part of a unit that is committed before the attempt is judged.
    """
    open_steps = waiting(given, work.now, step)
    counted = await open_steps.filter(attempts__lt=MOST_ATTEMPTS[step]).update(attempts=F("attempts") + 1)
    return await open_steps.first() if counted else None


async def locked_step(work: Work, given: Presented, step: PendingStep) -> tuple[PendingLogin, User] | None:
    """An open step and its account, locked; ``None`` where either is worth nothing (any more)."""
    row = await waiting(given, work.now, step).first()
    user = await locked_account(row.user_id) if row else None
    row = await waiting(given, work.now, step).first() if user else None
    if row is None or user is None or user.status is not UserStatus.ACTIVE or user.locked_at is not None:
        return None
    if row.opened_by is SignInMethod.PASSWORD and await password_use(user.id) is PasswordUse.SHUT:
        return None
    return (row, user) if await is_let_in(user.id, row.source_id) else None


async def use_up(work: Work, row: PendingLogin) -> bool:
    """Uses a step up; false if somebody else did."""
    return await PendingLogin.filter(id=row.id, used_at=None).update(used_at=work.now) == 1


async def forget_old_steps(units: Units) -> int:
    """Deletes steps that were over a day ago, whatever became of them, and tells how many."""

    async def forget(work: Work) -> int:
        return await PendingLogin.filter(expires_at__lt=work.now - KEPT).delete()

    return await units.run(SYSTEM, forget)


def wish_of(row: PendingLogin) -> Wish:
    """How the caller wanted to be signed in when the sign-in began."""
    return Wish(row.delivery, row.remembered)


def proven_by(row: PendingLogin) -> Proven:
    """What was proved before the step began, and when."""
    return Proven(
        row.opened_by,
        row.created_at,
        row.second_factor,
        source_id=row.source_id,
        sign_in_id=row.sign_in_id,
        return_to=row.return_to,
    )
