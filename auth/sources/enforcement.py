"""Whether local passwords are good: the one condition that whatever takes one, or gives one, is held to.

While single sign-on is enforced, people sign in by providers, and by directories, whose passwords are none of ours. Of
the accounts that Gatehouse checks itself only the break-glass accounts sign in by their password, and those never
without a second factor (REQUIREMENTS I10). No password is changed by that: once it is relaxed, all are good again.
"""

from enum import StrEnum
from uuid import UUID

from auth.errors import DomainError
from auth.reading import Statement, boolean, fetch

ENFORCED = "EXISTS (SELECT 1 FROM sso_enforcements)"
"""The condition that single sign-on is enforced."""

_EXEMPT = "EXISTS (SELECT 1 FROM break_glass_accounts glass WHERE glass.user_id = {user})"


class PasswordUse(StrEnum):
    """What the password of an account that Gatehouse checks is worth."""

    FREE = "FREE"
    BREAK_GLASS = "BREAK_GLASS"
    SHUT = "SHUT"


def breaks_glass_of(user: str) -> str:
    """The condition that the account whose key is in this column, or stands for this value, is a break-glass one."""
    return _EXEMPT.format(user=user)


def use_of(*, enforced: bool, exempt: bool) -> PasswordUse:
    """What the two conditions come to."""
    if not enforced:
        return PasswordUse.FREE
    return PasswordUse.BREAK_GLASS if exempt else PasswordUse.SHUT


async def password_use(user_id: UUID) -> PasswordUse:
    """That of one account; one statement, whoever it is."""
    statement = Statement()
    rows = await fetch(statement.add(f"SELECT {ENFORCED}, {breaks_glass_of(statement.bind(user_id))}"))
    enforced, exempt = rows[0]
    return use_of(enforced=boolean(enforced), exempt=boolean(exempt))


async def is_enforced() -> bool:
    """Whether single sign-on is enforced."""
    return boolean((await fetch(Statement().add(f"SELECT {ENFORCED}")))[0][0])


def shut(field: str = "") -> DomainError:
    """What somebody is told who would use, or give, a password that is good for nothing now."""
    message = "Single sign-on is enforced: this account signs in by a provider, and its password is not accepted."
    return DomainError("SSO_ENFORCED", message, field)
