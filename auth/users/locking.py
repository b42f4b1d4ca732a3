"""Locks accounts by hand, and lifts locks of both kinds."""

from uuid import UUID

from auth.administrators.question import keeps_an_administrator
from auth.errors import DomainError, NotFound, Problems, Refused
from auth.lockout.commands import lock_facts
from auth.lockout.events import Locks, UserLocked, UserUnlocked
from auth.lockout.rules import auto_lock
from auth.mail.messages import AccountLockedMail
from auth.mail.outbox import send_mail
from auth.permissions import Scope, requires
from auth.sessions.commands import end_all
from auth.texts import canonical, check_line
from auth.unit_of_work import Work
from auth.users.accounts import manage
from auth.users.naming import save_account
from models.pending_login import PendingLogin
from models.session import SessionEnd
from models.user import LoginIdentifier, User


@requires(Scope.USERS_LOCK)
@keeps_an_administrator
async def lock_user(work: Work, user_id: UUID, reason: str | None = None) -> UUID:
    """Shuts an account out until it is unlocked: sign-ins, waiting steps, sessions and tokens. Already so: nothing.

    Raises ``NotFound``, ``Refused``: an account that may do more, the caller's own, or a ``reason`` past 200
    characters.
    """
    managed = await manage(work, user_id)
    user = managed.user
    _check(reason)
    if work.actor.is_user(user_id):
        raise Refused(DomainError("OWN_ACCOUNT", "Nobody locks their own account.", "id"))
    if user.locked_at is not None:
        return user_id
    user.locked_at, user.locked_by_id, user.lock_reason = work.now, work.actor.user_id, reason
    await save_account(work, user)
    work.record(UserLocked(target=managed.target, note=reason))
    await end_all(work, managed.target, SessionEnd.LOCKED)
    await PendingLogin.filter(user_id=user_id, used_at=None).update(used_at=work.now)
    await send_mail(work, user.email, AccountLockedMail(until=None, automatic=False), user_id)
    return user_id


@requires(Scope.USERS_LOCK)
async def unlock_user(work: Work, user_id: UUID, note: str | None = None) -> UUID:
    """Lifts the lock by hand and the automatic one, and forgets failed attempts. Nothing of that: nothing happens.

    Raises ``NotFound``, ``Refused`` for an account that may do more than the caller, or a ``note`` past 200 characters.
    """
    managed = await manage(work, user_id)
    _check(note, "note")
    before = _locks(managed.user, work)
    if before == Locks():
        return user_id
    user = managed.user
    user.locked_at = user.locked_by_id = user.lock_reason = None
    user.failed_attempts, user.auto_locked_at, user.auto_locked_until = 0, None, None
    await save_account(work, user)
    work.record(UserUnlocked(target=managed.target, note=note, before=before, after=Locks()))
    return user_id


@requires(Scope.USERS_LOCK)
async def unlock_named(work: Work, name: str) -> str:
    """As ``unlock_user``, by a sign-in name in any spelling; gives the username. Raises ``NotFound``."""
    known = await LoginIdentifier.get_or_none(key=canonical(name))
    if known is None:
        raise NotFound("account", "username")
    await unlock_user(work, known.user_id)
    return (await User.get(id=known.user_id)).username


def _locks(user: User, work: Work) -> Locks:
    automatic = auto_lock(lock_facts(user), work.now) is not None
    return Locks(by_hand=user.locked_at is not None, automatically=automatic, failed_attempts=user.failed_attempts)


def _check(text: str | None, field: str = "reason") -> None:
    problems = Problems()
    problems.extend(check_line(text, field))
    problems.refuse()
