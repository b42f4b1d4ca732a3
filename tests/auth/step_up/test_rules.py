"""What asks for a fresh factor, and how long one counts."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from auth.settings.pages import StepUpSettings
from auth.step_up.rules import ALWAYS, StepUp, asks, fresh_until
from tests.support.house import NOON

QUARTER = timedelta(minutes=15)
SHIPPED = StepUpSettings()
NOTHING = StepUpSettings(role_assignment=False, mfa_reset=False, deletion=False)


@pytest.mark.parametrize(
    ("fresh_at", "enrolled_at", "until"),
    [
        (None, None, None),
        (None, NOON, None),
        (NOON, None, NOON + QUARTER),
        (NOON, NOON, NOON + QUARTER),
        (NOON, NOON - timedelta(days=9), NOON + QUARTER),
        (NOON, NOON + timedelta(microseconds=1), None),
    ],
)
def test_a_factor_counts_for_a_quarter_of_an_hour_unless_a_stronger_one_came_since(
    fresh_at: datetime | None, enrolled_at: datetime | None, until: datetime | None
) -> None:
    assert fresh_until(fresh_at, enrolled_at) == until


def test_as_shipped_everything_asks_but_making_tokens() -> None:
    assert {about for about in StepUp if not asks(about, SHIPPED)} == {StepUp.API_TOKENS}


def test_roles_settings_and_the_own_account_cannot_be_switched_off() -> None:
    assert {about for about in StepUp if asks(about, NOTHING)} == ALWAYS
    assert {about for about in StepUp if about.setting is None} == ALWAYS


@pytest.mark.parametrize("about", sorted(set(StepUp) - ALWAYS))
def test_each_of_the_others_has_its_own_switch(about: StepUp) -> None:
    assert about.setting is not None
    assert asks(about, replace(NOTHING, **{about.setting: True}))
    assert not asks(about, replace(NOTHING, **{about.setting: False}))


def test_where_service_accounts_do_without_making_a_token_asks_in_any_case() -> None:
    assert asks(StepUp.API_TOKENS, replace(NOTHING, service_accounts_exempt=True))
