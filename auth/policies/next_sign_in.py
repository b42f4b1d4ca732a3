"""Pure: what accounts hold after their next sign-in by a directory or provider, by the groups they were last seen in.

A sign-in asks ``decide_roles`` or ``decide_mapped_roles`` about one person; here they are asked about everybody, once
for each set of groups and names that makes a difference.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

import orjson

from auth.policies.rules import Person, PolicyFacts, ProfileRules, RolesDecision, decide_roles
from auth.role_mappings.rules import (
    MappedRoles,
    MappingFacts,
    ProviderRules,
    decide_mapped_roles,
    matches_group,
)
from auth.roles.rules import RoleFacts
from auth.settings.pages import PolicyResolution
from models.ldap_profile import RolesFollow
from models.policy import PolicyType


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Everything that decides which roles directories and providers give.

    Attributes:
        profiles: By their ids; so are ``providers``.
    """

    policies: Sequence[PolicyFacts]
    profiles: Mapping[UUID, ProfileRules]
    resolution: PolicyResolution
    mappings: Sequence[MappingFacts] = ()
    providers: Mapping[UUID, ProviderRules] = field(default_factory=dict[UUID, ProviderRules])


@dataclass(frozen=True, slots=True)
class LinkedProvider:
    """A provider by which somebody signs in.

    Attributes:
        groups: In which they were last seen there; ``None`` where that is not known.
        given: Roles that it gave them.
        email_domain: Of the address that they last had there; ``None`` where that is not known.
        is_only_way: Whether the account is entered in no other way.
    """

    id: UUID
    groups: frozenset[str] | None
    given: frozenset[UUID]
    is_only_way: bool
    email_domain: str | None = None


@dataclass(frozen=True, slots=True)
class SourcedAccount:
    """An account whose roles a directory or providers decide about.

    Attributes:
        profile_id: The directory; ``None`` where there is none.
        person: As the directory last saw it; its groups are ``None`` where they are not known.
        own: Roles that it holds in other ways.
        given: Roles that directories and providers gave it.
        providers: By which it signs in.
    """

    id: UUID
    username: str
    profile_id: UUID | None
    person: Person
    own: frozenset[UUID]
    given: frozenset[UUID]
    providers: tuple[LinkedProvider, ...] = ()

    @property
    def held(self) -> frozenset[UUID]:
        """All roles that it holds."""
        return self.own | self.given


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a sign-in comes to; for who signs in by several providers, one by each.

    Attributes:
        given: Roles that the directory or providers give from then on.
        is_refused: Whether there is no sign-in because nothing matches; then nothing changes.
        is_known: Whether that can be told now: the groups are known.
    """

    given: frozenset[UUID]
    is_refused: bool = False
    is_known: bool = True


class NextSignIns:
    """What sign-ins under one set of rules come to."""

    def __init__(self, rules: RuleSet) -> None:
        """Remembers what it decided as long as it lives."""
        self._rules = rules
        self._by_name = _by_key(rules, PolicyType.USER)
        self._by_group = _by_key(rules, PolicyType.GROUP)
        managers = {each.manage_group_key for each in rules.profiles.values() if each.manage_group_key}
        self._names, self._groups = frozenset(self._by_name), frozenset(self._by_group) | managers
        self._decided: dict[tuple[UUID, Person], RolesDecision] = {}
        self._mapped = _Mapped(rules)

    def outcome(self, account: SourcedAccount) -> Outcome:
        """What the next sign-in of an account comes to; as ``auth.users.following`` does, but for seats."""
        return self._by_providers(account) if account.providers else self._by_directory(account)

    def _by_providers(self, account: SourcedAccount) -> Outcome:
        found = [(each, self._mapped.outcome(each)) for each in account.providers]
        given = account.given.difference(*(each.given for each, _ in found))
        return Outcome(
            given.union(*(outcome.given for _, outcome in found)),
            is_refused=any(each.is_only_way and outcome.is_refused for each, outcome in found),
            is_known=all(outcome.is_known for _, outcome in found),
        )

    def _by_directory(self, account: SourcedAccount) -> Outcome:
        profile = self._rules.profiles.get(account.profile_id) if account.profile_id else None
        if profile is None:
            return Outcome(account.given)
        decision = self._decide(profile, account.person)
        if decision.keeps:
            return Outcome(account.given, is_known=False)
        if decision.is_refused:
            return Outcome(account.given, is_refused=True)
        if profile.follow is not RolesFollow.EACH_LOGIN:
            return Outcome(account.given)
        return Outcome(frozenset(owned.role.id for owned in decision.roles))

    def _decide(self, profile: ProfileRules, person: Person) -> RolesDecision:
        """One decision for all who have what makes a difference in common.

        Policies that are about none of it decide nothing, so they are left out.
        """
        groups = None if person.group_keys is None else person.group_keys & self._groups
        alike = Person(person.names & self._names, groups)
        if (profile.id, alike) not in self._decided:
            matching = [policy for name in alike.names for policy in self._by_name[name]]
            matching += [policy for group in groups or () for policy in self._by_group.get(group, ())]
            self._decided[profile.id, alike] = decide_roles(alike, profile, matching, self._rules.resolution)
        return self._decided[profile.id, alike]


class _Mapped:
    """What sign-ins by providers come to."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules
        self._mappings: dict[UUID, list[MappingFacts]] = {}
        for mapping in rules.mappings:
            self._mappings.setdefault(mapping.provider_id, []).append(mapping)
        self._counts: dict[tuple[UUID, str], bool] = {}
        self._decided: dict[tuple[UUID, frozenset[str] | None], MappedRoles] = {}

    def outcome(self, linked: LinkedProvider) -> Outcome:
        provider = self._rules.providers.get(linked.id)
        if provider is None:
            return Outcome(linked.given)
        if _is_elsewhere(provider, linked):
            return Outcome(linked.given, is_refused=True)
        if linked.groups is None:
            return Outcome(linked.given, is_known=False)
        decision = self._decide(provider, linked.groups)
        is_shut_out = provider.required_group is not None and provider.required_group not in linked.groups
        if decision.is_refused or is_shut_out:
            return Outcome(linked.given, is_refused=True)
        if provider.follow is not RolesFollow.EACH_LOGIN:
            return Outcome(linked.given)
        return Outcome(frozenset(owned.role.id for owned in decision.roles))

    def _decide(self, provider: ProviderRules, groups: frozenset[str]) -> MappedRoles:
        """One decision for all whose groups differ in none that a mapping is about."""
        alike = frozenset(group for group in groups if self._is_mapped(provider.id, group))
        if (provider.id, alike) not in self._decided:
            mappings = self._mappings.get(provider.id, [])
            self._decided[provider.id, alike] = decide_mapped_roles(alike, provider, mappings)
        return self._decided[provider.id, alike]

    def _is_mapped(self, provider_id: UUID, group: str) -> bool:
        """Many people share a group, so each is compared once."""
        if (provider_id, group) not in self._counts:
            mappings = self._mappings.get(provider_id, ())
            self._counts[provider_id, group] = any(matches_group(each.kind, each.value, group) for each in mappings)
        return self._counts[provider_id, group]


def _is_elsewhere(provider: ProviderRules, linked: LinkedProvider) -> bool:
    """Whether the address that somebody last had is in no domain that is let in. None at all is not judged."""
    domain = linked.email_domain
    return domain is not None and bool(provider.email_domains) and domain not in provider.email_domains


def fingerprint(rules: RuleSet, roles: Mapping[UUID, RoleFacts]) -> str:
    """Equal for rules and roles that come to the same; 64 hexadecimal digits."""
    text = orjson.dumps(
        [
            sorted(rules.policies, key=lambda policy: policy.position),
            sorted(rules.profiles.values(), key=lambda profile: profile.id),
            rules.resolution,
            sorted(rules.mappings, key=lambda mapping: mapping.id),
            sorted(rules.providers.values(), key=lambda provider: provider.id),
            [_spelled(roles[role_id]) for role_id in sorted(roles)],
        ],
        default=str,  # keys are of the database driver's own class
    )
    return sha256(text).hexdigest()


def _spelled(role: RoleFacts) -> list[object]:
    return [role.id, role.name, role.level, sorted(role.scopes), sorted(role.parents), role.licensed]


def _by_key(rules: RuleSet, kind: PolicyType) -> Mapping[str, list[PolicyFacts]]:
    found: dict[str, list[PolicyFacts]] = {}
    for policy in rules.policies:
        if policy.type is kind:
            found.setdefault(policy.value_key, []).append(policy)
    return found
