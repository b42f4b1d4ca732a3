"""Which terms are in force, and who still fits."""

from dataclasses import replace
from datetime import timedelta

import pytest

from auth.installation import CountedBy
from auth.licence.rules import GRACE, LicenceState, LicenceTerms, SignedIn, TermsSource, fits, state_of, terms_of
from auth.settings.pages import LicenceSettings
from tests.support.house import NOON
from tests.support.licences import SIGNED

SECOND = timedelta(seconds=1)


def test_without_a_file_the_settings_rule() -> None:
    terms = terms_of(LicenceSettings(4, CountedBy.SESSIONS, 5), None, NOON)
    assert terms == LicenceTerms(4, CountedBy.SESSIONS, 5)
    assert (terms.source, terms.state) == (TermsSource.SETTINGS, LicenceState.NONE)


@pytest.mark.parametrize("over", [-SECOND, GRACE + SECOND])
def test_a_file_rules_alone_also_when_it_is_over(over: timedelta) -> None:
    signed = replace(SIGNED, expires_at=NOON - over)
    terms = terms_of(LicenceSettings(4, CountedBy.SESSIONS, 5), signed, NOON)
    assert (terms.max_users, terms.counted_by, terms.max_seats) == (2, CountedBy.ACCOUNTS, 3)
    assert (terms.source, terms.signed) == (TermsSource.FILE, signed)


@pytest.mark.parametrize(
    ("after_its_end", "state"),
    [
        (-timedelta(days=400), LicenceState.VALID),
        (-SECOND, LicenceState.VALID),
        (timedelta(), LicenceState.GRACE),
        (timedelta(days=14) - SECOND, LicenceState.GRACE),
        (timedelta(days=14), LicenceState.EXPIRED),
        (timedelta(days=4_000), LicenceState.EXPIRED),
    ],
)
def test_a_file_is_good_until_its_end_and_lets_in_for_two_weeks_more(
    after_its_end: timedelta, state: LicenceState
) -> None:
    assert state_of(replace(SIGNED, expires_at=NOON - after_its_end), NOON) is state


@pytest.mark.parametrize(
    ("cap", "way", "before", "after", "allowed"),
    [
        (0, CountedBy.ACCOUNTS, (9, 9), (10, 10), True),
        (2, CountedBy.ACCOUNTS, (1, 7), (2, 8), True),
        (2, CountedBy.ACCOUNTS, (2, 2), (3, 3), False),
        (2, CountedBy.ACCOUNTS, (2, 2), (2, 3), True),
        (2, CountedBy.SESSIONS, (1, 2), (1, 3), False),
        (2, CountedBy.SESSIONS, (1, 1), (2, 2), True),
        (2, CountedBy.SESSIONS, (1, 5), (1, 5), True),
        (2, CountedBy.ACCOUNTS, (5, 5), (5, 6), True),
        (2, CountedBy.ACCOUNTS, (5, 5), (4, 4), True),
        (2, CountedBy.ACCOUNTS, (5, 5), (6, 5), False),
    ],
)
def test_who_takes_no_further_place_always_fits(
    cap: int, way: CountedBy, before: tuple[int, int], after: tuple[int, int], *, allowed: bool
) -> None:
    assert fits(LicenceTerms(cap, way, 0), SignedIn(*before), SignedIn(*after)) is allowed
