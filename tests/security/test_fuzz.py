"""Drawn documents against the product's own schema as every kind of caller: well-formed answers and no fault.

Valid ones by way of a writer that knows the schema; spoiled ones by cutting, doubling and changing their text.
"""

from random import Random
from typing import Any

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLNamedType, is_composite_type

from api.graphql.types import (
    argument_types,
    input_field_types,
    is_list,
    is_non_null,
    item_type,
    named,
    nullable,
    output_type,
    possible_types,
)
from tests.support.gate import Gate
from tests.support.operations import NO_WAY, Operations
from tests.support.scene import scene_ids

EXAMPLES = 150
"""Documents of each kind, for each engine; drawn by a fixed seed, so that a failure can be repeated."""
CALLERS = (None, "viewer", "operator", "helpdesk", "auditor", "root")
DEPTH = 5
TEXTS = ["", "x", "root", "admin", "%", "\\\\", "é", "\\u0000", "User.email", "users:read", "x" * 300]
NUMBERS = [0, 1, 2, 3, 25, 250, 251, -1, 10_001, 2**31 - 1]
KNOWN_CODES = {
    "UNAUTHENTICATED",
    "FORBIDDEN",
    "BAD_USER_INPUT",
    "BAD_REQUEST",
    "GRAPHQL_PARSE_FAILED",
    "GRAPHQL_VALIDATION_FAILED",
    "QUERY_TOO_COMPLEX",
}


class Drawn(Operations):
    """Writes documents by dice."""

    def __init__(self, ids: dict[str, str], dice: Random) -> None:
        super().__init__(ids)
        self.dice = dice
        self.known = [*ids.values(), "usr_" + "0" * 32, "x"]

    def document(self, root: str) -> str:
        """An operation with a few root fields."""
        fields = [name for name in self._fields(root) if f"{root}.{name}" not in NO_WAY or name == "node"]
        chosen = self.dice.sample(fields, self.dice.randint(1, 3))
        body = " ".join(self.field(root, name, DEPTH, f"r{i}: ") for i, name in enumerate(chosen))
        return f"{'query' if root == 'Query' else 'mutation'} {{ {body} }}"

    def field(self, parent: str, name: str, depth: int, alias: str = "") -> str:
        """A field with some of its arguments and a selection."""
        definition = self._fields(parent)[name]
        given = [
            f"{argument}: {self.literal(type_)}"
            for argument, type_ in argument_types(definition).items()
            if is_non_null(type_) or self.dice.random() < 0.3
        ]
        below = named(output_type(definition))
        inside = f" {self.selection(below, depth - 1)}" if is_composite_type(below) else ""
        arguments = f"({', '.join(given)})" if given else ""
        return f"{alias}{name}{arguments}{self.condition()}{inside}"

    def condition(self) -> str:
        """Now and then a condition."""
        return self.dice.choice(["", "", "", "", " @include(if: true)", " @skip(if: false)", " @skip(if: true)"])

    def selection(self, type_: GraphQLNamedType, depth: int) -> str:
        """A selection on whatever types a value may have."""
        types = [each.name for each in possible_types(self.schema, type_)]
        parts = ["__typename"]
        for name in self.dice.sample(types, min(len(types), 2)):
            leaves = [
                field
                for field, definition in self._fields(name).items()
                if depth > 0 or not is_composite_type(named(output_type(definition)))
            ]
            chosen = self.dice.sample(leaves, min(len(leaves), self.dice.randint(1, 4)))
            written = " ".join(self.field(name, field, depth, f"{name}_{field}: ") for field in chosen)
            parts.append(f"... on {name} {{ __typename {written} }}")
        return f"{{ {' '.join(parts)} }}"

    def literal(self, type_: object) -> str:
        """A value of an input type, fit or not in its kind."""
        if not is_non_null(type_) and self.dice.random() < 0.1:
            return "null"
        if is_list(type_):
            items = [self.literal(item_type(nullable(type_))) for _ in range(self.dice.randint(0, 3))]
            return f"[{', '.join(items)}]"
        kind = named(type_)
        if isinstance(kind, GraphQLInputObjectType):
            return self.object(kind)
        if isinstance(kind, GraphQLEnumType):
            return self.dice.choice(list(kind.values))
        drawn: dict[str, Any] = {
            "ID": f'"{self.dice.choice(self.known)}"',
            "Int": self.dice.choice(NUMBERS),
            "Boolean": self.dice.choice(["true", "false"]),
            "DateTime": self.dice.choice(['"2026-01-31T09:00:00Z"', '"x"', '"9999-12-31T23:59:59-14:00"']),
            "Date": self.dice.choice(['"2026-01-31"', '"x"']),
        }
        return str(drawn.get(kind.name, f'"{self.dice.choice(TEXTS)}"'))

    def object(self, kind: GraphQLInputObjectType) -> str:
        """An input object with some of its fields."""
        types = input_field_types(kind)
        names = [name for name, inner in types.items() if is_non_null(inner) or self.dice.random() < 0.3]
        if self.is_one_of(kind):
            names = [self.dice.choice(list(types))]
        return "{" + ", ".join(f"{name}: {self.literal(types[name])}" for name in names) + "}"


def spoiled(document: str, dice: Random) -> str:
    """A document with a few of its characters lost, doubled or changed."""
    letters = list(document)
    for _ in range(dice.randint(1, 4)):
        place = dice.randrange(len(letters))
        letters[place] = dice.choice(["", letters[place] * 2, "{", "}", '"', "...", "$", "@", "\0", "é", "#", " "])
    return "".join(letters)


async def check(gate: Gate, document: str, caller: str | None) -> bool:
    """Sends a document; gives whether it was executed."""
    response = await gate.send(document, None, caller)
    answer = response.json()
    assert response.status_code == 200, (document, answer)
    assert answer.keys() <= {"data", "errors", "extensions"}
    assert "errors" not in answer or answer["errors"], document
    codes = {error["extensions"]["code"] for error in answer.get("errors", ())}
    assert codes <= KNOWN_CODES, (document, caller, answer["errors"])
    return "data" in answer


@pytest.mark.parametrize("root", ["Query", "Mutation"])
async def test_whatever_is_asked_is_answered(gate: Gate, root: str) -> None:
    dice = Random(20261121)  # noqa: S311 — a game, not a secret
    drawn = Drawn(await scene_ids(gate), dice)
    executed = 0
    for number in range(EXAMPLES):
        document = drawn.document(root)
        executed += await check(gate, document, CALLERS[number % len(CALLERS)])
        await check(gate, spoiled(document, dice), CALLERS[number % len(CALLERS)])
    assert executed > EXAMPLES // 3, "most drawn documents are valid"
