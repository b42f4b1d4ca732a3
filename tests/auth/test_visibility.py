"""What of a change to an account a reader of the trail may see."""

import pytest

from auth.permissions import PermissionSet
from auth.visibility import may_see_change

AUDITOR = frozenset({"audit:read"})


@pytest.mark.parametrize(
    ("action", "field", "scope"),
    [
        ("user.updated", "email", "users:read-contact"),
        ("token.created", "token_name", "tokens:read"),
        ("token.revoked", "scopes", "tokens:read"),
        ("user.roles_changed", "reason", "roles:read"),
        ("user.auth_method_changed", "source", "users:read-contact"),
    ],
)
def test_a_value_that_asks_for_more_than_the_trail_does_so_in_it_too(action: str, field: str, scope: str) -> None:
    assert not may_see_change(PermissionSet(AUDITOR, authenticated=True), action, field)
    assert may_see_change(PermissionSet(AUDITOR | {scope}, authenticated=True), action, field)


@pytest.mark.parametrize(
    ("action", "field", "coordinate"),
    [
        ("user.updated", "first_name", "User.firstName"),
        ("password.expiry_extended", "expires_at", "User.passwordState"),
        ("user.invited", "expires_at", "User.invitation"),
    ],
)
def test_a_denied_field_is_not_seen_in_the_trail_under_another_name(action: str, field: str, coordinate: str) -> None:
    denied = PermissionSet(AUDITOR, authenticated=True, denied=frozenset({coordinate}))
    assert not may_see_change(denied, action, field)
    assert may_see_change(PermissionSet(AUDITOR, authenticated=True), action, field)
