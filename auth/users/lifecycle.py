"""Switches accounts off and on again."""

from uuid import UUID

from auth.administrators.question import keeps_an_administrator
from auth.errors import DomainError, Problems, Refused
from auth.events import user_target
from auth.permissions import Scope, requires
from auth.sessions.commands import end_all
from auth.settings.pages import SessionSettings
from auth.settings.queries import current
from auth.texts import check_note
from auth.unit_of_work import Work
from auth.users.accounts import manage
from auth.users.events import UserDeactivated, UserReactivated
from auth.users.naming import save_account
from models.external_identity import ExternalIdentity
from models.pending_login import PendingLogin
from models.session import SessionEnd
from models.user import User, UserStatus


@requires(Scope.USERS_WRITE)
@keeps_an_administrator
async def deactivate_user(work: Work, user_id: UUID, note: str | None = None) -> UUID:
    """Blocks every way of signing in and, as the settings say, ends the sessions. Already off: nothing happens.

    One that a comparison with its directory had switched off stays off from then on, whatever the directory says.
    Raises ``NotFound``, ``Refused``: an account that may do more, or the caller's own.
    """
    managed = await manage(work, user_id)
    user = managed.user
    _check_note(note)
    if work.actor.is_user(user_id):
        raise Refused(DomainError("OWN_ACCOUNT", "Nobody deactivates their own account.", "id"))
    was_by_sync = await _take_over_from_sync(user_id)
    if user.status is UserStatus.ACTIVE:
        await switch_off(work, user, note)
    elif was_by_sync:
        work.record(UserDeactivated(target=managed.target, note=note))
    return user_id


async def switch_off(work: Work, user: User, note: str | None) -> None:
    """Does what deactivation is to an account that is active and locked; part of a command."""
    target = user_target(user.id, user.username)
    user.status = UserStatus.INACTIVE
    await save_account(work, user)
    work.record(UserDeactivated(target=target, note=note))
    if (await current(SessionSettings)).end_on_deactivation:
        await end_all(work, target, SessionEnd.DEACTIVATED)
    await PendingLogin.filter(user_id=user.id, used_at=None).update(used_at=work.now)


@requires(Scope.USERS_WRITE)
async def reactivate_user(work: Work, user_id: UUID, note: str | None = None) -> UUID:
    """Lets an account sign in again, with the password, roles and e-mail it had. Already on: nothing happens.

    Raises ``NotFound``, ``Refused`` for an account that may do more than the caller.
    """
    managed = await manage(work, user_id)
    _check_note(note)
    if managed.user.status is UserStatus.INACTIVE:
        await _take_over_from_sync(user_id)
        await switch_on(work, managed.user, note)
    return user_id


async def switch_on(work: Work, user: User, note: str | None) -> None:
    """Lets an account that is inactive and locked sign in again; part of a command."""
    user.status = UserStatus.ACTIVE
    await save_account(work, user)
    work.record(UserReactivated(target=user_target(user.id, user.username), note=note))


async def _take_over_from_sync(user_id: UUID) -> bool:
    """From now on somebody has decided, no comparison with a directory; tells whether that had switched it off."""
    by_sync = ExternalIdentity.filter(user_id=user_id, disabled_by_sync_at__isnull=False)
    return await by_sync.update(disabled_by_sync_at=None) > 0


def _check_note(note: str | None) -> None:
    problems = Problems()
    problems.extend(check_note(note, "note"))
    problems.refuse()
