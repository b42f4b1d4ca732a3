"""Signing in by password: one way for every account, and the trail alone knows why it failed."""

from dataclasses import replace
from uuid import UUID

import pytest

from auth.actor import SYSTEM, Actor, anonymous
from auth.lockout.commands import Counted
from auth.login.finish import Wish
from auth.login.outcomes import LoginRefusal, MustChangePassword, Refusal, SignedIn
from auth.login.password import Attempt, Verified, login, settle_password_login
from auth.opaque import digest
from auth.passwords.commands import extend_password_expiry, require_password_change
from auth.passwords.hashing import PasswordHashing
from auth.settings.pages import LockoutSettings, PasswordSettings, SessionSettings
from auth.users.lifecycle import deactivate_user
from models.pending_login import PendingLogin
from models.session import Delivery, Session
from models.user import User, UserKind, UserStatus
from tests.support.house import CLIENT, NOON, PASSWORD, TOKEN, House, credential_of
from tests.support.naughty import NAUGHTY
from tests.support.trail import Told, hearing, nothing_changes, only_counted

INVALID = Refusal(LoginRefusal.INVALID_CREDENTIALS)


@pytest.mark.parametrize("name", ["asa", " ASA ", "\uff21sa", "Asa@Example.com", "asa@EXAMPLE.com"])
async def test_a_person_signs_in_by_either_name_in_any_spelling(house: House, name: str) -> None:
    user_id = await house.user("asa", "operator", email="asa@example.com", password=await house.password())
    house.clock.turn(hours=1)
    async with hearing() as heard:
        signed = await house.sign_in(name)
    session = await Session.get(user_id=user_id)
    assert (session.token_hash, session.delivery, session.remembered) == (digest(signed.token), Delivery.TOKEN, False)
    assert (session.created_at, session.last_seen_at) == (house.clock.now(), house.clock.now())
    assert (session.ip_address, session.user_agent) == (CLIENT.ip_address, CLIENT.user_agent)
    assert (await User.get(id=user_id)).last_login_at == house.clock.now()
    actor = signed.caller.actor
    assert (actor.user_id, actor.name, actor.session_id, actor.level) == (user_id, "asa", session.id, 2)
    assert list(heard.events) == [Told("login.succeeded", "asa", "asa")]
    assert (await house.caller(signed.token)).actor == actor


async def people(house: House) -> None:
    """One account for each reason to refuse."""
    password = await house.password()
    await house.user("known", email="known@example.com", password=password)
    await house.user("inactive", password=password, status=UserStatus.INACTIVE)
    await house.user("robot", "api", kind=UserKind.SERVICE)
    await house.user("nothing")


REASONS = [
    ("unknown", PASSWORD, "UNKNOWN_ACCOUNT", None),
    ("", "", "UNKNOWN_ACCOUNT", None),
    ("known", "wrong", "WRONG_PASSWORD", "known"),
    ("known", PASSWORD.lower(), "WRONG_PASSWORD", "known"),
    ("known", PASSWORD + " ", "WRONG_PASSWORD", "known"),
    ("known", "", "WRONG_PASSWORD", "known"),
    ("known@example.com", "wrong", "WRONG_PASSWORD", "known"),
    ("known", "x" * 100_000, "WRONG_PASSWORD", "known"),
    ("inactive", PASSWORD, "ACCOUNT_INACTIVE", "inactive"),
    ("inactive", "wrong", "WRONG_PASSWORD", "inactive"),
    ("robot", PASSWORD, "SERVICE_ACCOUNT", "robot"),
    ("nothing", PASSWORD, "NO_PASSWORD", "nothing"),
    ("nothing", "", "NO_PASSWORD", "nothing"),
]


async def test_every_refusal_is_told_alike_costs_one_verification_and_is_known_to_the_trail(house: House) -> None:
    await people(house)
    await house.set(LockoutSettings, failed_attempts_allowed=0)
    for name, password, reason, target in REASONS:
        before = house.hashing.verified, house.hashing.hashed
        async with only_counted(Told("login.failed", None, target, reason, refused=True)):
            assert await house.login(name, password) == INVALID, (name, reason)
        assert (house.hashing.verified, house.hashing.hashed) == (before[0] + 1, before[1])


async def test_no_name_and_no_password_breaks_a_sign_in(house: House) -> None:
    for text in [*NAUGHTY, "asa" + " " * 400 + "x"]:
        assert await house.login(text[:2_000], "x") == INVALID
    for text in ("\0", "\ud800", "\udfff", "\U0010ffff" * 1_000):
        assert await house.login("root", text) == INVALID
    assert await Session.all().count() == 0


async def test_who_is_signed_in_already_is_named_by_the_trail_when_failing(house: House) -> None:
    root = await house.root()
    async with hearing() as heard:
        assert await login(house.units, house.hashing, house.directories, root, Attempt("known", "x", TOKEN)) == INVALID
    assert [(event.actor, event.target) for event in heard.events] == [("root", None)]


async def test_a_flood_of_sign_ins_is_told_to_come_again_and_nothing_is_written(house: House) -> None:
    await people(house)
    full = PasswordHashing(cores=1, waiting_per_core=-1)
    async with nothing_changes():
        outcome = await login(
            house.units, full, house.directories, anonymous(CLIENT), Attempt("known", PASSWORD, TOKEN)
        )
    assert outcome == Refusal(LoginRefusal.RATE_LIMITED, 2)
    full.close()


async def test_a_hash_of_other_parameters_is_made_anew_at_the_next_sign_in(house: House) -> None:
    user_id = await house.user("asa", password=await house.password())
    old = await credential_of(user_id)
    await house.sign_in("asa")
    assert (await credential_of(user_id)).password_hash == old.password_hash
    await house.set(PasswordSettings, argon2_iterations=2)
    house.clock.turn(days=1)
    await house.sign_in("asa")
    new = await credential_of(user_id)
    assert new.password_hash.startswith("$argon2id$v=19$m=7168,t=2,p=1$")
    assert (new.changed_at, new.must_change) == (old.changed_at, old.must_change)
    await house.sign_in("asa")
    assert (await credential_of(user_id)).password_hash == new.password_hash


async def test_a_wrong_password_and_an_inactive_account_get_no_new_hash(house: House) -> None:
    await people(house)
    await house.set(PasswordSettings, argon2_iterations=2)
    for name, password in (("known", "wrong"), ("inactive", PASSWORD)):
        async with only_counted(
            Told("login.failed", None, name, "WRONG_PASSWORD" if name == "known" else "ACCOUNT_INACTIVE", refused=True)
        ):
            assert await house.login(name, password) == INVALID


@pytest.mark.parametrize("why", ["demanded", "temporary", "expired"])
async def test_a_password_to_be_changed_leads_to_a_step_and_to_no_session(house: House, why: str) -> None:
    user_id = await house.user("asa", password=await house.password(must_change=why == "temporary"))
    if why == "demanded":
        await house.do(SYSTEM, lambda work: require_password_change(work, user_id))
    if why == "expired":
        house.clock.turn(days=90)
    async with hearing() as heard:
        step = await house.login("asa", wish=Wish(Delivery.COOKIE, remember_me=True))
    assert isinstance(step, MustChangePassword)
    row = await PendingLogin.get(user_id=user_id)
    assert (row.token_hash, row.delivery, row.remembered) == (digest(step.token), Delivery.COOKIE, True)
    assert (row.created_at, row.expires_at) == (house.clock.now(), step.expires_at)
    assert await Session.all().count() == 0
    assert list(heard.events) == [Told("login.password_change_required", "asa", "asa")]


async def test_a_password_serves_to_its_last_day_and_longer_where_that_was_allowed(house: House) -> None:
    user_id = await house.user("asa", password=await house.password())
    house.clock.turn(days=90, seconds=-1)
    await house.sign_in("asa")
    house.clock.turn(seconds=1)
    assert isinstance(await house.login("asa"), MustChangePassword)
    await house.do(SYSTEM, lambda work: extend_password_expiry(work, user_id, 1))
    await house.sign_in("asa")
    house.clock.turn(days=1)
    assert isinstance(await house.login("asa"), MustChangePassword)
    await house.set(PasswordSettings, maximum_age_days=0)
    await house.sign_in("asa")


async def settled(house: House, verified: Verified) -> object:
    return await house.do(anonymous(CLIENT), lambda work: settle_password_login(work, verified, TOKEN))


async def test_what_changed_while_the_hash_was_computed_counts(house: House) -> None:
    user_id = await house.user("asa", password=await house.password())
    verified = Verified(user_id, (await house.password()).hash, right=True, counted=Counted(admitted=True))
    async with nothing_changes(Told("login.failed", None, "asa", "CHANGED_MEANWHILE", refused=True)):
        assert (
            await settled(house, replace(verified, stored=(await house.password("An0ther-password")).hash)) == INVALID
        )
    await house.do(SYSTEM, lambda work: deactivate_user(work, user_id))
    async with nothing_changes(Told("login.failed", None, "asa", "ACCOUNT_INACTIVE", refused=True)):
        assert await settled(house, verified) == INVALID
    async with nothing_changes(Told("login.failed", None, None, "UNKNOWN_ACCOUNT", refused=True)):
        assert await settled(house, replace(verified, user_id=UUID(int=1))) == INVALID


async def test_remembering_lasts_as_the_settings_say_or_is_not_offered(house: House) -> None:
    await house.user("asa", password=await house.password())
    remembered = Wish(Delivery.COOKIE, remember_me=True)
    signed = await house.sign_in("asa", wish=remembered)
    assert signed.remembered_until is not None
    assert (signed.remembered_until - NOON).days == 30
    await house.set(SessionSettings, remember_me_days=0)
    signed = await house.sign_in("asa", wish=remembered)
    assert signed.remembered_until is None
    assert await Session.filter(remembered=True).count() == 1


async def actor_of(house: House, signed: SignedIn) -> Actor:
    return (await house.caller(signed.token)).actor


@pytest.mark.parametrize("delivery", list(Delivery))
async def test_a_browser_that_signs_in_again_gives_up_its_session_and_a_program_keeps_its(
    house: House, delivery: Delivery
) -> None:
    await house.user("asa", password=await house.password())
    await house.set(SessionSettings, sessions_per_account=2)
    other, first = await house.sign_in("asa"), await house.sign_in("asa")
    attempt = Attempt("asa", PASSWORD, Wish(delivery))
    again = await login(house.units, house.hashing, house.directories, await actor_of(house, first), attempt)
    assert isinstance(again, SignedIn)
    assert again.token not in {other.token, first.token}
    reasons = [(await house.caller(signed.token)).actor.permissions.reason for signed in (other, first, again)]
    assert reasons == ([None, "SESSION_ENDED", None] if delivery is Delivery.COOKIE else ["SESSION_ENDED", None, None])
