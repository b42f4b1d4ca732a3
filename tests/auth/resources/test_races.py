"""Registering, joining, granting, leaving and deleting at the same moment: nobody misses a grant or has one twice."""

import asyncio
from collections import Counter
from collections.abc import Awaitable
from uuid import UUID

from auth.actor import SYSTEM
from auth.deletion.commands import Deletion, delete_user
from auth.errors import DomainError, Refused
from auth.groups.commands import add_group_members, create_group, delete_group
from auth.groups.rules import GroupDraft
from auth.resources.commands import NewGrant, grant_resource, register_owned_resource, transfer_ownership
from auth.resources.rules import ResourceDraft
from models.group import Group, GroupMember
from models.resource import Resource, ResourceGrant
from models.user import User
from tests.support.house import House
from tests.support.trail import hearing

TYPE = "report"


async def register(house: House, number: int, owner: UUID | None = None) -> UUID:
    """Registers a resource of the type."""
    draft = ResourceDraft(TYPE, str(number), f"Report {number}", owner)
    return await house.do(SYSTEM, lambda work: register_owned_resource(work, draft))


async def group(house: House, name: str = "Analysts") -> UUID:
    """An empty group."""
    return await house.do(SYSTEM, lambda work: create_group(work, GroupDraft(name)))


async def grant_whole_type(house: House, group_id: UUID) -> UUID:
    """Grants a group the whole type."""
    return await house.do(SYSTEM, lambda work: grant_resource(work, NewGrant(TYPE, group_id=group_id)))


async def join(house: House, group_id: UUID, *users: UUID) -> UUID:
    """Puts accounts into a group."""
    return await house.do(SYSTEM, lambda work: add_group_members(work, group_id, users))


async def delete(house: House, user_id: UUID) -> None:
    """Deletes an account."""
    await house.do(SYSTEM, lambda work: delete_user(work, user_id, Deletion(end_sessions=True)))


async def outcome(doing: Awaitable[object]) -> str:
    """``done``, or the first code of the refusal."""
    try:
        await doing
    except Refused as refused:
        return refused.errors[0].code
    except DomainError as error:
        return error.code
    return "done"


async def live() -> Counter[tuple[UUID, UUID | None]]:
    """Live grants by account and resource."""
    return Counter([(row.user_id, row.resource_id) for row in await ResourceGrant.filter(revoked_at=None)])


async def everybody_has_everything(group_id: UUID) -> bool:
    """Whether each member has each resource of the type, exactly once."""
    users = [member.user_id for member in await GroupMember.filter(group_id=group_id)]
    resources = [resource.id for resource in await Resource.all()]
    return await live() == Counter([(user, resource) for user in users for resource in resources])


async def test_of_two_registrations_of_one_resource_one_makes_it(house: House) -> None:
    team = await group(house)
    await join(house, team, await house.user("asa"))
    await grant_whole_type(house, team)
    async with hearing() as heard:
        ids = await asyncio.gather(*(register(house, 7) for _ in range(8)))
    assert len(set(ids)) == await Resource.all().count() == 1
    assert [told.action for told in heard.events] == ["resource.registered"]
    assert await everybody_has_everything(team)


async def test_who_joins_while_resources_are_registered_misses_none(house: House) -> None:
    team = await group(house)
    await grant_whole_type(house, team)
    users = [await house.user(f"user-{number}") for number in range(8)]
    await asyncio.gather(
        *(each for number in range(8) for each in (register(house, number), join(house, team, users[number])))
    )
    assert await everybody_has_everything(team)
    assert sum((await live()).values()) == 64


async def test_what_a_group_is_granted_meanwhile_reaches_all_that_join(house: House) -> None:
    team = await group(house)
    users = [await house.user(f"user-{number}") for number in range(6)]
    await asyncio.gather(
        *(register(house, number) for number in range(6)),
        grant_whole_type(house, team),
        *(join(house, team, user) for user in users),
        grant_whole_type(house, team),
    )
    assert await everybody_has_everything(team)
    assert sum((await live()).values()) == 36


async def test_joining_twice_at_once_is_joining_once(house: House) -> None:
    team, asa = await group(house), await house.user("asa")
    await grant_whole_type(house, team)
    await register(house, 1)
    async with hearing() as heard:
        await asyncio.gather(*(join(house, team, asa) for _ in range(6)))
    assert [told.action for told in heard.events] == ["user.groups_changed"]
    assert await everybody_has_everything(team)


async def test_members_may_be_deleted_while_resources_are_registered(house: House) -> None:
    team = await group(house)
    await grant_whole_type(house, team)
    users = [await house.user(f"user-{number}") for number in range(6)]
    await join(house, team, *users)
    await asyncio.gather(
        *(each for number in range(6) for each in (register(house, number), delete(house, users[number])))
    )
    assert await Resource.all().count() == 6
    assert await ResourceGrant.all().count() == await GroupMember.all().count() == 0


async def test_an_owner_is_deleted_or_becomes_one_but_never_both(house: House) -> None:
    for number in range(6):
        asa = await house.user(f"asa-{number}")
        ends = await asyncio.gather(outcome(register(house, number, asa)), outcome(delete(house, asa)))
        stays = await User.filter(id=asa).exists()
        assert ends == (["done", "OWNS_THINGS"] if stays else ["NOT_FOUND", "done"])
        assert await Resource.filter(external_id=str(number), owner_id=asa).exists() == stays


async def test_handing_over_while_more_is_registered_loses_nothing(house: House) -> None:
    asa, kim = await house.user("asa"), await house.user("kim")
    for number in range(4):
        await register(house, number, asa)

    async def hand_over(giver: UUID, receiver: UUID) -> None:
        await house.do(SYSTEM, lambda work: transfer_ownership(work, giver, receiver))

    await asyncio.gather(
        hand_over(asa, kim), hand_over(kim, asa), *(register(house, number, asa) for number in range(4, 8))
    )
    assert await Resource.filter(owner_id__in=[asa, kim]).count() == 8
    await hand_over(asa, kim)
    assert await Resource.filter(owner_id=kim).count() == 8


async def test_a_group_that_goes_while_somebody_joins_leaves_nothing_behind(house: House) -> None:
    for number in range(4):
        team, asa = await group(house, f"Team {number}"), await house.user(f"asa-{number}")
        deleting = house.do(SYSTEM, lambda work, team=team: delete_group(work, team))
        joining, deleted = await asyncio.gather(outcome(join(house, team, asa)), outcome(deleting))
        assert (joining in {"done", "NOT_FOUND"}, deleted) == (True, "done")
    assert await Group.all().count() == await GroupMember.all().count() == 0


async def test_one_name_makes_one_group(house: House) -> None:
    ends = await asyncio.gather(*(outcome(group(house, name)) for name in ("Team", "team", "TEAM", "tEAM")))
    assert Counter(ends) == {"done": 1, "GROUP_NAME_TAKEN": 3}
    assert await Group.all().count() == 1
