"""Pure decisions about fresh factors: what asks for one, and how long one counts."""

from datetime import datetime, timedelta
from enum import StrEnum

from auth.settings.pages import StepUpSettings

FRESH_FOR = timedelta(minutes=15)
"""How long a factor counts as fresh."""


class StepUp(StrEnum):
    """What commands that ask for a fresh factor are about. A value that the settings can switch is named as there."""

    ROLES = "roles"
    SETTINGS = "settings"
    SOURCES = "sources"
    OWN_ACCOUNT = "own_account"
    ROLE_ASSIGNMENT = "role_assignment"
    MFA_RESET = "mfa_reset"
    DELETION = "deletion"
    API_TOKENS = "api_tokens"

    @property
    def setting(self) -> str | None:
        """The value of the settings that switches it; ``None`` for what always asks."""
        return None if self in ALWAYS else self.value


ALWAYS = frozenset({StepUp.ROLES, StepUp.SETTINGS, StepUp.SOURCES, StepUp.OWN_ACCOUNT})
"""As good as administrator (REQUIREMENTS A12), or whoever finds an open session could keep the account by it (E6)."""


class FreshMethod(StrEnum):
    """What an account can prove itself with."""

    TOTP = "TOTP"
    BACKUP_CODE = "BACKUP_CODE"
    PASSWORD = "PASSWORD"  # noqa: S105 — a method, not a secret
    PROVIDER = "PROVIDER"


def asks(about: StepUp, settings: StepUpSettings) -> bool:
    """Whether commands of this kind ask. Making tokens does where a token could do what nobody may without asking."""
    switched: bool = about in ALWAYS or getattr(settings, about.value)
    return switched or (about is StepUp.API_TOKENS and settings.service_accounts_exempt)


def fresh_until(fresh_at: datetime | None, enrolled_at: datetime | None) -> datetime | None:
    """Until when a session's last factor counts; ``None`` for one that does not count at all.

    A password that was given before the account had its second factor does not.
    """
    if fresh_at is None or (enrolled_at is not None and fresh_at < enrolled_at):
        return None
    return fresh_at + FRESH_FOR
