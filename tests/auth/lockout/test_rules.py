"""Which lock holds, and what one more attempt comes to, by table."""

from datetime import UTC, datetime, timedelta

import pytest

from auth.lockout.rules import AutoLock, Count, LockFacts, ManualLock, count, is_usable, lock_of
from auth.settings.pages import LockoutSettings
from models.user import UserStatus

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BEFORE, AFTER = NOON - MINUTE, NOON + MINUTE
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("facts", "lock"),
    [
        (LockFacts(), None),
        (LockFacts(failed_attempts=99), None),
        (LockFacts(auto_locked_at=BEFORE, auto_locked_until=AFTER), AutoLock(BEFORE, AFTER)),
        (LockFacts(auto_locked_at=BEFORE, auto_locked_until=NOON + TICK), AutoLock(BEFORE, NOON + TICK)),
        (LockFacts(auto_locked_at=BEFORE, auto_locked_until=NOON), None),
        (LockFacts(auto_locked_at=BEFORE, auto_locked_until=None), AutoLock(BEFORE, None)),
        (LockFacts(locked_at=BEFORE), ManualLock(BEFORE)),
        (LockFacts(locked_at=BEFORE, auto_locked_at=BEFORE, auto_locked_until=AFTER), ManualLock(BEFORE)),
        (LockFacts(locked_at=BEFORE, auto_locked_at=BEFORE, auto_locked_until=BEFORE), ManualLock(BEFORE)),
    ],
)
def test_the_lock_in_force_is_the_one_by_hand_or_else_an_automatic_one_that_has_not_ended(
    facts: LockFacts, lock: AutoLock | ManualLock | None
) -> None:
    assert lock_of(facts, NOON) == lock


HALF_AN_HOUR = AutoLock(NOON, NOON + 30 * MINUTE)


@pytest.mark.parametrize(
    ("facts", "values", "counted"),
    [
        (LockFacts(), {}, Count(1, None)),
        (LockFacts(failed_attempts=3), {}, Count(4, None)),
        (LockFacts(failed_attempts=4), {}, Count(5, HALF_AN_HOUR)),
        (LockFacts(failed_attempts=4), {"lock_minutes": 0}, Count(5, AutoLock(NOON, None))),
        (LockFacts(failed_attempts=4), {"lock_minutes": 1}, Count(5, AutoLock(NOON, AFTER))),
        (LockFacts(), {"failed_attempts_allowed": 1}, Count(1, HALF_AN_HOUR)),
        (LockFacts(failed_attempts=7), {}, Count(8, HALF_AN_HOUR)),  # fewer are allowed since
        (LockFacts(failed_attempts=7), {"failed_attempts_allowed": 0}, Count(8, None)),
        (LockFacts(5, BEFORE, NOON), {}, Count(1, None)),
        (LockFacts(5, BEFORE, NOON), {"failed_attempts_allowed": 1}, Count(1, HALF_AN_HOUR)),
        (LockFacts(5, BEFORE, AFTER), {}, None),
        (LockFacts(5, BEFORE, None), {}, None),
        (LockFacts(5, BEFORE, AFTER), {"failed_attempts_allowed": 0}, None),  # it was set and stands
        (LockFacts(locked_at=BEFORE), {}, None),
        (LockFacts(locked_at=BEFORE), {"failed_attempts_allowed": 0}, None),
        (LockFacts(signs_in=False), {}, None),
    ],
)
def test_an_attempt_is_counted_or_refused_and_the_last_one_allowed_locks(
    facts: LockFacts, values: dict[str, int], counted: Count | None
) -> None:
    assert count(facts, LockoutSettings(**values), NOON) == counted


@pytest.mark.parametrize(
    ("status", "locked_at", "usable"),
    [
        (UserStatus.ACTIVE, None, True),
        (UserStatus.ACTIVE, BEFORE, False),
        (UserStatus.INACTIVE, None, False),
        (UserStatus.INACTIVE, BEFORE, False),
    ],
)
def test_an_account_may_do_anything_only_while_it_is_on_and_not_locked_by_hand(
    *, status: UserStatus, locked_at: datetime | None, usable: bool
) -> None:
    assert is_usable(status, locked_at) is usable
