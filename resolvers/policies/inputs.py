"""What comes in about policies."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

import orjson
import strawberry

from auth.idempotency import Idempotency
from auth.policies.drafts import PolicyChanges, PolicyDraft
from auth.policies.rows import PolicyFilter
from auth.settings.pages import PolicyResolution
from auth.unset import UNSET, Unset
from resolvers.ldap_profiles.inputs import UpdateLdapProfileInput
from resolvers.node import decode_id
from resolvers.permissions import plain, telling
from resolvers.policies.enums import PolicyType

T = TypeVar("T")


def _bound() -> str | None:
    """The field by which a change is bound to a preview."""
    return plain(
        "The fingerprint of a preview: the change is refused if policies, mappings, directories, providers or roles "
        "were changed since.",
        default=None,
    )


@strawberry.input(name="PolicyFilter", description="Which policies to list; everything given must hold.")
class PolicyFilterInput:
    """Becomes a ``PolicyFilter``."""

    type: PolicyType | None = telling("Policy.type", "About groups, or about single people.")
    profile_id: strawberry.ID | None = telling(
        "Policy.profileId", "That count for this directory profile: about it alone, or about all."
    )
    is_enabled: bool | None = telling("Policy.isEnabled", "Whether they count.")

    def wanted(self) -> PolicyFilter:
        """For the query. Raises ``BadInput`` for an id that is none."""
        profile_id = None if self.profile_id is None else decode_id(self.profile_id, "ldp", "filter.profileId")
        return PolicyFilter(self.type, profile_id, self.is_enabled)


@strawberry.input(description="A policy to make.")
class CreatePolicyInput:
    """Becomes a ``PolicyDraft``."""

    type: PolicyType = plain("Whom it is about.")
    value: str = plain("The group's distinguished name (RFC 4514), or the username; at most 1,000 or 320 characters.")
    roles: list[str] = plain("Names of 1 to 50 roles; naming one is giving it.")
    profile_id: strawberry.ID | None = plain("The only directory profile it is about; all if absent.", default=None)
    position: int | None = plain("1 to 10,000, of no other policy; behind all others if absent.", default=None)
    is_enabled: bool = plain("Whether it counts.", default=True)
    description: str = plain("What it is for; at most 2,000 characters.", default="")
    preview_fingerprint: str | None = _bound()
    idempotency_key: str | None = plain("1 to 200 characters; repeating the call gives the same policy.", default=None)

    def draft(self, place: str = "input") -> PolicyDraft:
        """For the command. Raises ``BadInput`` for an id that is none."""
        return PolicyDraft(
            type=self.type,
            value=self.value,
            roles=tuple(self.roles),
            profile_id=_profile_id(self.profile_id, place),
            position=self.position,
            is_enabled=self.is_enabled,
            description=self.description,
        )

    def idempotency(self) -> Idempotency | None:
        """The key with the input."""
        if self.idempotency_key is None:
            return None
        return Idempotency(self.idempotency_key, orjson.dumps(self.draft()).decode())


@strawberry.input(description="What is to be different about a policy; what is absent stays.")
class UpdatePolicyInput:
    """Becomes ``PolicyChanges``."""

    id: strawberry.ID = plain("The policy.")
    version: int | None = plain("The version that was read; a newer one refuses the change.", default=None)
    type: strawberry.Maybe[PolicyType] = plain("Whom it is about; goes with a value.", default=None)
    value: strawberry.Maybe[str] = plain("The group's distinguished name (RFC 4514), or the username.", default=None)
    roles: strawberry.Maybe[list[str]] = plain("Names of 1 to 50 roles, no more and no less.", default=None)
    profile_id: strawberry.Maybe[strawberry.ID | None] = plain(
        "The only directory profile it is about; null for all.", default=None
    )
    position: strawberry.Maybe[int] = plain("1 to 10,000, of no other policy.", default=None)
    is_enabled: strawberry.Maybe[bool] = plain("Whether it counts.", default=None)
    description: strawberry.Maybe[str] = plain("At most 2,000 characters.", default=None)
    preview_fingerprint: str | None = _bound()

    def changes(self, place: str = "input") -> PolicyChanges:
        """For the command. Raises ``BadInput`` for an id that is none."""
        roles, profile = _given(self.roles), _given(self.profile_id)
        return PolicyChanges(
            type=_given(self.type),
            value=_given(self.value),
            roles=UNSET if roles is UNSET else tuple(roles),
            profile_id=UNSET if profile is UNSET else _profile_id(profile, place),
            position=_given(self.position),
            is_enabled=_given(self.is_enabled),
            description=_given(self.description),
        )


@strawberry.input(description="A policy to delete.")
class DeletePolicyInput:
    """One."""

    id: strawberry.ID = plain("The policy; what it gave is held until each account's next sign-in.")
    version: int | None = plain("The version that was read; a newer one refuses the deletion.", default=None)
    preview_fingerprint: str | None = _bound()


@strawberry.input(description="The order of all policies.")
class ReorderPoliciesInput:
    """Names them."""

    ids: list[strawberry.ID] = plain("Every policy exactly once; the first gets position 1.")
    preview_fingerprint: str | None = _bound()

    def policy_ids(self, place: str = "input") -> Sequence[UUID]:
        """For the command. Raises ``BadInput`` for an id that is none."""
        return [decode_id(text, "pol", f"{place}.ids.{index}") for index, text in enumerate(self.ids)]


@strawberry.input(description="The change to look at: exactly one of these.", one_of=True)
class PreviewPolicyChangeInput:
    """One of."""

    create: strawberry.Maybe[CreatePolicyInput] = plain("A policy to make.", default=None)
    update: strawberry.Maybe[UpdatePolicyInput] = plain("A policy to change.", default=None)
    delete: strawberry.Maybe[DeletePolicyInput] = plain("A policy to delete.", default=None)
    reorder: strawberry.Maybe[ReorderPoliciesInput] = plain("Another order of all policies.", default=None)
    resolution: strawberry.Maybe[PolicyResolution] = plain(
        "Another way to decide between several policies (updateDirectorySettings).", default=None
    )
    profile: strawberry.Maybe[UpdateLdapProfileInput] = plain("A directory profile to change.", default=None)


def _given(value: strawberry.Maybe[T]) -> T | Unset:
    return value.value if value else UNSET


def _profile_id(text: strawberry.ID | None, place: str) -> UUID | None:
    return None if text is None else decode_id(text, "ldp", f"{place}.profileId")
