"""Changes passwords and when they must be changed."""

from datetime import datetime, timedelta
from uuid import UUID

from auth.credential import NewPassword
from auth.errors import DomainError, Refused
from auth.events import user_target
from auth.links.one_time import revoke
from auth.mail.messages import Mail, PasswordChangedMail
from auth.mail.outbox import send_mail
from auth.passwords.events import (
    ExpiryState,
    NewPasswordRejected,
    PasswordChanged,
    PasswordChangeDemanded,
    PasswordExpiryExtended,
)
from auth.passwords.history import Owner, remember
from auth.passwords.rules import extension_limit
from auth.permissions import Scope, open_to_anyone, requires
from auth.sessions.commands import end_all
from auth.settings.pages import PasswordSettings, SessionsToEnd
from auth.settings.queries import current
from auth.unit_of_work import Work
from auth.users.accounts import manage
from auth.users.password_state import expires_at
from models.one_time_link import LinkPurpose
from models.pending_login import PendingLogin
from models.session import SessionEnd
from models.user import Credential, User


async def store_password(work: Work, user: User, new: NewPassword, mail: Mail | None = None) -> None:
    """Makes ``new`` the account's password and says so in the trail and to its owner; part of a command.

    The command has locked the account. The old password goes into the history; steps that waited for it, and links by
    which another could be chosen, are worth nothing any more. ``mail`` is sent instead of the one that says that the
    password is another one now.
    """
    await PendingLogin.filter(user_id=user.id, used_at=None).update(used_at=work.now)
    await revoke(work, user.id, LinkPurpose.RESET_PASSWORD, LinkPurpose.INVITATION)
    replaced = await Credential.get_or_none(user_id=user.id)
    if replaced is not None:
        await remember(work, user.id, replaced.password_hash)
        await replaced.delete()
    await Credential.create(user_id=user.id, password_hash=new.hash, changed_at=work.now, must_change=new.must_change)
    target, known = user_target(user.id, user.username), work.actor.permissions.authenticated
    work.record(PasswordChanged(target=target, acting=None if known else target))
    by_other = known and not work.actor.is_user(user.id)
    told = mail or PasswordChangedMail(at=work.now, by_administrator=by_other)
    await send_mail(work, user.email, told, user.id)


async def end_sessions(work: Work, user: User, ends: SessionsToEnd, own: UUID | None = None) -> None:
    """Ends sessions of an account whose password was changed; part of the command.

    ``own`` is the session by which the account itself changed it.
    """
    if ends is not SessionsToEnd.NONE:
        but = own if ends is SessionsToEnd.OTHERS else None
        await end_all(work, user_target(user.id, user.username), SessionEnd.PASSWORD_CHANGED, but)


@open_to_anyone("it only says in the trail what was refused")
async def note_rejection(work: Work, owner: Owner) -> None:
    """Says that a new password for an account was refused."""
    target, known = user_target(owner.user_id, owner.username), work.actor.permissions.authenticated
    work.record(NewPasswordRejected(target=target, acting=None if known else target))


@requires(Scope.USERS_WRITE)
async def require_password_change(work: Work, user_id: UUID) -> UUID:
    """The account must choose a new password at its next sign-in. Raises ``NotFound``, ``Refused``."""
    managed = await manage(work, user_id)
    credential = await _credential(user_id)
    if not credential.must_change:
        credential.must_change = True
        await credential.save()
        work.record(PasswordChangeDemanded(target=managed.target))
    return user_id


@requires(Scope.USERS_WRITE)
async def extend_password_expiry(work: Work, user_id: UUID, days: int | None = None) -> UUID:
    """Lets a password serve longer: by ``days`` from its end (or from now, if that has passed), by default the maximum.

    Raises ``NotFound``, ``Refused`` past one more maximum age or where passwords do not expire.
    """
    managed = await manage(work, user_id)
    credential, settings = await _credential(user_id), await current(PasswordSettings)
    before = expires_at(credential.changed_at, credential.extended_until, settings)
    if before is None:
        raise Refused(DomainError("PASSWORDS_DO_NOT_EXPIRE", "No maximum age is set, so there is nothing to extend."))
    most = settings.maximum_age_days
    if days is not None and not 1 <= days <= most:
        raise Refused(DomainError("OUT_OF_BOUNDS", f"It is from 1 to {most} days, one maximum age.", "days"))
    limit = extension_limit(credential.changed_at, work.now, settings)
    until = max(before, work.now) + timedelta(days=days) if days is not None else limit
    if until > limit or until <= before:
        raise Refused(DomainError("OUT_OF_BOUNDS", "A password serves at most one maximum age longer.", "days"))
    credential.extended_until = until
    await credential.save()
    work.record(
        PasswordExpiryExtended(target=managed.target, before=_state(before), after=_state(until)),
    )
    return user_id


async def _credential(user_id: UUID) -> Credential:
    credential = await Credential.get_or_none(user_id=user_id)
    if credential is None:
        raise Refused(DomainError("NO_PASSWORD", "This account has no password.", "id"))
    return credential


def _state(moment: datetime) -> ExpiryState:
    return ExpiryState(moment.isoformat())
