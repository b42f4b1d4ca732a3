"""Which guarded coordinates an operation uses, and where: found once per document, for every caller.

What is selected below a boundary type (what a sign-in returns) is left out: it belongs to the caller whom the sign-in
brings, and has a plan of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias, cast

from graphql import (
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLSchema,
    ListValueNode,
    ObjectValueNode,
    ValueNode,
    VariableNode,
)

from api.graphql.product import Requirements
from api.graphql.tree import Field
from api.graphql.types import argument_types, definition_of, input_field_types, is_list, named, output_type

Places: TypeAlias = tuple[str, ...]
"""Response keys from the root."""


@dataclass(frozen=True, slots=True)
class Use:
    """A guarded coordinate that a field uses.

    Attributes:
        coordinate: ``User.email``, ``Query.users(search:)`` or ``UserFilter.email``.
        type_name: The object type whose field becomes null.
        variable: The variable that is the whole value; when it is not given, nothing is used.
    """

    coordinate: str
    type_name: str
    variable: str | None = None


@dataclass(frozen=True, slots=True)
class VariableUse:
    """A variable through which guarded input fields may come in."""

    variable: str
    input_type: GraphQLInputObjectType
    type_name: str


@dataclass(frozen=True, slots=True)
class Guard:
    """A field that uses guarded coordinates, or has such fields below.

    Attributes:
        field: The field.
        places: Its response keys from the root.
        in_list: Whether a list is crossed on the way, so that no single path leads here.
        types: Names of the object types it is selected on, without boundary types.
        uses: What it uses by the text of the document.
        variable_uses: Where more may come in with the variables.
        below: The guards below it.
    """

    field: Field
    places: Places
    in_list: bool
    types: tuple[str, ...]
    uses: tuple[Use, ...]
    variable_uses: tuple[VariableUse, ...]
    below: tuple["Guard", ...]


class Guarded:
    """What is guarded in a schema."""

    def __init__(self, schema: GraphQLSchema, requirements: Requirements, boundaries: frozenset[str]) -> None:
        self.schema = schema
        self.requirements = requirements
        self.boundaries = boundaries
        self._inputs = guarded_inputs(schema, requirements)

    def guards(
        self, fields: tuple[Field, ...], places: Places = (), *, in_list: bool = False, start: str | None = None
    ) -> tuple[Guard, ...]:
        """The guards among fields; with ``start`` only those selected on that type, which may be a boundary."""
        found: list[Guard] = []
        for selected in fields:
            names = (type_.name for type_ in selected.types)
            types = tuple(name for name in names if (name == start if start else name not in self.boundaries))
            if types and not selected.name.startswith("__"):
                found += self._guard(selected, types, (*places, selected.key), in_list=in_list)
        return tuple(found)

    def _guard(self, selected: Field, types: tuple[str, ...], places: Places, *, in_list: bool) -> list[Guard]:
        uses = [use for type_name in types for use in self._uses(selected, type_name)]
        crosses = in_list or is_list(output_type(definition_of(self.schema, selected.types[0], selected.name)))
        below = self.guards(selected.children, places, in_list=crosses)
        if not uses and not below:
            return []
        plain = tuple(use for use in uses if isinstance(use, Use))
        variable = tuple(use for use in uses if isinstance(use, VariableUse))
        return [Guard(selected, places, in_list, types, plain, variable, below)]

    def _uses(self, selected: Field, type_name: str) -> Iterator[Use | VariableUse]:
        output = f"{type_name}.{selected.name}"
        if output in self.requirements:
            yield Use(output, type_name)
        arguments = selected.occurrences[0].node.arguments
        if not arguments:
            return
        (type_,) = (candidate for candidate in selected.types if candidate.name == type_name)
        known = argument_types(definition_of(self.schema, type_, selected.name))
        for argument in arguments:
            name = argument.name.value
            if f"{output}({name}:)" in self.requirements:
                yield Use(f"{output}({name}:)", type_name, _variable(argument.value))
            yield from self._inside(argument.value, named(known[name]), type_name)

    def _inside(self, value: ValueNode, type_: GraphQLNamedType, type_name: str) -> Iterator[Use | VariableUse]:
        if not isinstance(type_, GraphQLInputObjectType) or type_.name not in self._inputs:
            return
        if isinstance(value, VariableNode):
            yield VariableUse(value.name.value, type_, type_name)
        elif isinstance(value, ListValueNode):
            for item in value.values:
                yield from self._inside(item, type_, type_name)
        elif isinstance(value, ObjectValueNode):
            known = input_field_types(type_)
            for given in value.fields:
                coordinate = f"{type_.name}.{given.name.value}"
                if coordinate in self.requirements:
                    yield Use(coordinate, type_name, _variable(given.value))
                yield from self._inside(given.value, named(known[given.name.value]), type_name)

    def provided(self, value: object, type_: GraphQLInputObjectType) -> Iterator[str]:
        """The guarded input fields that a variable's raw value names, at any depth; schema defaults do not count."""
        if isinstance(value, list):
            for item in cast("list[object]", value):
                yield from self.provided(item, type_)
        elif isinstance(value, dict):
            known = input_field_types(type_)
            for name, inner in cast("dict[str, object]", value).items():
                if f"{type_.name}.{name}" in self.requirements:
                    yield f"{type_.name}.{name}"
                below = named(known[name]) if name in known else None
                if isinstance(below, GraphQLInputObjectType) and below.name in self._inputs:
                    yield from self.provided(inner, below)


def guarded_inputs(schema: GraphQLSchema, requirements: Requirements) -> frozenset[str]:
    """Names of the input types that have a guarded field, themselves or anywhere inside."""
    inputs = [type_ for type_ in schema.type_map.values() if isinstance(type_, GraphQLInputObjectType)]
    inside = {type_.name: {named(inner).name for inner in input_field_types(type_).values()} for type_ in inputs}
    found = {type_.name for type_ in inputs if any(f"{type_.name}.{name}" in requirements for name in type_.fields)}
    while more := {name for name, names in inside.items() if name not in found and not names.isdisjoint(found)}:
        found |= more
    return frozenset(found)


def _variable(value: ValueNode) -> str | None:
    return value.name.value if isinstance(value, VariableNode) else None
