"""Which values of an account ask for more than reading accounts does.

The schema says the same of its output fields; a rule test holds the two together.
"""

from auth.permissions import PermissionSet, Requirement, Scope

CONTACT: Requirement = ((Scope.USERS_READ_CONTACT,),)
GROUPS: Requirement = ((Scope.GROUPS_READ,),)
RESOURCES: Requirement = ((Scope.RESOURCES_READ,),)
TOKENS: Requirement = ((Scope.TOKENS_READ,),)
ROLES: Requirement = ((Scope.ROLES_READ,),)
FIELDS: dict[str, Requirement] = {
    "email": CONTACT,
    "email_verified": CONTACT,
    "expected_identity": CONTACT,
    "external_identities": CONTACT,
    "phone": CONTACT,
    "contact_note": CONTACT,
    "groups": GROUPS,
    "resource_grants": RESOURCES,
    "owned_resources": RESOURCES,
    "api_tokens": TOKENS,
    "role_grants": ROLES,
}
"""Values by their Python name with what reading them needs."""

TELLS = {
    (action, field): name
    for name, actions, fields in (
        ("password_state", ("password.expiry_extended",), ("expires_at",)),
        ("api_tokens", ("token.created", "token.revoked"), ("token", "token_name", "prefix", "scopes", "expires_at")),
        ("role_grants", ("user.roles_changed", "user.roles_expired"), ("expires_at", "reason")),
        ("roles", ("user.roles_withheld", "user.roles_kept"), ("withheld_roles", "kept_roles")),
        ("invitation", ("user.invited",), ("expires_at",)),
        ("expected_identity", ("user.auth_method_changed",), ("source",)),
        (
            "external_identities",
            ("user.identity_linked", "user.identity_renamed", "user.identity_unlinked"),
            ("identity_source", "subject", "login_name", "dn"),
        ),
        ("external_identities", ("login.failed", "login.directory_proved"), ("directory_message",)),
    )
    for action in actions
    for field in fields
}
"""Of which value of an account a changed field of an event tells, where it is not the value's own name."""

_READ: Requirement = ((Scope.USERS_READ,),)


def may_read(permissions: PermissionSet, name: str) -> bool:
    """Whether a caller may read this value of other accounts: so also search by it and see it change."""
    return permissions.allows(f"User.{camel_case(name)}", FIELDS.get(name, _READ))


def may_see_change(permissions: PermissionSet, action: str, field: str) -> bool:
    """Whether a reader of the audit trail may see this field of an event about an account.

    The trail's own scope stands in for reading accounts; what more a value asks for, and what is denied, holds too.
    """
    name = TELLS.get((action, field), field)
    return permissions.allows(f"User.{camel_case(name)}", FIELDS.get(name, ((),)))


def camel_case(name: str) -> str:
    """A Python name as the schema spells it."""
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)
