"""Who must have a second factor, and from when on: by table."""

from datetime import datetime, timedelta

import pytest

from auth.mfa.rules import NOT_DUE, Due, MfaFacts, MfaRequiredBecause, due, missing
from auth.settings.pages import MfaSettings
from models.user import UserKind
from tests.support.house import NOON

MADE = NOON - timedelta(days=100)
OLD = MfaFacts(UserKind.HUMAN, MADE)
GRACE = timedelta(days=14)
OFF = MfaSettings()


def everyone(since: datetime | None = NOON, days: int = 14) -> MfaSettings:
    """The rule for everybody, switched on at a moment."""
    return MfaSettings(required_for_everyone=True, required_since=since, grace_days=days)


def of(**facts: object) -> MfaFacts:
    """An account made at ``MADE``."""
    given: dict[str, object] = {"kind": UserKind.HUMAN, "created_at": MADE, **facts}
    return MfaFacts(**given)  # type: ignore[arg-type] # by name


R = MfaRequiredBecause


@pytest.mark.parametrize(
    ("facts", "settings", "expected"),
    [
        (of(), OFF, NOT_DUE),
        (of(enrolled_at=NOON), OFF, NOT_DUE),
        (of(required_for_account=True), OFF, Due(R.ACCOUNT, MADE)),
        (of(required_by_role=True), OFF, Due(R.ROLE, MADE)),
        (of(must_enrol=True), OFF, Due(R.RESET, MADE)),
        (of(), everyone(), Due(R.EVERYONE, NOON + GRACE)),
        (of(), everyone(None), Due(R.EVERYONE, MADE + GRACE)),
        (of(), everyone(MADE - GRACE), Due(R.EVERYONE, MADE + GRACE)),
        (of(), everyone(days=0), Due(R.EVERYONE, NOON)),
        (of(created_at=NOON + GRACE), everyone(), Due(R.EVERYONE, NOON + GRACE + GRACE)),
        (of(required_for_account=True), everyone(), Due(R.ACCOUNT, MADE)),
        (of(required_by_role=True), everyone(), Due(R.ROLE, MADE)),
        (of(must_enrol=True, required_by_role=True), everyone(), Due(R.RESET, MADE)),
        (of(required_by_role=True, required_for_account=True), OFF, Due(R.ACCOUNT, MADE)),
        (of(kind=UserKind.SERVICE, required_for_account=True, required_by_role=True), everyone(), NOT_DUE),
    ],
)
def test_the_strictest_rule_wins_and_only_the_one_for_everybody_has_grace(
    facts: MfaFacts, settings: MfaSettings, expected: Due
) -> None:
    assert due(facts, settings) == expected


@pytest.mark.parametrize(
    ("facts", "settings", "now", "must"),
    [
        (of(), OFF, NOON, False),
        (of(), everyone(), NOON + GRACE - timedelta(seconds=1), False),
        (of(), everyone(), NOON + GRACE, True),
        (of(enrolled_at=NOON), everyone(), NOON + GRACE, False),
        (of(required_for_account=True), OFF, NOON, True),
        (of(required_by_role=True), everyone(), NOON, True),
        (of(required_by_role=True, enrolled_at=NOON), OFF, NOON, False),
        (of(must_enrol=True), OFF, NOON, True),
        (of(created_at=NOON, required_by_role=True), OFF, NOON, True),
    ],
)
def test_grace_is_the_only_time_in_which_a_required_factor_may_be_missing(
    facts: MfaFacts, settings: MfaSettings, now: datetime, *, must: bool
) -> None:
    assert missing(facts, due(facts, settings)).has_come(now) is must
