"""Pure: what directories' accounts hold after their next sign-in, by the groups that they were last seen in.

A sign-in asks ``decide_roles`` about one person; here it is asked about everybody, once for each set of groups and
names that makes a difference.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

import orjson

from auth.policies.rules import Person, PolicyFacts, ProfileRules, RolesDecision, decide_roles
from auth.roles.rules import RoleFacts
from auth.settings.pages import PolicyResolution
from models.ldap_profile import RolesFollow
from models.policy import PolicyType


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Everything that decides which roles directories give.

    Attributes:
        profiles: By their ids.
    """

    policies: Sequence[PolicyFacts]
    profiles: Mapping[UUID, ProfileRules]
    resolution: PolicyResolution


@dataclass(frozen=True, slots=True)
class DirectoryAccount:
    """An account that a directory checks.

    Attributes:
        profile_id: The directory.
        person: As it was when it was last seen; its groups are ``None`` where they are not known.
        own: Roles that it holds in other ways.
        given: Roles that directories gave it.
    """

    id: UUID
    username: str
    profile_id: UUID | None
    person: Person
    own: frozenset[UUID]
    given: frozenset[UUID]

    @property
    def held(self) -> frozenset[UUID]:
        """All roles that it holds."""
        return self.own | self.given


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a sign-in comes to.

    Attributes:
        given: Roles that the directory gives from then on.
        is_refused: Whether the sign-in is refused because nothing matches; then nothing changes.
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

    def outcome(self, account: DirectoryAccount) -> Outcome:
        """What the next sign-in of an account comes to; as ``auth.users.following`` does, but for seats."""
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


def fingerprint(rules: RuleSet, roles: Mapping[UUID, RoleFacts]) -> str:
    """Equal for rules and roles that come to the same; 64 hexadecimal digits."""
    text = orjson.dumps(
        [
            sorted(rules.policies, key=lambda policy: policy.position),
            sorted(rules.profiles.values(), key=lambda profile: profile.id),
            rules.resolution,
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
