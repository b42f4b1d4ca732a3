"""Hostile values in every input of the schema: refused by name or without effect, never a fault, nothing written.

The places are read off the schema: every argument of every root field, and every field of the inputs inside.
"""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
from graphql import GraphQLInputObjectType

from api.graphql.types import argument_types, input_field_types, is_list, is_non_null, named
from tests.support.gate import Answer, Gate
from tests.support.operations import Operation, Operations
from tests.support.scene import scene_ids
from tests.support.trail import dump, latest, trail

UNSUITABLE_TEXTS = ["x" * 10_000, "\0", "a\0b", "\x07\x1b[31m", "\ud800"]
"""Texts that nothing of ours takes: too long, or with NUL, control characters, an unpaired surrogate."""
WRONG_TYPES: dict[str, list[Any]] = {
    "String": [1, 1.5, True, {}, {"a": 1}, [["x"]]],
    "ID": [1.5, True, {}, [["x"]], "", "x", "\0", "usr_" + "0" * 31, "usr_" + "z" * 32, "x" * 10_000, "\ud800"],
    "Int": ["1", 1.5, True, {}, [[1]], 2**31, -(2**31) - 1, 2**70],
    "Boolean": ["true", 1, {}, [[True]]],
    "DateTime": [
        "",
        "x",
        "2026-13-01T00:00:00Z",
        "2026-01-01",
        "2026-01-01T00:00:00",
        1,
        {},
        "0001-01-01T00:00:00+14:00",
    ],
    "Date": ["", "x", "2026-13-01", "2026-01-01T00:00:00Z", 20260101, {}],
}
FREE = {
    "login.username",
    "login.password",
    "changeExpiredPassword.pendingToken",
    "changeExpiredPassword.newPassword",
    "clearFieldRule.coordinate",
    "clearScopeOverride.scope",
    "checkPassword",
    "enrolTotp.pendingToken",
    "confirmTotp.pendingToken",
    "verifyMfa.pendingToken",
    "verifyMfa.code",
    "verifyMfa.backupCode",
    "changePassword.currentPassword",
    "changePassword.newPassword",
    "requestPasswordReset.login",
    "resetPassword.newPassword",
    "acceptInvitation.newPassword",
}
"""Texts that come to an outcome without saying what is wrong with them: a sign-in, taking back what is not there."""
PROOFS = {"checkPassword": {"UNAUTHENTICATED"}}
"""What takes a token in place of a session says of a text that is none that nobody is known by it."""

TOLD = {"audit.read", "login.failed", "link.refused", "password.rejected", "password.reset_not_sent"}
"""What the trail holds of it: readings, and refusals that are told whatever was typed."""


@dataclass(frozen=True, slots=True)
class Place:
    """One input: where it is in the variables, and what it takes."""

    operation: Operation
    path: tuple[str | int, ...]
    kind: object

    @property
    def name(self) -> str:
        """Its own name."""
        return next(str(key).rstrip("0") for key in reversed(self.path) if isinstance(key, str))

    @property
    def label(self) -> str:
        """For messages."""
        return ".".join([self.operation.steps[0].name, *map(str, self.path[1:])])

    def given(self, value: object) -> dict[str, Any]:
        """The variables of the operation with this one value in place."""
        variables: Any = copy.deepcopy(self.operation.variables)
        here = variables
        for key in self.path[:-1]:
            here = here[key]
        here[self.path[-1]] = value
        return variables


class Places(Operations):
    """Every input of every root field."""

    def all(self) -> Iterator[Place]:
        """Each with the least beside it that makes a valid operation."""
        for root in self.roots():
            definition = self._fields(root.steps[0].parent)[root.steps[0].name]
            for argument, type_ in argument_types(definition).items():
                operation = self.to(f"{root.target}({argument}:)")
                yield Place(operation, (f"{argument}0",), type_)
                yield from self._inside(operation, (f"{argument}0",), type_)

    def _inside(self, operation: Operation, path: tuple[str | int, ...], type_: object) -> Iterator[Place]:
        kind = named(type_)
        if not isinstance(kind, GraphQLInputObjectType):
            return
        here = (*path, 0) if is_list(type_) else path
        for name, inner in input_field_types(kind).items():
            yield Place(operation, (*here, name), inner)
            if not is_list(inner) and isinstance(named(inner), GraphQLInputObjectType):
                continue  # its own fields are reached where it is given
            if is_list(inner) and isinstance(named(inner), GraphQLInputObjectType):
                yield from self._inside(self.to(f"{kind.name}.{name}"), (*here, name), inner)


async def places(gate: Gate) -> list[Place]:
    """The places of a scene in which every operation is valid."""
    return list(Places(await scene_ids(gate)).all())


def hostile(place: Place) -> Iterator[object]:
    """Values that do not fit a place."""
    kind = named(place.kind)
    values: list[Any] = WRONG_TYPES.get(kind.name, [1, "x", True, [[1]]])
    if isinstance(kind, GraphQLInputObjectType):
        values = [1, "x", True, [[1]], {"unknownField": 1}, {"__proto__": {}}]
    if kind.name == "String":
        values = [*values, *UNSUITABLE_TEXTS]
    for value in values:
        yield [value] if is_list(place.kind) else value
    if is_list(place.kind):
        yield from ([None], {"a": 1}, [values[0]] * 3)
    if is_non_null(place.kind):
        yield None


def one_of_alone(place: Place, variables: dict[str, Any]) -> dict[str, Any]:
    """Of a one-of input only the field under test is given."""
    here: Any = variables
    for key in place.path[:-1]:
        here = here[key]
    if place.path[0] in {"by0", "subject0", "orderBy0"} and len(place.path) > 1:
        value = here[place.path[-1]]
        here.clear()
        here[place.path[-1]] = value
    return variables


async def post(gate: Gate, place: Place, value: object) -> httpx2.Response:
    """The response to a hostile value; an unpaired surrogate is sent as an escape, as a careless client does."""
    body = json.dumps({"query": place.operation.document, "variables": one_of_alone(place, place.given(value))})
    headers = {"authorization": f"Bearer {gate.tokens['root']}", "content-type": "application/json"}
    return await gate.client.post("/graphql", content=body.encode(), headers=headers)


def complaint(place: Place, value: object, response: httpx2.Response) -> str | None:
    """What is not as it should be about an answer."""
    answer: Answer = response.json()
    codes = {error["extensions"]["code"] for error in answer.get("errors", ())}
    expected = {"BAD_USER_INPUT", "BAD_REQUEST", "QUERY_TOO_COMPLEX"} | PROOFS.get(place.label, set())
    if response.status_code not in {200, 400} or not codes <= expected:
        return f"{response.status_code} {sorted(codes)}"
    if place.label in FREE and isinstance(value, str):
        return None
    said = refusals(answer)
    if place.operation.is_mutation and not said:
        return "is taken"
    if said and "BAD_REQUEST" not in codes and not any(place.name in text for text in said):
        return f"is refused without its name: {said[0][:150]}"
    return None


def refusals(answer: Answer) -> list[str]:
    """Everything an answer says about what is wrong, as text."""
    said = [f"{error['message']} {error['extensions']}" for error in answer.get("errors", ())]
    data: dict[str, Any] = answer.get("data") or {}
    said += [str(error["path"]) for payload in data.values() if payload for error in payload.get("errors", ())]
    return said


@pytest.mark.parametrize("kind", ["Query", "Mutation"])
async def test_a_hostile_value_is_refused_by_name_and_changes_nothing(gate: Gate, kind: str) -> None:
    everything = [place for place in await places(gate) if place.operation.target.startswith(kind)]
    assert len(everything) > 40
    wrong: list[str] = []
    before, since = await dump(), await latest()
    for place in everything:
        for value in hostile(place):
            problem = complaint(place, value, await post(gate, place, value))
            if problem is not None:
                wrong.append(f"{place.label} with {str(value)[:40]!r}: {problem}")
    assert not wrong, "\n".join(wrong)
    after = await dump()
    assert after.keys() == before.keys()
    for table, rows in after.items():
        if table not in {"Session", "PendingLogin"}:
            assert rows == before[table], table
    assert {told.action for told in await trail(since)} <= TOLD


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_every_generated_place_is_valid_before_it_is_spoiled(gate: Gate) -> None:
    everything = await places(gate)
    for place in everything:
        if len(place.path) == 1 and place.operation.target.startswith("Query."):
            answer = await gate.ask(place.operation.document, place.operation.variables, "root")
            codes = {error["extensions"]["code"] for error in answer.get("errors", ())}
            allowed = {"BAD_USER_INPUT"} | PROOFS.get(place.label, set())
            assert codes <= allowed, (place.label, answer)
