"""Every coordinate of the schema by every kind of caller: open exactly to those whom the schema names.

The coordinates, what they need and the operations that use them are read off the schema: a new field or mutation is
tested without a line here. On a denial nothing runs: no row, no event, no statement but the one that finds the caller.
"""

from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from auth.permissions import EVERY_KNOWN_SCOPE
from models.api_token import ApiToken
from models.user import UserKind
from tests.support.gate import Gate
from tests.support.house import all_but
from tests.support.operations import Operation, Operations
from tests.support.scene import scene_ids
from tests.support.schema import exported
from tests.support.sdl import Alternatives, directive, requirements
from tests.support.statements import statements
from tests.support.tokens import issue
from tests.support.trail import hearing, nothing_changes

PERMISSION_CODES = {"FORBIDDEN", "UNAUTHENTICATED"}
ASK_THEMSELVES = {"Query.node", "Query.checkPassword"}
"""Fields whose need depends on what they are given: an id of some kind, or a token of who is not signed in."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody and what they hold; ``reason`` is why they are nobody. No token does what is about its own account."""

    name: str | None
    scopes: frozenset[str] = frozenset()
    authenticated: bool = True
    reason: str | None = None
    by_token: bool = False


NOBODY = Caller(None, authenticated=False)
ENDED = Caller("ended", authenticated=False, reason="SESSION_ENDED")
KINDS = {
    "nobody": NOBODY,
    "ended": ENDED,
    "viewer": Caller("viewer"),
    "operator": Caller("operator"),
    "helpdesk": Caller("helpdesk", frozenset({"users:read"})),
    "robot": Caller("robot", frozenset({"users:read", "groups:read", "sessions:introspect"})),
    "token": Caller("token", frozenset({"users:read", "audit:read"}), by_token=True),
    "root": Caller("root", EVERY_KNOWN_SCOPE),
}
SIGNED_IN: Alternatives = frozenset({frozenset()})
REVEALING = {name: SIGNED_IN for name, node in exported().input_fields() if directive(node, "reveals")}
"""What tells of a field that a field rule can close is given by known callers only."""
NEEDED = {**REVEALING, **requirements(exported())}
WITHOUT = sorted({scope for needs in NEEDED.values() for scopes in needs for scope in scopes})


def open_to(needs: Alternatives | None, caller: Caller) -> bool:
    """Whether what the schema says opens a coordinate to a caller."""
    return needs is None or (caller.authenticated and any(scopes <= caller.scopes for scopes in needs))


def is_own(coordinate: str) -> bool:
    """Whether a mutation asks only for being signed in."""
    return "(" not in coordinate and NEEDED.get(coordinate) == SIGNED_IN


def denials(operation: Operation, caller: Caller) -> set[str]:
    """The coordinates that are named as denied: those at the first closed place, for nothing below is reached."""
    for step in operation.steps:
        closed = {each for each in step.coordinates if not open_to(NEEDED.get(each), caller)}
        if caller.by_token:
            closed |= {each for each in step.coordinates if each.startswith("Mutation.") and is_own(each)}
        if closed:
            return closed
    return set()


def values_at(data: Any, places: tuple[str, ...]) -> Iterator[object]:  # noqa: ANN401 — JSON
    """What stands at a place, through lists; places below null are null."""
    if isinstance(data, list):
        for item in cast("list[object]", data):
            yield from values_at(item, places)
    elif not places or data is None:
        yield data
    elif places[0] in data:
        yield from values_at(data[places[0]], places[1:])


@asynccontextmanager
async def scene(gate: Gate) -> AsyncGenerator[Operations]:
    """Callers of every kind, and things to be read and changed by them."""
    await gate.actor("robot", "api", kind=UserKind.SERVICE)
    root = await gate.house.user_id("root")
    gate.tokens["token"] = await issue(gate.house, user_id=root, scopes=("users:read", "audit:read"))
    await ApiToken.filter(name="ci").update(
        last_used_at=datetime.now(UTC) + timedelta(minutes=9)
    )  # so that no use is written
    await gate.actor("ended", "admin")
    await gate.data("mutation { logout { signedOut } }", None, "ended")
    yield Operations(await scene_ids(gate))


def all_operations(operations: Operations) -> list[Operation]:
    """Every root field and every guarded coordinate; what takes the scene apart comes last."""
    roots = list(operations.roots())
    guarded = [operations.to(name) for name in NEEDED if name not in {root.target for root in roots}]
    return sorted(
        [*roots, *guarded], key=lambda each: (each.target == "Mutation.logout", each.deletes, each.is_mutation)
    )


async def check_denied(gate: Gate, operation: Operation, caller: Caller, closed: set[str]) -> None:
    """A closed operation is answered with its denials, and nothing runs from the closed place on."""
    with statements() as executed:
        answer = await gate.ask(operation.document, operation.variables, caller.name)
    errors = answer["errors"]
    wanted = "FORBIDDEN" if caller.authenticated else "UNAUTHENTICATED"
    assert {error["extensions"]["coordinate"] for error in errors} == closed, operation.target
    assert {error["extensions"]["code"] for error in errors} == {wanted}, operation.target
    assert {error["extensions"].get("reason") for error in errors} == {caller.reason}
    place = next(i for i, step in enumerate(operation.steps) if step.coordinates & closed)
    assert set(values_at(answer.get("data"), operation.places[: place + 1])) <= {None}, operation.target
    if place == 0:
        assert len(executed) <= 1, "only the caller is looked up"


async def check_open(gate: Gate, operation: Operation, caller: Caller) -> None:
    """An open operation runs: no permission is missing, the input is right, and nothing breaks."""
    answer = await gate.ask(operation.document, operation.variables, caller.name)
    codes = {error["extensions"]["code"] for error in answer.get("errors", ())}
    await sign_in_again(gate, caller)
    if operation.subscribes:  # asked by somebody who takes no stream
        assert codes == {"BAD_REQUEST"}, (operation, answer)
        return
    assert codes == set() or (operation.target in ASK_THEMSELVES and codes <= PERMISSION_CODES), (operation, answer)


async def sign_in_again(gate: Gate, caller: Caller) -> None:
    """Gives a caller who has just ended their own session another one."""
    if caller.name is not None and caller.authenticated:
        came_by = await gate.house.caller(gate.tokens[caller.name])
        if came_by.actor.permissions.reason == "SESSION_ENDED":
            gate.tokens[caller.name] = await gate.house.open(await gate.house.user_id(caller.name))


async def check(gate: Gate, caller: Caller, operations: list[Operation]) -> tuple[int, int]:
    """Asks everything as one caller; gives how much was closed and open."""
    closed = [(each, denied) for each in operations if (denied := denials(each, caller))]
    untouched = [(each, denied) for each, denied in closed if each.steps[0].coordinates & denied]
    async with nothing_changes():
        for operation, denied in untouched:
            await check_denied(gate, operation, caller, denied)
    done = {each.target for each, _ in untouched}
    for operation in operations:
        denied = denials(operation, caller)
        if denied and operation.target not in done:
            await check_denied(gate, operation, caller, denied)
        elif not denied:
            await check_open(gate, operation, caller)
    return len(closed), len(operations) - len(closed)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_caller_has_exactly_what_the_schema_says(gate: Gate, kind: str) -> None:
    async with scene(gate) as operations:
        closed, opened = await check(gate, KINDS[kind], all_operations(operations))
    assert (closed == 0) is (kind == "root")
    assert opened >= 3, "viewer and the sign-in fields are open to everybody"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("scope", WITHOUT)
async def test_every_single_scope_closes_what_names_it(gate: Gate, scope: str) -> None:
    async with scene(gate) as operations:
        await gate.holder("lacking", *all_but(scope), level=3)
        caller = Caller("lacking", EVERY_KNOWN_SCOPE - {scope})
        closed, _ = await check(gate, caller, all_operations(operations))
    assert closed > 0


async def test_below_a_denied_root_field_nothing_is_even_looked_up(gate: Gate) -> None:
    query = 'mutation { a: createUser(input: {username: "sneak"}) { user { id } } logout { signedOut } }'
    async with hearing() as heard:
        answer = await gate.ask(query, None, "helpdesk")
    assert answer["data"] == {"a": None, "logout": {"signedOut": True}}
    assert [told.action for told in heard.events] == ["session.ended"]
