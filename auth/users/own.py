"""The caller changes what is their own to say about themselves."""

from dataclasses import dataclass
from uuid import UUID

from auth.errors import Problems, Unauthenticated, VersionConflict
from auth.events import user_target
from auth.locking import locked_account
from auth.permissions import requires
from auth.unit_of_work import Work
from auth.unset import UNSET, Unset
from auth.users.accounts import state_of
from auth.users.events import UserUpdated
from auth.users.naming import save_account
from auth.users.rules import UserChanges, value_problems
from auth.users.values import apply_changes
from models.user import User


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnChanges:
    """What people may change about themselves; what is ``UNSET`` stays. The e-mail address has a command of its own."""

    first_name: str | Unset = UNSET
    last_name: str | Unset = UNSET
    display_name: str | Unset | None = UNSET
    phone: str | Unset | None = UNSET
    contact_note: str | Unset | None = UNSET

    def changes(self) -> UserChanges:
        """As changes of an account."""
        return UserChanges(
            first_name=self.first_name,
            last_name=self.last_name,
            display_name=self.display_name,
            phone=self.phone,
            contact_note=self.contact_note,
        )


async def locked_self(work: Work) -> User:
    """The caller's own account, locked. Raises ``Unauthenticated`` when it is gone."""
    user = await locked_account(work.actor.user_id)
    if user is None:
        raise Unauthenticated(work.actor.permissions.reason)
    return user


@requires()
async def update_own_profile(work: Work, own: OwnChanges, version: int | None = None) -> UUID:
    """Changes the given values of the caller's account.

    Raises ``VersionConflict`` when ``version`` is stale, ``Refused`` naming each field that is wrong.
    """
    user, changes = await locked_self(work), own.changes()
    if version is not None and version != user.version:
        raise VersionConflict(user.version)
    problems = Problems()
    problems.extend(value_problems(changes))
    problems.refuse()
    before = state_of(user)
    apply_changes(user, changes)
    await save_account(work, user)
    work.record(UserUpdated(target=user_target(user.id, user.username), before=before, after=state_of(user)))
    return user.id
