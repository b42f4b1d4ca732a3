"""Inviting, inviting anew, revoking and accepting."""

import asyncio
from collections import Counter
from dataclasses import replace
from uuid import UUID

import pytest

from auth.actor import Actor, anonymous
from auth.errors import Forbidden, Refused
from auth.idempotency import Idempotency
from auth.invitations.accepting import accept_invitation
from auth.invitations.commands import Invited, invite_user, resend_invitation, revoke_invitation
from auth.links.one_time import LinkRefused
from auth.login.outcomes import Refusal
from auth.passwords.choice import PasswordRejected
from auth.permissions import Scope
from auth.selection import Selection
from auth.unit_of_work import Units
from auth.users.commands import NewUser, update_user
from auth.users.invitation_of import InvitationState, invitations_of
from auth.users.own import OwnChanges
from auth.users.rules import UserChanges
from models.one_time_link import OneTimeLink
from models.outbox_mail import OutboxMail
from models.user import Credential, User, UserStatus
from tests.support.house import CLIENT, House
from tests.support.keys import INSTALLATION, write_events
from tests.support.links import mailed, newest_token, token_of
from tests.support.trail import Told, hearing, nothing_changes

NEW = "An0ther-horse-battery"
ASA = NewUser(username="asa", values=UserChanges(email="asa@example.com"))
NO_NAMES = OwnChanges()
ANYTHING: Selection = {}


def mailing(house: House) -> House:
    """The same house, with a mail server."""
    return replace(house, units=Units(house.clock, write_events, replace(INSTALLATION, sends_mail=True)))


async def invite(house: House, actor: Actor | None = None) -> Invited:
    return await house.do(actor or await house.root(), lambda work: invite_user(work, ASA))


async def accept(house: House, token: str, password: str = NEW, names: OwnChanges = NO_NAMES) -> str:
    return await accept_invitation(house.units, house.hashing, anonymous(CLIENT), token, password, names)


async def state(user_id: UUID) -> InvitationState:
    return (await invitations_of([user_id], ANYTHING))[user_id].state


async def test_an_invitation_is_mailed_and_its_link_is_shown_to_nobody(house: House) -> None:
    house = mailing(house)
    async with hearing() as heard:
        invited = await invite(house)
    assert invited.link is None
    assert [told.action for told in heard.events] == ["user.created", "user.roles_changed", "user.invited"]
    [(recipient, link)] = await mailed("invitation")
    assert recipient == "asa@example.com"
    assert link.startswith("https://console.test/accept-invitation#token=")
    assert not await Credential.exists(user_id=invited.user_id)
    assert await state(invited.user_id) is InvitationState.PENDING


async def test_without_mail_the_link_is_shown_once_to_who_invites(house: House) -> None:
    invited = await invite(house)
    assert invited.link is not None
    assert await OutboxMail.all().count() == 0
    assert await accept(house, token_of(invited.link)) == "asa"


async def test_an_invited_person_chooses_password_and_names_and_then_signs_in(house: House) -> None:
    house = mailing(house)
    user_id = (await invite(house)).user_id
    token = await newest_token("invitation")
    assert isinstance(await house.login("asa", NEW), Refusal)
    async with hearing() as heard:
        assert await accept(house, token, names=OwnChanges(first_name="Åsa", last_name="Berg")) == "asa"
    assert [(told.action, told.actor) for told in heard.events] == [
        ("user.invitation_accepted", "asa"),
        ("user.updated", "asa"),
        ("password.changed", "asa"),
        ("user.email_confirmed", "asa"),
    ]
    user = await User.get(id=user_id)
    assert (user.display_name, user.email_verified_at) == ("Åsa Berg", house.clock.now())
    assert await state(user_id) is InvitationState.ACCEPTED
    await house.sign_in("asa", NEW)
    with pytest.raises(LinkRefused):
        await accept(house, token, "Th1rd-horse-battery!")


async def test_an_unfit_password_or_name_leaves_the_invitation_open(house: House) -> None:
    house = mailing(house)
    user_id = (await invite(house)).user_id
    token = await newest_token("invitation")
    with pytest.raises(PasswordRejected):
        await accept(house, token, "short")
    with pytest.raises(PasswordRejected):  # the name that comes with it counts
        await accept(house, token, "Mallory-is-my-n4me", OwnChanges(first_name="Mallory"))
    with pytest.raises(Refused):
        await accept(house, token, names=OwnChanges(first_name="x" * 201))
    assert await state(user_id) is InvitationState.PENDING
    assert await accept(house, token) == "asa"


async def test_an_invitation_is_good_for_seven_days(house: House) -> None:
    house = mailing(house)
    user_id = (await invite(house)).user_id
    house.clock.turn(days=7)
    assert await state(user_id) is InvitationState.EXPIRED
    with pytest.raises(LinkRefused):
        await accept(house, await newest_token("invitation"))


async def test_resending_kills_the_old_link(house: House) -> None:
    house, root = mailing(house), await house.root()
    user_id = (await invite(house)).user_id
    old = await newest_token("invitation")
    house.clock.turn(days=8)
    await house.do(await house.root(), lambda work: resend_invitation(work, user_id))
    assert await state(user_id) is InvitationState.PENDING
    with pytest.raises(LinkRefused):
        await accept(house, old)
    await accept(house, await newest_token("invitation"))
    root = await house.root()
    assert await house.refusals(root, lambda work: resend_invitation(work, user_id)) == [("HAS_PASSWORD", "id")]


async def test_a_revoked_invitation_leaves_an_account_without_password(house: House) -> None:
    house, root = mailing(house), await house.root()
    user_id = (await invite(house, root)).user_id
    async with hearing() as heard:
        await house.do(root, lambda work: revoke_invitation(work, user_id))
    assert list(heard.events) == [Told("user.invitation_revoked", "root", "asa")]
    assert await state(user_id) is InvitationState.REVOKED
    assert not await Credential.exists(user_id=user_id)
    with pytest.raises(LinkRefused):
        await accept(house, await newest_token("invitation"))
    async with nothing_changes():
        assert await house.refusals(root, lambda work: revoke_invitation(work, user_id)) == [("NO_INVITATION", "id")]


async def test_another_address_makes_the_invitation_worth_nothing(house: House) -> None:
    house, root = mailing(house), await house.root()
    user_id = (await invite(house, root)).user_id
    await house.do(root, lambda work: update_user(work, user_id, UserChanges(email="other@example.com")))
    assert await state(user_id) is InvitationState.REVOKED
    with pytest.raises(LinkRefused):
        await accept(house, await newest_token("invitation"))


async def test_an_account_that_is_off_or_locked_accepts_nothing(house: House) -> None:
    house, root = mailing(house), await house.root()
    user_id = (await invite(house, root)).user_id
    await User.filter(id=user_id).update(status=UserStatus.INACTIVE)
    async with nothing_changes(Told("link.refused", reason="INVITATION", refused=True)):
        # the attempt itself is counted, on a link that stays as it is otherwise
        await OneTimeLink.filter(user_id=user_id).update(attempts=-1)
        with pytest.raises(LinkRefused):
            await accept(house, await newest_token("invitation"))
    assert await house.refusals(root, lambda work: resend_invitation(work, user_id)) == [("ACCOUNT_NOT_USABLE", "id")]


async def test_repeating_a_call_invites_nobody_twice(house: House) -> None:
    root, again = await house.root(), Idempotency("key", "the same")
    first = await house.do(root, lambda work: invite_user(work, ASA, again))
    second = await house.do(root, lambda work: invite_user(work, ASA, again))
    assert first.link is not None
    assert second == Invited(first.user_id, None)
    assert await OneTimeLink.all().count() == 1


async def test_an_invitation_needs_an_address_and_the_rights_to_make_accounts(house: House) -> None:
    root, reader = await house.root(), await house.acting("reader", Scope.USERS_READ)
    bare = NewUser(username="bare")
    async with nothing_changes():
        assert await house.refusals(root, lambda work: invite_user(work, bare)) == [("EMAIL_REQUIRED", "email")]
        with pytest.raises(Forbidden):
            await invite(house, reader)


async def test_of_thirty_at_once_one_accepts(house: House) -> None:
    house = mailing(house)
    await invite(house)
    token = await newest_token("invitation")
    await OneTimeLink.filter(used_at=None).update(attempts=-100)  # so that each may try

    async def one() -> bool:
        try:
            await accept(house, token)
        except LinkRefused:
            return False
        return True

    assert Counter(await asyncio.gather(*(one() for _ in range(30)))) == {True: 1, False: 29}
