"""Switches accounts off and on again."""

from uuid import UUID

from auth.administrators.question import keeps_an_administrator
from auth.errors import DomainError, Problems, Refused
from auth.permissions import Scope, requires
from auth.sessions.commands import end_all
from auth.settings.pages import SessionSettings
from auth.settings.queries import current
from auth.texts import check_note
from auth.unit_of_work import Work
from auth.users.accounts import manage
from auth.users.events import UserDeactivated, UserReactivated
from auth.users.naming import save_account
from models.pending_login import PendingLogin
from models.session import SessionEnd
from models.user import UserStatus


@requires(Scope.USERS_WRITE)
@keeps_an_administrator
async def deactivate_user(work: Work, user_id: UUID, note: str | None = None) -> UUID:
    """Blocks every way of signing in and, as the settings say, ends the sessions. Already off: nothing happens.

    Raises ``NotFound``, ``Refused``: an account that may do more, or the caller's own.
    """
    managed = await manage(work, user_id)
    user = managed.user
    _check_note(note)
    if work.actor.is_user(user_id):
        raise Refused(DomainError("OWN_ACCOUNT", "Nobody deactivates their own account.", "id"))
    if user.status is UserStatus.INACTIVE:
        return user_id
    user.status = UserStatus.INACTIVE
    await save_account(work, user)
    work.record(UserDeactivated(target=managed.target, note=note))
    if (await current(SessionSettings)).end_on_deactivation:
        await end_all(work, managed.target, SessionEnd.DEACTIVATED)
    await PendingLogin.filter(user_id=user_id, used_at=None).update(used_at=work.now)
    return user_id


@requires(Scope.USERS_WRITE)
async def reactivate_user(work: Work, user_id: UUID, note: str | None = None) -> UUID:
    """Lets an account sign in again, with the password, roles and e-mail it had. Already on: nothing happens.

    Raises ``NotFound``, ``Refused`` for an account that may do more than the caller.
    """
    managed = await manage(work, user_id)
    _check_note(note)
    if managed.user.status is UserStatus.ACTIVE:
        return user_id
    managed.user.status = UserStatus.ACTIVE
    await save_account(work, managed.user)
    work.record(UserReactivated(target=managed.target, note=note))
    return user_id


def _check_note(note: str | None) -> None:
    problems = Problems()
    problems.extend(check_note(note, "note"))
    problems.refuse()
