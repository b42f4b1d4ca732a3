"""Why a sign-in by password fails, and when a new password comes first."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from auth.login.events import FailedBecause
from auth.login.rules import PasswordAge, PasswordFacts, failure, must_change
from auth.settings.pages import PasswordSettings
from models.user import UserKind, UserStatus

GOOD = PasswordFacts(
    UserKind.HUMAN,
    UserStatus.ACTIVE,
    is_local=True,
    locked_by_hand=False,
    admitted=True,
    has_password=True,
    right=True,
    unchanged=True,
)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "because"),
    [
        (GOOD, None),
        (None, FailedBecause.UNKNOWN_ACCOUNT),
        (replace(GOOD, kind=UserKind.SERVICE), FailedBecause.SERVICE_ACCOUNT),
        (replace(GOOD, kind=UserKind.SERVICE, admitted=False), FailedBecause.SERVICE_ACCOUNT),
        (replace(GOOD, is_local=False), FailedBecause.EXTERNAL_ACCOUNT),
        (replace(GOOD, is_local=False, right=False), FailedBecause.EXTERNAL_ACCOUNT),
        (replace(GOOD, is_local=False, has_password=False, right=False), FailedBecause.EXTERNAL_ACCOUNT),
        (replace(GOOD, admitted=False), FailedBecause.LOCKED_AUTOMATICALLY),
        (replace(GOOD, admitted=False, right=False), FailedBecause.LOCKED_AUTOMATICALLY),
        (replace(GOOD, admitted=False, has_password=False), FailedBecause.LOCKED_AUTOMATICALLY),
        (replace(GOOD, locked_by_hand=True), FailedBecause.LOCKED_BY_HAND),
        (replace(GOOD, locked_by_hand=True, admitted=False), FailedBecause.LOCKED_BY_HAND),
        (replace(GOOD, is_shut=True), FailedBecause.SSO_ENFORCED),
        (replace(GOOD, is_shut=True, right=False), FailedBecause.SSO_ENFORCED),
        (replace(GOOD, is_shut=True, has_password=False), FailedBecause.SSO_ENFORCED),
        (replace(GOOD, is_shut=True, admitted=False), FailedBecause.LOCKED_AUTOMATICALLY),
        (replace(GOOD, is_shut=True, locked_by_hand=True), FailedBecause.LOCKED_BY_HAND),
        (replace(GOOD, is_shut=True, is_local=False), FailedBecause.EXTERNAL_ACCOUNT),
        (replace(GOOD, has_password=False, right=False, unchanged=False), FailedBecause.NO_PASSWORD),
        (replace(GOOD, right=False), FailedBecause.WRONG_PASSWORD),
        (replace(GOOD, status=UserStatus.INACTIVE), FailedBecause.ACCOUNT_INACTIVE),
        (replace(GOOD, status=UserStatus.INACTIVE, right=False), FailedBecause.WRONG_PASSWORD),
        (replace(GOOD, unchanged=False), FailedBecause.CHANGED_MEANWHILE),
    ],
)
def test_a_sign_in_goes_on_only_when_everything_about_it_is_right(
    facts: PasswordFacts | None, because: FailedBecause | None
) -> None:
    assert failure(facts) is because


DAY = timedelta(days=1)
FOREVER = PasswordSettings(maximum_age_days=0)


@pytest.mark.parametrize(
    ("age", "settings", "first"),
    [
        (PasswordAge(NOON, None, must_change=False), PasswordSettings(), False),
        (PasswordAge(NOON, None, must_change=True), PasswordSettings(), True),
        (PasswordAge(NOON - 90 * DAY, None, must_change=False), PasswordSettings(), True),
        (PasswordAge(NOON - 89 * DAY, None, must_change=False), PasswordSettings(), False),
        (PasswordAge(NOON - 91 * DAY, NOON + DAY, must_change=False), PasswordSettings(), False),
        (PasswordAge(NOON - 91 * DAY, NOON, must_change=False), PasswordSettings(), True),
        (PasswordAge(NOON - 9_999 * DAY, None, must_change=False), FOREVER, False),
        (PasswordAge(NOON, None, must_change=True), FOREVER, True),
    ],
)
def test_a_new_password_comes_first_when_it_has_expired_or_was_demanded(
    *, age: PasswordAge, settings: PasswordSettings, first: bool
) -> None:
    assert must_change(age, settings, NOON) is first
