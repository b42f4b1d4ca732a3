"""What comes in about role mappings."""

from typing import TypeVar

import orjson
import strawberry

from auth.idempotency import Idempotency
from auth.role_mappings.drafts import MappingChanges, MappingDraft
from auth.role_mappings.rows import MappingFilter
from auth.unset import UNSET, Unset
from resolvers.identity_providers.inputs import UpdateIdentityProviderInput
from resolvers.node import decode_id
from resolvers.permissions import plain, telling
from resolvers.role_mappings.enums import GroupMatch

T = TypeVar("T")


def _bound() -> str | None:
    """The field by which a change is bound to a preview."""
    return plain(
        "The fingerprint of a preview: the change is refused if policies, mappings, directories, providers or roles "
        "were changed since.",
        default=None,
    )


@strawberry.input(name="RoleMappingFilter", description="Which role mappings to list; everything given must hold.")
class RoleMappingFilterInput:
    """Becomes a ``MappingFilter``."""

    provider_id: strawberry.ID | None = telling("RoleMapping.providerId", "Of this identity provider.")
    kind: GroupMatch | None = telling("RoleMapping.kind", "That compare names of groups in this way.")
    role: str | None = telling("RoleMapping.role", "That give the role of this name.")
    is_enabled: bool | None = telling("RoleMapping.isEnabled", "Whether they count.")

    def wanted(self) -> MappingFilter:
        """For the query. Raises ``BadInput`` for an id that is none."""
        provider_id = None if self.provider_id is None else decode_id(self.provider_id, "idp", "filter.providerId")
        return MappingFilter(provider_id, self.kind, self.role, self.is_enabled)


@strawberry.input(description="A role mapping to make.")
class CreateRoleMappingInput:
    """Becomes a ``MappingDraft``."""

    provider_id: strawberry.ID = plain("The identity provider; at most 500 mappings are of one, 100 of them patterns.")
    kind: GroupMatch = plain("How names of groups are compared.", default=GroupMatch.EXACT)
    value: str = plain("The group's name, or a pattern with at most 10 stars; 1 to 1,000 characters.")
    role: str = plain("Name of the role; naming it is giving it.")
    is_enabled: bool = plain("Whether it counts.", default=True)
    description: str = plain("What it is for; at most 2,000 characters.", default="")
    preview_fingerprint: str | None = _bound()
    idempotency_key: str | None = plain("1 to 200 characters; repeating the call gives the same mapping.", default=None)

    def draft(self, place: str = "input") -> MappingDraft:
        """For the command. Raises ``BadInput`` for an id that is none."""
        return MappingDraft(
            provider_id=decode_id(self.provider_id, "idp", f"{place}.providerId"),
            kind=self.kind,
            value=self.value,
            role=self.role,
            is_enabled=self.is_enabled,
            description=self.description,
        )

    def idempotency(self) -> Idempotency | None:
        """The key with the input."""
        if self.idempotency_key is None:
            return None
        return Idempotency(self.idempotency_key, orjson.dumps(self.draft()).decode())


@strawberry.input(description="What is to be different about a role mapping; what is absent stays.")
class UpdateRoleMappingInput:
    """Becomes ``MappingChanges``."""

    id: strawberry.ID = plain("The mapping.")
    version: int | None = plain("The version that was read; a newer one refuses the change.", default=None)
    kind: strawberry.Maybe[GroupMatch] = plain("How names of groups are compared; goes with a value.", default=None)
    value: strawberry.Maybe[str] = plain("The group's name, or a pattern; 1 to 1,000 characters.", default=None)
    role: strawberry.Maybe[str] = plain("Name of the role; naming it is giving it.", default=None)
    is_enabled: strawberry.Maybe[bool] = plain("Whether it counts.", default=None)
    description: strawberry.Maybe[str] = plain("At most 2,000 characters.", default=None)
    preview_fingerprint: str | None = _bound()

    def changes(self) -> MappingChanges:
        """For the command."""
        return MappingChanges(
            kind=_given(self.kind),
            value=_given(self.value),
            role=_given(self.role),
            is_enabled=_given(self.is_enabled),
            description=_given(self.description),
        )


@strawberry.input(description="A role mapping to delete.")
class DeleteRoleMappingInput:
    """One."""

    id: strawberry.ID = plain("The mapping; what it gave is held until each account's next sign-in by a provider.")
    version: int | None = plain("The version that was read; a newer one refuses the deletion.", default=None)
    preview_fingerprint: str | None = _bound()


@strawberry.input(description="The change to look at: exactly one of these.", one_of=True)
class PreviewRoleMappingChangeInput:
    """One of."""

    create: strawberry.Maybe[CreateRoleMappingInput] = plain("A role mapping to make.", default=None)
    update: strawberry.Maybe[UpdateRoleMappingInput] = plain("A role mapping to change.", default=None)
    delete: strawberry.Maybe[DeleteRoleMappingInput] = plain("A role mapping to delete.", default=None)
    provider: strawberry.Maybe[UpdateIdentityProviderInput] = plain("An identity provider to change.", default=None)


def _given(value: strawberry.Maybe[T]) -> T | Unset:
    return value.value if value else UNSET
