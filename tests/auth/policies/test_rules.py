"""Which roles a profile and the policies give somebody: G2, every combination of what can match."""

from itertools import product
from uuid import UUID

import pytest

from auth.policies.rules import (
    Person,
    PolicyFacts,
    ProfileRules,
    RoleGiven,
    RolesDecision,
    Verdict,
    decide_roles,
)
from auth.settings.pages import PolicyResolution
from models.policy import PolicyType
from models.role import GrantSource

FIRST, ALL, HIGHEST = PolicyResolution.FIRST, PolicyResolution.ALL, PolicyResolution.HIGHEST_LEVEL
HERE, ELSEWHERE = UUID(int=100), UUID(int=101)
LOW, HIGH, MANAGE, USER = (RoleGiven(UUID(int=n), name, level) for n, name, level in (
    (1, "low", 1), (2, "high", 3), (3, "manage", 3), (4, "user", 1),
))  # fmt: skip
PROFILE = ProfileRules(HERE, "corp", MANAGE, "cn=managers", USER, refuses_unmatched=False)


def policy(
    position: int, value: str, *roles: RoleGiven, profile_id: UUID | None = None, is_enabled: bool = True
) -> PolicyFacts:
    type_ = PolicyType.GROUP if "=" in value else PolicyType.USER
    return PolicyFacts(UUID(int=1_000 + position), type_, value, value, profile_id, position, is_enabled, roles)


def person(*groups: str, name: str = "ada") -> Person:
    return Person(frozenset({name}), frozenset(groups))


def unknown(name: str = "ada") -> Person:
    return Person(frozenset({name}), None)


def given(decision: RolesDecision) -> list[tuple[str, int]]:
    """Names of roles with the position of the policy that gives each; 0 for the profile."""
    return [
        (owned.role.name, 0 if owned.source is GrantSource.PROFILE else owned.owner_id.int - 1_000)
        for owned in decision.roles
    ]


def verdicts(decision: RolesDecision) -> list[tuple[int, Verdict]]:
    return [(facts.position, verdict) for facts, verdict in decision.verdicts]


USERS = (policy(3, "ada", LOW), policy(7, "ada", HIGH))
GROUPS = (policy(1, "cn=a", LOW), policy(5, "cn=b", HIGH))

DECIDED = {
    # (resolution, user policies that match, groups that match, is a manager) -> what is given
    (FIRST, 0, 0, False): [("user", 0)],
    (FIRST, 0, 0, True): [("manage", 0)],
    (FIRST, 0, 1, False): [("low", 1)],
    (FIRST, 0, 2, True): [("low", 1)],
    (FIRST, 1, 0, True): [("low", 3)],
    (FIRST, 2, 2, True): [("low", 3)],
    (ALL, 0, 0, False): [("user", 0)],
    (ALL, 0, 0, True): [("manage", 0)],
    (ALL, 0, 1, False): [("low", 1)],
    (ALL, 0, 2, True): [("low", 1), ("high", 5)],
    (ALL, 1, 2, True): [("low", 3)],
    (ALL, 2, 2, False): [("low", 3), ("high", 7)],
    (HIGHEST, 0, 0, True): [("manage", 0)],
    (HIGHEST, 0, 1, False): [("low", 1)],
    (HIGHEST, 0, 2, True): [("high", 5)],
    (HIGHEST, 1, 2, True): [("low", 3)],
    (HIGHEST, 2, 2, False): [("low", 3)],
}


@pytest.mark.parametrize(("case", "expected"), DECIDED.items(), ids=[f"{c[0]}-{c[1]}-{c[2]}-{c[3]}" for c in DECIDED])
def test_user_policies_come_before_group_policies_and_those_before_the_profile(
    case: tuple[PolicyResolution, int, int, bool], expected: list[tuple[str, int]]
) -> None:
    resolution, users, groups, manages = case
    names = ("cn=a", "cn=b")[:groups] + (("cn=managers",) if manages else ())
    decision = decide_roles(person(*names), PROFILE, [*GROUPS, *USERS[:users]], resolution)
    assert given(decision) == expected
    assert (decision.is_refused, decision.keeps) == (False, False)


def test_the_order_in_which_policies_are_told_makes_no_difference() -> None:
    backwards = decide_roles(person("cn=a", "cn=b"), PROFILE, GROUPS[::-1], FIRST)
    assert given(backwards) == [("low", 1)]
    assert [facts.position for facts, _ in backwards.verdicts] == [1, 5]


@pytest.mark.parametrize("resolution", PolicyResolution)
def test_the_first_of_equal_levels_is_the_first_by_position(resolution: PolicyResolution) -> None:
    equal = [policy(2, "cn=b", HIGH), policy(1, "cn=a", LOW, HIGH)]
    expected = [("low", 1), ("high", 1)]
    assert given(decide_roles(person("cn=a", "cn=b"), PROFILE, equal, resolution))[:2] == expected


def test_a_role_that_two_policies_give_stands_with_both() -> None:
    both = [policy(1, "cn=a", LOW), policy(2, "cn=b", LOW)]
    assert given(decide_roles(person("cn=a", "cn=b"), PROFILE, both, ALL)) == [("low", 1), ("low", 2)]


def test_each_policy_is_told_what_became_of_it() -> None:
    policies = [
        policy(1, "cn=a", LOW),
        policy(2, "cn=b", LOW),
        policy(3, "cn=c", LOW),
        policy(4, "cn=a", LOW, is_enabled=False),
        policy(5, "cn=a", LOW, profile_id=ELSEWHERE),
        policy(6, "cn=a", HIGH, profile_id=HERE),
        policy(7, "grace", HIGH),
    ]
    assert verdicts(decide_roles(person("cn=a", "cn=b"), PROFILE, policies, FIRST)) == [
        (1, Verdict.MATCHED),
        (2, Verdict.SHADOWED),
        (3, Verdict.NOT_MATCHED),
        (4, Verdict.OFF),
        (5, Verdict.OTHER_PROFILE),
        (6, Verdict.SHADOWED),
        (7, Verdict.NOT_MATCHED),
    ]


def test_group_policies_are_shadowed_by_a_user_policy() -> None:
    decision = decide_roles(person("cn=a"), PROFILE, [GROUPS[0], USERS[0]], ALL)
    assert verdicts(decision) == [(1, Verdict.SHADOWED), (3, Verdict.MATCHED)]


def test_any_of_somebodys_names_will_do() -> None:
    two = Person(frozenset({"ada", "a.lovelace"}), frozenset())
    assert given(decide_roles(two, PROFILE, [policy(1, "a.lovelace", HIGH)], FIRST)) == [("high", 1)]


@pytest.mark.parametrize(
    ("manages", "manage_role", "group", "user_role", "refuses"),
    [
        pytest.param(*case, id="-".join(str(bool(part)) for part in case))
        for case in product([False, True], [None, MANAGE], [None, "cn=managers"], [None, USER], [False, True])
    ],
)
def test_what_the_profile_says_where_no_policy_matches(
    manages: bool,  # noqa: FBT001 — a case of the table
    manage_role: RoleGiven | None,
    group: str | None,
    user_role: RoleGiven | None,
    refuses: bool,  # noqa: FBT001 — a case of the table
) -> None:
    profile = ProfileRules(HERE, "corp", manage_role, group, user_role, refuses)
    decision = decide_roles(person(*(["cn=managers"] if manages else [])), profile, [policy(1, "cn=x", HIGH)], FIRST)
    if manages and manage_role and group:
        assert (given(decision), decision.is_refused) == ([("manage", 0)], False)
    elif refuses:
        assert (given(decision), decision.is_refused) == ([], True)
    else:
        assert (given(decision), decision.is_refused) == ([("user", 0)] if user_role else [], False)
    assert decision.keeps is False


def test_who_matches_a_policy_is_not_refused() -> None:
    strict = ProfileRules(HERE, "corp", None, None, None, refuses_unmatched=True)
    decision = decide_roles(person("cn=a"), strict, GROUPS, FIRST)
    assert (given(decision), decision.is_refused) == ([("low", 1)], False)


@pytest.mark.parametrize("resolution", PolicyResolution)
def test_where_the_groups_are_not_told_everything_stays(resolution: PolicyResolution) -> None:
    decision = decide_roles(unknown(), PROFILE, GROUPS, resolution)
    assert decision.keeps
    assert verdicts(decision) == [(1, Verdict.UNKNOWN), (5, Verdict.UNKNOWN)]


def test_a_first_sign_in_without_groups_gets_user_policies_or_the_user_role_only() -> None:
    strict = ProfileRules(HERE, "corp", MANAGE, "cn=managers", USER, refuses_unmatched=True)
    assert given(decide_roles(unknown(), PROFILE, [*GROUPS, *USERS], FIRST)) == [("low", 3)]
    assert given(decide_roles(unknown(), PROFILE, GROUPS, FIRST)) == [("user", 0)]
    refused = decide_roles(unknown(), strict, GROUPS, FIRST)
    assert (given(refused), refused.is_refused, refused.keeps) == ([], True, True)


def test_no_groups_are_not_unknown_groups() -> None:
    decision = decide_roles(person(), PROFILE, GROUPS, FIRST)
    assert (given(decision), decision.keeps) == ([("user", 0)], False)
