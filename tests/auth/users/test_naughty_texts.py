"""Every naughty text through every field of an account and a role: stored and read identically, or refused by field."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from auth.actor import SYSTEM
from auth.errors import Refused
from auth.roles.commands import RoleChanges, update_role
from auth.unit_of_work import Work
from auth.users.commands import update_user
from auth.users.queries import UserFilter, UserListing, list_users, user_by_id
from auth.users.rules import UserChanges
from models.audit_event import AuditEvent
from models.role import Role
from models.user import User
from tests.support.house import House
from tests.support.naughty import NAUGHTY

TEXTS = (
    "first_name",
    "last_name",
    "display_name",
    "phone",
    "contact_note",
    "classification_level",
    "tenant_id",
    "external_id",
)
SHOWN = {name: dict[str, Any]() for name in (*TEXTS, "email")}


async def attempt(house: House, name: str, command: Callable[[Work], Awaitable[UUID]]) -> bool:
    """Whether a text was taken; a refusal names the field."""
    try:
        await house.do(SYSTEM, command)
    except Refused as refused:
        fields = {error.field for error in refused.errors}
    else:
        return True
    assert fields == {name}
    return False


def editing(user_id: UUID, **values: Any) -> Callable[[Work], Awaitable[UUID]]:  # noqa: ANN401 — fields of any type
    changes = UserChanges(**values)
    return lambda work: update_user(work, user_id, changes)


@pytest.mark.parametrize("name", TEXTS)
async def test_a_text_of_an_account_is_given_back_exactly_and_found_or_refused(house: House, name: str) -> None:
    user_id, taken = await house.user("asa"), 0
    for text in NAUGHTY:
        if not await attempt(house, name, editing(user_id, **{name: text})):
            continue
        taken += 1
        row = await user_by_id(SYSTEM, user_id, SHOWN)
        assert getattr(row, name) == (text or "asa" if name == "display_name" else text)
        if name in {"tenant_id", "external_id"}:
            assert await found(UserListing(UserFilter(**{name: text}))) == [user_id]  # pyright: ignore[reportArgumentType] — a text field
        if name == "display_name" and text:
            assert user_id in await found(UserListing(search=text))
    assert taken > 100
    assert (await User.get(id=user_id)).version == 1 + taken
    assert await AuditEvent.filter(action="user.updated").count() == taken


async def found(listing: UserListing) -> list[UUID]:
    return [user.id for user in (await list_users(SYSTEM, listing, {})).rows]


async def test_an_address_is_given_back_exactly_or_refused(house: House) -> None:
    user_id, taken = await house.user("asa"), 0
    for email in (f"{text}@example.com" for text in NAUGHTY):
        if await attempt(house, "email", editing(user_id, email=email)):
            taken += 1
            row = await user_by_id(SYSTEM, user_id, SHOWN)
            assert row is not None
            assert row.email == email
    assert taken > 10
    assert (await User.get(id=user_id)).version == 1 + taken


@pytest.mark.parametrize("name", ["name", "description"])
async def test_a_text_of_a_role_is_given_back_exactly_or_refused(house: House, name: str) -> None:
    role_id, taken = await house.role("first"), 0
    for text in NAUGHTY:
        changes = RoleChanges(name=text) if name == "name" else RoleChanges(description=text)
        if await attempt(house, name, partial(update_role, role_id=role_id, changes=changes)):
            taken += 1
            assert getattr(await Role.get(id=role_id), name) == text
    assert taken > 100
    assert (await Role.get(id=role_id)).version == 1 + taken
