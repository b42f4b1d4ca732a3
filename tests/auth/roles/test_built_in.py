"""The shipped roles: what they carry, and that making them again or by many at once changes nothing."""

import asyncio

import pytest

from auth.actor import SYSTEM
from auth.permissions import EVERY_KNOWN_SCOPE
from auth.roles.built_in import ensure_built_in_roles
from auth.roles.queries import all_rows
from models.role import Role
from tests.support.house import House
from tests.support.trail import dump, nothing_changes


async def test_the_shipped_roles_carry_what_the_requirements_say(house: House) -> None:
    assert house
    told = {
        role.name: (role.level, set(role.effective_scopes), role.parents, role.api_only) for role in await all_rows()
    }
    assert told == {
        "admin": (3, EVERY_KNOWN_SCOPE, ["operator"], False),
        "operator": (2, set(), ["viewer"], False),
        "viewer": (1, set(), [], False),
        "api": (0, {"users:read", "groups:read", "sessions:introspect"}, [], True),
    }


async def test_making_them_again_changes_nothing(house: House) -> None:
    async with nothing_changes():
        await house.do(SYSTEM, ensure_built_in_roles)


async def test_a_missing_one_is_made_again_and_the_others_are_left_alone(house: House) -> None:
    before = await dump()
    await Role.filter(name="api").delete()
    await house.do(SYSTEM, ensure_built_in_roles)
    after = await dump()
    kept = [row for row in before["Role"] if row["name"] != "api"]
    assert [row for row in after["Role"] if row["name"] != "api"] == kept
    assert {role.name for role in await all_rows()} == {"admin", "operator", "viewer", "api"}
    assert len(after["RoleScope"]) == len(before["RoleScope"])


@pytest.mark.parametrize("parallel", [8])
async def test_several_first_starts_at_once_make_each_role_once(house: House, parallel: int) -> None:
    before = await dump()
    await Role.filter(name="api").delete()
    await asyncio.gather(*(house.do(SYSTEM, ensure_built_in_roles) for _ in range(parallel)))
    after = await dump()
    assert {name: len(rows) for name, rows in after.items()} == {name: len(rows) for name, rows in before.items()}
