"""The policies by name."""

from dataclasses import fields, replace
from typing import Any

import pytest

from auth.passwords.presets import PRESETS, PasswordPolicy, PasswordPreset, policy_of
from auth.settings.pages import PasswordSettings
from auth.settings.rules import violations

SET = {
    PasswordPreset.STRICT: (12, True, 90, 12),
    PasswordPreset.BASIC: (8, True, 0, 0),
    PasswordPreset.NIST: (15, False, 0, 12),
}
"""Least length, whether each class is required, greatest age in days, history."""


def set_to(preset: PasswordPreset) -> PasswordSettings:
    values: dict[str, Any] = dict(PRESETS[preset])
    return replace(PasswordSettings(argon2_iterations=3), **values)


@pytest.mark.parametrize("preset", PasswordPreset)
def test_a_preset_sets_the_whole_policy_and_nothing_else(preset: PasswordPreset) -> None:
    settings = set_to(preset)
    classes = {settings.uppercase_required, settings.lowercase_required, settings.digit_required}
    assert classes == {settings.special_required}
    length, required, age, history = SET[preset]
    assert (settings.minimum_length, settings.special_required) == (length, required)
    assert (settings.maximum_age_days, settings.history_length) == (age, history)
    assert settings.common_refused
    assert settings.names_refused
    assert settings.argon2_iterations == 3
    assert not violations(PasswordSettings, PRESETS[preset])
    assert policy_of(settings) == PasswordPolicy(preset)


def test_what_is_shipped_is_strict() -> None:
    assert policy_of(PasswordSettings()) is PasswordPolicy.STRICT


POLICY = sorted(PRESETS[PasswordPreset.STRICT])


@pytest.mark.parametrize("preset", PasswordPreset)
@pytest.mark.parametrize("name", POLICY)
def test_one_other_value_makes_it_a_policy_of_its_own(preset: PasswordPreset, name: str) -> None:
    settings = set_to(preset)
    value = getattr(settings, name)
    changed = not value if isinstance(value, bool) else value + 1
    other: dict[str, Any] = {name: changed}
    assert policy_of(replace(settings, **other)) is PasswordPolicy.CUSTOM


def test_a_policy_is_everything_but_hashing_and_sessions() -> None:
    others = {item.name for item in fields(PasswordSettings)} - set(POLICY)
    assert {name.partition("_")[0] for name in others} == {"argon2", "sessions"}
