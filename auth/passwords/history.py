"""The passwords that accounts had: which of them a new one is held against, and which are kept."""

from dataclasses import dataclass
from uuid import UUID

from auth.credential import PasswordHash
from auth.passwords.choice import Before
from auth.settings.pages import PasswordSettings
from auth.settings.queries import current
from auth.unit_of_work import Work
from models.user import Credential, FormerPassword, User


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose password it is, as far as a new one is judged by it.

    Attributes:
        names: Username, e-mail address and names, which the password must not contain.
    """

    user_id: UUID
    username: str
    names: tuple[str, ...]
    before: Before


def names_of(user: User) -> tuple[str, ...]:
    """What a password of the account must not contain."""
    return tuple(name for name in (user.username, user.email, user.first_name, user.last_name) if name)


async def owner_of(user: User) -> Owner:
    """What a new password of an account is held against."""
    credential = await Credential.get_or_none(user_id=user.id)
    length = (await current(PasswordSettings)).history_length
    kept = await FormerPassword.filter(user_id=user.id).order_by("-replaced_at", "-id").limit(length) if length else []
    former = tuple(PasswordHash(each.password_hash) for each in kept)
    current_hash = PasswordHash(credential.password_hash) if credential else None
    return Owner(user.id, user.username, names_of(user), Before(current_hash, former))


async def remember(work: Work, user_id: UUID, replaced: str) -> None:
    """Keeps the hash of a replaced password, and no more of them than the history refuses; part of a command."""
    await FormerPassword.create(user_id=user_id, password_hash=replaced, replaced_at=work.now)
    length = (await current(PasswordSettings)).history_length
    rows = await FormerPassword.filter(user_id=user_id).order_by("-replaced_at", "-id").values_list("id", flat=True)
    await FormerPassword.filter(id__in=list(rows[length:])).delete()
