"""Which rule decides, and that an explanation never disagrees with the enforcement."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.access.rules import (
    AccessRule,
    AccessRuleKind,
    access_of,
    explain_coordinate,
    explain_scope,
    in_force,
    registration_problems,
)
from auth.permissions import Requirement, decide

NOW = datetime(2026, 11, 21, tzinfo=UTC)
DENY, GRANT, ROLE = AccessRuleKind.ACCOUNT_DENY, AccessRuleKind.ACCOUNT_GRANT, AccessRuleKind.ROLE_SCOPE
HIDE, SHOW = AccessRuleKind.ROLE_FIELD_DENY, AccessRuleKind.ROLE_FIELD_ALLOW
SCOPES = ("users:read", "users:write", "audit:read")
COORDINATES = ("User.email", "User.phone")


@pytest.mark.parametrize(
    ("kinds", "allowed", "deciding"),
    [
        ((), False, ()),
        ((ROLE,), True, (ROLE,)),
        ((GRANT,), True, (GRANT,)),
        ((GRANT, ROLE), True, (GRANT,)),
        ((DENY, ROLE), False, (DENY,)),
        ((DENY, GRANT, ROLE), False, (DENY,)),
        ((ROLE, ROLE), True, (ROLE, ROLE)),
    ],
)
def test_an_account_deny_beats_a_grant_beats_a_role(
    kinds: tuple[AccessRuleKind, ...], allowed: object, deciding: tuple[AccessRuleKind, ...]
) -> None:
    rules = [AccessRule(kind, "users:read") for kind in kinds]
    explained = explain_scope("users:read", rules)
    assert explained.allowed is allowed
    assert tuple(rule.kind for rule in explained.deciding) == deciding
    assert len(explained.losing) == len(kinds) - len(deciding)
    assert explained.missing == (() if allowed else ("users:read",))


@pytest.mark.parametrize(
    ("fields", "scope", "allowed", "first"),
    [
        ((), ROLE, True, ROLE),
        ((HIDE,), ROLE, False, HIDE),
        ((HIDE,), GRANT, False, HIDE),
        ((HIDE, SHOW), ROLE, True, ROLE),
        ((SHOW,), ROLE, True, ROLE),
        ((SHOW,), DENY, False, DENY),
        ((HIDE,), DENY, False, DENY),
    ],
)
def test_a_role_field_deny_stands_between_the_account_deny_and_the_account_grant(
    fields: tuple[AccessRuleKind, ...], scope: AccessRuleKind, allowed: object, first: AccessRuleKind
) -> None:
    rules = [AccessRule(scope, "users:read"), *(AccessRule(kind, "User.email") for kind in fields)]
    explained = explain_coordinate("User.email", (("users:read",),), rules)
    assert (explained.allowed, explained.deciding[0].kind) == (allowed, first)


def test_a_field_allow_never_replaces_a_scope() -> None:
    explained = explain_coordinate("User.email", (("users:read",),), [AccessRule(SHOW, "User.email")])
    assert not explained.allowed
    assert explained.missing == ("users:read",)


def test_an_override_counts_until_its_end_and_not_at_it() -> None:
    ending = AccessRule(GRANT, "users:read", ends_at=NOW)
    assert in_force([ending], NOW - timedelta(seconds=1)) == (ending,)
    assert in_force([ending], NOW) == ()


RULES = st.lists(
    st.one_of(
        st.builds(AccessRule, st.sampled_from([DENY, GRANT, ROLE]), st.sampled_from(SCOPES)),
        st.builds(AccessRule, st.sampled_from([HIDE, SHOW]), st.sampled_from(COORDINATES)),
    ),
    max_size=8,
)
REQUIREMENTS = st.lists(
    st.lists(st.sampled_from(SCOPES), unique=True, max_size=2).map(tuple), min_size=1, max_size=3
).map(tuple)


@given(RULES, st.sampled_from(SCOPES))
def test_an_explained_scope_is_what_is_enforced(rules: list[AccessRule], scope: str) -> None:
    assert explain_scope(scope, rules).allowed == decide(access_of(rules)).holds(scope)


@given(RULES, st.sampled_from(COORDINATES), REQUIREMENTS)
def test_an_explained_coordinate_is_what_is_enforced(
    rules: list[AccessRule], coordinate: str, requirement: Requirement
) -> None:
    explained = explain_coordinate(coordinate, requirement, rules)
    assert explained.allowed == decide(access_of(rules)).allows(coordinate, requirement)


@given(RULES, st.sampled_from(SCOPES))
def test_every_rule_about_a_scope_either_decides_or_loses(rules: list[AccessRule], scope: str) -> None:
    explained = explain_scope(scope, rules)
    spoken = [rule for rule in rules if rule.subject == scope]
    assert sorted(map(repr, (*explained.deciding, *explained.losing))) == sorted(map(repr, spoken))


@pytest.mark.parametrize(
    ("namespace", "names", "expected"),
    [
        ("acme", ["acme:reports.read"], []),
        ("acme", ["other:x", "acme:"], [("SCOPE_FOREIGN", "scopes.0.name"), ("SCOPE_INVALID", "scopes.1.name")]),
        ("users", ["users:read"], [("NAMESPACE_RESERVED", "namespace")]),
        ("gatehouse", [], [("NAMESPACE_RESERVED", "namespace")]),
        ("A", ["A:x"], [("NAMESPACE_INVALID", "namespace")]),
        ("acme", ["acme:a,b"], [("SCOPE_INVALID", "scopes.0.name")]),
        ("acme", ["acme:" + "a" * 101], [("SCOPE_INVALID", "scopes.0.name")]),
        ("acme", ["acme:*"], [("SCOPE_INVALID", "scopes.0.name")]),
    ],
)
def test_a_product_registers_scopes_of_its_own_namespace_only(
    namespace: str, names: list[str], expected: list[tuple[str, str]]
) -> None:
    assert [(error.code, error.field) for error in registration_problems(namespace, names)] == expected
