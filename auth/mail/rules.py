"""When a mail that was not taken is tried again."""

from datetime import datetime, timedelta
from uuid import UUID

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
GIVEN_UP_AFTER = timedelta(days=3)
"""RFC 5321 §4.5.4.1 advises four to five days; a link in it has run out long before."""

_SPREAD = 0.1


def retry_at(key: UUID, attempts: int, created_at: datetime, now: datetime) -> datetime | None:
    """When to try again after the ``attempts``-th failure; ``None`` when it is to be given up.

    30 seconds, doubled each time, at most an hour; spread by a tenth either way, which depends on the key alone, so
    that mail which failed together does not come back together.
    """
    if now - created_at >= GIVEN_UP_AFTER:
        return None
    doubled = FIRST_PAUSE * 2 ** min(attempts - 1, 10)
    share = (key.int % 1001) / 1000  # the last bits of a UUIDv7 are random
    return now + min(doubled, LONGEST_PAUSE) * (1 - _SPREAD + 2 * _SPREAD * share)
