"""The pages of settings: every value with its type, default, bounds and meaning.

One declaration serves reading, changing, the GraphQL type, the audit trail and the generated reference.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class AtSessionLimit(StrEnum):
    """What a sign-in does when the account has as many sessions as it may."""

    END_LEAST_RECENTLY_USED = "END_LEAST_RECENTLY_USED"
    REFUSE = "REFUSE"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a setting may be: whole numbers from ``least`` to ``most``, or texts of ``least`` to ``most`` characters."""

    least: int
    most: int


def number(default: int, least: int, most: int, meaning: str) -> Any:  # noqa: ANN401 — as dataclasses.field
    """A whole number with bounds."""
    return field(default=default, metadata={"bounds": Bounds(least, most), "meaning": meaning})


def switch(meaning: str, *, on: bool) -> Any:  # noqa: ANN401 — as dataclasses.field
    """On or off."""
    return field(default=on, metadata={"meaning": meaning})


def choice(default: StrEnum, meaning: str) -> Any:  # noqa: ANN401 — as dataclasses.field
    """One of a closed list."""
    return field(default=default, metadata={"meaning": meaning})


def text(default: str, least: int, most: int, meaning: str) -> Any:  # noqa: ANN401 — as dataclasses.field
    """A short text with bounds in characters."""
    return field(default=default, metadata={"bounds": Bounds(least, most), "meaning": meaning})


YEAR_MINUTES = 525_600


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """How long sessions live and how many an account may have. Changes bind open sessions at their next request."""

    idle_timeout_minutes: int = number(
        480,
        1,
        YEAR_MINUTES,
        "Minutes without a request after which a session ends; not applied where it is remembered.",
    )
    absolute_lifetime_hours: int = number(24, 0, 8_760, "Hours after which a session ends in any case; 0 = never.")
    remember_me_days: int = number(30, 0, 365, "Days that a remembered session lives; 0 = remembering is not offered.")
    sessions_per_account: int = number(3, 0, 1_000, "Sessions an account may have at once; 0 = no limit.")
    at_limit: AtSessionLimit = choice(
        AtSessionLimit.END_LEAST_RECENTLY_USED, "What a sign-in does when the account has as many sessions as it may."
    )
    end_on_deactivation: bool = switch("Whether deactivating an account ends its sessions at once.", on=True)


@dataclass(frozen=True, slots=True)
class PasswordSettings:
    """What a local account's password must be, how long it serves, and how it is hashed."""

    minimum_length: int = number(12, 8, 128, "Characters that a password has at least.")
    uppercase_required: bool = switch("Whether it needs an upper-case letter.", on=True)
    lowercase_required: bool = switch("Whether it needs a lower-case letter.", on=True)
    digit_required: bool = switch("Whether it needs a digit.", on=True)
    special_required: bool = switch("Whether it needs a character that is none of these.", on=True)
    maximum_age_days: int = number(90, 0, 3_650, "Days after which a password must be changed; 0 = never.")
    argon2_memory_kib: int = number(
        19_456,
        7_168,
        1_048_576,
        "Memory of one argon2id hash in KiB (RFC 9106); stored hashes follow at the next sign-in.",
    )
    argon2_iterations: int = number(2, 1, 20, "Passes of argon2id over its memory.")
    argon2_parallelism: int = number(1, 1, 16, "Lanes of argon2id.")


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """How accounts come into being."""

    default_role: str = text("viewer", 1, 50, "Name of the role a new account gets when none is named.")
    deletion_allowed: bool = switch("Whether accounts can be deleted; where not, they are deactivated.", on=True)


@dataclass(frozen=True, slots=True)
class ApiSettings:
    """What the API tells about itself."""

    introspection: bool = switch("Whether signed-in callers may introspect the schema.", on=True)


Page = SessionSettings | PasswordSettings | AccountSettings | ApiSettings

PAGES: dict[str, type[Page]] = {
    "sessions": SessionSettings,
    "passwords": PasswordSettings,
    "accounts": AccountSettings,
    "api": ApiSettings,
}
