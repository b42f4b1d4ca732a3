"""While single sign-on is enforced: whose password is accepted, with what, and who is told of it."""

import pytest

from auth.actor import HOST, anonymous
from auth.enforcement.commands import relax_sso, set_break_glass_accounts
from auth.login.enrolment import confirm_pending_totp, enrol_pending_totp
from auth.login.finish import Wish
from auth.login.outcomes import LoginRefusal, MfaDemanded, MustEnrolMfa, Refusal, SignedIn
from auth.login.pending import change_expired_password
from auth.login.steps import presented
from auth.mfa.commands import Shown
from auth.passwords.administrators import recover_administrator
from auth.settings.pages import SessionSettings
from models.outbox_mail import OutboxMail
from models.session import Delivery, Session
from tests.support.authenticator import Phone
from tests.support.enforcement import rescuer, scene
from tests.support.house import CLIENT, House
from tests.support.identity_providers import linked
from tests.support.statements import statements
from tests.support.trail import Told, hearing

WRONG = Refusal(LoginRefusal.INVALID_CREDENTIALS)
REMEMBERED = Wish(Delivery.COOKIE, remember_me=True)


async def test_a_local_password_is_refused_like_a_wrong_one_and_the_trail_says_why(house: House) -> None:
    at = await scene(house)
    await house.user("bob", password=await house.password())
    await at.enforce()
    before = await Session.all().count()
    async with hearing() as heard:
        assert await house.login("bob") == WRONG
        assert await house.login("bob", "not it") == WRONG
    assert list(heard.events) == [Told("login.failed", None, "bob", "SSO_ENFORCED", refused=True)] * 2
    assert await Session.all().count() == before
    await house.do(at.boss, relax_sso)
    assert isinstance(await house.login("bob"), SignedIn)


async def test_neither_a_link_nor_an_administrators_role_lets_a_password_in(house: House) -> None:
    at = await scene(house)
    second = await rescuer(house, "second")
    await linked(second.user_id, at.corp)
    await at.enforce()
    assert await house.login("second") == WRONG


async def test_nothing_tells_which_accounts_there_are_nor_whose_password_is_right(house: House) -> None:
    at = await scene(house)
    await house.user("bob", password=await house.password())
    await house.user("bare")
    await at.enforce()
    texts: list[list[str]] = []
    for name, password in (("bob", "Corr3ct-horse-battery"), ("bob", "wrong"), ("bare", "x"), ("rescue", "x")):
        before = house.hashing.verified
        with statements() as executed:
            assert await house.login(name, password) == WRONG
        texts.append(list(executed))
        assert house.hashing.verified == before + 1, name
    assert [len(each) for each in texts] == [len(texts[0])] * 4


async def test_a_break_glass_account_gives_both_factors_and_everybody_who_administers_is_told(house: House) -> None:
    at = await scene(house)
    await at.enforce()
    async with hearing() as heard:
        step = await at.rescue.waiting(REMEMBERED)
        assert not await OutboxMail.exists(kind="break_glass_used")
        done = await at.rescue.verify(step.token, at.rescue.code(), by=Delivery.COOKIE)
    assert isinstance(done, SignedIn)
    assert done.remembered_until is None
    assert [told.action for told in heard.events] == ["login.mfa_required", "login.succeeded", "login.break_glass_used"]
    assert heard.events[-1] == Told("login.break_glass_used", "rescue", "rescue")
    mails = await OutboxMail.filter(kind="break_glass_used").order_by("recipient")
    assert [mail.recipient for mail in mails] == ["boss@example.com", "rescue@example.com"]


async def test_a_remembered_sign_in_of_a_break_glass_account_is_not(house: House) -> None:
    at = await scene(house)
    await house.set(SessionSettings, remember_me_days=30)
    step = await at.rescue.waiting(REMEMBERED)
    await at.enforce()
    done = await at.rescue.verify(step.token, at.rescue.code(), by=Delivery.COOKIE)
    assert isinstance(done, SignedIn)
    assert not (await Session.get(id=done.caller.actor.session_id)).remembered


async def test_a_step_that_waited_is_worth_nothing_once_it_is_enforced(house: House) -> None:
    at = await scene(house)
    second = await rescuer(house, "second")
    await house.user("bob", password=await house.password(must_change=True))
    factor, change = await second.waiting(), await house.login("bob")
    await at.enforce()
    assert await second.verify(factor.token, second.code()) == Refusal(LoginRefusal.PENDING_TOKEN_INVALID)
    units, hashing, nobody = house.units, house.hashing, anonymous(CLIENT)
    token = presented(getattr(change, "token", None), None)
    again = await change_expired_password(units, hashing, nobody, token, "An0ther-horse-battery")
    assert again == Refusal(LoginRefusal.PENDING_TOKEN_INVALID)


async def test_one_that_is_exempt_no_more_is_refused_in_the_middle_of_its_sign_in(house: House) -> None:
    at = await scene(house)
    second = await rescuer(house, "second")
    await at.enforce(at.rescue.user_id, second.user_id)
    step = await second.waiting()
    await house.do(at.boss, lambda work: set_break_glass_accounts(work, [at.rescue.user_id]))
    assert await second.verify(step.token, second.code()) == Refusal(LoginRefusal.PENDING_TOKEN_INVALID)


@pytest.mark.parametrize("enforced", [True, False], ids=["enforced", "relaxed"])
async def test_whom_the_host_lets_in_again_is_exempt_and_sets_a_second_factor_up(
    house: House, *, enforced: bool
) -> None:
    at = await scene(house)
    await house.user("lost")
    if enforced:
        await at.enforce()
    password = await house.password()
    await house.do(HOST, lambda work: recover_administrator(work, "lost", password))
    step = await house.login("lost")
    if not enforced:
        assert isinstance(step, SignedIn)
        return
    assert isinstance(step, MustEnrolMfa)
    token, nobody = presented(step.token, None), anonymous(CLIENT)
    shown = await house.do(nobody, lambda work: enrol_pending_totp(work, token))
    assert isinstance(shown, Shown)
    code = Phone(shown.uri).code(house.clock.now())
    done = await confirm_pending_totp(house.units, house.hashing, nobody, token, code)
    assert isinstance(done.outcome, SignedIn)
    assert isinstance(await house.login("lost"), MfaDemanded)
