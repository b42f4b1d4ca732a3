"""What comes next in a sign-in: the decision by table, and the whole way through on a real database."""

from itertools import product

import pytest

from auth.actor import SYSTEM, anonymous
from auth.login.enrolment import Confirmed, confirm_pending_totp, enrol_pending_totp
from auth.login.flow import SignInFacts, next_step
from auth.login.outcomes import LoginRefusal, MfaDemanded, MustChangePassword, MustEnrolMfa, Refusal, SignedIn
from auth.login.pending import change_expired_password
from auth.login.steps import LIFETIMES, presented
from auth.mfa.commands import Shown
from auth.mfa.rules import MfaRequiredBecause
from auth.passwords.commands import require_password_change
from auth.settings.pages import AtSessionLimit, MfaSettings, SessionSettings
from auth.users.commands import update_user
from auth.users.rules import UserChanges
from models.pending_login import PendingLogin, PendingStep
from models.role import Role
from models.session import SecondFactor, Session, SignInMethod
from models.user import User
from tests.support.authenticator import Phone, person
from tests.support.house import CLIENT, House
from tests.support.trail import Told, hearing

VERIFY, CHANGE, ENROL = PendingStep.VERIFY_MFA, PendingStep.CHANGE_PASSWORD, PendingStep.ENROL_MFA
NEW = "An0ther-horse-battery"


@pytest.mark.parametrize(
    ("enrolled", "proven", "must_change", "must_enrol", "step"),
    [
        (False, False, False, False, None),
        (True, False, False, False, VERIFY),
        (True, False, True, False, VERIFY),
        (True, False, True, True, VERIFY),
        (True, True, False, False, None),
        (True, True, True, False, CHANGE),
        (True, True, False, True, None),
        (False, False, True, False, CHANGE),
        (False, False, True, True, CHANGE),
        (False, False, False, True, ENROL),
        (False, True, False, False, None),
        (False, True, False, True, None),
        (False, True, True, True, CHANGE),
    ],
)
def test_the_second_factor_goes_before_the_password_and_that_before_an_enrolment(
    *, enrolled: bool, proven: bool, must_change: bool, must_enrol: bool, step: PendingStep | None
) -> None:
    assert next_step(SignInFacts(enrolled, proven, must_change, must_enrol)) is step


def test_no_session_without_an_enrolled_factor_that_was_not_proven_nor_without_one_that_is_due() -> None:
    for enrolled, proven, must_change, must_enrol in product((False, True), repeat=4):
        step = next_step(SignInFacts(enrolled, proven, must_change, must_enrol))
        if step is None:
            assert proven or not enrolled
            assert not must_change
            assert enrolled or proven or not must_enrol


async def test_factor_password_and_session_come_in_this_order_each_with_a_token_of_its_own(house: House) -> None:
    asa = await person(house)
    await house.do(SYSTEM, lambda work: require_password_change(work, asa.user_id))
    first = await asa.waiting()
    assert first.methods == (SecondFactor.TOTP, SecondFactor.BACKUP_CODE)
    assert first.expires_at == house.clock.now() + LIFETIMES[VERIFY]
    second = await asa.verify(first.token, asa.code())
    assert isinstance(second, MustChangePassword)
    given_at = house.clock.now()
    house.clock.turn(minutes=3)
    third = await change_expired_password(
        house.units, house.hashing, anonymous(CLIENT), presented(second.token, None), NEW
    )
    assert isinstance(third, SignedIn)
    assert len({first.token, second.token, third.token}) == 3
    session = await Session.get(id=third.caller.actor.session_id)
    assert (session.opened_by, session.second_factor) == (SignInMethod.PASSWORD, SecondFactor.TOTP)
    assert session.fresh_at == given_at
    assert await PendingLogin.filter(used_at=None).count() == 0


async def test_an_account_without_a_second_factor_is_fresh_by_its_password(house: House) -> None:
    await house.user("bob", password=await house.password())
    signed = await house.sign_in("bob")
    session = await Session.get(id=signed.caller.actor.session_id)
    assert (session.opened_by, session.second_factor) == (SignInMethod.PASSWORD, None)
    assert session.fresh_at == house.clock.now()


async def test_grace_lets_in_without_a_factor_and_its_end_asks_for_one(house: House) -> None:
    await house.user("bob", password=await house.password())
    house.clock.turn(days=60)
    await house.set(MfaSettings, required_for_everyone=True)
    assert isinstance(await house.login("bob"), SignedIn)
    house.clock.turn(days=14, seconds=-1)
    assert isinstance(await house.login("bob"), SignedIn)
    house.clock.turn(seconds=1)
    async with hearing() as heard:
        step = await house.login("bob")
    assert isinstance(step, MustEnrolMfa)
    assert (step.because, step.expires_at) == (
        MfaRequiredBecause.EVERYONE,
        house.clock.now() + LIFETIMES[ENROL],
    )
    assert Told("login.mfa_enrolment_required", "bob", "bob", "EVERYONE") in heard.events


async def test_switching_the_rule_off_and_on_again_begins_the_grace_anew_and_other_changes_do_not(house: House) -> None:
    await house.user("bob", password=await house.password())
    await house.set(MfaSettings, required_for_everyone=True)
    house.clock.turn(days=10)
    await house.set(MfaSettings, issuer="Example")
    await house.set(MfaSettings, required_for_everyone=True)
    house.clock.turn(days=4)
    assert isinstance(await house.login("bob"), MustEnrolMfa)
    await house.set(MfaSettings, required_for_everyone=False)
    assert isinstance(await house.login("bob"), SignedIn)
    await house.set(MfaSettings, required_for_everyone=True)
    assert isinstance(await house.login("bob"), SignedIn)


async def test_a_single_account_and_a_role_ask_at_once(house: House) -> None:
    await house.role("guarded")
    await house.role("inheriting", parents=("guarded",))
    password = await house.password()
    for name, role in (("plain", "viewer"), ("alone", "viewer"), ("holder", "guarded"), ("heir", "inheriting")):
        await house.user(name, role, password=password)
    alone = await User.get(username="alone")
    await house.do(SYSTEM, lambda work: update_user(work, alone.id, UserChanges(mfa_required=True)))
    await Role.filter(name="guarded").update(mfa_required=True)
    assert isinstance(await house.login("plain"), SignedIn)
    for name, because in (("alone", "ACCOUNT"), ("holder", "ROLE"), ("heir", "ROLE")):
        step = await house.login(name)
        assert isinstance(step, MustEnrolMfa)
        assert step.because.value == because, name


async def test_a_due_enrolment_is_made_at_the_sign_in_and_goes_on_to_the_session(house: House) -> None:
    user_id = await house.user("bob", password=await house.password(must_change=True), mfa_required=True)
    change = await house.login("bob")
    assert isinstance(change, MustChangePassword)
    step = await change_expired_password(
        house.units, house.hashing, anonymous(CLIENT), presented(change.token, None), NEW
    )
    assert isinstance(step, MustEnrolMfa)
    shown = await house.do(anonymous(CLIENT), lambda work: enrol_pending_totp(work, presented(step.token, None)))
    assert isinstance(shown, Shown)
    phone, now = Phone(shown.uri), house.clock.now()
    wrong = await _confirm(house, step.token, phone.wrong(now))
    assert wrong == Confirmed(Refusal(LoginRefusal.CODE_WRONG))
    assert (await User.get(id=user_id)).mfa_enrolled_at is None
    async with hearing() as heard:
        done = await _confirm(house, step.token, phone.code(now))
    assert isinstance(done.outcome, SignedIn)
    assert len(set(done.backup_codes or ())) == 10
    session = await Session.get(id=done.outcome.caller.actor.session_id)
    assert (session.second_factor, session.fresh_at) == (SecondFactor.TOTP, now)
    assert list(heard.events) == [
        Told("mfa.enrolled", "bob", "bob", changes={"mfa_enabled": (False, True)}),
        Told("login.succeeded", "bob", "bob"),
    ]
    assert isinstance(await house.login("bob", NEW), MfaDemanded)


async def test_an_enrolment_at_a_full_account_still_shows_its_backup_codes(house: House) -> None:
    await house.set(SessionSettings, sessions_per_account=1, at_limit=AtSessionLimit.REFUSE)
    user_id = await house.user("bob", password=await house.password(), mfa_required=True)
    await house.open(user_id)
    step = await house.login("bob")
    assert isinstance(step, MustEnrolMfa)
    shown = await house.do(anonymous(CLIENT), lambda work: enrol_pending_totp(work, presented(step.token, None)))
    assert isinstance(shown, Shown)
    done = await _confirm(house, step.token, Phone(shown.uri).code(house.clock.now()))
    assert done.outcome == Refusal(LoginRefusal.SESSION_LIMIT)
    assert (await User.get(id=user_id)).mfa_enrolled_at == house.clock.now()
    assert len(set(done.backup_codes or ())) == 10


async def _confirm(house: House, token: str, code: str) -> Confirmed:
    return await confirm_pending_totp(house.units, house.hashing, anonymous(CLIENT), presented(token, None), code)
