"""Whether a password is good enough, and until when it serves."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from auth.passwords.choice import judged
from auth.passwords.rules import PasswordRule, extension_limit, judge
from auth.settings.pages import PasswordSettings
from auth.users.password_state import expires_at

STRICT = PasswordSettings()
CLASSES = ("uppercase_required", "lowercase_required", "digit_required", "special_required")
LAX = PasswordSettings(
    8, maximum_age_days=0, **dict.fromkeys(CLASSES, False), common_refused=False, names_refused=False
)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def unmet(password: str, settings: PasswordSettings = STRICT, names: tuple[str, ...] = ()) -> set[str]:
    return {judged.rule.value for judged in judge(password, settings, names) if not judged.met}


@pytest.mark.parametrize(
    ("password", "missing"),
    [
        ("Corr3ct-horse", set[str]()),
        ("Corr3ct-hor", {"MINIMUM_LENGTH"}),
        ("corr3ct-horse", {"UPPERCASE"}),
        ("CORR3CT-HORSE", {"LOWERCASE"}),
        ("Correct-horse", {"DIGIT"}),
        ("Corr3ctXhorse", {"SPECIAL"}),
        ("Corr3ct horse", set[str]()),
        ("Ünïc0dé-Пароль", set[str]()),
        ("A1-" + "b" * 1_021, set[str]()),
        ("A1-" + "b" * 1_022, {"MAXIMUM_LENGTH"}),
        ("", {"MINIMUM_LENGTH", "UPPERCASE", "LOWERCASE", "DIGIT", "SPECIAL"}),
    ],
)
def test_the_shipped_policy_wants_twelve_characters_of_four_classes(password: str, missing: set[str]) -> None:
    assert unmet(password) == missing


def test_rules_that_are_switched_off_are_not_even_listed() -> None:
    listed = [judged.rule for judged in judge("simplest", LAX)]
    assert listed == [PasswordRule.MINIMUM_LENGTH, PasswordRule.MAXIMUM_LENGTH]
    assert unmet("simplest", LAX) == set()


@pytest.mark.parametrize("length", [8, 15, 128])
def test_the_least_length_is_a_setting(length: int) -> None:
    settings = replace(LAX, minimum_length=length)
    assert unmet("x" * length, settings) == set()
    assert unmet("x" * (length - 1), settings) == {"MINIMUM_LENGTH"}


@pytest.mark.parametrize(
    ("names", "held"),
    [
        (("horse",), True),
        (("HORSE",), True),
        (("\uff48\uff4f\uff52\uff53\uff45",), True),
        (("horse@example.com",), True),
        (("Corr3ct",), True),
        (("ho",), False),
        (("",), False),
        (("zebra", "donkey@example.com"), False),
    ],
)
def test_a_password_does_not_hold_a_name_of_its_account_in_any_spelling(*, names: tuple[str, ...], held: bool) -> None:
    assert unmet("Corr3ct-horse-battery", names=names) == ({"NOT_A_NAME"} if held else set())


def test_names_may_be_allowed() -> None:
    assert unmet("Corr3ct-horse-battery", replace(STRICT, names_refused=False), ("horse",)) == set()


def test_what_everybody_tries_first_may_be_allowed() -> None:
    def met(settings: PasswordSettings) -> list[bool]:
        judged = judge("Corr3ct-horse", settings, common=True)
        return [each.met for each in judged if each.rule is PasswordRule.NOT_COMMON]

    assert met(STRICT) == [False]
    assert met(replace(STRICT, common_refused=False)) == []


def test_only_as_much_is_looked_at_as_a_password_may_have() -> None:
    widest = "\ufdfa" * 80_000  # one character that has eighteen in its canonical form
    began = time.thread_time()
    rules = {each.rule: each.met for each in judged(f"{widest}root", STRICT, ("root",))}
    assert time.thread_time() - began < 0.05  # so long nobody else is answered
    assert (rules[PasswordRule.MAXIMUM_LENGTH], rules[PasswordRule.NOT_A_NAME]) == (False, True)


def test_every_message_completes_a_sentence() -> None:
    assert all(judged.message and not judged.message.endswith(".") for judged in judge("", STRICT))


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("extended", "age", "end"),
    [
        (None, 90, NOON + 90 * DAY),
        (None, 0, None),
        (NOON + 100 * DAY, 0, None),
        (NOON + 100 * DAY, 90, NOON + 100 * DAY),
        (NOON + 10 * DAY, 90, NOON + 90 * DAY),
    ],
)
def test_a_password_serves_for_its_age_or_longer_where_that_was_allowed(
    extended: datetime | None, age: int, end: datetime | None
) -> None:
    assert expires_at(NOON, extended, replace(STRICT, maximum_age_days=age)) == end


@pytest.mark.parametrize(("now", "limit"), [(NOON, 180), (NOON + 90 * DAY, 180), (NOON + 200 * DAY, 290)])
def test_an_extension_ends_one_age_after_the_regular_end_or_after_now(now: datetime, limit: int) -> None:
    assert extension_limit(NOON, now, STRICT) == NOON + limit * DAY
