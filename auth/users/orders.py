"""By what lists of accounts can be sorted."""

from dataclasses import replace

from auth.paging import Order, day_value, moment_value

USER_ORDERS = {
    "username": Order("username", "u.username_key"),
    "email": Order("email", "u.email_key", nullable=True),
    "display_name": Order("display_name", "u.display_name_key"),
    "first_name": Order("first_name", "u.first_name_key"),
    "last_name": Order("last_name", "u.last_name_key"),
    "status": Order("status", "u.status"),
    "kind": Order("kind", "u.kind"),
    "auth_method": Order("auth_method", "u.auth_method"),
    "classification_level": Order("classification_level", "u.classification_level", nullable=True),
    "external_id": Order("external_id", "u.external_id", nullable=True),
    "tenant_id": Order("tenant_id", "u.tenant_id", nullable=True),
    "review_date": Order("review_date", "u.review_date", nullable=True, value=day_value),
    "last_login_at": Order("last_login_at", "u.last_login_at", nullable=True, value=moment_value),
    "created_at": Order("created_at", "u.created_at", value=moment_value),
    "updated_at": Order("updated_at", "u.updated_at", value=moment_value),
}
"""Each order by the public (Python) name of what it sorts by."""


def user_order(name: str, *, descending: bool) -> Order:
    """The order of that name."""
    return replace(USER_ORDERS[name], descending=descending)
