"""Roles as they are read."""

import pytest

from auth.actor import SYSTEM
from auth.errors import BadInput, Forbidden
from auth.paging import PageRequest
from auth.permissions import Scope
from auth.roles.queries import count_roles, list_roles, role_by_id, role_by_name
from tests.support.house import House, all_but


async def test_roles_are_listed_by_name_page_by_page(house: House) -> None:
    for name in ("Zebra", "alpha", "Beta"):
        await house.role(name)
    names: list[str] = []
    cursor: str | None = None
    while True:
        page = await list_roles(SYSTEM, PageRequest(first=3, after=cursor))
        names += [row.name for row in page.rows]
        if not page.has_next:
            break
        cursor = page.cursors[-1]
    assert names == ["admin", "alpha", "api", "Beta", "operator", "viewer", "Zebra"]
    assert await count_roles(SYSTEM) == 7
    with pytest.raises(BadInput):
        await list_roles(SYSTEM, PageRequest(first=251))


async def test_a_role_is_found_by_its_name_in_any_case(house: House) -> None:
    role_id = await house.role("Help Desk", Scope.USERS_READ, parents=("viewer",))
    for name in ("help desk", " HELP DESK "):
        row = await role_by_name(SYSTEM, name)
        assert row is not None
        assert (row.id, row.scopes, row.effective_scopes, row.parents) == (
            role_id,
            ["users:read"],
            ["users:read"],
            ["viewer"],
        )
    assert await role_by_name(SYSTEM, "helpdesk") is None
    assert await role_by_name(SYSTEM, "\0\ud800") is None


async def test_reading_roles_needs_its_scope(house: House) -> None:
    role_id = await house.role("desk")
    curious = await house.acting("curious", *all_but(Scope.ROLES_READ))
    for read in (
        list_roles(curious, PageRequest()),
        count_roles(curious),
        role_by_id(curious, role_id),
        role_by_name(curious, "desk"),
    ):
        with pytest.raises(Forbidden):
            await read
