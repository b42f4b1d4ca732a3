"""Accounts that are made for a provider or directory to check, edited, shown, and taken back by who owns the host."""

from collections.abc import Iterator
from typing import Any

import pytest

from auth.actor import HOST, SYSTEM
from auth.administrators.facts import administrators
from auth.administrators.rules import who_get_in
from auth.idempotency import Idempotency
from auth.invitations.commands import invite_user
from auth.login.outcomes import LoginRefusal, Refusal
from auth.passwords.administrators import recover_administrator
from auth.users.commands import NewUser, create_user, update_user
from auth.users.expectations import CheckWish, ExpectedIdentity
from auth.users.expectations_of import ExpectedIdentityRow, expected_identities_of
from auth.users.rules import UserChanges
from models.identity_expectation import IdentityExpectation, IdentityKind
from models.user import AuthMethod, User, UserKind
from tests.support.house import NOON, House
from tests.support.methods import AWAY, HERE, SHOWN, SUBJECT, asa_of, change
from tests.support.sources import CORP, TREE, Given, configured
from tests.support.statements import statements
from tests.support.trail import hearing, nothing_changes

MAIL = UserChanges(email="asa@example.com")


@pytest.fixture
def corp() -> Iterator[Given]:
    with configured(CORP, TREE) as given:
        yield given


@pytest.mark.usefixtures("corp")
async def test_an_account_is_made_that_waits_for_an_identity(house: House) -> None:
    root, password = await house.root(), await house.password()
    new = NewUser(username="asa", values=MAIL, check=AWAY)
    async with hearing() as heard:
        made = await house.do(root, lambda work: create_user(work, new, password, Idempotency("once", "same")))
    assert [told.action for told in heard.events] == [
        "user.created",
        "user.auth_method_changed",
        "user.roles_changed",
    ]
    assert heard.events[1].changes["expected_identity"] == (None, "VERIFIED_EMAIL åsa@corp.example")
    assert (await User.get(id=made.user_id)).auth_method is AuthMethod.OIDC
    row = await IdentityExpectation.get()
    assert (row.user_id, row.source_id, row.kind) == (made.user_id, CORP.id, IdentityKind.VERIFIED_EMAIL)
    assert await house.login("asa") == Refusal(LoginRefusal.INVALID_CREDENTIALS)
    async with nothing_changes():
        again = await house.do(root, lambda work: create_user(work, new, password, Idempotency("once", "same")))
    assert (again.user_id, again.earlier) == (made.user_id, True)


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (NewUser(username="asa", check=AWAY), [("EMAIL_REQUIRED", "email")]),
        (
            NewUser(username="asa", check=CheckWish(AuthMethod.OIDC)),
            [("IDENTITY_REQUIRED", "expected_identity"), ("EMAIL_REQUIRED", "email")],
        ),
        (
            NewUser(username="asa", values=MAIL, check=CheckWish(AuthMethod.OIDC, SUBJECT, "other")),
            [("SOURCE_UNKNOWN", "source")],
        ),
        (
            NewUser(username="asa", check=CheckWish(AuthMethod.LOCAL, SUBJECT, "corp")),
            [("IDENTITY_NOT_WANTED", "expected_identity"), ("IDENTITY_NOT_WANTED", "source")],
        ),
        (
            NewUser(username="robot", roles=("api",), kind=UserKind.SERVICE, check=CheckWish(AuthMethod.LDAP, SUBJECT)),
            [("SERVICE_ACCOUNT", "method")],
        ),
    ],
)
@pytest.mark.usefixtures("corp")
async def test_what_is_wrong_about_a_new_one_is_named(house: House, new: NewUser, told: list[Any]) -> None:
    root = await house.root()
    async with nothing_changes():
        assert await house.refusals(root, lambda work: create_user(work, new)) == told


async def test_without_a_source_none_is_made(house: House) -> None:
    root, new = await house.root(), NewUser(username="asa", values=MAIL, check=AWAY)
    async with nothing_changes():
        assert await house.refusals(root, lambda work: create_user(work, new)) == [("NO_SOURCE", "method")]


@pytest.mark.usefixtures("corp")
async def test_nobody_is_invited_to_choose_a_password_that_is_not_used(house: House) -> None:
    root, new = await house.root(), NewUser(username="asa", values=MAIL, check=AWAY)
    async with nothing_changes():
        assert await house.refusals(root, lambda work: invite_user(work, new)) == [("EXTERNAL_ACCOUNT", "auth_method")]


@pytest.mark.usefixtures("corp")
async def test_an_account_of_an_identity_provider_keeps_an_address(house: House) -> None:
    root, asa = await house.root(), await asa_of(house)
    await change(house, root, asa)
    bare = UserChanges(email=None)
    async with nothing_changes():
        assert await house.refusals(root, lambda work: update_user(work, asa, bare)) == [("EMAIL_REQUIRED", "email")]
    await change(house, root, asa, CheckWish(AuthMethod.LDAP, SUBJECT))
    await house.do(root, lambda work: update_user(work, asa, bare))
    assert (await User.get(id=asa)).email is None


async def test_whoever_owns_the_host_gets_in_when_the_source_is_gone(house: House, corp: Given) -> None:
    ada = await house.user("ada", "admin", email="ada@example.com")
    await change(house, SYSTEM, ada)
    corp.given, password = [], await house.password()
    assert who_get_in(await administrators(house.clock.now())) == []
    async with hearing() as heard:
        await house.do(HOST, lambda work: recover_administrator(work, "ada", password))
    assert [told.action for told in heard.events] == ["user.auth_method_changed", "password.changed"]
    assert heard.events[0].changes["auth_method"] == ("OIDC", "LOCAL")
    assert who_get_in(await administrators(house.clock.now())) == ["ada"]
    assert await IdentityExpectation.all().count() == 0
    await house.sign_in("ada")


async def test_the_newest_identity_of_the_method_in_force_is_shown_in_one_statement(house: House, corp: Given) -> None:
    root, asa = await house.root(), await asa_of(house)
    bea, local = await house.user("bea"), await house.user("local")
    await change(house, root, asa)
    await IdentityExpectation.filter(user_id=asa).update(used_at=NOON, open_key=None)
    with statements() as one:
        found = await expected_identities_of([asa], {})
    first = ExpectedIdentityRow(IdentityKind.VERIFIED_EMAIL, "åsa@corp.example", "corp", NOON, NOON)
    assert found == {asa: first}
    await change(house, root, bea, CheckWish(AuthMethod.LDAP, SUBJECT))
    house.clock.turn(hours=1)
    again = ExpectedIdentity(IdentityKind.SUBJECT, "Sub-2")
    await change(house, root, asa, CheckWish(AuthMethod.OIDC, again))
    corp.given = [TREE]
    with statements() as three:
        found = await expected_identities_of([asa, bea, local], {})
    assert found == {
        asa: ExpectedIdentityRow(IdentityKind.SUBJECT, "Sub-2", None, house.clock.now(), None),
        bea: ExpectedIdentityRow(IdentityKind.SUBJECT, "Sub-1", "tree", NOON, None),
    }
    assert (len(one), len(three)) == (2, 3), "providers are one statement more, and directories one, however many"
    await change(house, root, asa, HERE, credential=SHOWN)
    assert await expected_identities_of([asa], {}) == {}
