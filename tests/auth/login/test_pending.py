"""The step of a new password: one purpose, one use, a short life and few attempts."""

import asyncio

import pytest

from auth.actor import SYSTEM, anonymous
from auth.login.finish import Wish
from auth.login.outcomes import ChangeOutcome, LoginRefusal, MustChangePassword, NewPasswordRejected, Refusal, SignedIn
from auth.login.pending import STEP, change_expired_password
from auth.login.steps import LIFETIMES, MOST_ATTEMPTS, Presented, forget_old_steps
from auth.opaque import digest, new_token
from auth.passwords.commands import require_password_change
from auth.passwords.hashing import PasswordHashing
from auth.settings.pages import AtSessionLimit, SessionSettings
from models.pending_login import PendingLogin
from models.session import Delivery, Session, SessionEnd
from models.user import Credential, User
from tests.support.house import CLIENT, PASSWORD, House, credential_of, spoiled
from tests.support.trail import Told, hearing, nothing_changes

NEW = "An0ther-horse-battery"
INVALID = Refusal(LoginRefusal.PENDING_TOKEN_INVALID)
TELLS_INVALID = Told("login.failed", None, None, "PENDING_TOKEN_INVALID", refused=True)


async def change(house: House, token: str, password: str = NEW, by: Delivery = Delivery.TOKEN) -> ChangeOutcome:
    given = Presented(digest(token), by)
    return await change_expired_password(house.units, house.hashing, anonymous(CLIENT), given, password)


async def step_of(house: House, name: str = "asa", wish: Wish | None = None) -> MustChangePassword:
    """The step of a sign-in with a password that must be changed."""
    await house.user(name, email=f"{name}@example.com", password=await house.password(must_change=True))
    step = await house.login(name, wish=wish or Wish(Delivery.TOKEN))
    assert isinstance(step, MustChangePassword)
    return step


async def test_a_new_password_opens_a_session_ends_the_others_and_is_told(house: House) -> None:
    step = await step_of(house, wish=Wish(Delivery.COOKIE, remember_me=True))
    user = await User.get(username="asa")
    before = await house.open(user.id)
    house.clock.turn(minutes=5)
    async with hearing() as heard:
        signed = await change(house, step.token, by=Delivery.COOKIE)
    assert isinstance(signed, SignedIn)
    session = await Session.get(ended_at=None)
    assert (session.token_hash, session.delivery, session.remembered) == (digest(signed.token), Delivery.COOKIE, True)
    assert (await house.caller(before)).actor.permissions.reason == "SESSION_ENDED"
    assert (await Session.exclude(id=session.id).get()).end_reason is SessionEnd.PASSWORD_CHANGED
    credential = await credential_of(user.id)
    assert (credential.must_change, credential.changed_at, credential.extended_until) == (
        False,
        house.clock.now(),
        None,
    )
    assert list(heard.events) == [
        Told("password.changed", "asa", "asa"),
        Told("session.ended", None, "asa", "PASSWORD_CHANGED"),
        Told("login.succeeded", "asa", "asa"),
    ]
    assert await house.login("asa", PASSWORD) == Refusal(LoginRefusal.INVALID_CREDENTIALS)
    assert isinstance(await house.login("asa", NEW), SignedIn)


async def test_a_step_is_taken_once(house: House) -> None:
    step = await step_of(house)
    assert isinstance(await change(house, step.token), SignedIn)
    async with nothing_changes(TELLS_INVALID):
        assert await change(house, step.token, "Y3t-another-horse") == INVALID


async def test_nothing_but_the_very_token_is_good(house: House) -> None:
    step = await step_of(house)
    for token in spoiled(step.token):
        async with nothing_changes(TELLS_INVALID):
            assert await change(house, token) == INVALID
    assert isinstance(await change(house, step.token), SignedIn)


async def test_tokens_of_one_kind_are_worth_nothing_as_another(house: House) -> None:
    step = await step_of(house)
    session = await house.open((await User.get(username="asa")).id)
    for token in (session, new_token(), digest(step.token)):
        async with nothing_changes(TELLS_INVALID):
            assert await change(house, token) == INVALID
    assert (await house.caller(step.token)).actor.permissions.reason == "INVALID_TOKEN"


async def test_a_step_expires_at_its_very_moment(house: House) -> None:
    late, early = await step_of(house, "late"), await step_of(house, "early")
    house.clock.moment += LIFETIMES[STEP]
    async with nothing_changes(TELLS_INVALID):
        assert await change(house, late.token) == INVALID
    house.clock.turn(seconds=-1)
    assert isinstance(await change(house, early.token), SignedIn)


@pytest.mark.parametrize(
    ("password", "unmet"),
    [
        ("short", {"MINIMUM_LENGTH", "UPPERCASE", "DIGIT", "SPECIAL", "NOT_COMMON"}),
        (PASSWORD, {"NOT_CURRENT"}),
        ("Asa.asa-12345678", {"NOT_A_NAME"}),
        ("X1-" + "x" * 2_000, {"MAXIMUM_LENGTH"}),
    ],
)
async def test_an_unfit_password_is_told_rule_by_rule_and_leaves_the_step_open(
    house: House, password: str, unmet: set[str]
) -> None:
    step = await step_of(house)
    rejected = await change(house, step.token, password)
    assert isinstance(rejected, NewPasswordRejected)
    assert {judged.rule.value for judged in rejected.rules if not judged.met} == unmet
    assert await Session.all().count() == 0
    assert (await PendingLogin.get(token_hash=digest(step.token))).attempts == 1
    assert isinstance(await change(house, step.token), SignedIn)


async def test_a_step_allows_so_many_attempts_even_at_once(house: House) -> None:
    step = await step_of(house)
    outcomes = await asyncio.gather(*(change(house, step.token, "short") for _ in range(MOST_ATTEMPTS[STEP] + 5)))
    assert sum(isinstance(outcome, NewPasswordRejected) for outcome in outcomes) == MOST_ATTEMPTS[STEP]
    assert await change(house, step.token) == INVALID
    hashed = house.hashing.verified
    await change(house, step.token)
    assert house.hashing.verified == hashed


async def test_of_many_uses_at_once_one_opens_a_session(house: House) -> None:
    step = await step_of(house)
    wanted = [f"An0ther-horse-{place}" for place in range(8)]
    outcomes = await asyncio.gather(*(change(house, step.token, password) for password in wanted))
    assert sum(isinstance(outcome, SignedIn) for outcome in outcomes) == 1
    assert outcomes.count(INVALID) == 7
    assert await Session.filter(ended_at=None).count() == 1
    winner = wanted[next(place for place, outcome in enumerate(outcomes) if isinstance(outcome, SignedIn))]
    assert isinstance(await house.login("asa", winner), SignedIn)
    assert await Credential.all().count() == 1


async def test_a_new_password_makes_every_other_open_step_worthless(house: House) -> None:
    first = await step_of(house)
    second = await house.login("asa")
    assert isinstance(second, MustChangePassword)
    assert isinstance(await change(house, second.token), SignedIn)
    assert await change(house, first.token, "Y3t-another-horse") == INVALID


async def test_at_a_full_account_the_step_still_succeeds_because_the_others_end(house: House) -> None:
    await house.set(SessionSettings, at_limit=AtSessionLimit.REFUSE, sessions_per_account=1)
    step = await step_of(house)
    await house.open((await User.get(username="asa")).id)
    assert isinstance(await change(house, step.token), SignedIn)
    assert await Session.filter(ended_at=None).count() == 1


async def test_a_flood_leaves_the_step_open(house: House) -> None:
    step = await step_of(house)
    full = PasswordHashing(cores=1, waiting_per_core=-1)
    outcome = await change_expired_password(
        house.units, full, anonymous(CLIENT), Presented(digest(step.token), Delivery.TOKEN), NEW
    )
    assert outcome == Refusal(LoginRefusal.RATE_LIMITED, 2)
    full.close()
    assert isinstance(await change(house, step.token), SignedIn)


async def test_a_demand_meanwhile_does_not_undo_the_new_password(house: House) -> None:
    step = await step_of(house)
    user = await User.get(username="asa")
    await house.do(SYSTEM, lambda work: require_password_change(work, user.id))
    assert isinstance(await change(house, step.token), SignedIn)
    assert (await credential_of(user.id)).must_change is False


async def test_steps_are_forgotten_a_day_after_their_end_and_not_before(house: House) -> None:
    await house.user("bob", password=await house.password(must_change=True))
    for _ in range(3):
        assert isinstance(await house.login("bob"), MustChangePassword)
        house.clock.turn(hours=12)
    assert await forget_old_steps(house.units) == 1
    assert await PendingLogin.all().count() == 2
    house.clock.turn(days=2)
    assert await forget_old_steps(house.units) == 2


@pytest.mark.parametrize("delivery", Delivery)
async def test_a_token_is_good_only_as_it_was_given_out(house: House, delivery: Delivery) -> None:
    step = await step_of(house, wish=Wish(delivery))
    (other,) = set(Delivery) - {delivery}
    async with nothing_changes(TELLS_INVALID):
        assert await change(house, step.token, by=other) == INVALID
    assert isinstance(await change(house, step.token, by=delivery), SignedIn)
