"""When the password of an account was set and until when it serves: one statement for any number of accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from auth.reading import Statement, boolean, fetch, instant, key, optional_instant
from auth.selection import Selection
from auth.settings.pages import PasswordSettings
from auth.settings.queries import name_of, parse
from auth.sources.enforcement import ENFORCED, breaks_glass_of
from models.user import AuthMethod


def expires_at(changed_at: datetime, extended_until: datetime | None, settings: PasswordSettings) -> datetime | None:
    """When a password must be changed; ``None`` when never."""
    if settings.maximum_age_days == 0:
        return None
    regular = changed_at + timedelta(days=settings.maximum_age_days)
    return max(regular, extended_until or regular)


def is_used(method: AuthMethod) -> bool:
    """Whether an account whose person is checked in this way signs in by its stored password (REQUIREMENTS C9)."""
    return method is AuthMethod.LOCAL


@dataclass(frozen=True, slots=True)
class PasswordStateRow:
    """What may be known of a password.

    Attributes:
        changed_at: When it was set; ``None`` where there is none.
        expires_at: When it must be changed for its age; ``None`` for never, or where there is none.
        must_change: Whether it must be changed at the next sign-in, whatever its age.
        used_now: Whether the account signs in by it; not while single sign-on is enforced, but for break-glass ones.
    """

    is_set: bool
    changed_at: datetime | None
    expires_at: datetime | None
    must_change: bool
    used_now: bool


async def password_states_of(user_ids: Sequence[UUID], _selection: Selection) -> Mapping[UUID, PasswordStateRow]:
    """Of each of these accounts, with or without a password."""
    statement = Statement()
    page = statement.bind(name_of(PasswordSettings))
    settings = f"(SELECT values_json FROM settings_pages WHERE name = {page})"
    shut = f"{ENFORCED} AND NOT {breaks_glass_of('u.id')}"
    columns = f"u.id, u.auth_method, c.changed_at, c.extended_until, c.must_change, {settings}, {shut}"
    statement.add(f"SELECT {columns} FROM users u LEFT JOIN credentials c ON c.user_id = u.id")
    statement.add(f"WHERE {statement.among('u.id', user_ids)}")
    return {key(id_): _state(*values) for id_, *values in await fetch(statement)}


def _state(
    method: str,
    changed_at: datetime | str | None,
    extended_until: datetime | str | None,
    must_change: bool | int | None,  # noqa: FBT001 — SQLite has no booleans
    settings: str | None,
    is_shut: bool | int,  # noqa: FBT001 — as above
) -> PasswordStateRow:
    if changed_at is None or must_change is None:
        return PasswordStateRow(is_set=False, changed_at=None, expires_at=None, must_change=False, used_now=False)
    changed = instant(changed_at)
    return PasswordStateRow(
        is_set=True,
        changed_at=changed,
        expires_at=expires_at(changed, optional_instant(extended_until), parse(PasswordSettings, settings)),
        must_change=boolean(must_change),
        used_now=is_used(AuthMethod(method)) and not boolean(is_shut),
    )
