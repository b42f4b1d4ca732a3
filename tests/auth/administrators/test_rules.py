"""Who counts as an administrator who can get in, and when a change would lock everybody out, by table."""

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from auth.administrators.rules import (
    MOST_NAMED,
    AdministratorFacts,
    AdministratorShortcoming,
    InName,
    WouldLockOut,
    in_name,
    lock_out,
    shortcoming,
    who_get_in,
)
from auth.permissions import ADMINISTRATOR, Access
from auth.sources.enforcement import PasswordUse
from auth.sources.rules import SourceState
from models.user import AuthMethod, UserKind, UserStatus

ALL = frozenset(str(scope) for scope in ADMINISTRATOR)
ONE = frozenset({"users:write"})
FIELD = frozenset({"User.email"})


def account(username: str = "ada", **facts: Any) -> AdministratorFacts:  # noqa: ANN401 — fields of the facts
    """An administrator by role who can get in, but for what is said otherwise."""
    names = {"role_scopes": ALL, "granted": (), "denied": (), "fields_denied": (), "fields_allowed": ()}
    access = Access(**{name: frozenset(facts.pop(name, default)) for name, default in names.items()})
    whole: dict[str, Any] = {
        "kind": UserKind.HUMAN,
        "status": UserStatus.ACTIVE,
        "is_locked": False,
        "method": AuthMethod.LOCAL,
        "has_password": True,
        **facts,
    }
    return AdministratorFacts(username=username, access=access, **whole)


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"role_scopes": (), "granted": ALL},
        {"role_scopes": ALL - ONE, "granted": ONE},
        {"ending": ONE},
        {"denied": {"audit:read"}},
        {"fields_denied": FIELD, "fields_allowed": FIELD},
    ],
    ids=["by role", "by grants", "by both", "a needless grant ends", "another scope is denied", "a denial is lifted"],
)
def test_whoever_may_for_good_and_can_sign_in_counts(facts: dict[str, Any]) -> None:
    assert shortcoming(account(**facts)) is None


@pytest.mark.parametrize(
    ("facts", "because"),
    [
        ({"status": UserStatus.INACTIVE}, "INACTIVE"),
        ({"is_locked": True}, "LOCKED"),
        ({"kind": UserKind.SERVICE}, "SERVICE_ACCOUNT"),
        ({"has_password": False}, "NO_PASSWORD"),
        ({"denied": ONE}, "SCOPE_DENIED"),
        ({"role_scopes": ALL - ONE, "granted": ONE, "denied": ONE}, "SCOPE_DENIED"),
        ({"role_scopes": ALL - ONE, "ending": ONE, "denied": ONE}, "SCOPE_DENIED"),
        ({"role_scopes": ALL - ONE}, "SCOPE_DENIED"),
        ({"role_scopes": ALL - ONE, "ending": ONE}, "TEMPORARY"),
        ({"role_scopes": (), "ending": ALL}, "TEMPORARY"),
        ({"fields_denied": FIELD}, "FIELDS_DENIED"),
        ({"fields_denied": FIELD, "fields_allowed": {"User.phone"}}, "FIELDS_DENIED"),
        ({"status": UserStatus.INACTIVE, "has_password": False, "denied": ONE}, "INACTIVE"),
        ({"has_password": False, "denied": ONE}, "NO_PASSWORD"),
    ],
)
def test_whoever_cannot_sign_in_or_may_not_for_good_does_not_count(facts: dict[str, Any], because: str) -> None:
    assert shortcoming(account(**facts)) is AdministratorShortcoming(because)


ADA, BEA, OFF = account("ada"), account("bea"), account("off", status=UserStatus.INACTIVE)
THERE = {"method": AuthMethod.OIDC, "has_password": False, "source": SourceState.ENABLED}
SHUT, GLASS = PasswordUse.SHUT, PasswordUse.BREAK_GLASS


@pytest.mark.parametrize(
    ("facts", "because"),
    [
        ({"password": SHUT}, "SSO_ENFORCED"),
        ({"password": SHUT, "has_password": False}, "SSO_ENFORCED"),
        ({"password": SHUT, "enrolled": True}, "SSO_ENFORCED"),
        ({"password": SHUT, "linked": True}, None),
        ({"password": GLASS}, "NO_SECOND_FACTOR"),
        ({"password": GLASS, "enrolled": True}, None),
        ({"password": GLASS, "enrolled": True, "has_password": False}, "NO_PASSWORD"),
        ({"password": GLASS, "linked": True}, None),
        ({"has_password": False, "linked": True}, None),
        ({"has_password": False, "linked": True, "is_locked": True}, "LOCKED"),
        (THERE, "NOT_LINKED"),
        ({**THERE, "linked": True}, None),
        ({**THERE, "linked": True, "password": SHUT}, None),
        ({**THERE, "linked": True, "source": SourceState.OFF}, "SOURCE_OFF"),
        ({**THERE, "linked": True, "source": SourceState.NONE}, "NO_SOURCE"),
        ({**THERE, "has_password": True, "password": GLASS, "enrolled": True}, "NOT_LINKED"),
        ({**THERE, "method": AuthMethod.LDAP}, None),
        ({**THERE, "method": AuthMethod.LDAP, "password": SHUT}, None),
    ],
    ids=str,
)
def test_providers_and_enforcement_decide_who_gets_in(facts: dict[str, Any], because: str | None) -> None:
    assert shortcoming(account(**facts)) == because


WAYS = {
    "method": list(AuthMethod),
    "has_password": [True, False],
    "source": list(SourceState),
    "password": list(PasswordUse),
    "enrolled": [True, False],
    "linked": [True, False],
}


def _restated(facts: dict[str, Any]) -> bool:
    """Whether somebody gets in, in other words."""
    if facts["method"] is AuthMethod.LDAP:
        return facts["source"] is SourceState.ENABLED
    if facts["method"] is AuthMethod.OIDC:
        return facts["source"] is SourceState.ENABLED and facts["linked"]
    with_password = facts["has_password"] and (
        facts["password"] is PasswordUse.FREE or (facts["password"] is GLASS and facts["enrolled"])
    )
    return facts["linked"] or with_password


def test_every_combination_of_ways_in_is_as_the_same_in_other_words() -> None:
    for values in product(*WAYS.values()):
        facts: dict[str, Any] = dict(zip(WAYS, values, strict=True))
        assert (shortcoming(account(**facts)) is None) is _restated(facts), facts


RESCUE = account("rescue", password=GLASS, enrolled=True)
BOSS = account("boss", **THERE, linked=True, password=SHUT)


@pytest.mark.parametrize(
    ("before", "after", "locks_out"),
    [
        pytest.param([BOSS, RESCUE], [BOSS], True, id="it is gone"),
        pytest.param([BOSS, RESCUE], [BOSS, replace(RESCUE, enrolled=False)], True, id="its factor is gone"),
        pytest.param([BOSS, RESCUE], [BOSS, replace(RESCUE, has_password=False, linked=True)], True, id="only linked"),
        pytest.param([BOSS, RESCUE], [BOSS, replace(RESCUE, password=SHUT)], True, id="exempt no more"),
        pytest.param([BOSS, RESCUE], [RESCUE], False, id="the other is gone"),
        pytest.param([BOSS, RESCUE], [BOSS, replace(RESCUE, username="second")], False, id="there is another"),
        pytest.param(
            [BOSS, RESCUE],
            [replace(BOSS, password=PasswordUse.FREE), replace(RESCUE, password=PasswordUse.FREE, enrolled=False)],
            False,
            id="nothing is enforced any more",
        ),
        pytest.param([BOSS], [BOSS], False, id="there was none before"),
        pytest.param([BOSS, replace(RESCUE, is_locked=True)], [BOSS], False, id="it did not get in before"),
        pytest.param([ADA, BOSS], [replace(ADA, password=SHUT), BOSS], False, id="it is enforced now"),
    ],
)
def test_while_enforced_one_gets_in_without_a_provider(
    before: list[AdministratorFacts], after: list[AdministratorFacts], *, locks_out: bool
) -> None:
    refusal = lock_out(before, after)
    assert (refusal is not None) is locks_out
    if refusal is not None:
        assert (refusal.code, refusal.before, "break-glass" in refusal.message) == ("WOULD_LOCK_OUT", ["rescue"], True)


@pytest.mark.parametrize("scope", sorted(ALL))
def test_each_of_the_three_scopes_is_needed(scope: str) -> None:
    assert shortcoming(account(role_scopes=ALL - {scope})) is AdministratorShortcoming.SCOPE_DENIED


@pytest.mark.parametrize(
    ("before", "after", "locks_out"),
    [
        ([ADA], [], True),
        ([ADA], [OFF], True),
        ([ADA, OFF], [OFF], True),
        ([ADA, BEA], [replace(ADA, has_password=False), replace(BEA, ending=ALL, access=Access())], True),
        ([ADA, BEA], [BEA], False),
        ([ADA], [BEA], False),
        ([ADA], [ADA], False),
        ([OFF], [], False),
        ([OFF], [ADA], False),
        ([], [], False),
        ([], [ADA], False),
    ],
)
def test_a_change_locks_out_that_leaves_nobody_of_those_who_could_get_in(
    before: list[AdministratorFacts], after: list[AdministratorFacts], *, locks_out: bool
) -> None:
    assert (lock_out(before, after) is not None) is locks_out


def test_the_refusal_names_who_could_get_in_and_who_would_hold_the_scopes_in_vain() -> None:
    refusal = lock_out([ADA, BEA, OFF], [OFF, account("tom", has_password=False)])
    assert isinstance(refusal, WouldLockOut)
    assert (refusal.code, refusal.field) == ("WOULD_LOCK_OUT", "")
    assert refusal.before == ["ada", "bea"]
    assert refusal.in_name == [
        InName("off", AdministratorShortcoming.INACTIVE),
        InName("tom", AdministratorShortcoming.NO_PASSWORD),
    ]


def test_a_refusal_names_a_bounded_number() -> None:
    many = [account(f"a{number}") for number in range(MOST_NAMED + 1)]
    refusal = lock_out(many, [replace(each, status=UserStatus.INACTIVE) for each in many])
    assert refusal is not None
    assert len(refusal.before) == len(refusal.in_name) == MOST_NAMED


def test_everybody_is_either_in_or_named_with_a_reason() -> None:
    assert who_get_in([ADA, OFF, BEA]) == ["ada", "bea"]
    assert [each.username for each in in_name([ADA, OFF, BEA])] == ["off"]
