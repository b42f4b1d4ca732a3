"""Two changes at the same moment, each harmless alone, that together would leave nobody."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import combinations_with_replacement
from uuid import UUID

import pytest

from auth.access.commands import NewOverride, clear_scope_override, deny_scope, grant_scope, set_field_rule
from auth.actor import SYSTEM
from auth.administrators.facts import administrators
from auth.administrators.rules import WouldLockOut, who_get_in
from auth.deletion.commands import Deletion, delete_user
from auth.permissions import EVERY_KNOWN_SCOPE
from auth.roles.commands import update_role
from auth.roles.drafts import RoleChanges
from auth.unit_of_work import Work
from auth.users.commands import set_user_roles
from auth.users.lifecycle import deactivate_user
from models.database import Dialect
from models.permission import FieldEffect
from tests.support.house import House

SETTINGS = "settings:write"
EMAIL = "User.email"
PATIENCE_SECONDS = 0.2
WITHOUT = NewOverride(SETTINGS, "Not needed.")


@dataclass(frozen=True, slots=True)
class Administrator:
    """An administrator by a role of their own that carries all but one scope, and by a grant of that."""

    id: UUID
    role: UUID


async def _administrator(house: House, name: str) -> Administrator:
    role = await house.role(f"{name}s", *(EVERY_KNOWN_SCOPE - {SETTINGS}), level=3)
    user_id = await house.user(name, f"{name}s", password=await house.password())
    await house.do(SYSTEM, lambda work: grant_scope(work, user_id, NewOverride(SETTINGS, "Runs this place.")))
    return Administrator(user_id, role)


Cause = Callable[[Work, Administrator], Awaitable[object]]
CAUSES: dict[str, Cause] = {
    "roles": lambda work, whose: set_user_roles(work, whose.id, ("viewer",)),
    "deactivation": lambda work, whose: deactivate_user(work, whose.id),
    "deletion": lambda work, whose: delete_user(work, whose.id, Deletion()),
    "denial": lambda work, whose: deny_scope(work, whose.id, WITHOUT),
    "end of a grant": lambda work, whose: grant_scope(
        work, whose.id, NewOverride(SETTINGS, "Until tomorrow.", work.now + timedelta(days=1))
    ),
    "grant taken back": lambda work, whose: clear_scope_override(work, whose.id, SETTINGS),
    "scopes of the role": lambda work, whose: update_role(work, whose.role, RoleChanges(scopes=("users:read",))),
    "field rule": lambda work, whose: set_field_rule(work, whose.role, EMAIL, FieldEffect.DENY, frozenset({EMAIL})),
}


@dataclass
class Meeting:
    """Where concurrent units wait for each other once each; whoever stands at a lock cannot come, and is not awaited.

    On SQLite transactions that write follow one another, so nobody waits.
    """

    expected: int
    engine: Dialect
    present: set[int] = field(default_factory=set[int])
    complete: asyncio.Event = field(default_factory=asyncio.Event)

    async def join(self, number: int) -> None:
        self.present.add(number)
        if len(self.present) == self.expected or self.engine == "sqlite":
            self.complete.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(self.complete.wait(), PATIENCE_SECONDS)


async def _at_once(house: House, engine: Dialect, *changes: tuple[str, Administrator]) -> list[object]:
    """Makes changes at the same moment: all have begun before any writes, and none is checked before all have written.

    Unless one of them keeps the others out, which is what is tested.
    """
    root = await house.root()
    begun, written = Meeting(len(changes), engine), Meeting(len(changes), engine)

    async def change(work: Work, number: int) -> None:
        await begun.join(number)
        cause, whose = changes[number]
        await CAUSES[cause](work, whose)
        await written.join(number)

    units = (house.do(root, lambda work, number=number: change(work, number)) for number in range(len(changes)))
    return await asyncio.gather(*units, return_exceptions=True)


async def _expect_one_left(house: House, outcomes: list[object]) -> None:
    refused = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert [type(outcome) for outcome in refused] == [WouldLockOut], outcomes
    assert len(who_get_in(await administrators(house.clock.now()))) == 1


@pytest.mark.parametrize(("one", "other"), list(combinations_with_replacement(CAUSES, 2)))
async def test_of_two_changes_that_together_lock_everybody_out_one_is_refused(
    house: House, engine: Dialect, one: str, other: str
) -> None:
    ada, bea = await _administrator(house, "ada"), await _administrator(house, "bea")
    await _expect_one_left(house, await _at_once(house, engine, (one, ada), (other, bea)))


async def test_of_many_at_once_one_administrator_remains(house: House, engine: Dialect) -> None:
    changes = [(cause, await _administrator(house, f"admin{number}")) for number, cause in enumerate(CAUSES)]
    await _expect_one_left(house, await _at_once(house, engine, *changes))
