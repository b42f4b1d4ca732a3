"""The pages of settings: every value with its type, default, bounds and meaning.

One declaration serves reading, changing, the GraphQL type, the audit trail and the generated reference.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from auth.installation import CountedBy
from auth.permissions import Scope


class AtSessionLimit(StrEnum):
    """What a sign-in does when the account has as many sessions as it may."""

    END_LEAST_RECENTLY_USED = "END_LEAST_RECENTLY_USED"
    REFUSE = "REFUSE"


class PolicyResolution(StrEnum):
    """Which roles somebody gets whom several group policies are about."""

    FIRST = "FIRST"
    ALL = "ALL"
    HIGHEST_LEVEL = "HIGHEST_LEVEL"


class SessionsToEnd(StrEnum):
    """Which sessions of an account end when its password changes."""

    ALL = "ALL"
    OTHERS = "OTHERS"
    NONE = "NONE"


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


def noted(meaning: str) -> Any:  # noqa: ANN401 — as dataclasses.field
    """A moment that the system notes when another value changes; ``None`` until then. Nobody gives it."""
    return field(default=None, metadata={"noted": True, "meaning": meaning})


YEAR_MINUTES = 525_600
CAP_MOST = 1_000_000


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
    mail_on_new_device: bool = switch(
        "Whether an account is sent a mail when it signs in with a device that it did not use for 90 days.", on=True
    )


@dataclass(frozen=True, slots=True)
class PasswordSettings:
    """What a local account's password must be, how long it serves, and how it is hashed."""

    minimum_length: int = number(12, 8, 128, "Characters that a password has at least.")
    uppercase_required: bool = switch("Whether it needs an upper-case letter.", on=True)
    lowercase_required: bool = switch("Whether it needs a lower-case letter.", on=True)
    digit_required: bool = switch("Whether it needs a digit.", on=True)
    special_required: bool = switch("Whether it needs a character that is none of these.", on=True)
    maximum_age_days: int = number(90, 0, 3_650, "Days after which a password must be changed; 0 = never.")
    history_length: int = number(12, 0, 50, "Former passwords that are not chosen again; 0 = none.")
    common_refused: bool = switch("Whether the passwords that everybody tries first are refused.", on=True)
    names_refused: bool = switch("Whether it must not contain the account's username, e-mail or names.", on=True)
    sessions_end_after_own_change: SessionsToEnd = choice(
        SessionsToEnd.OTHERS, "Which of its sessions end when an account changes its own password."
    )
    sessions_end_after_reset: SessionsToEnd = choice(
        SessionsToEnd.ALL, "Which sessions of an account end when its password is reset, or set by somebody else."
    )
    argon2_memory_kib: int = number(
        19_456,
        7_168,
        1_048_576,
        "Memory of one argon2id hash in KiB (RFC 9106); stored hashes follow at the next sign-in.",
    )
    argon2_iterations: int = number(2, 1, 20, "Passes of argon2id over its memory.")
    argon2_parallelism: int = number(1, 1, 16, "Lanes of argon2id.")


@dataclass(frozen=True, slots=True)
class LockoutSettings:
    """How many failed attempts an account and a source address may have. Changes count from the next attempt."""

    failed_attempts_allowed: int = number(5, 0, 100, "Failed attempts that lock an account; 0 = none do.")
    lock_minutes: int = number(
        30, 0, YEAR_MINUTES, "Minutes that such a lock lasts; 0 = until somebody unlocks the account."
    )
    attempts_per_minute_per_address: int = number(
        10, 0, 100_000, "Sign-ins tried from one address (IPv6: one /64 network) in a minute; 0 = no limit."
    )
    attempts_per_hour_per_address: int = number(100, 0, 1_000_000, "The same in an hour; 0 = no limit.")


@dataclass(frozen=True, slots=True)
class MfaSettings:
    """What second factors are like, and whether everybody must have one. Enrolments that exist keep their digits."""

    issuer: str = text("Gatehouse", 1, 64, "What authenticator applications call this installation.")
    digits: int = number(6, 6, 8, "Digits of a code, for enrolments to come.")
    period_seconds: int = number(30, 15, 60, "Seconds that a code is shown, for enrolments to come.")
    backup_codes: int = number(10, 0, 20, "Backup codes that come with an enrolment; 0 = none, and none counts.")
    required_for_everyone: bool = switch("Whether every person must have a second factor.", on=False)
    grace_days: int = number(
        14,
        0,
        365,
        "Days in which somebody may still sign in without, counted from the account's creation or from when it was "
        "required of everybody, whichever is later.",
    )
    required_since: datetime | None = noted("When it was last required of everybody; null while it is not.")


@dataclass(frozen=True, slots=True)
class StepUpSettings:
    """What asks for a fresh factor beside roles, settings and the caller's own second factor, which always do."""

    role_assignment: bool = switch("Whether giving and taking roles and single scopes asks for one.", on=True)
    mfa_reset: bool = switch("Whether taking somebody's second factor away asks for one.", on=True)
    deletion: bool = switch(
        "Whether deleting accounts and groups, and handing over what accounts own, asks for one.", on=True
    )
    api_tokens: bool = switch("Whether making API tokens asks for one.", on=False)
    service_accounts_exempt: bool = switch(
        "Whether service accounts do without, who cannot give one; making API tokens asks for one then in any case.",
        on=False,
    )


@dataclass(frozen=True, slots=True)
class TokenSettings:
    """Who may have API tokens and how long those live."""

    allow_personal_tokens: bool = switch(
        "Whether people may have API tokens; while it is off, those that they have are refused.", on=True
    )
    longest_life_days: int = number(365, 0, 3_650, "Days that a new API token may live; 0 = also for ever.")
    default_life_days: int = number(
        90, 1, 3_650, "Days that a new API token lives where nothing is asked for, as far as the longest life allows."
    )
    tokens_per_account: int = number(50, 1, 1_000, "API tokens that are good at once, for one account.")


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """How long mailed links serve. Changes bind links to come."""

    reset_minutes: int = number(60, 5, 1_440, "Minutes that a link for a new password serves.")
    invitation_days: int = number(7, 1, 90, "Days that an invitation serves.")
    confirm_email_hours: int = number(24, 1, 168, "Hours that a link to confirm an e-mail address serves.")


@dataclass(frozen=True, slots=True)
class LicenceSettings:
    """How many may be signed in at once and how many may hold licensed roles. Where a licence file rules, unused."""

    max_users: int = number(
        0, 0, CAP_MOST, "Accounts or sessions signed in at once; 0 = any number. Administrators are never refused."
    )
    counted_by: CountedBy = choice(CountedBy.ACCOUNTS, "What of the two is counted.")
    max_seats: int = number(0, 0, CAP_MOST, "Accounts that may hold roles marked as licensed; 0 = any number.")


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """How accounts come into being."""

    default_role: str = text("viewer", 1, 50, "Name of the role a new account gets when none is named.")
    deletion_allowed: bool = switch("Whether accounts can be deleted; where not, they are deactivated.", on=True)


@dataclass(frozen=True, slots=True)
class ApiSettings:
    """What the API tells about itself."""

    introspection: bool = switch("Whether signed-in callers may introspect the schema.", on=True)


@dataclass(frozen=True, slots=True)
class DirectorySettings:
    """How directories' groups become roles, and how often accounts are compared with their directory."""

    policy_resolution: PolicyResolution = choice(
        PolicyResolution.FIRST, "Which roles somebody gets whom several group policies are about."
    )
    sync_interval_minutes: int = number(
        60, 0, 10_080, "Minutes between two comparisons of the accounts with their directory; 0 = only when asked."
    )
    sync_most_percent: int = number(
        10, 0, 100, "Percent of a profile's accounts that a comparison may change; with more it stops and asks."
    )


@dataclass(frozen=True, slots=True)
class SsoSettings:
    """What is asked of identity providers after a sign-in, and how long what became of sign-ins is kept."""

    check_interval_minutes: int = number(
        15,
        0,
        1_440,
        "Minutes of activity after which a provider that gave a refresh token is asked whether the account is still "
        "good there; 0 = never.",
    )
    attempts_kept_days: int = number(
        30, 1, 400, "Days for which it can be read why a sign-in by a provider was refused, and what it was told."
    )


Page = (
    SessionSettings
    | PasswordSettings
    | LockoutSettings
    | MfaSettings
    | StepUpSettings
    | TokenSettings
    | LinkSettings
    | LicenceSettings
    | DirectorySettings
    | SsoSettings
    | AccountSettings
    | ApiSettings
)

PAGES: dict[str, type[Page]] = {
    "sessions": SessionSettings,
    "passwords": PasswordSettings,
    "lockout": LockoutSettings,
    "mfa": MfaSettings,
    "step_up": StepUpSettings,
    "tokens": TokenSettings,
    "links": LinkSettings,
    "licence": LicenceSettings,
    "directory": DirectorySettings,
    "sso": SsoSettings,
    "accounts": AccountSettings,
    "api": ApiSettings,
}


@dataclass(frozen=True, slots=True)
class PageScopes:
    """What reading and changing a page needs."""

    read: Scope
    write: Scope


_OWN_SCOPES: Mapping[type[Page], PageScopes] = {LicenceSettings: PageScopes(Scope.LICENCE_READ, Scope.LICENCE_WRITE)}


def scopes_of(kind: type[Page]) -> PageScopes:
    """What a page needs: ``settings:read`` and ``settings:write``, unless it has scopes of its own."""
    return _OWN_SCOPES.get(kind, PageScopes(Scope.SETTINGS_READ, Scope.SETTINGS_WRITE))
