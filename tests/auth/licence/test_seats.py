"""Never more accounts hold licensed roles than there are seats, by whatever way roles are given."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest

from auth.actor import SYSTEM
from auth.errors import DomainError
from auth.licence.queries import seats_used
from auth.licence.seats import SeatsExhausted
from auth.roles.commands import RoleChanges, delete_role, update_role
from auth.settings.pages import AccountSettings, LicenceSettings
from auth.unit_of_work import Work
from auth.users.commands import NewUser, create_user, set_user_roles
from auth.users.giving import Terms
from auth.users.lifecycle import deactivate_user, reactivate_user
from models.role import Role, RoleGrant
from models.user import UserKind
from tests.support.house import House
from tests.support.licences import ruled_by_file
from tests.support.trail import nothing_changes

Doing = Callable[[Work], Awaitable[object]]
EXHAUSTED = [("SEATS_EXHAUSTED", "roles")]


def giving(user_id: UUID, *names: str, terms: Terms | None = None) -> Doing:
    return lambda work: set_user_roles(work, user_id, names, terms=terms or Terms())


def creating(name: str, *roles: str) -> Doing:
    return lambda work: create_user(work, NewUser(username=name, roles=roles or None))


async def one_seat(house: House) -> UUID:
    """A licensed role whose one seat somebody has; gives who."""
    await house.role("pro", "users:read", licensed=True)
    await house.set(LicenceSettings, max_seats=1)
    return await house.user("holder", "pro")


async def used(house: House) -> int:
    return await seats_used(house.clock.now())


async def test_without_a_seat_no_licensed_role_is_given(house: House) -> None:
    await one_seat(house)
    asa = await house.user("asa")
    for command in (giving(asa, "pro"), giving(asa, "viewer", "pro"), creating("bea", "pro")):
        async with nothing_changes():
            assert await house.refusals(SYSTEM, command) == EXHAUSTED
    await house.do(SYSTEM, giving(asa, "operator"))
    assert await used(house) == 1


async def test_the_refusal_says_how_many_there_are_and_how_many_are_used(house: House) -> None:
    await one_seat(house)
    await house.set(LicenceSettings, max_seats=2)
    await house.user("bea", "pro")
    with pytest.raises(SeatsExhausted) as caught:
        await house.do(SYSTEM, creating("cid", "pro"))
    assert (caught.value.max_seats, caught.value.used_seats) == (2, 2)


async def test_no_cap_and_a_file_instead_of_the_settings(house: House) -> None:
    await house.role("pro", licensed=True)
    for name in ("one", "two"):
        await house.user(name, "pro")
    await house.set(LicenceSettings, max_seats=1)
    ruled_by_file(house)
    await house.user("three", "pro")
    assert await house.refusals(SYSTEM, creating("four", "pro")) == EXHAUSTED


async def test_the_default_role_takes_seats_too(house: House) -> None:
    await one_seat(house)
    await house.set(AccountSettings, default_role="pro")
    async with nothing_changes():
        assert await house.refusals(SYSTEM, creating("bea")) == EXHAUSTED
    await house.do(SYSTEM, creating("bea", "viewer"))


async def test_who_has_a_seat_takes_no_second_one_and_keeps_it_from_role_to_role(house: House) -> None:
    holder = await one_seat(house)
    await house.role("max", licensed=True)
    await house.do(SYSTEM, giving(holder, "pro", "max"))
    await house.do(SYSTEM, giving(holder, "max"))
    assert await used(house) == 1
    await house.set(LicenceSettings, max_seats=0)
    await house.user("second", "pro")
    await house.set(LicenceSettings, max_seats=1)  # fewer than are used: nobody loses anything
    await house.do(SYSTEM, giving(holder, "pro"))
    assert await house.refusals(SYSTEM, creating("third", "max")) == EXHAUSTED
    assert await used(house) == 2


async def test_a_role_that_inherits_from_a_licensed_one_takes_no_seat(house: House) -> None:
    await one_seat(house)
    await house.role("heir", parents=("pro",))
    await house.user("asa", "heir")
    assert await used(house) == 1


async def test_a_deactivated_account_keeps_its_seat_until_its_role_is_taken(house: House) -> None:
    holder, root = await one_seat(house), await house.root()
    await house.do(root, lambda work: deactivate_user(work, holder))
    assert await house.refusals(SYSTEM, creating("bea", "pro")) == EXHAUSTED
    await house.do(root, lambda work: reactivate_user(work, holder))
    await house.do(root, lambda work: deactivate_user(work, holder))
    await house.do(SYSTEM, giving(holder, "viewer"))
    await house.do(SYSTEM, creating("bea", "pro"))


async def test_a_service_account_takes_a_seat_like_anybody(house: House) -> None:
    await one_seat(house)
    await house.role("robot", api_only=True, licensed=True)
    new = NewUser(username="crawler", roles=("robot",), kind=UserKind.SERVICE)
    assert await house.refusals(SYSTEM, lambda work: create_user(work, new)) == EXHAUSTED


async def test_a_grant_that_ends_gives_its_seat_back_at_once_and_no_job_runs(house: House) -> None:
    await house.role("pro", licensed=True)
    await house.set(LicenceSettings, max_seats=1)
    asa, bea = await house.user("asa"), await house.user("bea")
    until = house.clock.now() + timedelta(hours=1)
    await house.do(SYSTEM, giving(asa, "pro", terms=Terms(expires_at=until)))
    house.clock.turn(minutes=59)
    assert await house.refusals(SYSTEM, giving(bea, "pro")) == EXHAUSTED
    house.clock.turn(minutes=1)
    await house.do(SYSTEM, giving(bea, "pro"))
    assert await used(house) == 1
    assert await house.refusals(SYSTEM, giving(asa, "pro")) == EXHAUSTED


async def test_marking_a_role_needs_a_seat_for_each_of_its_holders(house: House) -> None:
    holder, role_id = await one_seat(house), await house.role("plus")
    asa = await house.user("asa", "plus")

    def marking(work: Work) -> Awaitable[object]:
        return update_role(work, role_id, RoleChanges(licensed=True))

    async with nothing_changes():
        assert await house.refusals(SYSTEM, marking) == [("SEATS_EXHAUSTED", "licensed")]
    await house.do(SYSTEM, lambda work: update_role(work, role_id, RoleChanges(description="new")))
    await house.do(SYSTEM, giving(asa, "viewer"))
    await house.do(SYSTEM, giving(holder, "pro", "plus"))
    await house.do(SYSTEM, marking)
    assert await used(house) == 1
    await house.do(SYSTEM, lambda work: update_role(work, role_id, RoleChanges(licensed=False)))
    await house.do(SYSTEM, giving(asa, "plus"))


async def test_a_role_that_goes_takes_its_seats_along(house: House) -> None:
    holder, pro = await one_seat(house), (await Role.get(name="pro")).id
    await house.do(SYSTEM, giving(holder, "viewer"))
    await house.do(SYSTEM, lambda work: delete_role(work, pro))
    assert await used(house) == 0


async def race(house: House, *commands: Doing) -> list[str]:
    async def outcome(command: Doing) -> str:
        try:
            await house.do(SYSTEM, command)
        except DomainError as error:
            return error.code
        return ""

    return sorted(await asyncio.gather(*map(outcome, commands)))


async def test_the_last_seat_is_given_once_by_whatever_way(house: House) -> None:
    await house.role("pro", licensed=True)
    await house.set(LicenceSettings, max_seats=1)
    held = [await house.user(f"old{place}") for place in range(6)]
    commands = [*(giving(user_id, "pro") for user_id in held), *(creating(f"new{place}", "pro") for place in range(6))]
    assert await race(house, *commands) == ["", *["SEATS_EXHAUSTED"] * 11]
    assert await used(house) == 1


@pytest.mark.parametrize("attempt", range(3))
async def test_a_role_that_is_marked_while_it_is_given_is_seen_by_one_of_both(house: House, attempt: int) -> None:
    role_id = await house.role("plus")
    await house.set(LicenceSettings, max_seats=1)
    await house.user("holder", "plus")
    outcomes = await race(
        house,
        creating(f"one{attempt}", "plus"),
        lambda work: update_role(work, role_id, RoleChanges(licensed=True)),
        creating(f"two{attempt}", "plus"),
    )
    assert "SEATS_EXHAUSTED" in outcomes
    marked, holders = (await Role.get(id=role_id)).licensed, await RoleGrant.filter(role_id=role_id).count()
    assert holders == 1 if marked else holders > 1
