"""What proves a provider, and who can be a break-glass account, by table."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from auth.administrators.rules import AdministratorFacts
from auth.enforcement.rules import (
    MOST_BREAK_GLASS,
    PROVEN_FOR,
    Proof,
    break_glass_problem,
    is_last_way,
    number_problem,
    proof_problem,
)
from auth.permissions import ADMINISTRATOR, Access
from auth.sources.enforcement import PasswordUse
from auth.sources.rules import SourceState
from models.user import AuthMethod, UserKind, UserStatus

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LOCAL = AdministratorFacts(
    username="ada",
    kind=UserKind.HUMAN,
    status=UserStatus.ACTIVE,
    is_locked=False,
    method=AuthMethod.LOCAL,
    has_password=True,
    access=Access(role_scopes=frozenset(str(scope) for scope in ADMINISTRATOR)),
    enrolled=True,
)
THERE = replace(LOCAL, method=AuthMethod.OIDC, has_password=False, source=SourceState.ENABLED, linked=True)
PROOF = Proof(NOON, THERE, is_linked=True)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("proof", "now", "is_good"),
    [
        pytest.param(PROOF, NOON, True, id="now"),
        pytest.param(PROOF, NOON + PROVEN_FOR, True, id="fifteen minutes ago"),
        pytest.param(PROOF, NOON + PROVEN_FOR + SECOND, False, id="too long ago"),
        pytest.param(replace(PROOF, at=None), NOON, False, id="never"),
        pytest.param(replace(PROOF, by=None), NOON, False, id="by nobody who administers"),
        pytest.param(replace(PROOF, by=replace(THERE, status=UserStatus.INACTIVE)), NOON, False, id="inactive since"),
        pytest.param(replace(PROOF, by=replace(THERE, is_locked=True)), NOON, False, id="locked since"),
        pytest.param(replace(PROOF, by=replace(THERE, source=SourceState.OFF)), NOON, False, id="its source is off"),
        pytest.param(replace(PROOF, is_linked=False), NOON, False, id="unlinked since"),
        pytest.param(replace(PROOF, by=replace(LOCAL, linked=True)), NOON, True, id="a local account that is linked"),
    ],
)
def test_a_provider_is_proven_by_an_administrator_who_has_just_come_in(
    proof: Proof, now: datetime, *, is_good: bool
) -> None:
    problem = proof_problem(proof, now)
    assert (problem is None) is is_good
    assert problem is None or (problem.code, problem.field) == ("NOT_PROVEN", "provider")


@pytest.mark.parametrize(
    ("changes", "fits"),
    [
        pytest.param({}, True, id="local with both factors"),
        pytest.param({"password": PasswordUse.BREAK_GLASS}, True, id="it is one already"),
        pytest.param({"password": PasswordUse.SHUT}, True, id="of another enforcement none yet"),
        pytest.param({"enrolled": False}, False, id="no second factor"),
        pytest.param({"enrolled": False, "linked": True}, False, id="a link is no second factor"),
        pytest.param({"has_password": False}, False, id="no password"),
        pytest.param({"has_password": False, "linked": True}, False, id="a link is no password"),
        pytest.param({"method": AuthMethod.OIDC, "source": SourceState.ENABLED, "linked": True}, False, id="provider"),
        pytest.param({"method": AuthMethod.LDAP, "source": SourceState.ENABLED}, False, id="directory"),
        pytest.param({"status": UserStatus.INACTIVE}, False, id="inactive"),
        pytest.param({"is_locked": True}, False, id="locked"),
        pytest.param({"kind": UserKind.SERVICE}, False, id="a program"),
        pytest.param({"access": Access()}, False, id="no administrator"),
    ],
)
def test_a_break_glass_account_is_a_local_administrator_with_both_factors(
    changes: dict[str, Any], *, fits: bool
) -> None:
    problem = break_glass_problem(replace(LOCAL, **changes), "break_glass.0")
    assert (problem is None) is fits
    assert problem is None or (problem.code, problem.field) == ("UNFIT_BREAK_GLASS_ACCOUNT", "break_glass.0")


def test_nobody_who_is_no_administrator_can_be_one() -> None:
    assert break_glass_problem(None, "break_glass.0") is not None


@pytest.mark.parametrize(("count", "is_legal"), [(0, False), (1, True), (MOST_BREAK_GLASS, True), (11, False)])
def test_there_is_one_and_there_are_few(count: int, *, is_legal: bool) -> None:
    assert (number_problem(count) is None) is is_legal


@pytest.mark.parametrize(
    ("accounts", "is_last"),
    [
        pytest.param([], True, id="nobody"),
        pytest.param([LOCAL], True, id="a password"),
        pytest.param([replace(LOCAL, password=PasswordUse.BREAK_GLASS)], True, id="break-glass"),
        pytest.param([replace(LOCAL, linked=True)], False, id="a local account that is linked"),
        pytest.param([LOCAL, THERE], False, id="somebody there"),
        pytest.param([replace(THERE, source=SourceState.OFF)], True, id="their provider is off"),
        pytest.param([replace(THERE, method=AuthMethod.LDAP)], True, id="a directory is no provider"),
    ],
)
def test_the_last_way_by_a_provider_is_known(accounts: list[AdministratorFacts], *, is_last: bool) -> None:
    assert is_last_way(accounts) is is_last
