"""A link is good for one purpose, one account, one use and a while, whatever else is tried with it."""

import asyncio
from collections import Counter
from uuid import UUID

import pytest

from auth.actor import SYSTEM
from auth.links.one_time import (
    Given,
    LinkRefused,
    forget_old_links,
    given,
    is_asked_too_often,
    issue,
    revoke,
    spend,
    use,
)
from auth.links.rules import MOST_ATTEMPTS
from auth.opaque import digest
from auth.unit_of_work import Work
from models.one_time_link import LinkPurpose, OneTimeLink
from models.user import User, UserStatus
from tests.support.house import House, spoiled
from tests.support.links import token_of
from tests.support.trail import nothing_changes

RESET, INVITATION = LinkPurpose.RESET_PASSWORD, LinkPurpose.INVITATION


async def new(house: House, user_id: UUID, purpose: LinkPurpose = RESET) -> str:
    """The token of a new link."""
    issued = await house.do(SYSTEM, lambda work: issue(work, user_id, purpose, "asa@example.com"))
    return token_of(issued.url)


async def used(house: House, token: str, purpose: LinkPurpose = RESET) -> bool:
    """Whether a link could be used now."""

    async def take(work: Work) -> UUID:
        return (await use(work, given(token, purpose)))[1].id

    try:
        await house.do(SYSTEM, take)
    except LinkRefused:
        return False
    return True


async def test_a_link_is_used_once_and_known_by_a_digest(house: House) -> None:
    token = await new(house, await house.user("asa"))
    row = await OneTimeLink.get()
    assert (row.token_hash, row.email, row.used_at) == (digest(token), "asa@example.com", None)
    assert await used(house, token)
    async with nothing_changes():
        assert not await used(house, token)


async def test_nothing_but_the_very_token_for_its_own_purpose_is_good(house: House) -> None:
    token = await new(house, await house.user("asa"))
    async with nothing_changes():
        for wrong in spoiled(token):
            assert not await used(house, wrong), wrong
        for purpose in set(LinkPurpose) - {RESET}:
            assert not await used(house, token, purpose)
    assert await used(house, token)


async def test_a_link_serves_until_its_end_and_not_a_moment_longer(house: House) -> None:
    user_id = await house.user("asa")
    token = await new(house, user_id)
    house.clock.turn(minutes=60)
    assert not await used(house, token)
    token = await new(house, user_id)
    house.clock.turn(minutes=59, seconds=59)
    assert await used(house, token)


async def test_a_new_link_revokes_those_of_its_purpose_and_account_alone(house: House) -> None:
    asa, bea = await house.user("asa"), await house.user("bea")
    old, invitation, others = await new(house, asa), await new(house, asa, INVITATION), await new(house, bea)
    newest = await new(house, asa)
    assert not await used(house, old)
    assert [await used(house, newest), await used(house, others)] == [True, True]
    assert await house.do(SYSTEM, lambda work: revoke(work, asa, *LinkPurpose)) == 1
    assert not await used(house, invitation, INVITATION)


@pytest.mark.parametrize("state", [{"status": UserStatus.INACTIVE}, {"locked_at": "now"}])
async def test_an_account_that_cannot_be_used_uses_no_link(house: House, state: dict[str, object]) -> None:
    user_id = await house.user("asa")
    token = await new(house, user_id)
    values = {name: house.clock.now() if value == "now" else value for name, value in state.items()}
    await User.filter(id=user_id).update(**values)
    async with nothing_changes():
        assert not await used(house, token)


async def test_of_thirty_at_once_one_uses_it(house: House) -> None:
    token = await new(house, await house.user("asa"))
    assert Counter(await asyncio.gather(*(used(house, token) for _ in range(30)))) == {True: 1, False: 29}


async def test_attempts_are_counted_side_by_side_and_are_few(house: House) -> None:
    link = given(await new(house, await house.user("asa")), RESET)

    async def attempt(by: Given) -> bool:
        return await house.do(SYSTEM, lambda work: spend(work, by)) is not None

    found = await asyncio.gather(*(attempt(link) for _ in range(MOST_ATTEMPTS + 10)))
    assert Counter(found) == {True: MOST_ATTEMPTS, False: 10}
    assert (await OneTimeLink.get()).attempts == MOST_ATTEMPTS
    assert not await attempt(given("x" * 43, RESET))


async def test_who_asks_themselves_is_sent_three_in_an_hour(house: House) -> None:
    user_id = await house.user("asa")
    for _ in range(3):
        assert not await house.do(SYSTEM, lambda work: is_asked_too_often(work, user_id, RESET))
        await new(house, user_id)
        house.clock.turn(minutes=10)
    assert await house.do(SYSTEM, lambda work: is_asked_too_often(work, user_id, RESET))
    assert not await house.do(SYSTEM, lambda work: is_asked_too_often(work, user_id, INVITATION))
    house.clock.turn(minutes=30)
    assert not await house.do(SYSTEM, lambda work: is_asked_too_often(work, user_id, RESET))


async def test_links_are_forgotten_ninety_days_after_their_end_and_not_before(house: House) -> None:
    user_id = await house.user("asa", email="asa@example.com")
    await new(house, user_id)
    row = await OneTimeLink.get()
    house.clock.turn(seconds=(row.expires_at - house.clock.now()).total_seconds())
    house.clock.turn(days=90)
    assert await forget_old_links(house.units) == 0
    house.clock.turn(seconds=1)
    assert await forget_old_links(house.units) == 1
    assert not await OneTimeLink.exists()
