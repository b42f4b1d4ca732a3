"""Pure decisions about API tokens, by tables."""

from datetime import timedelta

import pytest

from auth.errors import DomainError
from auth.permissions import EVERY_KNOWN_SCOPE, PermissionSet, Scope
from auth.roles.rules import Holdings
from auth.settings.pages import TokenSettings
from auth.tokens.rules import Account, Offer, TokenFacts, ends_at, refusal, share
from models.user import UserKind
from tests.support.house import NOON

LATER, BEFORE = NOON + timedelta(seconds=1), NOON - timedelta(seconds=1)
PERSON, PROGRAM = Account(UserKind.HUMAN, is_on=True), Account(UserKind.SERVICE, is_on=True)
DEFAULTS, NOT_FOR_PEOPLE = TokenSettings(), TokenSettings(allow_personal_tokens=False)


@pytest.mark.parametrize(
    ("expires", "revoked", "account", "settings", "reason"),
    [
        (None, None, PERSON, DEFAULTS, None),
        (LATER, None, PROGRAM, DEFAULTS, None),
        (NOON, None, PERSON, DEFAULTS, "TOKEN_EXPIRED"),
        (BEFORE, None, PERSON, DEFAULTS, "TOKEN_EXPIRED"),
        (None, BEFORE, PERSON, DEFAULTS, "TOKEN_REVOKED"),
        (BEFORE, BEFORE, PERSON, DEFAULTS, "TOKEN_REVOKED"),
        (LATER, LATER, PERSON, DEFAULTS, "TOKEN_REVOKED"),
        (None, None, Account(UserKind.SERVICE, is_on=False), DEFAULTS, "ACCOUNT_NOT_ACTIVE"),
        (None, None, Account(UserKind.HUMAN, is_on=False), NOT_FOR_PEOPLE, "ACCOUNT_NOT_ACTIVE"),
        (None, None, PERSON, NOT_FOR_PEOPLE, "PERSONAL_TOKENS_OFF"),
        (None, None, PROGRAM, NOT_FOR_PEOPLE, None),
    ],
)
def test_a_token_is_refused_with_the_reason(
    expires: object, revoked: object, account: Account, settings: TokenSettings, reason: str | None
) -> None:
    token = TokenFacts(expires, revoked, None)  # type: ignore[arg-type] # moments or nothing
    assert refusal(token, account, settings, NOON) == reason


@pytest.mark.parametrize(
    ("used", "due"), [(None, True), (NOON - timedelta(seconds=60), True), (NOON - timedelta(seconds=59.9), False)]
)
def test_a_use_is_written_once_in_a_minute(used: object, due: bool) -> None:  # noqa: FBT001 — a table
    assert TokenFacts(None, None, used).is_due_for_touch(NOON) is due  # type: ignore[arg-type] # as above


def test_a_token_may_do_what_it_carries_and_its_account_may_and_no_more() -> None:
    account = PermissionSet(frozenset({"a", "b"}), authenticated=True, denied=frozenset({"User.email"}))
    may = share(account, ["b", "c"])
    assert (may.scopes, may.authenticated, may.denied) == ({"b"}, True, {"User.email"})
    assert share(account, []).scopes == frozenset()


def test_what_only_reads_is_known_by_its_name() -> None:
    reads = {scope.value for scope in Scope if scope.is_read_only}
    assert {"users:read", "users:read-contact", "tokens:read", "audit:read", "settings:read"} <= reads
    assert not reads & {"sessions:introspect", "users:write", "users:delete", "tokens:write", "roles:assign"}


def offer(*held: str, own: Holdings) -> Offer:
    return Offer(EVERY_KNOWN_SCOPE | {"acme:reports.read", "acme:read"}, frozenset(held), own)


def test_without_asking_it_carries_what_reads_of_what_both_hold_and_nothing_of_the_product() -> None:
    held = ("users:read", "users:write", "audit:read", "acme:read", "acme:reports.read")
    mine = Holdings(frozenset({"users:read", "users:write", "acme:read"}), 3)
    assert offer(*held, own=mine).read_only == {"users:read"}
    assert offer(*held, own=Holdings(frozenset(), 0, boundless=True)).read_only == {"users:read", "audit:read"}


def test_what_is_asked_for_must_be_known_and_held_by_both() -> None:
    mine = Holdings(frozenset({"users:read", "acme:read"}), 0)
    asked = ["users:read", "users:fly", "audit:read", "groups:read", "acme:read", "*", ""]
    wrong = offer("users:read", "groups:read", "acme:read", own=mine).problems(asked)
    assert [(each.code, each.field) for each in wrong] == [
        ("SCOPE_UNKNOWN", "scopes.1"),
        ("SCOPE_NOT_HELD", "scopes.2"),
        ("BEYOND_OWN_RIGHTS", "scopes.3"),
        ("SCOPE_UNKNOWN", "scopes.5"),
        ("SCOPE_UNKNOWN", "scopes.6"),
    ]


@pytest.mark.parametrize(
    ("days", "longest", "default", "lives"),
    [
        (None, 365, 90, 90),
        (None, 30, 90, 30),
        (None, 0, 90, 90),
        (1, 365, 90, 1),
        (365, 365, 90, 365),
        (3_650, 0, 90, 3_650),
        (0, 0, 90, None),
    ],
)
def test_how_long_a_token_lives(days: int | None, longest: int, default: int, lives: int | None) -> None:
    settings = TokenSettings(longest_life_days=longest, default_life_days=default)
    assert ends_at(days, settings, NOON) == (None if lives is None else NOON + timedelta(days=lives))


@pytest.mark.parametrize(
    ("days", "longest", "message"),
    [
        (366, 365, "It is from 1 to 365 days."),
        (0, 365, "It is from 1 to 365 days."),
        (-1, 0, "It is from 1 to 3650 days; 0 is for ever."),
        (3_651, 0, "It is from 1 to 3650 days; 0 is for ever."),
        (2**31 - 1, 0, "It is from 1 to 3650 days; 0 is for ever."),
    ],
)
def test_a_life_that_the_settings_do_not_allow_is_refused(days: int, longest: int, message: str) -> None:
    with pytest.raises(DomainError, match=message) as refused:
        ends_at(days, TokenSettings(longest_life_days=longest), NOON)
    assert (refused.value.code, refused.value.field) == ("OUT_OF_BOUNDS", "expires_in_days")
