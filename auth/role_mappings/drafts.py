"""Mappings as somebody wants them, and what is illegal about one. Pure."""

from dataclasses import dataclass
from uuid import UUID

from auth.errors import DomainError
from auth.role_mappings.rules import ANY
from auth.texts import check_line, check_note
from auth.unset import UNSET, Unset
from models.identity_provider import GROUP_LENGTH, GroupMatch

MAPPINGS_MOST = 500
"""Mappings that a provider may have."""

PATTERNS_MOST = 100
"""How many of them may be patterns: each is compared with every group of whoever signs in."""

STARS_MOST = 10
"""Stars in a pattern."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingDraft:
    """A mapping as somebody wants it.

    Attributes:
        value: A group's name exactly as the provider spells it, or a pattern.
        role: Name of the role.
    """

    provider_id: UUID
    kind: GroupMatch
    value: str
    role: str
    is_enabled: bool = True
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingChanges:
    """What somebody wants to be different about a mapping; its provider stays."""

    kind: GroupMatch | Unset = UNSET
    value: str | Unset = UNSET
    role: str | Unset = UNSET
    is_enabled: bool | Unset = UNSET
    description: str | Unset = UNSET


def draft_problems(draft: MappingDraft) -> list[DomainError]:
    """Everything illegal about the values of a mapping but its role, each error naming its field."""
    return _value_problems(draft) + check_note(draft.description, "description")


def _value_problems(draft: MappingDraft) -> list[DomainError]:
    errors = check_line(draft.value, "value", GROUP_LENGTH, least=1)
    if not errors and not draft.value.strip():
        errors.append(DomainError("TOO_SHORT", "It must have a character that is no space.", "value"))
    if draft.kind is GroupMatch.GLOB and draft.value.count(ANY) > STARS_MOST:
        errors.append(DomainError("OUT_OF_BOUNDS", f"A pattern has at most {STARS_MOST} stars.", "value"))
    return errors
