"""Until when sessions live, which must go for a new one, and when last activity is worth a write (REQUIREMENTS D2)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from auth.sessions.rules import Expiry, OpenSession, SessionMoments, expiry, is_due_for_touch, make_room
from auth.settings.pages import AtSessionLimit, SessionSettings

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=3)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SHIPPED = SessionSettings()
REMEMBERED, PLAIN = True, False
END, REFUSE = AtSessionLimit.END_LEAST_RECENTLY_USED, AtSessionLimit.REFUSE


@pytest.mark.parametrize(
    ("remembered", "override", "settings", "idle", "absolute"),
    [
        (PLAIN, 0, SHIPPED, LATER + 8 * HOUR, NOON + 24 * HOUR),
        (PLAIN, 0, replace(SHIPPED, absolute_lifetime_hours=0), LATER + 8 * HOUR, None),
        (PLAIN, 15, SHIPPED, LATER + 15 * MINUTE, NOON + 24 * HOUR),
        (PLAIN, 2_880, SHIPPED, LATER + 48 * HOUR, NOON + 48 * HOUR),
        (PLAIN, 525_600, SHIPPED, LATER + 8_760 * HOUR, NOON + 8_760 * HOUR),
        (PLAIN, 2_880, replace(SHIPPED, absolute_lifetime_hours=0), LATER + 48 * HOUR, None),
        (PLAIN, 0, replace(SHIPPED, idle_timeout_minutes=2_880), LATER + 48 * HOUR, NOON + 24 * HOUR),
        (REMEMBERED, 0, SHIPPED, None, NOON + 30 * 24 * HOUR),
        (REMEMBERED, 15, SHIPPED, None, NOON + 30 * 24 * HOUR),
        (REMEMBERED, 0, replace(SHIPPED, remember_me_days=1), None, NOON + 24 * HOUR),
        (REMEMBERED, 0, replace(SHIPPED, remember_me_days=0), LATER + 8 * HOUR, NOON + 24 * HOUR),
    ],
)
def test_a_session_lives_by_the_settings_as_they_are_now_and_by_its_accounts_own(
    *, remembered: bool, override: int, settings: SessionSettings, idle: datetime | None, absolute: datetime | None
) -> None:
    assert expiry(SessionMoments(NOON, LATER, remembered, override), settings) == Expiry(idle, absolute)


@pytest.mark.parametrize(
    ("end", "over"),
    [
        (Expiry(None, None), False),
        (Expiry(NOON + MINUTE, None), False),
        (Expiry(NOON, None), True),
        (Expiry(None, NOON), True),
        (Expiry(NOON + MINUTE, NOON - MINUTE), True),
        (Expiry(NOON + MINUTE, NOON + MINUTE), False),
    ],
)
def test_a_session_is_over_at_its_first_end_and_at_that_very_moment(*, end: Expiry, over: bool) -> None:
    assert end.has_passed(NOON) is over


@pytest.mark.parametrize(
    ("seconds", "settings", "override", "due"),
    [
        (0, SHIPPED, 0, False),
        (29.999, SHIPPED, 0, False),
        (30, SHIPPED, 0, True),
        (5.9, replace(SHIPPED, idle_timeout_minutes=1), 0, False),
        (6, replace(SHIPPED, idle_timeout_minutes=1), 0, True),
        (6, SHIPPED, 1, True),
        (-5, SHIPPED, 0, False),
    ],
)
def test_last_activity_is_written_when_it_is_stale_by_thirty_seconds_or_a_tenth_of_the_timeout(
    *, seconds: float, settings: SessionSettings, override: int, due: bool
) -> None:
    moments = SessionMoments(NOON, NOON, PLAIN, override)
    assert is_due_for_touch(moments, settings, NOON + timedelta(seconds=seconds)) is due


def open_sessions(*ages: int) -> list[OpenSession]:
    return [OpenSession(UUID(int=place), NOON - age * MINUTE) for place, age in enumerate(ages)]


@pytest.mark.parametrize(
    ("ages", "limit", "at_limit", "ending"),
    [
        ((), 1, END, []),
        ((), 1, REFUSE, []),
        ((1, 2), 3, REFUSE, []),
        ((1, 3, 2), 3, END, [1]),
        ((1, 3, 2), 3, REFUSE, None),
        ((1, 3, 2, 9, 4), 3, END, [3, 4, 1]),
        ((5, 5, 5), 3, END, [0]),
        ((1, 2, 3), 0, END, []),
        ((1, 2, 3), 0, REFUSE, []),
        ((7,), 1, END, [0]),
    ],
)
def test_the_least_recently_used_go_until_one_more_fits_or_none_is_let_in(
    ages: tuple[int, ...], limit: int, at_limit: AtSessionLimit, ending: list[int] | None
) -> None:
    expected = None if ending is None else [UUID(int=place) for place in ending]
    assert make_room(open_sessions(*ages), limit, at_limit) == expected
