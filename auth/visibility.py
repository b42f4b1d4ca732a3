"""Which values of an account ask for more than reading accounts does.

The schema says the same of its output fields; a rule test holds the two together.
"""

from auth.permissions import PermissionSet, Requirement, Scope

CONTACT: Requirement = ((Scope.USERS_READ_CONTACT,),)
GROUPS: Requirement = ((Scope.GROUPS_READ,),)
RESOURCES: Requirement = ((Scope.RESOURCES_READ,),)
TOKENS: Requirement = ((Scope.TOKENS_READ,),)
FIELDS: dict[str, Requirement] = {
    "email": CONTACT,
    "email_verified": CONTACT,
    "expected_identity": CONTACT,
    "phone": CONTACT,
    "contact_note": CONTACT,
    "groups": GROUPS,
    "resource_grants": RESOURCES,
    "owned_resources": RESOURCES,
    "api_tokens": TOKENS,
}
"""Values by their Python name with what reading them needs."""

_READ: Requirement = ((Scope.USERS_READ,),)


def may_read(permissions: PermissionSet, name: str) -> bool:
    """Whether a caller may read this value of other accounts: so also search by it and see it change."""
    return permissions.allows(f"User.{camel_case(name)}", FIELDS.get(name, _READ))


def may_see_change(permissions: PermissionSet, name: str) -> bool:
    """Whether a reader of the audit trail may see this value of an account change.

    The trail's own scope stands in for reading accounts; what more a value asks for, and what is denied, holds too.
    """
    return permissions.allows(f"User.{camel_case(name)}", FIELDS.get(name, ((),)))


def camel_case(name: str) -> str:
    """A Python name as the schema spells it."""
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)
