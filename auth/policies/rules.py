"""Pure decisions about policies: whom they are about, and which roles a source gives somebody.

A sign-in, its simulation, the preview of a change and a comparison with a directory all ask ``decide_roles``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from auth.settings.pages import PolicyResolution
from models.policy import PolicyType
from models.role import GrantSource


@dataclass(frozen=True, slots=True)
class RoleGiven:
    """A role that a policy or profile gives."""

    id: UUID
    name: str
    level: int


@dataclass(frozen=True, slots=True)
class PolicyFacts:
    """A policy as it decides.

    Attributes:
        value_key: A group's DN as ``canonical_dn`` has it, or a canonical username.
        profile_id: The only profile it is about; ``None`` for all.
    """

    id: UUID
    type: PolicyType
    value: str
    value_key: str
    profile_id: UUID | None
    position: int
    is_enabled: bool
    roles: tuple[RoleGiven, ...]


@dataclass(frozen=True, slots=True)
class ProfileRules:
    """What a profile says of roles.

    Attributes:
        manage_group_key: DN of the group whose members get ``manage_role``; without one nobody does.
        user_role: What whoever matches nothing gets.
        refuses_unmatched: Whether they are refused instead.
    """

    id: UUID
    name: str
    manage_role: RoleGiven | None
    manage_group_key: str | None
    user_role: RoleGiven | None
    refuses_unmatched: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Whom it is about.

    Attributes:
        names: Canonical: the name in the directory, and the username here where there is an account.
        group_keys: Canonical DNs of all groups; ``None`` where the directory did not tell.
    """

    names: frozenset[str]
    group_keys: frozenset[str] | None


class Verdict(StrEnum):
    """What became of one policy."""

    MATCHED = "MATCHED"
    NOT_MATCHED = "NOT_MATCHED"
    SHADOWED = "SHADOWED"
    OFF = "OFF"
    OTHER_PROFILE = "OTHER_PROFILE"


@dataclass(frozen=True, slots=True)
class OwnedRole:
    """A role with who gives it: ``POLICY`` and the policy's id, or ``PROFILE`` and the profile's."""

    role: RoleGiven
    source: GrantSource
    owner_id: UUID


@dataclass(frozen=True, slots=True)
class RolesDecision:
    """What somebody gets.

    Attributes:
        roles: All of them; empty where nothing is given, or nothing is known.
        is_refused: Whether the profile refuses who matches nothing.
        keeps: Whether everything stays as it was because the directory did not tell the groups.
        verdicts: Of every policy, in order of position.
    """

    roles: tuple[OwnedRole, ...]
    is_refused: bool
    keeps: bool
    verdicts: tuple[tuple[PolicyFacts, Verdict], ...]


def canonical_dn(text: str) -> str | None:
    """A distinguished name (RFC 4514) in the one form in which it is compared; ``None`` for what is none."""
    raise NotImplementedError


def decide_roles(
    person: Person, profile: ProfileRules, policies: Sequence[PolicyFacts], resolution: PolicyResolution
) -> RolesDecision:
    """Which roles a profile and the policies give somebody (REQUIREMENTS G2)."""
    raise NotImplementedError
