"""An address is an account's once the link that was mailed there is used; administrators may vouch for one."""

import asyncio
from uuid import UUID

import pytest

from auth.actor import SYSTEM, Actor, anonymous
from auth.email_addresses.commands import (
    cancel_email_change,
    change_email,
    confirm_email,
    send_email_confirmation,
)
from auth.email_addresses.queries import own_pending_email
from auth.errors import Forbidden, Refused
from auth.links.one_time import LinkRefused
from auth.passwords.by_link import reset_password
from auth.passwords.reset_links import send_password_reset
from auth.permissions import Scope
from auth.users.commands import update_user
from auth.users.rules import UserChanges
from models.outbox_mail import OutboxMail
from models.user import LoginIdentifier, User
from tests.support.house import CLIENT, STALE, House, all_but, spoiled
from tests.support.links import mailed, newest_token
from tests.support.trail import Told, hearing, nothing_changes

OLD, NEW = "asa@example.com", "asa@new.example"
REFUSED = Told("link.refused", reason="CONFIRM_EMAIL", refused=True)


async def asa(house: House) -> Actor:
    return await house.actor(await house.user("asa", email=OLD, password=await house.password()))


async def ask(house: House, actor: Actor, email: str = NEW) -> str:
    """The token of the link to a wanted address."""
    await house.do(actor, lambda work: change_email(work, email))
    return await newest_token("confirm_email")


async def confirm(house: House, token: str) -> None:
    await confirm_email(house.units, anonymous(CLIENT), token)


async def names_of(user_id: UUID | None) -> set[str]:
    return {row.key for row in await LoginIdentifier.filter(user_id=user_id)}


async def test_a_wanted_address_counts_once_its_link_is_used(house: House) -> None:
    actor = await asa(house)
    async with hearing() as heard:
        token = await ask(house, actor)
    assert list(heard.events) == [Told("user.email_change_requested", "asa", "asa", changes={"email": (None, NEW)})]
    assert (await User.get(id=actor.user_id)).email == OLD
    assert await own_pending_email(actor, house.clock.now()) == NEW
    assert [recipient for recipient, _ in await mailed("confirm_email")] == [NEW]
    async with hearing() as heard:
        await confirm(house, token)
    assert list(heard.events) == [
        Told("user.updated", "asa", "asa", changes={"email": (OLD, NEW)}),
        Told("user.email_confirmed", "asa", "asa", changes={"email_verified": (False, True)}),
    ]
    user = await User.get(id=actor.user_id)
    assert (user.email, user.email_key, user.email_verified_at) == (NEW, NEW, house.clock.now())
    assert await names_of(user.id) == {"asa", NEW}
    assert [mail.recipient for mail in await OutboxMail.filter(kind="email_changed")] == [OLD]
    assert await own_pending_email(actor, house.clock.now()) is None
    await house.sign_in(NEW)


async def test_nothing_but_the_very_token_confirms(house: House) -> None:
    token = await ask(house, await asa(house))
    wrong = [*spoiled(token), "", "x" * 43]
    async with nothing_changes(*[REFUSED] * len(wrong)):
        for each in wrong:
            with pytest.raises(LinkRefused):
                await confirm(house, each)
    await confirm(house, token)
    async with nothing_changes(REFUSED):
        with pytest.raises(LinkRefused):
            await confirm(house, token)


async def test_a_link_of_another_purpose_confirms_nothing(house: House) -> None:
    actor, root = await asa(house), await house.root()
    confirming = await ask(house, actor)
    assert actor.user_id is not None
    user_id = actor.user_id
    await house.do(root, lambda work: send_password_reset(work, user_id))
    resetting = await newest_token("password_reset")
    async with nothing_changes(REFUSED, Told("link.refused", reason="RESET_PASSWORD", refused=True)):
        with pytest.raises(LinkRefused):
            await confirm(house, resetting)
        with pytest.raises(LinkRefused):
            await reset_password(house.units, house.hashing, anonymous(CLIENT), confirming, "An0ther-horse-b")


async def test_a_taken_address_is_found_out_by_its_link_alone(house: House) -> None:
    await house.user("bea", email=NEW)
    token = await ask(house, await asa(house))
    async with nothing_changes():
        with pytest.raises(Refused) as refused:
            await confirm(house, token)
    assert [(error.code, error.field) for error in refused.value.errors] == [("EMAIL_TAKEN", "token")]


async def test_two_who_want_one_address_do_not_both_get_it(house: House) -> None:
    first = await ask(house, await asa(house))
    second = await ask(house, await house.actor(await house.user("bea", email="bea@example.com")))

    async def one(token: str) -> bool:
        try:
            await confirm(house, token)
        except Refused:
            return False
        return True

    assert sorted(await asyncio.gather(one(first), one(second))) == [False, True]
    assert await LoginIdentifier.filter(key=NEW).count() == 1


async def test_links_that_went_to_the_old_address_are_worth_nothing(house: House) -> None:
    actor, root = await asa(house), await house.root()
    assert actor.user_id is not None
    user_id = actor.user_id
    await house.do(root, lambda work: send_password_reset(work, user_id))
    resetting = await newest_token("password_reset")
    await confirm(house, await ask(house, actor))
    with pytest.raises(LinkRefused):
        await reset_password(house.units, house.hashing, anonymous(CLIENT), resetting, "An0ther-horse-b")


async def test_a_change_is_cancelled(house: House) -> None:
    actor = await asa(house)
    token = await ask(house, actor)
    async with hearing() as heard:
        await house.do(actor, cancel_email_change)
    assert list(heard.events) == [Told("user.email_change_cancelled", "asa", "asa")]
    with pytest.raises(LinkRefused):
        await confirm(house, token)
    async with nothing_changes():
        await house.do(actor, cancel_email_change)


async def test_who_has_not_proved_themselves_lately_changes_no_address(house: House) -> None:
    actor = await asa(house)
    house.clock.turn(minutes=16)
    async with nothing_changes():
        assert await house.refusals(actor, lambda work: change_email(work, NEW)) == STALE


@pytest.mark.parametrize("bad", ["", "no address", "a@x.example,b@y.example", "a@x.example\r\nBcc: b@y.example", "a@"])
async def test_what_is_not_exactly_one_address_is_refused(house: House, bad: str) -> None:
    actor = await asa(house)
    async with nothing_changes():
        assert await house.refusals(actor, lambda work: change_email(work, bad)) == [("EMAIL_INVALID", "email")]


async def test_the_own_address_is_confirmed_once_and_few_links_are_mailed(house: House) -> None:
    actor = await asa(house)
    tokens = [await ask(house, actor, OLD) for _ in range(3)]
    assert await house.refusals(actor, lambda work: change_email(work, OLD)) == [("TOO_MANY_LINKS", "email")]
    await confirm(house, tokens[-1])
    assert await OutboxMail.filter(kind="email_changed").count() == 0
    assert await house.refusals(actor, lambda work: change_email(work, OLD)) == [("SAME_EMAIL", "email")]


async def test_an_administrator_has_an_address_confirmed(house: House) -> None:
    actor, root = await asa(house), await house.root()
    assert actor.user_id is not None
    user_id = actor.user_id
    await house.do(root, lambda work: send_email_confirmation(work, user_id))
    await confirm(house, await newest_token("confirm_email"))
    assert (await User.get(id=user_id)).email_verified_at is not None
    bare = await house.user("bare")
    async with nothing_changes():
        for key, code in ((user_id, "EMAIL_VERIFIED"), (bare, "EMAIL_REQUIRED")):
            found = await house.refusals(root, lambda work, key=key: send_email_confirmation(work, key))
            assert found == [(code, "id")]


async def test_an_address_that_an_administrator_sets_is_not_proven_unless_they_vouch_for_it(house: House) -> None:
    root, user_id = await house.root(), await house.user("asa", email=OLD)
    await User.filter(id=user_id).update(email_verified_at=house.clock.now())
    await house.do(root, lambda work: update_user(work, user_id, UserChanges(email=NEW)))
    assert (await User.get(id=user_id)).email_verified_at is None
    assert [mail.recipient for mail in await OutboxMail.filter(kind="email_changed")] == [OLD]
    async with hearing() as heard:
        await house.do(root, lambda work: update_user(work, user_id, UserChanges(email_verified=True)))
    assert heard.events[0] == Told("user.email_vouched_for", "root", "asa", changes={"email_verified": (False, True)})
    assert (await User.get(id=user_id)).email_verified_at == house.clock.now()
    await house.do(SYSTEM, lambda work: update_user(work, user_id, UserChanges(email_verified=False)))
    assert (await User.get(id=user_id)).email_verified_at is None


async def test_nobody_vouches_without_the_scope_or_for_nothing(house: House) -> None:
    writer = await house.acting("writer", *all_but(Scope.USERS_VOUCH_EMAIL), level=3)
    user_id, bare = await house.user("asa", email=OLD), await house.user("bare")
    vouching = UserChanges(email_verified=True)
    async with nothing_changes():
        with pytest.raises(Forbidden):
            await house.do(writer, lambda work: update_user(work, user_id, vouching))
        assert await house.refusals(SYSTEM, lambda work: update_user(work, bare, vouching)) == [
            ("EMAIL_REQUIRED", "email_verified")
        ]
