"""Policies by name, so that one call sets all of it (REQUIREMENTS C2)."""

from collections.abc import Mapping
from enum import StrEnum

CLASSES = ("uppercase_required", "lowercase_required", "digit_required", "special_required")


class PasswordPreset(StrEnum):
    """A policy by name."""

    STRICT = "STRICT"
    BASIC = "BASIC"
    NIST = "NIST"


class PasswordPolicy(StrEnum):
    """Whose values the policy in force has."""

    STRICT = "STRICT"
    BASIC = "BASIC"
    NIST = "NIST"
    CUSTOM = "CUSTOM"


def _policy(minimum_length: int, *, classes: bool, maximum_age_days: int, history_length: int) -> Mapping[str, object]:
    return {
        "minimum_length": minimum_length,
        **dict.fromkeys(CLASSES, classes),
        "maximum_age_days": maximum_age_days,
        "history_length": history_length,
        "common_refused": True,
        "names_refused": True,
    }


PRESETS: Mapping[PasswordPreset, Mapping[str, object]] = {
    PasswordPreset.STRICT: _policy(12, classes=True, maximum_age_days=90, history_length=12),
    PasswordPreset.BASIC: _policy(8, classes=True, maximum_age_days=0, history_length=0),
    PasswordPreset.NIST: _policy(15, classes=False, maximum_age_days=0, history_length=12),
}
"""What each sets of ``PasswordSettings``. NIST: SP 800-63B-4 §3.1.1.2 and OWASP ASVS 5.0 §6.2; hashing and the ends of
sessions are no part of a policy.
"""


def policy_of(settings: object) -> PasswordPolicy:
    """The preset that the settings, or anything with their values, equal in everything it sets."""
    for preset, values in PRESETS.items():
        if all(getattr(settings, name) == value for name, value in values.items()):
            return PasswordPolicy(preset)
    return PasswordPolicy.CUSTOM
