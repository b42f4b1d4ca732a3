"""The first administrator, and the way back in for whoever owns the host. Only the command line calls these."""

from datetime import datetime
from uuid import UUID

from auth.access.commands import clear_scope_override
from auth.administrators.facts import administrators
from auth.administrators.question import keeps_an_administrator
from auth.credential import NewPassword
from auth.enforcement.commands import exempt_recovered
from auth.errors import NotFound
from auth.events import user_target
from auth.passwords.commands import store_password
from auth.permissions import ADMINISTRATOR, Scope, requires
from auth.roles.built_in import ADMIN
from auth.roles.queries import by_name, catalogue
from auth.sessions.commands import end_all
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.texts import canonical
from auth.unit_of_work import Work
from auth.users.accounts import role_ids
from auth.users.commands import NewUser, create_user, set_user_roles
from auth.users.expectations import Check, checked_by, expect_nothing
from auth.users.lifecycle import reactivate_user
from auth.users.locking import unlock_user
from auth.users.method_events import AuthMethodChanged
from auth.users.naming import save_account
from auth.users.password_state import is_used
from auth.users.rules import UserChanges
from models.permission import OverrideEffect, ScopeOverride
from models.role import GrantSource, RoleGrant
from models.session import SessionEnd
from models.user import LoginIdentifier, User, UserStatus


@requires(*sorted(ADMINISTRATOR))
@asks_fresh_factor(StepUp.ROLES)
async def create_administrator(work: Work, username: str, password: NewPassword, email: str | None = None) -> UUID:
    """Makes an account with the administrator role. Raises ``Refused`` as ``create_user``."""
    new = NewUser(username=username, roles=(ADMIN,), values=UserChanges(email=email))
    return (await create_user(work, new, password)).user_id


@requires(*sorted(ADMINISTRATOR | {Scope.USERS_LOCK}))
@asks_fresh_factor(StepUp.ROLES)
@keeps_an_administrator
async def recover_administrator(work: Work, username: str, password: NewPassword) -> UUID:
    """Makes an existing account an administrator who can get in. Raises ``NotFound``, ``Refused`` for a program's.

    It gets the administrator role and a new password, is checked by Gatehouse, switched on and unlocked, every scope
    denied to it is denied no more, and its sessions end. Where single sign-on is enforced it becomes a break-glass
    account, so that its password is good.
    """
    name = await LoginIdentifier.get_or_none(key=canonical(username))
    user = await User.get_or_none(id=name.user_id) if name else None
    if user is None:
        raise NotFound("account", "username")
    await _make_administrator(work, user.id)
    if user.status is UserStatus.INACTIVE:
        await reactivate_user(work, user.id)
    await unlock_user(work, user.id)
    for denied in await ScopeOverride.filter(user_id=user.id, effect=OverrideEffect.DENY).order_by("scope"):
        await clear_scope_override(work, user.id, denied.scope)
    await _check_here(work, user.id)
    await exempt_recovered(work, user)
    await store_password(work, user, password)
    await end_all(work, user_target(user.id, user.username), SessionEnd.PASSWORD_CHANGED)
    return user.id


async def _check_here(work: Work, user_id: UUID) -> None:
    """Has Gatehouse itself check an account, so that the new password is used."""
    user = await User.get(id=user_id)
    if is_used(user.auth_method):
        return
    before, check = await checked_by(user), Check()
    await expect_nothing(user_id)
    user.auth_method, user.source_id = check.method, None
    await save_account(work, user)
    work.record(AuthMethodChanged(target=user_target(user.id, user.username), before=before, after=check.told))


async def _make_administrator(work: Work, user_id: UUID) -> None:
    """Gives the administrator role for good, also in the place of one that is to end or that a directory gives."""
    roles = await catalogue()
    admin = by_name(roles, ADMIN)
    own = (GrantSource.BY_HAND, GrantSource.DEFAULT)
    if (
        admin is None
        or await RoleGrant.filter(user_id=user_id, role_id=admin.id, expires_at=None, source__in=own).exists()
    ):
        return
    await RoleGrant.filter(user_id=user_id, role_id=admin.id).delete()
    names = {roles[role_id].name for role_id in await role_ids(user_id)} | {admin.name}
    await set_user_roles(work, user_id, tuple(sorted(names)))


async def administrators_exist(now: datetime) -> bool:
    """Whether any account is given the scopes of an administrator, by whatever role, and be it in name only."""
    return bool(await administrators(now))
