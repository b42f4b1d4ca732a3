"""An administrator sets the password of somebody else, or has one made that serves once."""

import asyncio
from uuid import UUID

import pytest

from auth.actor import Actor
from auth.errors import DomainError, Forbidden, Refused
from auth.login.outcomes import MustChangePassword
from auth.passwords.choice import PasswordRejected
from auth.passwords.history import owner_of
from auth.passwords.resetting import Given, Stored, give_password, give_temporary_password, set_user_password
from auth.permissions import Scope
from auth.settings.pages import PasswordSettings, SessionsToEnd
from models.outbox_mail import OutboxMail
from models.session import Session
from models.user import Credential, User, UserKind
from tests.support.house import PASSWORD, House, credential_of
from tests.support.trail import Told, hearing, nothing_changes

NEW = "An0ther-horse-battery"
NOBODY = UUID(int=1)


async def give(house: House, actor: Actor, user_id: UUID, password: str = NEW, **more: object) -> Stored:
    given = Given(user_id, password, **more)  # type: ignore[arg-type] # as the test says
    return await give_password(house.units, house.hashing, actor, given)


async def refusal(house: House, actor: Actor, user_id: UUID, *, temporary: bool = False) -> tuple[str, str]:
    """With which code, at which field, a password for an account is refused."""
    try:
        if temporary:
            await give_temporary_password(house.units, house.hashing, actor, user_id)
        else:
            await give(house, actor, user_id)
    except Refused as refused:
        return refused.errors[0].code, refused.errors[0].field
    except DomainError as error:
        return error.code, error.field
    raise AssertionError("it was not refused")


async def test_a_password_that_is_set_is_used_at_once_and_ends_every_session(house: House) -> None:
    root = await house.root()
    user_id = await house.user("asa", email="asa@example.com", password=await house.password())
    await house.open(user_id)
    async with hearing() as heard:
        assert await give(house, root, user_id) == Stored(user_id, used_now=True)
    assert list(heard.events) == [
        Told("password.changed", "root", "asa"),
        Told("session.ended", "root", "asa", "PASSWORD_CHANGED"),
    ]
    mail = await OutboxMail.get()
    assert (mail.kind, mail.recipient) == ("password_changed", "asa@example.com")
    await house.sign_in("asa", NEW)


async def test_an_account_without_a_password_gets_its_first_one(house: House) -> None:
    root, user_id = await house.root(), await house.user("bare")
    await give(house, root, user_id, must_change=True)
    assert (await credential_of(user_id)).must_change
    assert isinstance(await house.login("bare", NEW), MustChangePassword)


@pytest.mark.parametrize("by_setting", [False, True])
@pytest.mark.parametrize(("ends", "left"), [("ALL", 0), ("OTHERS", 0), ("NONE", 1)])
async def test_which_sessions_end_is_asked_or_set(house: House, *, ends: str, left: int, by_setting: bool) -> None:
    root, user_id, wanted = await house.root(), await house.user("asa"), SessionsToEnd(ends)
    await house.open(user_id)
    if by_setting:
        await house.set(PasswordSettings, sessions_end_after_reset=wanted)
    await give(house, root, user_id, ends=None if by_setting else wanted)
    assert await Session.filter(user_id=user_id, ended_at=None).count() == left


async def test_a_temporary_password_is_shown_once_and_serves_once(house: House) -> None:
    root = await house.root()
    user_id = await house.user("asa", email="asa@example.com", password=await house.password())
    await house.open(user_id)
    made = [await give_temporary_password(house.units, house.hashing, root, user_id) for _ in range(2)]
    assert made[0].shown != made[1].shown
    assert await Session.filter(user_id=user_id, ended_at=None).count() == 0
    assert {mail.kind for mail in await OutboxMail.all()} == {"temporary_password"}
    assert made[1].shown is not None
    assert isinstance(await house.login("asa", made[1].shown), MustChangePassword)
    assert made[1].shown not in (await credential_of(user_id)).password_hash


@pytest.mark.parametrize("temporary", [False, True])
async def test_nobody_sets_the_password_of_who_may_do_more_of_themselves_or_of_a_program(
    house: House, *, temporary: bool
) -> None:
    clerk = await house.acting("clerk", Scope.USERS_WRITE, level=1)
    root = await User.get(username="root")
    boss = await house.root()
    robot = await house.user("robot", "api", kind=UserKind.SERVICE)
    assert clerk.user_id is not None
    for user_id, told in (
        (root.id, ("BEYOND_OWN_RIGHTS", "id")),
        (clerk.user_id, ("OWN_PASSWORD", "id")),
        (NOBODY, ("NOT_FOUND", "id")),
    ):
        async with nothing_changes():
            assert await refusal(house, clerk, user_id, temporary=temporary) == told
    async with nothing_changes():
        assert await refusal(house, boss, robot, temporary=temporary) == ("SERVICE_ACCOUNT", "id")
    assert house.hashing.hashed == 0, "who may not costs no hash"


async def test_nobody_learns_the_password_of_who_may_do_more_by_trying(house: House) -> None:
    chief = await house.user("chief", "admin", password=await house.password())
    clerk = await house.acting("clerk", Scope.USERS_WRITE, level=1)
    verified = house.hashing.verified
    for password in (PASSWORD, NEW, "chief", "short"):
        async with nothing_changes():
            with pytest.raises(Refused) as refused:
                await give(house, clerk, chief, password)
        assert refused.value.errors[0].code == "BEYOND_OWN_RIGHTS"
    assert house.hashing.verified == verified


async def test_without_the_scope_nothing_happens(house: House) -> None:
    reader, user_id = await house.acting("reader", Scope.USERS_READ), await house.user("asa")
    async with nothing_changes():
        with pytest.raises(Forbidden):
            await give(house, reader, user_id)
        with pytest.raises(Forbidden):
            await give_temporary_password(house.units, house.hashing, reader, user_id)


@pytest.mark.parametrize(("password", "rule"), [(PASSWORD, "NOT_CURRENT"), ("Asa-asa-1234", "NOT_A_NAME")])
async def test_the_policy_applies_and_a_rejection_is_told(house: House, password: str, rule: str) -> None:
    root, user_id = await house.root(), await house.user("asa", password=await house.password())
    async with nothing_changes(Told("password.rejected", "root", "asa", refused=True)):
        with pytest.raises(PasswordRejected) as rejected:
            await give(house, root, user_id, password)
    assert [each.rule.value for each in rejected.value.rules if not each.met] == [rule]


async def test_a_password_that_was_judged_against_another_one_is_not_stored(house: House) -> None:
    root, user_id = await house.root(), await house.user("asa", password=await house.password())
    owner, late = await owner_of(await User.get(id=user_id)), await house.password("L4te-horse-battery")
    await give(house, root, user_id)
    async with nothing_changes():
        codes = await house.refusals(root, lambda work: set_user_password(work, owner, late))
    assert codes == [("CHANGED_MEANWHILE", "")]


async def test_of_many_that_are_set_at_once_one_is_in_force(house: House) -> None:
    root, user_id = await house.root(), await house.user("asa", password=await house.password())
    wanted = [f"{NEW}-{place}" for place in range(6)]
    outcomes = await asyncio.gather(*(give(house, root, user_id, each) for each in wanted), return_exceptions=True)
    stored = [each for each, outcome in zip(wanted, outcomes, strict=True) if isinstance(outcome, Stored)]
    assert stored
    assert all(isinstance(outcome, Stored | Refused) for outcome in outcomes)
    assert await Credential.filter(user_id=user_id).count() == 1
    signed = [isinstance((await house.login("asa", each)), type(await house.login("nobody", each))) for each in stored]
    assert signed.count(False) == 1
