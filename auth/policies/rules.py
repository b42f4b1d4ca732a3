"""Pure decisions about policies: whom they are about, and which roles a source gives somebody.

A sign-in, its simulation, the preview of a change and a comparison with a directory all ask ``decide_roles``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from auth.distinguished_names import rdns, written
from auth.settings.pages import PolicyResolution
from auth.users.rules import policy_rule, profile_rule
from models.ldap_profile import DN_LENGTH, RolesFollow
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
        follow: How often its accounts are given what is decided.
    """

    id: UUID
    name: str
    manage_role: RoleGiven | None
    manage_group_key: str | None
    user_role: RoleGiven | None
    refuses_unmatched: bool
    follow: RolesFollow = RolesFollow.EACH_LOGIN


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
    """What became of one policy.

    ``MATCHED`` gives its roles; ``SHADOWED`` is about the person, and another one decided; ``UNKNOWN`` is about a
    group, and the directory did not tell the groups.
    """

    MATCHED = "MATCHED"
    NOT_MATCHED = "NOT_MATCHED"
    SHADOWED = "SHADOWED"
    OFF = "OFF"
    OTHER_PROFILE = "OTHER_PROFILE"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class OwnedRole:
    """A role with who gives it: ``POLICY`` and the policy's id, or ``PROFILE`` and the profile's.

    Attributes:
        rule: What people are told of who gives it.
    """

    role: RoleGiven
    source: GrantSource
    owner_id: UUID
    rule: str


@dataclass(frozen=True, slots=True)
class RolesDecision:
    """What somebody gets.

    Attributes:
        roles: All of them; one that several policies give stands there with each. Where ``keeps``, of a first sign-in.
        is_refused: Whether the profile refuses who matches nothing. Where ``keeps``, a first sign-in.
        keeps: Whether everything stays as it was for whoever has an account, because the directory did not tell the
            groups.
        verdicts: Of every policy, in order of position.
    """

    roles: tuple[OwnedRole, ...]
    is_refused: bool
    keeps: bool
    verdicts: tuple[tuple[PolicyFacts, Verdict], ...]


def canonical_dn(text: str) -> str | None:
    """A distinguished name (RFC 4514) in the one form in which it is compared; ``None`` for what is none.

    Case, escapes, spaces that mean nothing, the order inside a step of several attributes and an attribute's other
    names and its OID make no difference. At most ``DN_LENGTH`` characters; the form has at most three times as many.
    The empty name, which is of the directory itself, names nobody and no group. Never raises.
    """
    if len(text) > DN_LENGTH:
        return None
    steps = rdns(text)
    form = written(steps) if steps else ""
    return form if 0 < len(form) <= 3 * DN_LENGTH else None


def decide_roles(
    person: Person, profile: ProfileRules, policies: Sequence[PolicyFacts], resolution: PolicyResolution
) -> RolesDecision:
    """Which roles a profile and the policies give somebody (REQUIREMENTS G2).

    Policies about the person decide alone where there are any; else those about their groups; else the profile: its
    manage role is for members of its group whom no policy is about. Where several policies of one kind match, the first
    by position decides, or all do, or, among those about groups, the one that gives the highest level.

    Where the directory did not tell the groups, ``keeps`` says that nothing changes for whoever has an account. What is
    decided beside it is for a first sign-in: what policies about the person give, or else the user role.
    """
    policies = sorted(policies, key=lambda policy: policy.position)
    seen = [(policy, _first_look(policy, person, profile)) for policy in policies]
    matching = [policy for policy, verdict in seen if verdict is Verdict.MATCHED]
    by_name = [policy for policy in matching if policy.type is PolicyType.USER]
    by_group = [policy for policy in matching if policy.type is PolicyType.GROUP]
    winners = _winners(by_name, resolution) or _winners(by_group, resolution)
    shadowed = {policy.id for policy in matching} - {policy.id for policy in winners}
    verdicts = tuple((policy, Verdict.SHADOWED if policy.id in shadowed else verdict) for policy, verdict in seen)
    keeps = person.group_keys is None
    if winners:
        roles = tuple(_of_policy(policy, role) for policy in winners for role in policy.roles)
        return RolesDecision(roles, is_refused=False, keeps=keeps, verdicts=verdicts)
    fallback, is_refused = _by_profile(person, profile)
    return RolesDecision(fallback, is_refused, keeps, verdicts)


def _first_look(policy: PolicyFacts, person: Person, profile: ProfileRules) -> Verdict:
    """What becomes of a policy where no other one decides."""
    if not policy.is_enabled:
        return Verdict.OFF
    if policy.profile_id not in {None, profile.id}:
        return Verdict.OTHER_PROFILE
    keys = _keys(person, policy.type)
    if keys is None:
        return Verdict.UNKNOWN
    return Verdict.MATCHED if policy.value_key in keys else Verdict.NOT_MATCHED


def _keys(person: Person, kind: PolicyType) -> frozenset[str] | None:
    """By what a policy of this kind recognises somebody."""
    match kind:
        case PolicyType.USER:
            return person.names
        case PolicyType.GROUP:
            return person.group_keys
        case _:
            assert_never(kind)


def _winners(matching: Sequence[PolicyFacts], resolution: PolicyResolution) -> Sequence[PolicyFacts]:
    """Which of the policies of one kind that are about somebody decide; by position."""
    match resolution:
        case PolicyResolution.ALL:
            return matching
        case PolicyResolution.HIGHEST_LEVEL if matching and matching[0].type is PolicyType.GROUP:
            return [max(matching, key=lambda policy: max((role.level for role in policy.roles), default=0))]
        case PolicyResolution.FIRST | PolicyResolution.HIGHEST_LEVEL:
            return matching[:1]
        case _:
            assert_never(resolution)


def _by_profile(person: Person, profile: ProfileRules) -> tuple[tuple[OwnedRole, ...], bool]:
    """What whoever no policy is about gets, and whether they are refused."""
    manages = profile.manage_group_key is not None and profile.manage_group_key in (person.group_keys or ())
    manage_role = profile.manage_role if manages else None
    if manage_role is None and profile.refuses_unmatched:
        return (), True
    role = manage_role or profile.user_role
    if role is None:
        return (), False
    rule = profile_rule(profile.name, manages=manage_role is not None, is_default=manage_role is None)
    return (OwnedRole(role, GrantSource.PROFILE, profile.id, rule),), False


def _of_policy(policy: PolicyFacts, role: RoleGiven) -> OwnedRole:
    return OwnedRole(role, GrantSource.POLICY, policy.id, policy_rule(policy.position, policy.value))
