"""An administrator gives an account a password: a wanted one, or a random one that is shown once and serves once."""

from dataclasses import dataclass
from uuid import UUID

from auth.actor import Actor
from auth.administrators.question import keeps_an_administrator
from auth.credential import NewPassword
from auth.errors import DomainError, Refused
from auth.mail.messages import Mail, TemporaryPasswordIssuedMail
from auth.passwords.choice import PasswordRejected, chosen, generated
from auth.passwords.commands import end_sessions, note_rejection, store_password
from auth.passwords.hashing import PasswordHashing
from auth.passwords.history import Owner, owner_of
from auth.passwords.own import check_unchanged
from auth.permissions import Scope, requires
from auth.settings.pages import PasswordSettings, SessionsToEnd
from auth.settings.queries import current
from auth.sources.enforcement import PasswordUse, password_use, shut
from auth.unit_of_work import Units, Work
from auth.users.accounts import Managed, manage
from auth.users.password_state import is_used
from models.user import UserKind


@dataclass(frozen=True, slots=True)
class Given:
    """A password that somebody sets for somebody else.

    Attributes:
        ends: Which sessions end; ``None`` takes the setting, and none where the password is not used now.
    """

    user_id: UUID
    password: str
    must_change: bool = False
    ends: SessionsToEnd | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """A password that was stored.

    Attributes:
        used_now: Whether the account signs in by it; otherwise it is kept for when it does (REQUIREMENTS C9).
        shown: The password itself, where it was made here.
    """

    user_id: UUID
    used_now: bool
    shown: str | None = None


async def give_password(units: Units, hashing: PasswordHashing, actor: Actor, given: Given) -> Stored:
    """Sets a wanted password. Raises as ``set_user_password``, and ``PasswordRejected``, ``HashingBusy``."""
    owner = await units.run(actor, lambda work: password_owner(work, given.user_id))
    try:
        new = await chosen(
            hashing, given.password, names=owner.names, must_change=given.must_change, before=owner.before
        )
    except PasswordRejected:
        await units.run(actor, lambda work: note_rejection(work, owner))
        raise
    used_now = await units.run(actor, lambda work: set_user_password(work, owner, new, given.ends))
    return Stored(given.user_id, used_now)


async def give_temporary_password(units: Units, hashing: PasswordHashing, actor: Actor, user_id: UUID) -> Stored:
    """Makes a password for one sign-in. Raises as ``set_user_password``, and ``HashingBusy``."""
    owner = await units.run(actor, lambda work: password_owner(work, user_id))
    made = await generated(hashing)
    used_now = await units.run(actor, lambda work: issue_temporary_password(work, owner, made.new))
    return Stored(user_id, used_now, made.password)


@requires(Scope.USERS_WRITE)
async def password_owner(work: Work, user_id: UUID) -> Owner:
    """What a new password of an account is held against, for who may set it: nobody learns of an account by trying.

    Raises ``NotFound``, ``Refused``: more rights than the caller, the caller's own, a program's.
    """
    return await owner_of((await _managed(work, user_id)).user)


@requires(Scope.USERS_WRITE)
@keeps_an_administrator
async def set_user_password(work: Work, owner: Owner, new: NewPassword, ends: SessionsToEnd | None = None) -> bool:
    """Stores a password that was judged for its owner and ends sessions; tells whether it is used now.

    Raises ``NotFound``, ``Refused``: as ``password_owner``, or the password is another one meanwhile.
    """
    return await _store(work, owner, new, ends, None)


@requires(Scope.USERS_WRITE)
@keeps_an_administrator
async def issue_temporary_password(work: Work, owner: Owner, new: NewPassword) -> bool:
    """Stores a password that was made for one sign-in and ends sessions; as ``set_user_password``.

    Raises ``Refused`` also where single sign-on is enforced: there is no sign-in by it.
    """
    return await _store(work, owner, new, None, TemporaryPasswordIssuedMail(at=work.now))


async def _store(work: Work, owner: Owner, new: NewPassword, ends: SessionsToEnd | None, mail: Mail | None) -> bool:
    user = (await _managed(work, owner.user_id)).user
    used_now = is_used(user.auth_method) and await password_use(user.id) is not PasswordUse.SHUT
    if mail is not None and is_used(user.auth_method) and not used_now:
        raise Refused(shut("id"))
    await check_unchanged(user.id, owner.before.current)
    await store_password(work, user, new, mail)
    by_default = (await current(PasswordSettings)).sessions_end_after_reset if used_now else SessionsToEnd.NONE
    await end_sessions(work, user, ends or by_default)
    return used_now


async def _managed(work: Work, user_id: UUID) -> Managed:
    managed = await manage(work, user_id)
    if work.actor.is_user(user_id):
        raise Refused(DomainError("OWN_PASSWORD", "Change your own password with changePassword.", "id"))
    if managed.user.kind is UserKind.SERVICE:
        raise Refused(DomainError("SERVICE_ACCOUNT", "A program signs in by API tokens, not by a password.", "id"))
    return managed
