"""Passwords that an account had are not chosen again, as far back as the policy says."""

import pytest

from auth.actor import HOST, anonymous
from auth.login.outcomes import MustChangePassword, NewPasswordRejected, SignedIn
from auth.login.pending import change_expired_password
from auth.login.steps import presented
from auth.passwords.administrators import recover_administrator
from auth.passwords.choice import Before, PasswordRejected, chosen
from auth.passwords.commands import require_password_change, store_password
from auth.passwords.history import owner_of
from auth.settings.pages import PasswordSettings
from auth.unit_of_work import Work
from models.user import FormerPassword, User
from tests.support.house import CLIENT, PASSWORD, House
from tests.support.trail import Told, hearing


def numbered(place: int) -> str:
    return f"Horse-battery-No.{place}"


async def change(house: House, user: User, password: str) -> list[str]:
    """Changes a password; gives the rules that it breaks."""
    owner = await owner_of(user)
    try:
        new = await chosen(house.hashing, password, names=owner.names, before=owner.before)
    except PasswordRejected as rejected:
        return [each.rule.value for each in rejected.rules if not each.met]

    async def store(work: Work) -> None:
        await store_password(work, user, new)

    house.clock.turn(minutes=1)
    await house.do(HOST, store)
    return []


async def account(house: House) -> User:
    return await User.get(id=await house.user("asa", password=await house.password(numbered(0))))


async def test_the_last_twelve_and_the_one_in_force_are_refused_and_the_thirteenth_is_free_again(house: House) -> None:
    user = await account(house)
    for place in range(1, 14):
        assert await change(house, user, numbered(place)) == []
    assert await FormerPassword.filter(user_id=user.id).count() == 12
    assert await change(house, user, numbered(13)) == ["NOT_CURRENT"]
    for place in (12, 6, 1):
        assert await change(house, user, numbered(place)) == ["NOT_FORMER"]
    assert await change(house, user, numbered(0)) == []


async def test_a_shorter_history_forgets_and_none_keeps_nothing(house: House) -> None:
    user = await account(house)
    for place in range(1, 4):
        await change(house, user, numbered(place))
    await house.set(PasswordSettings, history_length=1)
    assert await change(house, user, numbered(2)) == ["NOT_FORMER"]
    assert await change(house, user, numbered(1)) == []
    assert await FormerPassword.all().count() == 1
    await house.set(PasswordSettings, history_length=0)
    assert await change(house, user, numbered(3)) == []
    assert await FormerPassword.all().count() == 0
    assert await change(house, user, numbered(3)) == ["NOT_CURRENT"], "in force, whatever the history"


async def test_verifications_stop_at_the_first_that_is_the_same(house: House) -> None:
    hashes = [(await house.password(numbered(place))).hash for place in range(4)]
    before, tried = Before(hashes[0], hashes[1:]), house.hashing.verified
    for password, verified in ((numbered(0), 1), (numbered(2), 3), (PASSWORD, 4)):
        try:
            await chosen(house.hashing, password, names=(), before=before)
        except PasswordRejected:
            assert password != PASSWORD
        assert house.hashing.verified - tried == verified
        tried = house.hashing.verified
    with pytest.raises(PasswordRejected):
        await chosen(house.hashing, "short", names=(), before=before)
    assert house.hashing.verified == tried, "what breaks another rule costs no hash"


async def test_an_expired_password_is_not_followed_by_a_former_one_and_the_trail_is_told(house: House) -> None:
    user = await account(house)
    await change(house, user, PASSWORD)
    await house.do(HOST, lambda work: require_password_change(work, user.id))
    step = await house.login("asa")
    assert isinstance(step, MustChangePassword)

    async def take(password: str) -> object:
        given = presented(step.token, None)
        return await change_expired_password(house.units, house.hashing, anonymous(CLIENT), given, password)

    async with hearing() as heard:
        rejected = await take(numbered(0))
    assert isinstance(rejected, NewPasswordRejected)
    assert [each.rule.value for each in rejected.rules if not each.met] == ["NOT_FORMER"]
    assert list(heard.events) == [Told("password.rejected", "asa", "asa", refused=True)]
    assert isinstance(await take(numbered(7)), SignedIn)


async def test_what_the_host_replaces_is_remembered_too(house: House) -> None:
    user = await account(house)
    new = await house.password()
    await house.do(HOST, lambda work: recover_administrator(work, "asa", new))
    assert await change(house, user, numbered(0)) == ["NOT_FORMER"]


async def test_the_history_goes_with_the_account(house: House) -> None:
    user = await account(house)
    await change(house, user, numbered(1))
    await user.delete()
    assert await FormerPassword.all().count() == 0
