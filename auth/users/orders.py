"""By what lists of accounts can be sorted."""

from dataclasses import replace
from datetime import date, datetime

from auth.errors import BadInput
from auth.paging import Order


def _moment(raw: object) -> datetime:
    if not isinstance(raw, str):
        raise BadInput("after", "This is not a cursor of this list.")
    return datetime.fromisoformat(raw)


def _day(raw: object) -> date:
    return _moment(raw).date()


def _whole(raw: object) -> str:
    if not isinstance(raw, str):
        raise BadInput("after", "This is not a cursor of this list.")
    return raw


USER_ORDERS = {
    "username": Order("username", "u.username_key", value=_whole),
    "email": Order("email", "u.email_key", nullable=True, value=_whole),
    "display_name": Order("display_name", "u.display_name_key", value=_whole),
    "first_name": Order("first_name", "u.first_name_key", value=_whole),
    "last_name": Order("last_name", "u.last_name_key", value=_whole),
    "status": Order("status", "u.status", value=_whole),
    "kind": Order("kind", "u.kind", value=_whole),
    "auth_method": Order("auth_method", "u.auth_method", value=_whole),
    "classification_level": Order("classification_level", "u.classification_level", nullable=True, value=_whole),
    "review_date": Order("review_date", "u.review_date", nullable=True, value=_day),
    "last_login_at": Order("last_login_at", "u.last_login_at", nullable=True, value=_moment),
    "created_at": Order("created_at", "u.created_at", value=_moment),
    "updated_at": Order("updated_at", "u.updated_at", value=_moment),
}
"""Each order by the public (Python) name of what it sorts by."""


def user_order(name: str, *, descending: bool) -> Order:
    """The order of that name."""
    return replace(USER_ORDERS[name], descending=descending)
