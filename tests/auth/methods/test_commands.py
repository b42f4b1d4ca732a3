"""Changing who checks an account: told first, made as told, and the password accepted nowhere afterwards."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from auth.actor import SYSTEM, anonymous
from auth.administrators.facts import administrators
from auth.administrators.rules import AdministratorShortcoming, in_name
from auth.errors import Forbidden, Refused
from auth.links.one_time import LinkRefused, issue
from auth.login.outcomes import LoginRefusal, MustChangePassword, Refusal, SignedIn
from auth.methods.commands import Changed
from auth.methods.rules import ConsequenceKind as Kind
from auth.mfa.fresh_factor import FactorGiven, prove_again
from auth.passwords.by_link import reset_password
from auth.passwords.own import OwnChange, change_own_password
from auth.passwords.reset_links import request_password_reset, send_password_reset
from auth.passwords.resetting import Given, give_password
from auth.permissions import Scope
from auth.users.expectations import CheckWish, ExpectedIdentity
from models.identity_expectation import IdentityExpectation, IdentityKind
from models.one_time_link import LinkPurpose, OneTimeLink
from models.outbox_mail import OutboxMail
from models.pending_login import PendingLogin
from models.session import Session, SessionEnd
from models.user import AuthMethod, User, UserKind
from tests.support.house import CLIENT, PASSWORD, House, credential_of
from tests.support.methods import AWAY, EMAIL, SHOWN, SUBJECT, asa_of, change, refused
from tests.support.profiles import profile_row
from tests.support.sources import CORP, LAB, TREE, configured
from tests.support.sources import Given as GivenSources
from tests.support.trail import Told, hearing, nothing_changes

NEW = "An0ther-horse-battery"
NOBODY = UUID(int=1)
GONE = ("LOCAL", "OIDC"), (None, "corp"), (None, "VERIFIED_EMAIL åsa@corp.example")


@pytest.fixture
def corp() -> Iterator[GivenSources]:
    with configured(CORP) as given:
        yield given


@pytest.mark.parametrize("method", [AuthMethod.LDAP, AuthMethod.OIDC])
async def test_while_nothing_is_configured_that_lets_anybody_in_nobody_is_sent_there(
    house: House, method: AuthMethod
) -> None:
    root, asa = await house.root(), await asa_of(house)
    assert await refused(house, root, asa, CheckWish(method, EMAIL)) == [("NO_SOURCE", "method")]
    with configured(replace(TREE, is_enabled=False), replace(CORP, is_enabled=False)):
        assert await refused(house, root, asa, CheckWish(method, EMAIL)) == [("SOURCE_OFF", "method")]


async def test_without_confirmation_it_tells_what_would_follow_and_changes_nothing(
    house: House, corp: GivenSources
) -> None:
    corp.given = [replace(CORP, roles=("viewer",))]
    root, asa = await house.root(), await asa_of(house)
    await house.open(asa)
    async with nothing_changes():
        asked = await change(house, root, asa, confirm=False)
    assert (asked.is_changed, asked.shown) == (False, None)
    assert [(each.kind, each.count, each.roles) for each in asked.consequences] == [
        (Kind.SESSIONS_END, 1, ()),
        (Kind.PASSWORD_KEPT, None, ()),
        (Kind.IDENTITY_EXPECTED, None, ()),
        (Kind.ROLES_OWNED, None, ("viewer",)),
    ]
    assert await change(house, root, asa) == replace(asked, is_changed=True)


@pytest.mark.usefixtures("corp")
async def test_once_it_is_confirmed_the_account_is_somebody_elses_to_check(house: House) -> None:
    root, asa = await house.root(), await asa_of(house)
    token, stored = await house.open(asa), (await credential_of(asa)).password_hash
    async with hearing() as heard:
        await change(house, root, asa, note="As agreed.")
    method, source, expected = GONE
    changes: dict[str, Any] = {"auth_method": method, "source": source, "expected_identity": expected}
    assert list(heard.events) == [
        Told("user.auth_method_changed", "root", "asa", changes=changes),
        Told("session.ended", "root", "asa", "AUTH_METHOD_CHANGED"),
    ]
    user = await User.get(id=asa)
    assert (user.auth_method, user.version) == (AuthMethod.OIDC, 2)
    row = await IdentityExpectation.get()
    assert (row.user_id, row.method, row.source_id) == (asa, AuthMethod.OIDC, CORP.id)
    assert (row.kind, row.value, row.used_at) == (IdentityKind.VERIFIED_EMAIL, "åsa@corp.example", None)
    assert (row.created_at, row.created_by_id) == (house.clock.now(), root.user_id)
    assert (await credential_of(asa)).password_hash == stored
    assert (await house.caller(token)).actor.user_id is None
    assert (await Session.get(user_id=asa)).end_reason is SessionEnd.AUTH_METHOD_CHANGED


@pytest.mark.usefixtures("corp")
async def test_its_password_is_accepted_at_no_entrance(house: House) -> None:
    root, asa = await house.root(), await asa_of(house)
    await change(house, root, asa)
    async with hearing() as heard:
        assert await house.login("asa") == Refusal(LoginRefusal.INVALID_CREDENTIALS)
        assert await house.login("asa", NEW) == Refusal(LoginRefusal.INVALID_CREDENTIALS)
    assert {told.reason for told in heard.events} == {"EXTERNAL_ACCOUNT"}
    await profile_row(id=CORP.id)  # a credential is held to the tables of sources, not to what is only said to be there
    outside = await house.actor(asa)
    verified = house.hashing.verified
    async with nothing_changes():
        with pytest.raises(Refused) as own:
            await change_own_password(house.units, house.hashing, outside, OwnChange(PASSWORD, NEW))
        with pytest.raises(Refused) as fresh:
            await prove_again(house.units, house.hashing, house.elsewhere, outside, FactorGiven(password=PASSWORD))
    assert [error.errors[0].code for error in (own.value, fresh.value)] == ["EXTERNAL_ACCOUNT", "NO_PASSWORD"]
    assert house.hashing.verified == verified, "a password is not even looked at"


@pytest.mark.usefixtures("corp")
async def test_no_link_leads_to_a_password_of_it(house: House) -> None:
    root, asa = await house.root(), await asa_of(house)
    issued = await house.do(root, lambda work: issue(work, asa, LinkPurpose.RESET_PASSWORD, "asa@example.com"))
    told = await change(house, root, asa)
    assert (Kind.LINKS_VOID, 1) in [(each.kind, each.count) for each in told.consequences]
    token = issued.url.partition("token=")[2]
    with pytest.raises(LinkRefused):
        await reset_password(house.units, house.hashing, anonymous(CLIENT), token, NEW)
    assert await house.refusals(root, lambda work: send_password_reset(work, asa)) == [("EXTERNAL_ACCOUNT", "id")]
    before = await OneTimeLink.all().count()
    await house.do(anonymous(CLIENT), lambda work: request_password_reset(work, "asa"))
    assert (await OneTimeLink.all().count(), await OutboxMail.all().count()) == (before, 0)


@pytest.mark.usefixtures("corp")
async def test_a_sign_in_that_waits_for_a_step_is_void(house: House) -> None:
    root = await house.root()
    asa = await house.user("asa", email="a@b.example", password=await house.password(must_change=True))
    assert isinstance(await house.login("asa"), MustChangePassword)
    told = await change(house, root, asa)
    assert (Kind.SIGN_INS_END, 1) in [(each.kind, each.count) for each in told.consequences]
    assert await PendingLogin.filter(used_at=None).count() == 0


@pytest.mark.usefixtures("corp")
async def test_a_password_that_is_set_meanwhile_is_kept_and_ends_no_session(house: House) -> None:
    root, asa = await house.root(), await asa_of(house)
    await change(house, root, asa)
    await house.open(asa)
    stored = await give_password(house.units, house.hashing, root, Given(asa, NEW))
    assert stored.used_now is False
    assert await Session.filter(user_id=asa, ended_at=None).count() == 1
    assert await house.login("asa", NEW) == Refusal(LoginRefusal.INVALID_CREDENTIALS)


BAD: tuple[tuple[CheckWish, list[tuple[str, str]]], ...] = (
    (CheckWish(AuthMethod.OIDC), [("IDENTITY_REQUIRED", "expected_identity")]),
    (
        CheckWish(AuthMethod.OIDC, ExpectedIdentity(IdentityKind.VERIFIED_EMAIL, "nobody")),
        [("EMAIL_INVALID", "expected_identity.verified_email")],
    ),
    (
        CheckWish(AuthMethod.OIDC, ExpectedIdentity(IdentityKind.SUBJECT, "")),
        [("TOO_SHORT", "expected_identity.subject")],
    ),
    (
        CheckWish(AuthMethod.OIDC, ExpectedIdentity(IdentityKind.SUBJECT, "x" * 256)),
        [("TOO_LONG", "expected_identity.subject")],
    ),
    (CheckWish(AuthMethod.OIDC, SUBJECT, "other"), [("SOURCE_UNKNOWN", "source")]),
    (CheckWish(AuthMethod.LDAP, SUBJECT), [("NO_SOURCE", "method")]),
    (
        CheckWish(AuthMethod.OIDC, None, "other"),
        [("SOURCE_UNKNOWN", "source"), ("IDENTITY_REQUIRED", "expected_identity")],
    ),
    (CheckWish(), [("SAME_METHOD", "method")]),
)


@pytest.mark.usefixtures("corp")
@pytest.mark.parametrize(("wish", "told"), BAD)
async def test_what_is_wrong_about_the_wish_is_named(house: House, wish: CheckWish, told: list[Any]) -> None:
    root, asa = await house.root(), await asa_of(house)
    assert await refused(house, root, asa, wish) == told


@pytest.mark.usefixtures("corp")
async def test_who_is_not_to_be_changed_is_not(house: House) -> None:
    boss, bare = await house.root(), await house.user("bare")
    robot = await house.user("robot", "api", kind=UserKind.SERVICE)
    clerk = await house.acting("clerk", Scope.USERS_WRITE, level=1)
    assert boss.user_id is not None
    for actor, user_id, told in (
        (boss, boss.user_id, ("OWN_ACCOUNT", "id")),
        (boss, robot, ("SERVICE_ACCOUNT", "id")),
        (boss, NOBODY, ("NOT_FOUND", "id")),
        (boss, bare, ("EMAIL_REQUIRED", "id")),
        (clerk, boss.user_id, ("BEYOND_OWN_RIGHTS", "id")),
    ):
        assert await refused(house, actor, user_id) == [told]
    asa = await asa_of(house)
    assert await refused(house, boss, asa, version=7) == [("VERSION_CONFLICT", "version")]
    assert await refused(house, boss, asa, note="x" * 2001) == [("TOO_LONG", "note")]
    assert await refused(house, boss, asa, credential=SHOWN) == [("CREDENTIAL_NOT_WANTED", "credential")]


@pytest.mark.usefixtures("corp")
async def test_without_the_scope_nothing_happens(house: House) -> None:
    reader, asa = await house.acting("reader", Scope.USERS_READ), await asa_of(house)
    for confirm in (False, True):
        async with nothing_changes():
            with pytest.raises(Forbidden):
                await change(house, reader, asa, confirm=confirm)


async def test_one_identity_is_waited_for_by_one_account_until_it_is_used(house: House, corp: GivenSources) -> None:
    corp.given = [CORP, LAB]
    root, asa, bea = await house.root(), await asa_of(house), await house.user("bea", email="bea@example.com")
    at_corp, at_lab = replace(AWAY, source="corp"), replace(AWAY, source="lab")
    await change(house, root, asa, at_corp)
    again = CheckWish(AuthMethod.OIDC, ExpectedIdentity(IdentityKind.VERIFIED_EMAIL, "ÅSA@corp.EXAMPLE"), "corp")
    assert await refused(house, root, bea, again) == [("IDENTITY_TAKEN", "expected_identity")]
    await change(house, root, bea, at_lab)
    await IdentityExpectation.filter(user_id=asa).update(used_at=house.clock.now(), open_key=None)
    await change(house, root, bea, again)
    rows = await IdentityExpectation.all().order_by("id")
    assert [(row.user_id, row.source_id, row.used_at is None) for row in rows] == [
        (asa, CORP.id, False),
        (bea, CORP.id, True),
    ]


@pytest.mark.usefixtures("corp")
async def test_of_many_accounts_that_are_to_wait_for_one_identity_at_once_one_does(house: House) -> None:
    root = await house.root()
    users = [await house.user(f"user-{place}", email=f"u{place}@example.com") for place in range(6)]
    outcomes = await asyncio.gather(*(change(house, root, each) for each in users), return_exceptions=True)
    assert sum(isinstance(outcome, Changed) for outcome in outcomes) == 1
    assert {type(outcome) for outcome in outcomes} == {Changed, Refused}
    assert await User.filter(auth_method=AuthMethod.OIDC).count() == 1


@pytest.mark.usefixtures("corp")
async def test_no_sign_in_at_the_same_moment_leaves_a_session_behind(house: House) -> None:
    root, asa = await house.root(), await asa_of(house)
    outcomes = await asyncio.gather(*(house.login("asa") for _ in range(4)), change(house, root, asa))
    assert all(isinstance(outcome, SignedIn | Refusal | Changed) for outcome in outcomes)
    assert await Session.filter(user_id=asa, ended_at=None).count() == 0


async def test_an_administrator_from_outside_counts_while_its_source_lets_it_in(
    house: House, corp: GivenSources
) -> None:
    root = await house.root()
    ada = await house.user("ada", "admin", email="ada@example.com", password=await house.password())
    await change(house, root, ada)
    for sources, because in (
        ([CORP], None),
        ([replace(CORP, is_enabled=False)], AdministratorShortcoming.SOURCE_OFF),
        ([replace(CORP, is_enabled=False), LAB], AdministratorShortcoming.SOURCE_OFF),
        ([LAB], AdministratorShortcoming.NO_SOURCE),
        ([], AdministratorShortcoming.NO_SOURCE),
    ):
        corp.given = sources
        found = await administrators(house.clock.now())
        assert {each.username: each.because for each in in_name(found)}.get("ada") is because


async def test_the_system_itself_may_and_another_identity_takes_the_place_of_the_first(
    house: House, corp: GivenSources
) -> None:
    asa = await asa_of(house)
    await change(house, SYSTEM, asa)
    async with hearing() as heard:
        told = await change(house, SYSTEM, asa, CheckWish(AuthMethod.OIDC, SUBJECT))
    assert Kind.IDENTITY_FORGOTTEN in [each.kind for each in told.consequences]
    assert heard.events[0].changes == {"expected_identity": ("VERIFIED_EMAIL åsa@corp.example", "SUBJECT Sub-1")}
    assert [(row.kind, row.value) for row in await IdentityExpectation.all()] == [(IdentityKind.SUBJECT, "Sub-1")]
    assert corp.given == [CORP]
