"""Every mutation on an account, out of the schema: on one's own, on another's, and on one with more rights."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.gate import Gate
from tests.support.house import all_but
from tests.support.operations import Operation, Operations
from tests.support.scene import scene_ids
from tests.support.trail import nothing_changes

NOT_FOR_ONESELF = frozenset(
    {
        "Mutation.setUserRoles",
        "Mutation.setUserPassword",
        "Mutation.issueTemporaryPassword",
        "Mutation.deactivateUser",
        "Mutation.deleteUser",
        "Mutation.grantScope",
        "Mutation.denyScope",
        "Mutation.clearScopeOverride",
    }
)
"""What nobody does to their own account."""


NAMED_ONLY = frozenset({"Mutation.enforceSso", "Mutation.setBreakGlassAccounts"})
"""Mutations that say whose password stays good while others' are not: nothing is done to the accounts they name."""


def on_accounts(operations: Operations) -> list[Operation]:
    """The mutations that take the id of an account and do something to it."""
    roots = (each for each in operations.roots() if each.is_mutation and each.target not in NAMED_ONLY)
    return [each for each in roots if any(text.startswith("usr_") for text in texts(each.variables))]


def texts(value: object) -> Iterator[str]:
    """Every text in a JSON value."""
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():  # pyright: ignore[reportUnknownVariableType] # JSON
                yield from texts(inner)  # pyright: ignore[reportUnknownArgumentType] # JSON
        case list():
            for inner in value:  # pyright: ignore[reportUnknownVariableType] # JSON
                yield from texts(inner)  # pyright: ignore[reportUnknownArgumentType] # JSON
        case _:
            pass


def put(variables: dict[str, Any], target: str) -> dict[str, Any]:
    """The variables with the first account in them exchanged."""
    first = next(text for text in texts(variables) if text.startswith("usr_"))
    return json.loads(json.dumps(variables).replace(first, target, 1))


async def codes(gate: Gate, operation: Operation, target: str) -> set[str]:
    """With which codes the manager's mutation on an account is refused; nothing at all for one that was done."""
    answer = await gate.ask(operation.document, put(operation.variables, target), "manager")
    assert "errors" not in answer, (operation.target, answer)
    return {error["code"] for error in answer["data"][operation.places[0]]["errors"]}


@pytest.fixture
async def operations(gate: Gate) -> Operations:
    """A manager who holds every scope but one, so that the administrator may do more."""
    await gate.holder("manager", *all_but("sessions:introspect"), level=2)
    return Operations(await scene_ids(gate))


async def test_nothing_is_done_to_an_account_with_more_rights(gate: Gate, operations: Operations) -> None:
    target, tried = await gate.user_id("root"), on_accounts(operations)
    assert len(tried) >= 12, "new mutations on accounts belong here as well"
    for operation in tried:
        async with nothing_changes():
            assert await codes(gate, operation, target) & {"BEYOND_OWN_RIGHTS"}, operation.target


async def test_what_nobody_does_to_their_own_account_is_refused_and_changes_nothing(
    gate: Gate, operations: Operations
) -> None:
    target = await gate.user_id("manager")
    for operation in on_accounts(operations):
        if operation.target in NOT_FOR_ONESELF:
            async with nothing_changes():
                assert {code[:4] for code in await codes(gate, operation, target)} == {"OWN_"}, operation.target


async def test_an_account_with_fewer_rights_is_never_refused_for_its_rights(gate: Gate, operations: Operations) -> None:
    target = await gate.user("minor", "viewer", password=await gate.house.password())
    for operation in sorted(on_accounts(operations), key=lambda each: each.deletes):
        refused = await codes(gate, operation, target)
        assert not refused & {"BEYOND_OWN_RIGHTS", "OWN_ACCOUNT", "OWN_ROLES"}, operation.target
