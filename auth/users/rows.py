"""Accounts as plain rows: which columns a wanted value needs, and the row made of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from auth.reading import boolean, instant, key, optional_day, optional_instant, optional_key
from auth.roles.queries import RoleRow
from auth.selection import NOT_LOADED, Selection
from auth.users.grants import RoleGrantRow
from auth.users.password_state import PasswordStateRow
from models.user import AuthMethod, UserKind, UserStatus


@dataclass(slots=True)
class UserRow:
    """An account as a caller reads it; what was not asked for is ``NOT_LOADED``, and showing it is a fault."""

    id: UUID
    username: Any = NOT_LOADED
    email: Any = NOT_LOADED
    email_verified_at: Any = NOT_LOADED
    first_name: Any = NOT_LOADED
    last_name: Any = NOT_LOADED
    display_name: Any = NOT_LOADED
    phone: Any = NOT_LOADED
    contact_note: Any = NOT_LOADED
    kind: Any = NOT_LOADED
    auth_method: Any = NOT_LOADED
    status: Any = NOT_LOADED
    classification_level: Any = NOT_LOADED
    external_id: Any = NOT_LOADED
    tenant_id: Any = NOT_LOADED
    review_date: Any = NOT_LOADED
    idle_timeout_minutes: Any = NOT_LOADED
    session_limit: Any = NOT_LOADED
    mfa_required: Any = NOT_LOADED
    last_login_at: Any = NOT_LOADED
    created_at: Any = NOT_LOADED
    created_by_id: Any = NOT_LOADED
    updated_at: Any = NOT_LOADED
    updated_by_id: Any = NOT_LOADED
    failed_attempts: Any = NOT_LOADED
    locks: Any = NOT_LOADED
    version: Any = NOT_LOADED
    invitation: Any = NOT_LOADED
    expected_identity: Any = NOT_LOADED
    source: Any = NOT_LOADED
    external_identities: Any = NOT_LOADED
    password_state: PasswordStateRow | Any = NOT_LOADED
    roles: list[RoleRow] | Any = NOT_LOADED
    licensed: Any = NOT_LOADED
    role_grants: list[RoleGrantRow] | Any = NOT_LOADED
    groups: Any = NOT_LOADED
    resource_grants: Any = NOT_LOADED
    owned_resources: Any = NOT_LOADED
    owner: Any = NOT_LOADED
    owned_accounts: Any = NOT_LOADED


def _same(value: Any) -> Any:  # noqa: ANN401 — any column
    return value


COLUMNS: dict[str, Callable[[Any], Any]] = {
    "username": _same,
    "email": _same,
    "email_verified_at": optional_instant,
    "first_name": _same,
    "last_name": _same,
    "display_name": _same,
    "phone": _same,
    "contact_note": _same,
    "kind": UserKind,
    "auth_method": AuthMethod,
    "status": UserStatus,
    "classification_level": _same,
    "external_id": _same,
    "tenant_id": _same,
    "review_date": optional_day,
    "idle_timeout_minutes": _same,
    "session_limit": _same,
    "mfa_required": boolean,
    "failed_attempts": _same,
    "last_login_at": optional_instant,
    "created_at": instant,
    "created_by_id": optional_key,
    "updated_at": instant,
    "updated_by_id": optional_key,
    "version": _same,
}
"""Values that are a column of their table, by name, each with how it is read."""


_TELLS = {"email_verified_at": "email_verified"}
"""Columns from which a value of another name is told."""


def wanted_columns(selection: Selection) -> list[str]:
    """The columns that a selection needs."""
    return [name for name in COLUMNS if name in selection or _TELLS.get(name, name) in selection]


def read_row(columns: Sequence[str], values: Sequence[Any]) -> UserRow:
    """The row of ``id`` and the wanted columns, in this order."""
    row = UserRow(key(values[0]))
    for name, value in zip(columns, values[1:], strict=False):
        setattr(row, name, COLUMNS[name](value))
    return row
