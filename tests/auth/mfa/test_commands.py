"""Second factors of one's own, and taking somebody else's away."""

import asyncio
from uuid import UUID

import pytest

from auth.actor import HOST, SYSTEM
from auth.errors import FreshFactorRequired, NotFound, Refused
from auth.login.outcomes import LoginRefusal, MfaDemanded, MustEnrolMfa, Refusal, SignedIn
from auth.mfa.commands import (
    acknowledge_backup_codes,
    confirm_own_totp,
    disable_totp,
    enrol_totp,
    renew_backup_codes,
    reset_mfa,
    reset_mfa_named,
)
from auth.mfa.queries import own_mfa
from auth.permissions import Scope
from auth.settings.pages import MfaSettings
from auth.users.commands import update_user
from auth.users.rules import UserChanges
from models.outbox_mail import OutboxMail
from models.second_factor import BackupCode, TotpEnrolment
from models.session import Session, SessionEnd
from models.user import User
from tests.support.authenticator import Person, Phone, person
from tests.support.house import STALE, House
from tests.support.trail import Told, hearing, nothing_changes


async def test_an_authenticator_counts_from_its_first_right_code_on_and_its_owner_is_told(house: House) -> None:
    user_id = await house.user("asa", email="asa@example.com", password=await house.password())
    actor = await house.actor(user_id)
    async with hearing() as heard:
        shown = await house.do(actor, enrol_totp)
    assert list(heard.events) == [Told("mfa.enrolment_started", "asa", "asa")]
    assert (shown.digits, shown.period_seconds, len(shown.secret)) == (6, 30, 32)
    assert isinstance(await house.login("asa"), SignedIn)
    phone, now = Phone(shown.uri), house.clock.now()
    async with nothing_changes():
        with pytest.raises(Refused):
            await confirm_own_totp(house.units, house.hashing, actor, phone.wrong(now))
    async with hearing() as heard:
        codes = await confirm_own_totp(house.units, house.hashing, actor, phone.code(now))
    assert list(heard.events) == [Told("mfa.enrolled", "asa", "asa", changes={"mfa_enabled": (False, True)})]
    assert len(set(codes)) == 10
    assert all(len(code) == 9 and code[4] == "-" for code in codes)
    own = await own_mfa(actor)
    assert own is not None
    assert (own.standing.facts.enrolled_at, own.backup_codes_left, own.acknowledged) == (now, 10, False)
    assert isinstance(await house.login("asa"), MfaDemanded)
    assert [mail.kind for mail in await OutboxMail.filter(user_id=user_id)] == ["second_factor_changed"]


async def test_a_wrong_code_costs_no_hash(house: House) -> None:
    user_id = await house.user("asa")
    actor = await house.actor(user_id)
    await house.do(actor, enrol_totp)
    with pytest.raises(Refused):
        await confirm_own_totp(house.units, house.hashing, actor, "000")
    assert house.hashing.hashed == 0


async def test_a_new_secret_takes_the_place_of_one_that_waits_and_the_confirmed_one_stays_in_force(
    house: House,
) -> None:
    asa = await person(house)
    actor = await house.actor(asa.user_id)
    first = Phone((await house.do(actor, enrol_totp)).uri)
    second = Phone((await house.do(actor, enrol_totp)).uri)
    now = house.clock.now()
    assert await TotpEnrolment.filter(user_id=asa.user_id).count() == 2
    with pytest.raises(Refused):
        await confirm_own_totp(house.units, house.hashing, actor, first.code(now))
    assert isinstance(await asa.verify((await asa.waiting()).token, asa.code()), SignedIn)
    old = asa.phone
    asa.codes = await confirm_own_totp(house.units, house.hashing, actor, second.code(now))
    asa.phone = second
    house.clock.turn(minutes=1)
    step = await asa.waiting()
    wrong = Refusal(LoginRefusal.CODE_WRONG)
    assert await asa.verify(step.token, old.code(house.clock.now())) == wrong
    assert isinstance(await asa.verify(step.token, asa.code()), SignedIn)
    assert await TotpEnrolment.filter(user_id=asa.user_id).count() == 1


async def test_whoever_lost_the_phone_returns_by_a_backup_code_and_sets_up_another(house: House) -> None:
    asa = await person(house)
    signed = await asa.verify((await asa.waiting()).token, None, asa.codes[3])
    assert isinstance(signed, SignedIn)
    actor, old = signed.caller.actor, asa.codes
    new = Phone((await house.do(actor, enrol_totp)).uri)
    asa.codes = await confirm_own_totp(house.units, house.hashing, actor, new.code(house.clock.now()))
    assert set(asa.codes).isdisjoint(old)
    step = await asa.waiting()
    assert await asa.verify(step.token, None, old[4]) == Refusal(LoginRefusal.CODE_WRONG)
    assert isinstance(await asa.verify(step.token, None, asa.codes[0]), SignedIn)


async def test_changed_digits_and_period_leave_existing_enrolments_on_theirs(house: House) -> None:
    asa = await person(house)
    await house.set(MfaSettings, digits=8, period_seconds=60, issuer="Example")
    assert isinstance(await asa.verify((await asa.waiting()).token, asa.code()), SignedIn)
    bob = await person(house, "bob")
    assert (bob.phone.totp.digits, bob.phone.totp.interval, bob.phone.totp.issuer) == (8, 60, "Example")
    assert isinstance(await bob.verify((await bob.waiting()).token, bob.code()), SignedIn)


async def test_codes_are_acknowledged_once_and_replaced_whole(house: House) -> None:
    asa = await person(house)
    actor = await house.actor(asa.user_id)
    async with hearing() as heard:
        await house.do(actor, acknowledge_backup_codes)
        await house.do(actor, acknowledge_backup_codes)
    assert list(heard.events) == [Told("mfa.backup_codes_acknowledged", "asa", "asa")]
    own = await own_mfa(actor)
    assert own is not None
    assert own.acknowledged
    await house.set(MfaSettings, backup_codes=4)
    async with hearing() as heard:
        codes = await renew_backup_codes(house.units, house.hashing, actor)
    changed: dict[str, tuple[object, object]] = {"backup_codes_left": (10, 4)}
    assert list(heard.events) == [Told("mfa.backup_codes_replaced", "asa", "asa", changes=changed)]
    own = await own_mfa(actor)
    assert own is not None
    assert (own.backup_codes_left, own.acknowledged, len(codes)) == (4, False, 4)
    step = await asa.waiting()
    assert await asa.verify(step.token, None, asa.codes[0]) == Refusal(LoginRefusal.CODE_WRONG)
    assert isinstance(await asa.verify(step.token, None, codes[0]), SignedIn)


async def test_a_second_factor_is_switched_off_where_no_rule_asks_for_one(house: House) -> None:
    asa = await person(house)
    actor = await house.actor(asa.user_id)
    await house.set(MfaSettings, required_for_everyone=True)
    async with nothing_changes():
        assert await house.refusals(actor, disable_totp) == [("MFA_REQUIRED", "")]
    await house.set(MfaSettings, required_for_everyone=False)
    step = await asa.waiting()
    async with hearing() as heard:
        await house.do(actor, disable_totp)
    assert list(heard.events) == [Told("mfa.disabled", "asa", "asa", changes={"mfa_enabled": (True, False)})]
    assert await asa.verify(step.token, asa.code()) == Refusal(LoginRefusal.PENDING_TOKEN_INVALID)
    assert isinstance(await house.login("asa"), SignedIn)
    assert await house.refusals(actor, disable_totp) == [("MFA_NOT_ENROLLED", "")]


async def test_all_of_it_asks_for_a_fresh_factor(house: House) -> None:
    asa = await person(house)
    started = await house.actor(asa.user_id)
    await house.do(started, enrol_totp)
    house.clock.turn(minutes=15)
    never = (await house.caller(await house.open(asa.user_id, fresh_at=None))).actor
    for actor in (started, never):
        async with nothing_changes():
            assert await house.refusals(actor, enrol_totp) == STALE
            assert await house.refusals(actor, disable_totp) == STALE
            with pytest.raises(FreshFactorRequired):
                await confirm_own_totp(house.units, house.hashing, actor, "000000")
            with pytest.raises(FreshFactorRequired):
                await renew_backup_codes(house.units, house.hashing, actor)


async def test_confirming_makes_the_session_fresh(house: House) -> None:
    user_id = await house.user("asa")
    actor = await house.actor(user_id)
    phone = Phone((await house.do(actor, enrol_totp)).uri)
    house.clock.turn(minutes=14)
    await confirm_own_totp(house.units, house.hashing, actor, phone.code(house.clock.now()))
    assert (await Session.get(id=actor.session_id)).fresh_at == house.clock.now()


async def test_a_reset_ends_sessions_and_steps_and_the_next_sign_in_must_enrol(house: House) -> None:
    asa, root = await person(house), await house.root()
    step, token = await asa.waiting(), await house.open(asa.user_id)
    async with hearing() as heard:
        await house.do(root, lambda work: reset_mfa(work, asa.user_id))
    assert heard.events[0] == Told("mfa.reset", "root", "asa", changes={"mfa_enabled": (True, False)})
    assert {told.reason for told in heard.events[1:]} == {SessionEnd.MFA_CHANGED.value}
    assert (await house.caller(token)).actor.permissions.reason == "SESSION_ENDED"
    assert await asa.verify(step.token, asa.code()) == Refusal(LoginRefusal.PENDING_TOKEN_INVALID)
    again = await house.login("asa")
    assert isinstance(again, MustEnrolMfa)
    assert again.because.value == "RESET"
    assert await house.refusals(root, lambda work: reset_mfa(work, asa.user_id)) == [("MFA_NOT_ENROLLED", "id")]


async def test_nobody_resets_their_own_or_of_somebody_who_may_do_more(house: House) -> None:
    helper = await house.acting("helper", Scope.USERS_RESET_MFA, Scope.USERS_READ)
    assert helper.user_id is not None
    boss = await house.user("boss", "admin", password=await house.password())
    greater, own = Person(house, "boss", boss), Person(house, "helper", helper.user_id)
    for each in (greater, own):
        await each.enrol()
    helper = await house.actor(own.user_id)
    async with nothing_changes():
        assert await house.refusals(helper, lambda work: reset_mfa(work, boss)) == [("BEYOND_OWN_RIGHTS", "id")]
        assert await house.refusals(helper, lambda work: reset_mfa(work, own.user_id)) == [("OWN_ACCOUNT", "id")]
        assert await house.refusals(helper, lambda work: reset_mfa(work, UUID(int=1))) == [("NOT_FOUND", "id")]


async def test_the_host_resets_by_name_in_any_spelling(house: House) -> None:
    await person(house, email="Asa@Example.com")
    assert await house.do(HOST, lambda work: reset_mfa_named(work, "ASA@example.com")) == "asa"
    with pytest.raises(NotFound):
        await house.do(HOST, lambda work: reset_mfa_named(work, "nobody"))


async def test_of_many_confirmations_at_once_one_gives_codes_that_count(house: House) -> None:
    user_id = await house.user("asa", password=await house.password())
    actor = await house.actor(user_id)
    phone = Phone((await house.do(actor, enrol_totp)).uri)
    code = phone.code(house.clock.now())
    done = await asyncio.gather(
        *(confirm_own_totp(house.units, house.hashing, actor, code) for _ in range(6)), return_exceptions=True
    )
    assert sum(isinstance(each, list) for each in done) == 1
    assert await TotpEnrolment.filter(user_id=user_id).count() == 1
    assert await BackupCode.filter(user_id=user_id).count() == 10


async def test_the_flag_of_one_account_is_set_by_whoever_edits_accounts(house: House) -> None:
    asa = await house.user("asa")
    async with hearing() as heard:
        await house.do(SYSTEM, lambda work: update_user(work, asa, UserChanges(mfa_required=True)))
    assert list(heard.events) == [Told("user.updated", "system", "asa", changes={"mfa_required": (False, True)})]
    assert (await User.get(id=asa)).mfa_required
