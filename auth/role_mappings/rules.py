"""Pure decisions about mappings: whom they are about, and which roles a provider gives somebody (REQUIREMENTS I3).

A sign-in, its simulation, the test of a provider and the preview of a change all ask ``decide_mapped_roles``.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from auth.policies.rules import OwnedRole, RoleGiven
from auth.users.rules import mapping_rule, provider_rule
from models.identity_provider import GroupMatch
from models.ldap_profile import RolesFollow
from models.role import GrantSource

ANY = "*"
"""Stands in a pattern for any characters, also for none."""


@dataclass(frozen=True, slots=True)
class MappingFacts:
    """A mapping as it decides.

    Attributes:
        value: A group's name exactly as the provider spells it, or a pattern.
    """

    id: UUID
    provider_id: UUID
    kind: GroupMatch
    value: str
    role: RoleGiven
    is_enabled: bool


@dataclass(frozen=True, slots=True)
class ProviderRules:
    """What a provider says of roles.

    Attributes:
        default_role: What whoever is in no mapped group gets.
        refuses_unmatched: Whether they are refused instead.
        required_group: The group without which nobody signs in; it gives no role.
        email_domains: In one of which everybody's address is, in order; empty for all.
        follow: How often its accounts are given what is decided.
    """

    id: UUID
    name: str
    default_role: RoleGiven | None
    refuses_unmatched: bool
    required_group: str | None = None
    email_domains: tuple[str, ...] = ()
    follow: RolesFollow = RolesFollow.EACH_LOGIN


class MappingVerdict(StrEnum):
    """What became of one mapping.

    ``MATCHED`` gives its role; ``UNKNOWN``: the provider did not tell the groups.
    """

    MATCHED = "MATCHED"
    NOT_MATCHED = "NOT_MATCHED"
    OFF = "OFF"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class MappedRoles:
    """What somebody gets.

    Attributes:
        roles: All of them; one that several mappings give stands there with each. Where ``keeps``, of a first sign-in.
        is_refused: Whether the provider refuses who is in no mapped group. Where ``keeps``, a first sign-in.
        keeps: Whether everything stays as it was for whoever has an account, because the provider did not tell the
            groups.
        verdicts: Of every mapping of the provider, in the order in which they came.
    """

    roles: tuple[OwnedRole, ...]
    is_refused: bool
    keeps: bool
    verdicts: tuple[tuple[MappingFacts, MappingVerdict], ...]


def decide_mapped_roles(
    groups: Collection[str] | None, rules: ProviderRules, mappings: Sequence[MappingFacts]
) -> MappedRoles:
    """Which roles a provider gives somebody in these groups, by those of the ``mappings`` that are its own.

    All that match apply; where none does, the default role, or a refusal. Names of groups are compared character by
    character: whatever only looks alike is another group. No groups at all take everything; groups that were not told
    (``None``) leave everything as it was.
    """
    known = None if groups is None else frozenset(groups)
    own = [mapping for mapping in mappings if mapping.provider_id == rules.id]
    verdicts = tuple((mapping, _verdict(mapping, known)) for mapping in own)
    matching = [mapping for mapping, verdict in verdicts if verdict is MappingVerdict.MATCHED]
    if matching:
        given = tuple(_of_mapping(mapping, rules) for mapping in matching)
        return MappedRoles(given, is_refused=False, keeps=False, verdicts=verdicts)
    keeps = known is None
    if rules.refuses_unmatched:
        return MappedRoles((), is_refused=True, keeps=keeps, verdicts=verdicts)
    return MappedRoles(_default(rules), is_refused=False, keeps=keeps, verdicts=verdicts)


def matches_group(kind: GroupMatch, value: str, group: str) -> bool:
    """Whether a mapping's value is about a group of this name."""
    match kind:
        case GroupMatch.EXACT:
            return value == group
        case GroupMatch.GLOB:
            return matches_pattern(value, group)
        case _:
            assert_never(kind)


def matches_pattern(pattern: str, text: str) -> bool:
    """Whether the whole text fits the pattern; only ``*`` has a meaning, and case makes a difference."""
    return _fits(pattern.split(ANY), text)


def _fits(parts: Sequence[str], text: str) -> bool:
    """Whether a text is these parts, with anything between them.

    Each is looked for once, behind the one before it: the first place where it stands leaves the most for the others,
    so there is never anything to be tried again.
    """
    first, last = parts[0], parts[-1]
    if not (text.startswith(first) and text.endswith(last)):
        return False
    if len(parts) == 1:
        return text == first
    place, end = len(first), len(text) - len(last)
    for part in parts[1:-1]:
        found = text.find(part, place, end)
        if found < 0:
            return False
        place = found + len(part)
    return place <= end


def _verdict(mapping: MappingFacts, groups: frozenset[str] | None) -> MappingVerdict:
    if not mapping.is_enabled:
        return MappingVerdict.OFF
    if groups is None:
        return MappingVerdict.UNKNOWN
    return MappingVerdict.MATCHED if _is_in(mapping, groups) else MappingVerdict.NOT_MATCHED


def _is_in(mapping: MappingFacts, groups: frozenset[str]) -> bool:
    if mapping.kind is GroupMatch.EXACT:
        return mapping.value in groups
    parts = mapping.value.split(ANY)
    return any(_fits(parts, group) for group in groups)


def _default(rules: ProviderRules) -> tuple[OwnedRole, ...]:
    if rules.default_role is None:
        return ()
    return (OwnedRole(rules.default_role, GrantSource.PROVIDER, rules.id, provider_rule(rules.name)),)


def _of_mapping(mapping: MappingFacts, rules: ProviderRules) -> OwnedRole:
    return OwnedRole(mapping.role, GrantSource.MAPPING, mapping.id, mapping_rule(rules.name, mapping.value))
