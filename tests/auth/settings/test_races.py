"""Naming the default role while it is being deleted: it never points at nothing."""

import asyncio

import pytest

from auth.actor import SYSTEM
from auth.errors import Refused
from auth.roles.commands import delete_role
from auth.roles.settings import update_account_settings
from auth.settings.pages import AccountSettings
from auth.settings.queries import current
from models.role import Role
from tests.support.house import House


@pytest.mark.parametrize("attempt", range(3))
async def test_the_default_role_is_either_named_or_deleted(house: House, attempt: int) -> None:
    name = f"fragile-{attempt}"
    role_id = await house.role(name)
    outcomes = await asyncio.gather(
        house.do(SYSTEM, lambda work: update_account_settings(work, {"default_role": name})),
        house.do(SYSTEM, lambda work: delete_role(work, role_id)),
        return_exceptions=True,
    )
    assert [isinstance(outcome, Refused) for outcome in outcomes].count(True) == 1, outcomes
    assert await Role.exists(name=(await current(AccountSettings)).default_role)
