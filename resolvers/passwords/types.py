"""Passwords as the schema shows them: what is known of one that is stored, and what is wrong with one that is not."""

from datetime import datetime

import strawberry

from auth.passwords.presets import PasswordPolicy, PasswordPreset
from resolvers.enums import described
from resolvers.errors import PasswordRuleResult
from resolvers.permissions import plain

described(
    PasswordPreset,
    "A password policy by name.",
    STRICT="The shipped one: 12 characters of four classes, changed every 90 days, none of the last 12 again.",
    BASIC="8 characters of four classes; no age, no history.",
    NIST="15 characters of any kind; no age (NIST SP 800-63B, OWASP ASVS).",
)
described(
    PasswordPolicy,
    "Whose values the password policy in force has.",
    STRICT="Those of the preset STRICT.",
    BASIC="Those of the preset BASIC.",
    NIST="Those of the preset NIST.",
    CUSTOM="Those of no preset.",
)


@strawberry.type(description="What may be known of an account's password; never the password.")
class PasswordState:
    """Its values are ``PasswordStateRow``."""

    is_set: bool = plain("Whether the account has one.")
    changed_at: datetime | None = plain("When it was set; null where there is none.")
    expires_at: datetime | None = plain("When it must be changed for its age; null for never, or where there is none.")
    must_change: bool = plain("Whether a new one is demanded at the next sign-in, whatever its age.")
    used_now: bool = plain("Whether the account signs in by it; otherwise it is kept for when it does.")


@strawberry.type(description="How strong a password is, estimated by zxcvbn from its first 72 characters.")
class PasswordStrength:
    """An estimate."""

    score: int = plain("0 (guessed at once) to 4 (beyond guessing, even from a stolen database).")
    guesses_log10: float = plain("Decimal logarithm of how many guesses it takes.")


@strawberry.type(description="A candidate held against the policy. Nothing of it is stored or logged.")
class PasswordCheck:
    """What is wrong with it, and how strong it is."""

    acceptable: bool = plain("Whether every rule is met, as far as it is checked here.")
    rules: list[PasswordRuleResult] = plain(
        "Every rule in force, met or not. That it differs from earlier passwords is checked when it is set."
    )
    strength: PasswordStrength = plain("An estimate; no rule depends on it.")
