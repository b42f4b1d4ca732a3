"""Pure decisions about groups: are the values legal."""

from dataclasses import dataclass

from auth.errors import DomainError
from auth.texts import canonical, check_line, check_note
from auth.unset import UNSET, Unset

NAME_LENGTH = 100
KEY_LENGTH = 400
MEMBERS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class GroupDraft:
    """A group as somebody wants it.

    Attributes:
        name: 1 to 100 characters, unique without regard to case.
        is_default: Whether new accounts join it by themselves.
    """

    name: str
    description: str = ""
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class GroupChanges:
    """What somebody wants to be different about a group."""

    name: str | Unset = UNSET
    description: str | Unset = UNSET
    is_default: bool | Unset = UNSET


def draft_problems(draft: GroupDraft) -> list[DomainError]:
    """Everything illegal about a group, each error naming its field."""
    errors = check_line(draft.name, "name", NAME_LENGTH, least=1) + check_note(draft.description, "description")
    if draft.name != draft.name.strip():
        errors.append(DomainError("NAME_INVALID", "A group's name neither begins nor ends with a space.", "name"))
    if len(draft.name) <= NAME_LENGTH and len(canonical(draft.name)) > KEY_LENGTH:
        errors.append(DomainError("TOO_LONG", "It is made of characters that stand for too many others.", "name"))
    return errors


def members_problems(count: int) -> list[DomainError]:
    """Whether one call may speak of so many members."""
    if 1 <= count <= MEMBERS_AT_ONCE:
        return []
    return [DomainError("OUT_OF_BOUNDS", f"One call names from 1 to {MEMBERS_AT_ONCE:,} accounts.", "user_ids")]
