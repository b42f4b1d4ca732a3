"""Puts wanted values into an account, with everything that follows from them."""

from dataclasses import fields

from auth.texts import canonical, searchable, sort_key
from auth.unset import UNSET
from auth.users.rules import UserChanges, derived_display_name
from models.user import User

_NO_COLUMN = frozenset({"display_name", "email_verified"})
"""What is more than a column to be set."""


def apply_changes(user: User, changes: UserChanges) -> None:
    """Sets the given values and what is derived from them; whether they are legal and free was asked before."""
    for item in fields(changes):
        if item.name not in _NO_COLUMN and getattr(changes, item.name) is not UNSET:
            setattr(user, item.name, getattr(changes, item.name))
    if changes.display_name is not UNSET:
        user.display_name_is_own = bool(changes.display_name)
        user.display_name = changes.display_name or ""
    if not user.display_name_is_own:
        user.display_name = derived_display_name(user.first_name, user.last_name, user.username)
    user.email = user.email or None
    user.email_key = canonical(user.email) if user.email else None
    user.email_search = searchable(user.email) if user.email else None
    user.first_name_key, user.last_name_key = sort_key(user.first_name), sort_key(user.last_name)
    user.display_name_key = sort_key(user.display_name)
    user.names_search = searchable(f"{user.display_name}\n{user.first_name} {user.last_name}")
