"""Somebody proves once more who they are, in the session that is open."""

import asyncio
from uuid import UUID

import pytest

from auth.actor import SYSTEM, Actor, anonymous
from auth.errors import DomainError, FreshFactorRequired, Refused, Unauthenticated
from auth.mfa.commands import disable_totp
from auth.mfa.fresh_factor import FactorGiven, prove_again
from auth.opaque import Token
from auth.passwords.hashing import HashingBusy, PasswordHashing
from auth.passwords.own import Renewed
from auth.roles.commands import RoleDraft, create_role
from auth.settings.pages import LockoutSettings, MfaSettings
from auth.users.locking import unlock_user
from models.second_factor import BackupCode
from models.session import Delivery, Session
from models.user import AuthMethod, User
from tests.support.authenticator import Person
from tests.support.house import CLIENT, PASSWORD, STALE, House
from tests.support.tokens import come, issue
from tests.support.trail import Told, hearing, nothing_changes, only_counted

WRONG = Told("mfa.fresh_factor_refused", "boss", "boss", "WRONG_FACTOR", refused=True)
TOO_MANY = Told("mfa.fresh_factor_refused", "boss", "boss", "TOO_MANY_ATTEMPTS", refused=True)
RENEWED = Told("session.renewed", "boss", "boss")
GUESS = FactorGiven(password="not-that-0ne")


class Boss:
    """An administrator whose session has no fresh factor."""

    def __init__(self, house: House, user_id: UUID, token: Token) -> None:
        self.house, self.user_id, self.token = house, user_id, token

    async def actor(self) -> Actor:
        return (await self.house.caller(self.token)).actor

    async def prove(self, given: FactorGiven) -> Renewed:
        return await prove_again(self.house.units, self.house.hashing, self.house.elsewhere, await self.actor(), given)

    async def refused(self, given: FactorGiven) -> list[tuple[str, str]]:
        with pytest.raises(Refused) as refused:
            await self.prove(given)
        return [(error.code, error.field) for error in refused.value.errors]

    async def failed(self) -> int:
        return (await User.get(id=self.user_id)).failed_attempts

    async def may_change_roles(self, token: Token | None = None) -> bool:
        actor = (await self.house.caller(token or self.token)).actor
        return await self.house.refusals(actor, lambda work: create_role(work, RoleDraft("admin"))) != STALE


@pytest.fixture
async def boss(house: House) -> Boss:
    user_id = await house.user("boss", "admin", password=await house.password())
    return Boss(house, user_id, await house.open(user_id, fresh_at=None))


@pytest.fixture
async def enrolled(house: House) -> tuple[Boss, Person]:
    user_id = await house.user("boss", "admin", password=await house.password())
    made = Person(house, "boss", user_id)
    await made.enrol()
    return Boss(house, user_id, await house.open(user_id, fresh_at=None)), made


async def test_the_password_makes_the_session_fresh_and_gives_it_another_token(house: House, boss: Boss) -> None:
    other = await house.open(boss.user_id, fresh_at=None)
    assert not await boss.may_change_roles()
    async with hearing() as heard:
        renewed = await boss.prove(FactorGiven(password=PASSWORD))
    assert list(heard.events) == [Told("session.fresh_factor", "boss", "boss", "PASSWORD"), RENEWED]
    assert renewed.token is not None
    assert (renewed.delivery, renewed.remembered) == (Delivery.TOKEN, False)
    assert (await house.caller(boss.token)).actor.permissions.reason == "INVALID_TOKEN"
    assert await boss.may_change_roles(renewed.token)
    assert not await boss.may_change_roles(other)
    assert await Session.filter(user_id=boss.user_id, fresh_at=house.clock.now()).count() == 1
    assert await boss.failed() == 0
    house.clock.turn(minutes=14, seconds=59)
    assert await boss.may_change_roles(renewed.token)
    house.clock.turn(seconds=1)
    assert not await boss.may_change_roles(renewed.token)


async def test_a_code_makes_it_fresh_once(house: House, enrolled: tuple[Boss, Person]) -> None:
    boss, phone = enrolled
    code = FactorGiven(code=phone.code())
    async with hearing() as heard:
        renewed = await boss.prove(code)
    assert list(heard.events) == [Told("session.fresh_factor", "boss", "boss", "TOTP"), RENEWED]
    assert renewed.token is not None
    assert await boss.may_change_roles(renewed.token)
    boss.token = await house.open(boss.user_id, fresh_at=None)
    assert await boss.refused(code) == [("FACTOR_WRONG", "code")]


async def test_a_backup_code_makes_it_fresh_once_and_its_owner_is_told(
    house: House, enrolled: tuple[Boss, Person]
) -> None:
    boss, phone = enrolled
    given = FactorGiven(backup_code=phone.codes[0].lower().replace("-", ""))
    async with hearing() as heard:
        renewed = await boss.prove(given)
    assert [told.action for told in heard.events] == ["mfa.backup_code_used", "session.fresh_factor", "session.renewed"]
    assert await BackupCode.filter(user_id=boss.user_id, used_at=None).count() == 9
    assert renewed.token is not None
    assert await boss.may_change_roles(renewed.token)
    boss.token = await house.open(boss.user_id, fresh_at=None)
    async with only_counted(WRONG):
        assert await boss.refused(given) == [("FACTOR_WRONG", "backup_code")]


async def test_with_a_second_factor_the_password_is_not_enough(enrolled: tuple[Boss, Person]) -> None:
    boss, _ = enrolled
    async with nothing_changes():
        assert await boss.refused(FactorGiven(password=PASSWORD)) == [("SECOND_FACTOR_NEEDED", "password")]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        (FactorGiven(), "ONE_FACTOR", ""),
        (FactorGiven(code="000000", password=PASSWORD), "ONE_FACTOR", ""),
        (FactorGiven(code="000000", backup_code="AAAA-AAAA"), "ONE_FACTOR", ""),
        (FactorGiven(code="000000"), "MFA_NOT_ENROLLED", "code"),
        (FactorGiven(backup_code="AAAA-AAAA"), "MFA_NOT_ENROLLED", "backup_code"),
    ],
)
async def test_what_cannot_be_right_is_refused_and_not_counted(
    boss: Boss, given: FactorGiven, code: str, field: str
) -> None:
    async with nothing_changes():
        assert await boss.refused(given) == [(code, field)]


async def test_a_password_that_is_kept_for_an_external_account_proves_nothing(house: House, boss: Boss) -> None:
    await User.filter(id=boss.user_id).update(auth_method=AuthMethod.OIDC)
    async with nothing_changes():
        assert await boss.refused(FactorGiven(password=PASSWORD)) == [("NO_PASSWORD", "password")]
    with pytest.raises(FreshFactorRequired) as refused:
        await house.do(await boss.actor(), lambda work: create_role(work, RoleDraft("new")))
    assert refused.value.methods == ()


@pytest.mark.parametrize("typed", ["", "0", "\0", "\ud800", "x" * 100_000])
async def test_whatever_is_typed_a_wrong_factor_is_a_refusal(enrolled: tuple[Boss, Person], typed: str) -> None:
    boss, _ = enrolled
    async with only_counted(WRONG, WRONG):
        assert await boss.refused(FactorGiven(code=typed)) == [("FACTOR_WRONG", "code")]
        assert await boss.refused(FactorGiven(backup_code=typed)) == [("FACTOR_WRONG", "backup_code")]
    assert await boss.failed() == 2
    assert not await boss.may_change_roles()


async def test_wrong_ones_count_and_lock_like_those_of_a_sign_in(house: House, boss: Boss) -> None:
    for number in range(1, 5):
        async with only_counted(WRONG):
            assert await boss.refused(GUESS) == [("FACTOR_WRONG", "password")]
        assert await boss.failed() == number
    async with hearing() as heard:
        assert await boss.refused(GUESS) == [("FACTOR_WRONG", "password")]
    assert [told.action for told in heard.events] == ["mfa.fresh_factor_refused", "user.locked_automatically"]
    right = FactorGiven(password=PASSWORD)
    async with nothing_changes(TOO_MANY):
        assert await boss.refused(right) == [("TOO_MANY_ATTEMPTS", "password")]
    await house.do(SYSTEM, lambda work: unlock_user(work, boss.user_id))
    assert (await boss.prove(right)).token


async def test_a_right_one_forgives_no_wrong_one(boss: Boss) -> None:
    await boss.refused(GUESS)
    renewed = await boss.prove(FactorGiven(password=PASSWORD))
    assert renewed.token is not None
    assert await boss.failed() == 1


async def test_it_asks_who_is_signed_in(house: House, boss: Boss) -> None:
    prove = house.units, house.hashing, house.elsewhere
    given = FactorGiven(password=PASSWORD)
    with pytest.raises(Unauthenticated):
        await prove_again(*prove, anonymous(CLIENT), given)
    robot = (await come(house, await issue(house, user_id=boss.user_id))).actor
    with pytest.raises(DomainError, match="Sign in"):
        await prove_again(*prove, robot, given)
    actor = await boss.actor()
    await Session.filter(user_id=boss.user_id).update(ended_at=house.clock.now())
    with pytest.raises(Unauthenticated):
        await prove_again(*prove, actor, given)
    assert await boss.failed() == 0


async def test_a_busy_server_counts_nothing(boss: Boss, monkeypatch: pytest.MonkeyPatch) -> None:
    async def busy(*_: object) -> bool:
        raise HashingBusy(1)

    monkeypatch.setattr(PasswordHashing, "verify", busy)
    async with nothing_changes():
        with pytest.raises(HashingBusy):
            await boss.prove(FactorGiven(password=PASSWORD))


async def test_of_many_at_once_one_gives_the_token_that_counts(house: House, boss: Boss) -> None:
    await house.set(LockoutSettings, failed_attempts_allowed=0)
    actor, given = await boss.actor(), FactorGiven(password=PASSWORD)
    done = await asyncio.gather(
        *(prove_again(house.units, house.hashing, house.elsewhere, actor, given) for _ in range(8)),
        return_exceptions=True,
    )
    won = [each for each in done if isinstance(each, Renewed)]
    assert len(won) == 1
    assert won[0].token is not None
    assert await boss.may_change_roles(won[0].token)
    assert {each.errors[0].code for each in done if isinstance(each, Refused)} == {"CHANGED_MEANWHILE"}
    assert await boss.failed() == 0


async def test_one_code_in_many_sessions_makes_one_of_them_fresh(house: House, enrolled: tuple[Boss, Person]) -> None:
    boss, phone = enrolled
    await house.set(LockoutSettings, failed_attempts_allowed=0)
    actors = [(await house.caller(await house.open(boss.user_id, fresh_at=None))).actor for _ in range(8)]
    for given in (FactorGiven(code=phone.code()), FactorGiven(backup_code=phone.codes[0])):
        done = await asyncio.gather(
            *(prove_again(house.units, house.hashing, house.elsewhere, actor, given) for actor in actors),
            return_exceptions=True,
        )
        assert sum(isinstance(each, Renewed) for each in done) == 1
        assert {each.errors[0].code for each in done if isinstance(each, Refused)} == {"FACTOR_WRONG"}


async def test_a_factor_that_is_gone_meanwhile_is_not_judged_by_another(
    house: House, enrolled: tuple[Boss, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    boss, phone = enrolled
    owner = await house.actor(boss.user_id)
    verify = PasswordHashing.verify

    async def meanwhile(self: PasswordHashing, *given: object) -> bool:
        await house.do(owner, disable_totp)
        return await verify(self, *given)  # type: ignore[arg-type] # as it was called

    monkeypatch.setattr(PasswordHashing, "verify", meanwhile)
    assert await boss.refused(FactorGiven(backup_code=phone.codes[0])) == [("CHANGED_MEANWHILE", "")]
    assert await boss.failed() == 0
    assert not await boss.may_change_roles()


async def test_backup_codes_that_are_switched_off_prove_nothing(house: House, enrolled: tuple[Boss, Person]) -> None:
    boss, phone = enrolled
    await house.set(MfaSettings, backup_codes=0)
    async with only_counted(WRONG):
        assert await boss.refused(FactorGiven(backup_code=phone.codes[0])) == [("FACTOR_WRONG", "backup_code")]
