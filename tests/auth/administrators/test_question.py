"""A command made of others is judged by what they come to together, and is cheap."""

from uuid import UUID

import pytest

from auth.actor import SYSTEM
from auth.administrators.facts import administrators
from auth.administrators.question import asks, keeps_an_administrator
from auth.administrators.rules import WouldLockOut, who_get_in
from auth.permissions import Scope, requirement_of, requires
from auth.unit_of_work import Work
from auth.users.commands import set_user_roles
from auth.users.lifecycle import deactivate_user
from tests.support.house import House
from tests.support.statements import statements
from tests.support.trail import nothing_changes


@requires(Scope.USERS_WRITE)
@keeps_an_administrator
async def hand_over(work: Work, giver: UUID, receiver: UUID) -> None:
    """Another administrator for this one; between the two steps there is none."""
    await set_user_roles(work, giver, ("viewer",))
    await set_user_roles(work, receiver, ("admin",))


async def _scene(house: House) -> tuple[UUID, UUID]:
    ada = await house.user("ada", "admin", password=await house.password())
    return ada, await house.user("bea", password=await house.password())


async def test_an_administrator_may_go_where_another_comes_in_the_same_moment(house: House) -> None:
    ada, bea = await _scene(house)
    await house.do(SYSTEM, lambda work: hand_over(work, ada, bea))
    assert who_get_in(await administrators(house.clock.now())) == ["bea"]


async def test_what_the_steps_come_to_is_refused_as_a_whole(house: House) -> None:
    ada, _ = await _scene(house)
    nobody = await house.user("nobody")
    async with nothing_changes():
        with pytest.raises(WouldLockOut) as refused:
            await house.do(SYSTEM, lambda work: hand_over(work, ada, nobody))
    assert (refused.value.before, [each.username for each in refused.value.in_name]) == (["ada"], ["nobody", "root"])


async def test_not_even_the_system_or_the_host_locks_everybody_out(house: House) -> None:
    ada, _ = await _scene(house)
    async with nothing_changes():
        with pytest.raises(WouldLockOut):
            await house.do(SYSTEM, lambda work: deactivate_user(work, ada))


async def test_where_nobody_could_get_in_before_a_change_is_made(house: House) -> None:
    root = (await house.root()).user_id
    assert root is not None
    await house.do(SYSTEM, lambda work: deactivate_user(work, root))


async def test_a_unit_of_many_changes_asks_as_often_as_one_of_one(house: House) -> None:
    ada, bea = await _scene(house)
    users = [await house.user(f"user{number}") for number in range(4)]
    asked: list[int] = []
    for some in (users[:1], users[1:]):

        async def deactivate(work: Work, some: list[UUID] = some) -> None:
            for user_id in some:
                await deactivate_user(work, user_id)

        with statements() as executed:
            await house.do(SYSTEM, deactivate)
        asked.append(sum("INTERSECT" in statement for statement in executed))
    assert asked == [2, 2]
    assert {ada, bea}.isdisjoint(users)


def test_a_command_declares_that_it_asks_and_keeps_what_it_requires() -> None:
    assert asks(hand_over)
    assert requirement_of(hand_over) == (("users:write",),)
    assert not asks(test_a_command_declares_that_it_asks_and_keeps_what_it_requires)
