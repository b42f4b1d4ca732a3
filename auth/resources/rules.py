"""Pure decisions about resources: are they named legally, and which grants does a group bring to whom."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from auth.errors import DomainError
from auth.texts import check_line

TYPE_NAME = re.compile(r"[a-z][a-z0-9_.:-]{0,49}")


@dataclass(frozen=True, slots=True)
class ResourceDraft:
    """A resource as the product registers it.

    Attributes:
        type: 1 to 50 of a-z, 0-9, ``_.:-``; begins with a letter.
        external_id: The product's own id, 1 to 200 characters.
        label: What people call it, 1 to 200 characters.
        owner_id: The account that owns it; ``None`` for nobody, or for whoever does already.
    """

    type: str
    external_id: str
    label: str
    owner_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class GroupGrant:
    """What a group brings: one resource, or every resource of the type (``resource_id`` is ``None``)."""

    group_id: UUID
    type: str
    resource_id: UUID | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A grant that a member of a group is to receive."""

    user_id: UUID
    group_id: UUID
    type: str
    resource_id: UUID
    reason: str | None


def type_problems(name: str, field: str = "type") -> list[DomainError]:
    """Whether a type is named legally."""
    if TYPE_NAME.fullmatch(name):
        return []
    rule = "A type has 1 to 50 of a-z, 0-9, '_', '.', ':' and '-', and begins with a letter."
    return [DomainError("TYPE_INVALID", rule, field)]


def draft_problems(draft: ResourceDraft) -> list[DomainError]:
    """Everything illegal about a resource, each error naming its field."""
    errors = type_problems(draft.type)
    errors += check_line(draft.external_id, "id", least=1)
    return errors + check_line(draft.label, "label", least=1)


def grants_due(
    users: Collection[UUID],
    grants: Iterable[GroupGrant],
    present: Mapping[str, Collection[UUID]],
    live: Collection[tuple[UUID, UUID, UUID]],
) -> list[Due]:
    """What these accounts receive by the grants of their groups, each resource once for each group.

    Args:
        users: Members of every group in ``grants``.
        grants: What the groups bring.
        present: Every resource of each type that is granted whole.
        live: Grants that are not revoked, as (user, group, resource); nobody is given one twice.
    """
    due: dict[tuple[UUID, UUID, UUID], Due] = {}
    for grant in grants:
        resources = present.get(grant.type, ()) if grant.resource_id is None else (grant.resource_id,)
        for resource_id in resources:
            for user_id in users:
                place = (user_id, grant.group_id, resource_id)
                if place not in live:
                    due.setdefault(place, Due(user_id, grant.group_id, grant.type, resource_id, grant.reason))
    return list(due.values())
