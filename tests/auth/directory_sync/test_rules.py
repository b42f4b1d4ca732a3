"""Pure decisions of a comparison."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from auth.directory_sync.rules import (
    Change,
    KnownPerson,
    LinkedAccount,
    SyncAction,
    SyncReason,
    change_of,
    differs,
    is_due,
    keeping_one,
    most_changes,
    touched,
)
from auth.sources.identity import ExternalIdentity
from models.user import AuthMethod
from tests.support.house import NOON

ASA, BOB, CYD = UUID(int=1), UUID(int=2), UUID(int=3)
GONE, DISABLED, RETURNED = SyncReason.GONE, SyncReason.DISABLED, SyncReason.RETURNED


@pytest.mark.parametrize(
    ("is_active", "off_by_sync", "there", "reason"),
    [
        (True, False, None, GONE),
        (True, True, None, GONE),
        (True, False, False, DISABLED),
        (True, True, False, DISABLED),
        (True, False, True, None),
        (True, True, True, None),
        (False, False, None, None),
        (False, True, None, None),
        (False, False, False, None),
        (False, True, False, None),
        (False, False, True, None),
        (False, True, True, RETURNED),
    ],
)
def test_what_becomes_of_an_account(
    is_active: bool,  # noqa: FBT001 — a table
    off_by_sync: bool,  # noqa: FBT001 — a table
    there: bool | None,  # noqa: FBT001 — a table
    reason: SyncReason | None,
) -> None:
    account = LinkedAccount(ASA, "asa", is_active, off_by_sync)
    change = change_of(account, {BOB: True} if there is None else {ASA: there, BOB: True})
    action = SyncAction.REACTIVATE if reason is RETURNED else SyncAction.DEACTIVATE
    assert change == (None if reason is None else Change(ASA, action, reason))


def going(*users: UUID) -> list[Change]:
    return [Change(user, SyncAction.DEACTIVATE, GONE) for user in users]


@pytest.mark.parametrize(
    ("administrators", "others", "kept"),
    [
        ([], False, set[UUID]()),
        ([ASA], False, {ASA}),
        ([ASA], True, set[UUID]()),
        ([ASA, BOB], False, {BOB}),
        ([ASA, BOB, UUID(int=9)], False, set[UUID]()),
    ],
    ids=["nobody is one", "the only one", "one of many", "the last of two", "one stays anyway"],
)
def test_the_last_administrator_is_kept(administrators: list[UUID], others: bool, kept: set[UUID]) -> None:  # noqa: FBT001 — a table
    decided = keeping_one(going(ASA, BOB, CYD), administrators, others=others)
    assert [change.user_id for change in decided] == [ASA, BOB, CYD]
    assert {change.user_id for change in decided if change.action is SyncAction.KEEP} == kept
    assert {change.reason for change in decided if change.action is SyncAction.KEEP} <= {SyncReason.LAST_ADMINISTRATOR}
    assert touched(decided) == 3 - len(kept)


def test_a_return_is_no_leaving() -> None:
    back = Change(ASA, SyncAction.REACTIVATE, RETURNED)
    assert keeping_one([back], [ASA], others=False) == [back]


@pytest.mark.parametrize(
    ("accounts", "percent", "most"),
    [(0, 10, 1), (1, 10, 1), (3, 10, 1), (19, 10, 1), (20, 10, 2), (10_000, 10, 1_000), (10_000, 0, 0), (3, 100, 3)],
)
def test_the_brake_lets_some_through_but_at_zero_percent(accounts: int, percent: int, most: int) -> None:
    assert most_changes(accounts, percent) == most


KNOWN = KnownPerson(ASA, "asa", "uid=asa", "asa@example.com", '[["cn=a",[]]]', "Åsa", "Ek")
TOLD = ExternalIdentity(
    UUID(int=7), AuthMethod.LDAP, "s", "asa", "uid=asa", "asa@example.com", first_name="Åsa", last_name="Ek"
)


@pytest.mark.parametrize(
    ("values", "groups", "differ"),
    [
        ({}, None, False),
        ({}, '[["cn=a",[]]]', False),
        ({}, "[]", True),
        ({"first_name": ""}, None, False),
        ({"first_name": "Asa"}, None, True),
        ({"last_name": "Al"}, None, True),
        ({"login_name": "ASA"}, None, True),
        ({"dn": "uid=asa,ou=x"}, None, True),
        ({"email": None}, None, True),
        ({"subject": "another"}, None, False),
        ({"is_disabled": True}, None, False),
    ],
    ids=str,
)
def test_what_the_directory_does_not_tell_is_no_difference(
    values: dict[str, Any],
    groups: str | None,
    differ: bool,  # noqa: FBT001 — a table
) -> None:
    assert differs(KNOWN, replace(TOLD, **values), groups) is differ


@pytest.mark.parametrize(
    ("ago", "interval", "due"), [(None, 60, True), (59, 60, False), (60, 60, True), (600, 0, False), (None, 0, False)]
)
def test_a_comparison_is_due_after_its_interval(ago: int | None, interval: int, due: bool) -> None:  # noqa: FBT001 — a table
    last = None if ago is None else NOON - timedelta(minutes=ago)
    assert is_due(last, interval, NOON) is due


def test_groups_are_the_same_in_any_order() -> None:
    known = replace(KNOWN, groups='[["cn=a",[]],["cn=b",["cn=a"]]]')
    assert not differs(known, TOLD, '[["cn=b",["cn=a"]],["cn=a",[]]]')
    assert differs(known, TOLD, '[["cn=b",[]],["cn=a",[]]]')
    assert differs(replace(KNOWN, groups=None), TOLD, "[]")
