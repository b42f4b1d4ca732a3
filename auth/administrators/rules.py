"""Pure decisions about administrators: does an account count as one who can get in, and is anybody left."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from auth.errors import DomainError
from auth.permissions import ADMINISTRATOR, Access, decide
from auth.sources.enforcement import PasswordUse
from auth.sources.rules import SourceState
from models.user import AuthMethod, UserKind, UserStatus

NOBODY_LEFT = "After this no administrator could get in any more, so it was not done."
NO_BREAK_GLASS = "After this no break-glass account could get in while single sign-on is enforced, so it was not done."

MOST_NAMED = 100
"""Accounts that a refusal names at most, by name."""


class AdministratorShortcoming(StrEnum):
    """Why an account with an administrator's scopes does not count as an administrator who can get in."""

    INACTIVE = "INACTIVE"
    LOCKED = "LOCKED"
    SERVICE_ACCOUNT = "SERVICE_ACCOUNT"
    NO_PASSWORD = "NO_PASSWORD"  # noqa: S105 — a reason, not a secret
    NO_SOURCE = "NO_SOURCE"
    SOURCE_OFF = "SOURCE_OFF"
    SCOPE_DENIED = "SCOPE_DENIED"
    TEMPORARY = "TEMPORARY"
    FIELDS_DENIED = "FIELDS_DENIED"
    SSO_ENFORCED = "SSO_ENFORCED"
    NO_SECOND_FACTOR = "NO_SECOND_FACTOR"
    NOT_LINKED = "NOT_LINKED"


@dataclass(frozen=True, slots=True)
class AdministratorFacts:
    """One account that is given the scopes of an administrator, as of one moment.

    Attributes:
        username: What a refusal calls it.
        is_locked: Whether somebody locked it by hand. The automatic lock ends, and shuts nobody out for good.
        has_password: Whether there is one, be it expired: whoever must change it can.
        source: Whether the provider or directory it comes from lets it in; of no meaning where that is Gatehouse.
        password: What a password is worth that is kept here.
        enrolled: Whether it has a second factor.
        linked: Whether somebody is known elsewhere, or awaited from there, who signs in as it: at the source that
            checks it; where that is Gatehouse, at any provider that is switched on.
        access: What is said about its access, without what overrides and roles give or lift until a moment.
        ending: Scopes that are given until a moment which has not come.
    """

    username: str
    kind: UserKind
    status: UserStatus
    is_locked: bool
    method: AuthMethod
    has_password: bool
    access: Access
    ending: frozenset[str] = frozenset()
    source: SourceState = SourceState.NONE
    password: PasswordUse = PasswordUse.FREE
    enrolled: bool = False
    linked: bool = False


@dataclass(frozen=True, slots=True)
class InName:
    """An account that is given the scopes of an administrator and does not count, and why."""

    username: str
    because: AdministratorShortcoming


class WouldLockOut(DomainError):
    """After the change nobody could administer Gatehouse any more.

    Attributes:
        before: Usernames of the administrators who can get in now.
        in_name: Who would be given an administrator's scopes nevertheless, and why that does not help.
    """

    def __init__(self, before: Sequence[str], in_name: Sequence[InName], message: str = NOBODY_LEFT) -> None:
        """At most ``MOST_NAMED`` of each are kept."""
        super().__init__("WOULD_LOCK_OUT", message)
        self.before = list(before[:MOST_NAMED])
        self.in_name = list(in_name[:MOST_NAMED])


def lock_out(before: Sequence[AdministratorFacts], after: Sequence[AdministratorFacts]) -> WouldLockOut | None:
    """Whether a change takes away the last administrator who can get in, or the last one who can without a provider.

    The latter is asked for as long as single sign-on is enforced. Where there was none before, a change is not what
    locks anybody out: it may be the way back.
    """
    could = who_get_in(before)
    if could and not who_get_in(after):
        return WouldLockOut(could, in_name(after))
    rescuers = who_break_glass(before)
    if not rescuers or who_break_glass(after) or not any(_is_enforced(account) for account in after):
        return None
    return WouldLockOut(rescuers, in_name([_by_password(account) for account in after]), NO_BREAK_GLASS)


def who_break_glass(accounts: Sequence[AdministratorFacts]) -> list[str]:
    """Usernames of the break-glass accounts that are administrators and get in without a provider."""
    return who_get_in([_by_password(each) for each in accounts if each.password is PasswordUse.BREAK_GLASS])


def _by_password(account: AdministratorFacts) -> AdministratorFacts:
    return replace(account, linked=False)


def _is_enforced(account: AdministratorFacts) -> bool:
    return account.password is not PasswordUse.FREE


def who_get_in(accounts: Sequence[AdministratorFacts]) -> list[str]:
    """Usernames of the administrators who can get in."""
    return [account.username for account in accounts if shortcoming(account) is None]


def in_name(accounts: Sequence[AdministratorFacts]) -> list[InName]:
    """The others, and why they do not count."""
    found = ((account.username, shortcoming(account)) for account in accounts)
    return [InName(username, because) for username, because in found if because is not None]


def shortcoming(account: AdministratorFacts) -> AdministratorShortcoming | None:
    """Why an account does not count; ``None`` for an administrator who can get in."""
    return _cannot_sign_in(account) or _may_not(account)


def _cannot_sign_in(account: AdministratorFacts) -> AdministratorShortcoming | None:
    """As ``auth.login.rules.failure`` answers whoever knows the password.

    A second factor is no reason: one that is enrolled is its owner's to give, and one that is due and missing is set up
    at the next sign-in, also past the grace period (``auth.login.flow``). Only a break-glass account has to have it:
    what it is for cannot wait for whoever comes first.
    """
    if account.status is not UserStatus.ACTIVE:
        return AdministratorShortcoming.INACTIVE
    if account.is_locked:
        return AdministratorShortcoming.LOCKED
    if account.kind is UserKind.SERVICE:
        return AdministratorShortcoming.SERVICE_ACCOUNT
    match account.method:
        case AuthMethod.LOCAL:
            return None if account.linked else _password_worthless(account)
        case AuthMethod.LDAP:
            return _source_shut(account.source)
        case AuthMethod.OIDC:
            return _source_shut(account.source) or (None if account.linked else AdministratorShortcoming.NOT_LINKED)
        case _:
            assert_never(account.method)


def _password_worthless(account: AdministratorFacts) -> AdministratorShortcoming | None:
    if account.password is PasswordUse.SHUT:
        return AdministratorShortcoming.SSO_ENFORCED
    if not account.has_password:
        return AdministratorShortcoming.NO_PASSWORD
    lacks_factor = account.password is PasswordUse.BREAK_GLASS and not account.enrolled
    return AdministratorShortcoming.NO_SECOND_FACTOR if lacks_factor else None


def _source_shut(source: SourceState) -> AdministratorShortcoming | None:
    match source:
        case SourceState.ENABLED:
            return None
        case SourceState.OFF:
            return AdministratorShortcoming.SOURCE_OFF
        case SourceState.NONE:
            return AdministratorShortcoming.NO_SOURCE
        case _:
            assert_never(source)


def _may_not(account: AdministratorFacts) -> AdministratorShortcoming | None:
    """What ends by itself does not count, or the last administrator would go without anybody's doing.

    Nor does an account to which a field is denied: nobody lifts a denial that binds themselves, so a field that is
    denied to every administrator would stay so for good.
    """
    lasting, access = decide(account.access), account.access
    if lasting.holds(*ADMINISTRATOR):
        return AdministratorShortcoming.FIELDS_DENIED if lasting.denied else None
    for_now = decide(replace(access, granted=access.granted | account.ending))
    return (
        AdministratorShortcoming.TEMPORARY if for_now.holds(*ADMINISTRATOR) else AdministratorShortcoming.SCOPE_DENIED
    )
