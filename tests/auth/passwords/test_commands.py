"""Demanding a new password, extending one, and the ways of whoever owns the host."""

from datetime import timedelta
from uuid import UUID

import pytest

from auth.actor import HOST, SYSTEM
from auth.errors import NotFound
from auth.login.outcomes import MustChangePassword, SignedIn
from auth.passwords.administrators import administrators_exist, create_administrator, recover_administrator
from auth.passwords.choice import Before, PasswordRejected, chosen, generated
from auth.passwords.commands import extend_password_expiry, require_password_change
from auth.passwords.rules import judge
from auth.permissions import ADMINISTRATOR, Scope
from auth.settings.pages import PasswordSettings
from auth.users.lifecycle import deactivate_user
from models.role import RoleGrant
from models.user import User, UserKind, UserStatus
from tests.support.house import NOON, PASSWORD, House, credential_of
from tests.support.trail import Told, hearing, nothing_changes

NOBODY = UUID(int=1)
DAY = timedelta(days=1)
Codes = list[tuple[str, str]]


async def test_a_demand_is_told_once(house: House) -> None:
    root, user_id = await house.root(), await house.user("asa", password=await house.password())
    async with hearing() as heard:
        await house.do(root, lambda work: require_password_change(work, user_id))
    assert list(heard.events) == [Told("password.change_demanded", "root", "asa")]
    assert (await credential_of(user_id)).must_change
    async with nothing_changes():
        await house.do(root, lambda work: require_password_change(work, user_id))


async def test_who_has_no_password_is_unknown_or_may_do_more_is_refused(house: House) -> None:
    clerk = await house.acting("clerk", Scope.USERS_WRITE, level=1)
    bare, root = await house.user("bare"), await User.get(username="root")
    for user_id, told in (
        (bare, ("NO_PASSWORD", "id")),
        (NOBODY, ("NOT_FOUND", "id")),
        (root.id, ("BEYOND_OWN_RIGHTS", "id")),
    ):
        async with nothing_changes():
            assert await house.refusals(clerk, lambda work, who=user_id: require_password_change(work, who)) == [told]
            assert await house.refusals(clerk, lambda work, who=user_id: extend_password_expiry(work, who)) == [told]


@pytest.mark.parametrize(
    ("age", "days", "until"),
    [(0, None, 180), (0, 1, 91), (0, 90, 180), (89, 10, 100), (90, 10, 100), (200, 10, 210), (200, None, 290)],
)
async def test_an_extension_counts_from_the_end_or_from_now_and_is_told(
    house: House, age: int, days: int | None, until: int
) -> None:
    root, user_id = await house.root(), await house.user("asa", password=await house.password())
    house.clock.turn(days=age)
    root = await house.root()
    async with hearing() as heard:
        await house.do(root, lambda work: extend_password_expiry(work, user_id, days))
    assert (await credential_of(user_id)).extended_until == NOON + until * DAY
    changes: dict[str, tuple[object, object]] = {
        "expires_at": ((NOON + 90 * DAY).isoformat(), (NOON + until * DAY).isoformat())
    }
    assert list(heard.events) == [Told("password.expiry_extended", "root", "asa", changes=changes)]


async def not_extended(house: House, user_id: UUID, days: int | None = None) -> Codes:
    async with nothing_changes():
        return await house.refusals(SYSTEM, lambda work: extend_password_expiry(work, user_id, days))
    raise AssertionError


@pytest.mark.parametrize("days", [0, -1, 91])
async def test_an_extension_is_at_most_one_more_maximum_age(house: House, days: int) -> None:
    user_id = await house.user("asa", password=await house.password())
    assert await not_extended(house, user_id, days) == [("OUT_OF_BOUNDS", "days")]


async def test_extensions_add_up_to_one_more_maximum_age_and_never_shorten(house: House) -> None:
    user_id = await house.user("asa", password=await house.password())
    await house.do(SYSTEM, lambda work: extend_password_expiry(work, user_id, 60))
    assert await not_extended(house, user_id, 31) == [("OUT_OF_BOUNDS", "days")]
    await house.do(SYSTEM, lambda work: extend_password_expiry(work, user_id))
    assert (await credential_of(user_id)).extended_until == NOON + 180 * DAY
    for days in (None, 1):
        assert await not_extended(house, user_id, days) == [("OUT_OF_BOUNDS", "days")]
    await house.set(PasswordSettings, maximum_age_days=30)
    assert await not_extended(house, user_id) == [("OUT_OF_BOUNDS", "days")]


async def test_where_passwords_do_not_expire_nothing_is_extended(house: House) -> None:
    user_id = await house.user("asa", password=await house.password())
    await house.set(PasswordSettings, maximum_age_days=0)
    assert await not_extended(house, user_id) == [("PASSWORDS_DO_NOT_EXPIRE", "")]


async def test_a_password_is_hashed_only_when_it_meets_every_rule(house: House) -> None:
    new = await chosen(house.hashing, PASSWORD, names=("asa",), must_change=True)
    assert (new.must_change, house.hashing.hashed) == (True, 1)
    with pytest.raises(PasswordRejected) as refused:
        await chosen(house.hashing, "short", names=("asa",), field="x")
    assert (refused.value.code, refused.value.field, house.hashing.hashed) == ("PASSWORD_REJECTED", "x", 1)
    with pytest.raises(PasswordRejected) as refused:
        await chosen(house.hashing, PASSWORD, names=(), before=Before(new.hash))
    assert [judged.rule for judged in refused.value.rules if not judged.met] == ["NOT_CURRENT"]


async def test_a_generated_password_meets_the_shipped_policy_and_serves_once(house: House) -> None:
    made = [await generated(house.hashing) for _ in range(5)]
    assert len({each.password for each in made}) == 5
    for each in made:
        assert each.new.must_change
        assert all(judged.met for judged in judge(each.password, PasswordSettings()))
        assert await house.hashing.verify(each.new.hash, each.password, PasswordSettings())


async def test_the_host_makes_an_administrator(house: House) -> None:
    password = await house.password()
    async with hearing() as heard:
        user_id = await house.do(HOST, lambda work: create_administrator(work, "boss", password, "boss@example.com"))
    assert {(event.action, event.actor) for event in heard.events} == {
        ("user.created", "host"),
        ("user.roles_changed", "host"),
    }
    signed = await house.sign_in("boss@example.com")
    assert (signed.caller.actor.user_id, signed.caller.actor.level) == (user_id, 3)


async def test_the_host_brings_an_administrator_back_with_a_new_password(house: House) -> None:
    user_id = await house.user("asa", "viewer", password=await house.password())
    await house.do(SYSTEM, lambda work: deactivate_user(work, user_id))
    new = await house.password("N3w-horse-battery", must_change=True)
    async with hearing() as heard:
        assert await house.do(HOST, lambda work: recover_administrator(work, "ASA", new)) == user_id
    assert [(event.action, event.actor) for event in heard.events] == [
        ("user.roles_changed", "host"),
        ("user.reactivated", "host"),
        ("password.changed", "host"),
    ]
    assert (await User.get(id=user_id)).status is UserStatus.ACTIVE
    assert await RoleGrant.filter(user_id=user_id).count() == 2
    assert not isinstance(await house.login("asa"), SignedIn)
    assert isinstance(await house.login("asa", "N3w-horse-battery"), MustChangePassword)


async def test_recovery_needs_an_account_of_a_person(house: House) -> None:
    new = await house.password()
    await house.user("robot", "api", kind=UserKind.SERVICE)
    async with nothing_changes():
        with pytest.raises(NotFound):
            await house.do(HOST, lambda work: recover_administrator(work, "nobody", new))
        codes = await house.refusals(HOST, lambda work: recover_administrator(work, "robot", new))
    assert {code for code, _ in codes} == {"ROLE_NOT_ALLOWED"}


async def test_whether_there_is_an_administrator_is_known_by_whatever_role_makes_them(house: House) -> None:
    assert await administrators_exist(house.clock.now())
    await RoleGrant.filter(user_id=(await User.get(username="root")).id).delete()
    assert not await administrators_exist(house.clock.now())
    await house.role("chief", *ADMINISTRATOR)
    await house.user("ada", "chief", status=UserStatus.INACTIVE)
    assert await administrators_exist(house.clock.now())
