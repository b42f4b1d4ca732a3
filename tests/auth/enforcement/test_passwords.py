"""While single sign-on is enforced nobody is given, mailed or asked for a password that is good for nothing."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from auth.actor import anonymous
from auth.enforcement.commands import relax_sso
from auth.errors import Refused
from auth.invitations.commands import invite_user, resend_invitation
from auth.links.one_time import LinkRefused
from auth.methods.commands import MethodChange, change_auth_method
from auth.methods.rules import LocalCredential
from auth.passwords.by_link import reset_password
from auth.passwords.own import OwnChange, change_own_password
from auth.passwords.reset_links import request_password_reset, send_password_reset
from auth.passwords.resetting import Given, give_password, give_temporary_password
from auth.selection import Selection
from auth.settings.pages import MfaSettings
from auth.step_up.queries import fresh_methods, freshness_of
from auth.step_up.rules import FreshMethod
from auth.unit_of_work import Work
from auth.users.commands import NewUser
from auth.users.expectations import CheckWish
from auth.users.password_state import password_states_of
from auth.users.rules import UserChanges
from models.outbox_mail import OutboxMail
from models.user import AuthMethod, User
from tests.support.enforcement import Scene, scene
from tests.support.house import CLIENT, PASSWORD, House
from tests.support.identity_providers import from_provider, linked
from tests.support.links import newest_token
from tests.support.trail import Told, hearing, nothing_changes

ENFORCED = "SSO_ENFORCED"
WHOLE: Selection = {}
NEW = "An0ther-horse-battery"


async def local(house: House) -> Scene:
    """With bob, whom Gatehouse checks."""
    at = await scene(house)
    await house.user("bob", password=await house.password(), email="bob@example.com")
    return at


COMMANDS: dict[str, tuple[Callable[[Work, UUID], Awaitable[object]], str]] = {
    "reset link": (send_password_reset, "id"),
    "invitation again": (resend_invitation, "id"),
    "invitation": (
        lambda work, _: invite_user(work, NewUser(username="new", values=UserChanges(email="new@example.com"))),
        "auth_method",
    ),
}


@pytest.mark.parametrize("which", list(COMMANDS))
async def test_nothing_is_mailed_by_which_a_password_is_chosen(house: House, which: str) -> None:
    at, (command, field) = await local(house), COMMANDS[which]
    bob = await house.user_id("bob")
    await at.enforce()
    root = await house.root()
    async with nothing_changes():
        assert await house.refusals(root, lambda work: command(work, bob)) == [(ENFORCED, field)]


async def test_whoever_forgot_a_password_is_answered_and_mailed_nothing(house: House) -> None:
    at = await local(house)
    await at.enforce()
    async with nothing_changes(Told("password.reset_not_sent", None, "bob", ENFORCED, refused=True)):
        await house.do(anonymous(CLIENT), lambda work: request_password_reset(work, "bob"))
    await house.do(anonymous(CLIENT), lambda work: request_password_reset(work, "rescue"))
    assert [mail.recipient for mail in await OutboxMail.filter(kind="password_reset")] == ["rescue@example.com"]


async def test_a_link_that_was_mailed_before_is_refused_and_good_again_afterwards(house: House) -> None:
    at = await local(house)
    await house.do(anonymous(CLIENT), lambda work: request_password_reset(work, "bob"))
    token = await newest_token("password_reset")
    await at.enforce()
    units, hashing, nobody = house.units, house.hashing, anonymous(CLIENT)
    with pytest.raises(LinkRefused):
        await reset_password(units, hashing, nobody, token, NEW)
    await house.do(at.boss, relax_sso)
    assert await reset_password(units, hashing, nobody, token, NEW) == "bob"


async def test_a_temporary_password_is_not_made_and_a_wanted_one_is_kept_for_later(house: House) -> None:
    at = await local(house)
    bob, root = await house.user_id("bob"), await house.root()
    await at.enforce()
    async with nothing_changes():
        with pytest.raises(Refused) as refused:
            await give_temporary_password(house.units, house.hashing, root, bob)
    assert [error.code for error in refused.value.errors] == [ENFORCED]
    stored = await give_password(house.units, house.hashing, root, Given(bob, NEW))
    assert not stored.used_now
    assert not (await password_states_of([bob], WHOLE))[bob].used_now
    assert (await password_states_of([at.rescue.user_id], WHOLE))[at.rescue.user_id].used_now


async def test_nobody_changes_a_password_of_their_own_or_proves_themselves_by_it(house: House) -> None:
    at = await local(house)
    actor = await house.actor(await house.user_id("bob"))
    assert await fresh_methods(await freshness_of(actor.session_id)) == (FreshMethod.PASSWORD,)
    await at.enforce()
    async with nothing_changes():
        with pytest.raises(Refused) as refused:
            await change_own_password(house.units, house.hashing, actor, OwnChange(PASSWORD, NEW))
    assert [error.code for error in refused.value.errors] == [ENFORCED]
    assert await fresh_methods(await freshness_of(actor.session_id)) == ()


async def test_no_account_is_checked_here_again_meanwhile(house: House) -> None:
    at = await scene(house)
    ann = await from_provider(house, at.corp, "ann")
    await at.enforce()
    change = MethodChange(
        user_id=ann, wish=CheckWish(AuthMethod.LOCAL), credential=LocalCredential.TEMPORARY_PASSWORD, confirm=True
    )
    root, made = await house.root(), await house.password()
    async with nothing_changes():
        refused = await house.refusals(root, lambda work: change_auth_method(work, change, made))
    assert refused == [(ENFORCED, "method")]


async def test_a_linked_account_proves_itself_at_the_provider_in_a_browser(house: House) -> None:
    at = await local(house)
    bob = await house.user_id("bob")
    await linked(bob, at.corp)
    await at.enforce()
    assert (await User.get(id=bob)).mfa_enrolled_at is None
    program, browser = await house.actor(bob), await house.caller(await house.open(bob, delivery="COOKIE"))
    assert await fresh_methods(await freshness_of(program.session_id)) == ()
    found = await freshness_of(browser.actor.session_id)
    assert found is not None
    assert (await fresh_methods(found), found.providers) == ((FreshMethod.PROVIDER,), ("corp",))
    await house.set(MfaSettings, backup_codes=0)
    async with hearing() as heard:
        await house.do(at.boss, relax_sso)
    assert [told.action for told in heard.events] == ["sso.relaxed"]
