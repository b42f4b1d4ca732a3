"""Callers who do the same at the same moment: exactly one wins and the others are told why."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest

from auth.actor import SYSTEM
from auth.errors import DomainError, Refused
from auth.roles.commands import delete_role
from auth.unit_of_work import Work
from auth.users.commands import NewUser, create_user, set_user_roles, update_user
from auth.users.rules import UserChanges
from models.audit_event import AuditEvent
from models.role import Role, RoleGrant
from models.user import LoginIdentifier, User
from tests.support.house import House

MANY = 12


async def race(house: House, commands: Sequence[Callable[[Work], Awaitable[object]]]) -> list[str]:
    """Runs all at once; what came of each: a refusal's codes, or nothing for who won."""

    async def outcome(command: Callable[[Work], Awaitable[object]]) -> str:
        try:
            await house.do(SYSTEM, command)
        except Refused as refused:
            return " ".join(error.code for error in refused.errors)
        except DomainError as error:
            return error.code
        return ""

    return sorted(await asyncio.gather(*map(outcome, commands)))


def creating(username: str, **values: Any) -> Callable[[Work], Awaitable[object]]:  # noqa: ANN401 — fields of any type
    return lambda work: create_user(work, NewUser(username=username, values=UserChanges(**values)))


async def test_one_username_in_many_spellings_is_taken_once(house: House) -> None:
    names = [("Asa.Berg", "asa.berg", "ASA.BERG", "aSa.BeRg")[place % 4] for place in range(MANY)]
    assert await race(house, [creating(name) for name in names]) == ["", *["USERNAME_TAKEN"] * (MANY - 1)]
    assert await User.filter(username_key="asa.berg").count() == 1
    assert await AuditEvent.filter(action="user.created", target_name__in=names).count() == 1


async def test_one_address_in_many_spellings_is_taken_once(house: House) -> None:
    mails = [("Asa@Example.com", "asa@example.com", "ASA@EXAMPLE.COM")[place % 3] for place in range(MANY)]
    commands = [creating(f"user{place}", email=mail) for place, mail in enumerate(mails)]
    assert await race(house, commands) == ["", *["EMAIL_TAKEN"] * (MANY - 1)]
    assert await LoginIdentifier.filter(key="asa@example.com").count() == 1
    assert await User.all().count() == 2  # root and the winner


async def test_one_external_id_is_taken_once(house: House) -> None:
    commands = [creating(f"user{place}", external_id="x-1") for place in range(MANY)]
    assert await race(house, commands) == ["", *["EXTERNAL_ID_TAKEN"] * (MANY - 1)]


async def test_an_address_is_given_to_one_of_many_edited_accounts(house: House) -> None:
    users = [await house.user(f"user{place}") for place in range(MANY)]

    def edit(user_id: Any) -> Callable[[Work], Awaitable[object]]:  # noqa: ANN401 — an id
        return lambda work: update_user(work, user_id, UserChanges(email="asa@example.com"))

    assert await race(house, [edit(user_id) for user_id in users]) == ["", *["EMAIL_TAKEN"] * (MANY - 1)]
    assert await User.filter(email="asa@example.com").count() == 1


async def test_of_many_edits_of_one_version_one_wins(house: House) -> None:
    user_id = await house.user("asa")

    def edit(place: int) -> Callable[[Work], Awaitable[object]]:
        return lambda work: update_user(work, user_id, UserChanges(first_name=f"name {place}"), 1)

    assert await race(house, [edit(place) for place in range(MANY)]) == ["", *["VERSION_CONFLICT"] * (MANY - 1)]
    assert (await User.get(id=user_id)).version == 2
    assert await AuditEvent.filter(action="user.updated").count() == 1


async def test_edits_without_a_version_all_count(house: House) -> None:
    user_id = await house.user("asa")

    def edit(place: int) -> Callable[[Work], Awaitable[object]]:
        return lambda work: update_user(work, user_id, UserChanges(first_name=f"name {place}"))

    assert await race(house, [edit(place) for place in range(MANY)]) == [""] * MANY
    assert (await User.get(id=user_id)).version == 1 + MANY


async def test_roles_set_at_once_end_as_one_of_the_wishes(house: House) -> None:
    user_id = await house.user("asa")
    wishes = [("viewer",), ("operator",), ("viewer", "operator"), ("admin",)]

    def setting(names: tuple[str, ...]) -> Callable[[Work], Awaitable[object]]:
        return lambda work: set_user_roles(work, user_id, names)

    assert await race(house, [setting(wishes[place % 4]) for place in range(MANY)]) == [""] * MANY
    held = {(await grant.role).name for grant in await RoleGrant.filter(user_id=user_id)}
    assert held in [set(wish) for wish in wishes]


@pytest.mark.parametrize("attempt", range(3))
async def test_a_role_is_either_deleted_or_held_and_never_a_fault(house: House, attempt: int) -> None:
    role_id = await house.role("fragile")
    users = [await house.user(f"user{attempt}{place}") for place in range(4)]

    def giving(user_id: Any) -> Callable[[Work], Awaitable[object]]:  # noqa: ANN401 — an id
        return lambda work: set_user_roles(work, user_id, ("fragile",))

    outcomes = await race(
        house, [*map(giving, users[:2]), lambda work: delete_role(work, role_id), *map(giving, users[2:])]
    )
    assert set(outcomes) <= {"", "ROLE_UNKNOWN", "ROLE_IN_USE"}
    held = await RoleGrant.filter(role_id=role_id).count()
    assert await Role.exists(id=role_id) is (held > 0)
    assert outcomes.count("") == max(held, 1)
