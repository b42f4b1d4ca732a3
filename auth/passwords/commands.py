"""Changes passwords and when they must be changed."""

from datetime import datetime, timedelta
from uuid import UUID

from auth.credential import NewPassword
from auth.errors import DomainError, Refused
from auth.events import user_target
from auth.passwords.events import ExpiryState, PasswordChanged, PasswordChangeDemanded, PasswordExpiryExtended
from auth.passwords.rules import expires_at, extension_limit
from auth.permissions import Scope, requires
from auth.settings.pages import PasswordSettings
from auth.settings.queries import current
from auth.unit_of_work import Work
from auth.users.accounts import manage
from models.pending_login import PendingLogin
from models.user import Credential, User


async def store_password(work: Work, user: User, new: NewPassword) -> None:
    """Makes ``new`` the account's password and says so in the trail; part of a command that locked the account.

    Steps that waited for the old one are worth nothing any more.
    """
    await PendingLogin.filter(user_id=user.id, used_at=None).update(used_at=work.now)
    await Credential.filter(user_id=user.id).delete()
    await Credential.create(user_id=user.id, password_hash=new.hash, changed_at=work.now, must_change=new.must_change)
    target = user_target(user.id, user.username)
    work.record(PasswordChanged(target=target, acting=None if work.actor.permissions.authenticated else target))


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
