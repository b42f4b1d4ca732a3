"""Pure decisions about passwords: is it good enough, has it expired."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from auth.settings.pages import PasswordSettings
from auth.texts import canonical


class PasswordRule(StrEnum):
    """A thing that a password must fulfil."""

    MINIMUM_LENGTH = "MINIMUM_LENGTH"
    MAXIMUM_LENGTH = "MAXIMUM_LENGTH"
    UPPERCASE = "UPPERCASE"
    LOWERCASE = "LOWERCASE"
    DIGIT = "DIGIT"
    SPECIAL = "SPECIAL"
    NOT_COMMON = "NOT_COMMON"
    NOT_A_NAME = "NOT_A_NAME"
    NOT_CURRENT = "NOT_CURRENT"
    NOT_FORMER = "NOT_FORMER"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One rule and whether the password meets it. ``message`` completes "The password needs …"."""

    rule: PasswordRule
    met: bool
    message: str


MOST_CHARACTERS = 1_024
NAME_LENGTH = 3
"""Names shorter than this, in characters, may occur in a password by chance."""


def judge(
    password: str, settings: PasswordSettings, names: tuple[str, ...] = (), *, common: bool = False
) -> list[Judgement]:
    """Every rule in force for a candidate, met or not, but for those on passwords that the account had.

    ``names`` are those of the account; ``common`` says whether everybody tries this password first.
    """
    least, looked_at = settings.minimum_length, beginning(password)
    judged = [
        Judgement(PasswordRule.MINIMUM_LENGTH, len(password) >= least, f"at least {least} characters"),
        Judgement(
            PasswordRule.MAXIMUM_LENGTH,
            len(password) <= MOST_CHARACTERS,
            f"at most {MOST_CHARACTERS} characters",
        ),
    ]
    classes = (
        (settings.uppercase_required, PasswordRule.UPPERCASE, str.isupper, "an upper-case letter"),
        (settings.lowercase_required, PasswordRule.LOWERCASE, str.islower, "a lower-case letter"),
        (settings.digit_required, PasswordRule.DIGIT, str.isdigit, "a digit"),
        (settings.special_required, PasswordRule.SPECIAL, _is_special, "a character that is neither letter nor digit"),
    )
    judged += [
        Judgement(rule, any(map(test, looked_at)), message) for required, rule, test, message in classes if required
    ]
    if settings.common_refused:
        judged.append(Judgement(PasswordRule.NOT_COMMON, not common, "to be none that everybody tries first"))
    if settings.names_refused:
        free = not _holds_a_name(looked_at, names)
        judged.append(Judgement(PasswordRule.NOT_A_NAME, free, "to be free of the account's own names"))
    return judged


def beginning(password: str) -> str:
    """As much of a password as is looked at: more is refused for its length, and its canonical form takes long."""
    return password[:MOST_CHARACTERS]


def _is_special(character: str) -> bool:
    return not character.isalnum()


def _holds_a_name(password: str, names: tuple[str, ...]) -> bool:
    folded = canonical(password)
    parts = {canonical(part) for name in names for part in (name, name.partition("@")[0])}
    return any(len(part) >= NAME_LENGTH and part in folded for part in parts)


def extension_limit(changed_at: datetime, now: datetime, settings: PasswordSettings) -> datetime:
    """Until when an expiry may be extended: by one more maximum age, counted from its regular end or from now."""
    age = timedelta(days=settings.maximum_age_days)
    return max(changed_at + age, now) + age
