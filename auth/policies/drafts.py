"""Policies as somebody wants them, and what is illegal about one. Pure."""

from dataclasses import dataclass
from uuid import UUID

from auth.errors import DomainError
from auth.policies.rules import canonical_dn
from auth.texts import canonical, check_line, check_note
from auth.unset import UNSET, Unset
from models.columns import KEY_LENGTH
from models.ldap_profile import DN_LENGTH
from models.policy import PolicyType

POSITION_MOST = 10_000
"""Last place that a policy can have."""

POLICIES_MOST = 1_000
"""Policies that an installation may have."""

ROLES_MOST = 50
"""Roles that one policy gives at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDraft:
    """A policy as somebody wants it.

    Attributes:
        value: The group's distinguished name, or the username.
        roles: Names of at least one.
        profile_id: The only directory it is about; ``None`` for all.
        position: Its place; ``None`` for the one behind all others.
    """

    type: PolicyType
    value: str
    roles: tuple[str, ...]
    profile_id: UUID | None = None
    position: int | None = None
    is_enabled: bool = True
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyChanges:
    """What somebody wants to be different about a policy."""

    type: PolicyType | Unset = UNSET
    value: str | Unset = UNSET
    roles: tuple[str, ...] | Unset = UNSET
    profile_id: UUID | Unset | None = UNSET
    position: int | Unset = UNSET
    is_enabled: bool | Unset = UNSET
    description: str | Unset = UNSET


def draft_problems(draft: PolicyDraft) -> list[DomainError]:
    """Everything illegal about the values of a policy but its roles, each error naming its field."""
    errors = _value_problems(draft) + check_note(draft.description, "description")
    if draft.position is not None and not 1 <= draft.position <= POSITION_MOST:
        errors.append(DomainError("OUT_OF_BOUNDS", f"A position is from 1 to {POSITION_MOST:,}.", "position"))
    if len(draft.roles) > ROLES_MOST:
        errors.append(DomainError("OUT_OF_BOUNDS", f"A policy gives at most {ROLES_MOST} roles.", "roles"))
    return errors


def value_key(draft: PolicyDraft) -> str:
    """The form in which a legal value is compared."""
    return (canonical_dn(draft.value) or "") if draft.type is PolicyType.GROUP else canonical(draft.value)


def _value_problems(draft: PolicyDraft) -> list[DomainError]:
    if draft.type is PolicyType.GROUP:
        errors = check_line(draft.value, "value", DN_LENGTH, least=1)
        if not errors and not value_key(draft):
            message = "This is no distinguished name (RFC 4514), such as cn=ops,ou=groups,dc=example,dc=com."
            errors.append(DomainError("DN_INVALID", message, "value"))
        return errors
    errors = check_line(draft.value, "value", KEY_LENGTH, least=1)
    if not errors and not value_key(draft):
        errors.append(DomainError("TOO_SHORT", "It must have a character that is no space.", "value"))
    return errors
