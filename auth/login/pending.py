"""Sign-ins that wait for a step: hashed tokens, one purpose, one use."""

from datetime import timedelta

from tortoise.expressions import F
from tortoise.queryset import QuerySet

from auth.actor import Actor
from auth.credential import NewPassword, PasswordHash
from auth.events import user_target
from auth.login.events import FailedBecause, LoginAwaitsPasswordChange, LoginFailed
from auth.login.finish import Wish, open_session
from auth.login.outcomes import (
    ChangeOutcome,
    LoginOutcome,
    LoginRefusal,
    MustChangePassword,
    NewPasswordRejected,
    Refusal,
)
from auth.opaque import TokenHash, digest, new_token
from auth.passwords.choice import PasswordRejected, chosen
from auth.passwords.commands import store_password
from auth.passwords.hashing import HashingBusy, PasswordHashing
from auth.permissions import open_to_anyone
from auth.sessions.commands import end_all
from auth.unit_of_work import Units, Work
from models.pending_login import PendingLogin, PendingStep
from models.session import SessionEnd
from models.user import Credential, User, UserStatus

LIFETIME = timedelta(minutes=10)
"""How long a step may take."""

MOST_ATTEMPTS = 20
"""How many unfit passwords one token may bring: each costs a verification."""


async def demand_password_change(work: Work, user: User, wish: Wish) -> MustChangePassword:
    """Leaves a sign-in waiting for a new password."""
    token = new_token()
    row = await PendingLogin.create(
        user_id=user.id,
        token_hash=digest(token),
        step=PendingStep.CHANGE_PASSWORD,
        delivery=wish.delivery,
        remembered=wish.remember_me,
        created_at=work.now,
        expires_at=work.now + LIFETIME,
    )
    me = user_target(user.id, user.username)
    work.record(LoginAwaitsPasswordChange(target=me, acting=me))
    return MustChangePassword(token, wish.delivery, row.expires_at)


async def change_expired_password(
    units: Units, hashing: PasswordHashing, actor: Actor, token: str, password: str
) -> ChangeOutcome:
    """Takes the step: a new password, and with it the sign-in goes on. A rejected password leaves the step open."""
    token_hash = digest(token)
    waiting = await units.run(actor, lambda work: spend_attempt(work, token_hash))
    if waiting is None:
        return Refusal(LoginRefusal.PENDING_TOKEN_INVALID)
    names, previous = waiting
    try:
        new = await chosen(hashing, password, names=names, field="new_password", previous=previous)
    except PasswordRejected as rejected:
        return NewPasswordRejected(rejected.rules, rejected.message)
    except HashingBusy as busy:
        return Refusal(LoginRefusal.RATE_LIMITED, busy.retry_after_seconds)
    return await units.run(actor, lambda work: settle_password_change(work, token_hash, new))


@open_to_anyone("the pending token is what the caller is known by")
async def spend_attempt(work: Work, token_hash: TokenHash) -> tuple[tuple[str, ...], PasswordHash | None] | None:
    """Counts one attempt against the token before any hash is computed.

    Gives the account's names and the hash in force, or ``None`` for a token that is worth nothing (any more).
    """
    open_steps = _open_steps(work, token_hash)
    counted = await open_steps.filter(attempts__lt=MOST_ATTEMPTS).update(attempts=F("attempts") + 1)
    step = await open_steps.first() if counted else None
    user = await User.get_or_none(id=step.user_id) if step else None
    if user is None:
        work.record(LoginFailed(because=FailedBecause.PENDING_TOKEN_INVALID))
        return None
    credential = await Credential.get_or_none(user_id=user.id)
    names = tuple(name for name in (user.username, user.email, user.first_name, user.last_name) if name)
    return names, PasswordHash(credential.password_hash) if credential else None


@open_to_anyone("the pending token is what the caller is known by")
async def settle_password_change(work: Work, token_hash: TokenHash, new: NewPassword) -> LoginOutcome:
    """Uses the token up, stores the password, ends the account's other sessions and opens one."""
    row = await _open_steps(work, token_hash).first()
    used = await _open_steps(work, token_hash).update(used_at=work.now)
    user = await User.select_for_update().get_or_none(id=row.user_id) if row else None
    if not used or row is None or user is None or user.status is not UserStatus.ACTIVE:
        work.record(LoginFailed(because=FailedBecause.PENDING_TOKEN_INVALID))
        return Refusal(LoginRefusal.PENDING_TOKEN_INVALID)
    await store_password(work, user, new)
    await end_all(work, user_target(user.id, user.username), SessionEnd.PASSWORD_CHANGED)
    return await open_session(work, user, Wish(row.delivery, row.remembered))


def _open_steps(work: Work, token_hash: TokenHash) -> QuerySet[PendingLogin]:
    return PendingLogin.filter(
        token_hash=token_hash, step=PendingStep.CHANGE_PASSWORD, used_at=None, expires_at__gt=work.now
    )
