from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from auth.mail.rules import GIVEN_UP_AFTER, retry_at
from models.columns import new_key

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MIDDLE = UUID(int=500)
"""A key whose spread is none."""


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 30), (2, 60), (3, 120), (4, 240), (7, 1920), (8, 3600), (9, 3600), (400, 3600)]
)
def test_the_pause_doubles_up_to_an_hour(attempts: int, seconds: int) -> None:
    again = retry_at(MIDDLE, attempts, NOON, NOON)
    assert again is not None
    assert (again - NOON).total_seconds() == pytest.approx(seconds, abs=0.01)


def test_keys_spread_the_pause_by_a_tenth_and_always_in_the_same_way() -> None:
    keys = [new_key() for _ in range(200)]
    pauses = [((again := retry_at(key, 1, NOON, NOON)) and (again - NOON).total_seconds()) or 0 for key in keys]
    assert 27 <= min(pauses) < 29
    assert 31 < max(pauses) <= 33
    assert retry_at(keys[0], 1, NOON, NOON) == retry_at(keys[0], 1, NOON, NOON)


def test_a_mail_is_given_up_after_three_days() -> None:
    just_before = NOON + GIVEN_UP_AFTER - timedelta(seconds=1)
    assert retry_at(MIDDLE, 80, NOON, just_before) is not None
    assert retry_at(MIDDLE, 1, NOON, NOON + GIVEN_UP_AFTER) is None
