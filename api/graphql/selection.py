"""Look-ahead: what is selected below a field, for resolvers that load exactly that."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema

from api.graphql.authorize import Decision
from api.graphql.guards import Places
from api.graphql.tree import Field, offset
from api.graphql.types import definition_of

Selection: TypeAlias = Mapping[str, "Selection"]
"""Python names of the selected fields, each with what is selected below it; a leaf has an empty mapping."""

_Growing: TypeAlias = dict[str, Any]

STRAWBERRY = "strawberry-definition"


def fields_at(fields: tuple[Field, ...], places: Places) -> tuple[Field, ...]:
    """The fields that end at a place; several when object types differ in what they select there."""
    key, *below = places
    here = tuple(selected for selected in fields if selected.key == key)
    if not below:
        return here
    return tuple(found for selected in here for found in fields_at(selected.children, tuple(below)))


class Looking:
    """Builds the selection for one caller and one set of variables."""

    def __init__(self, schema: GraphQLSchema, decision: Decision, variables: Mapping[str, object]) -> None:
        self._schema = schema
        self._decision = decision
        self._variables = variables

    def below(self, fields: tuple[Field, ...], parent: str) -> Selection:
        """What is selected below the fields that are selected on the object type ``parent``.

        Aliases, fragments, ``@skip`` and ``@include`` are resolved, the members of abstract types are merged, and
        ``__typename`` and everything that the caller may not have is left out.
        """
        found: _Growing = {}
        for selected in fields:
            if any(type_.name == parent for type_ in selected.types) and selected.selected(self._variables):
                self._add(selected.children, found)
        return found

    def _add(self, fields: tuple[Field, ...], found: _Growing) -> None:
        for selected in fields:
            if selected.name.startswith("__") or not selected.selected(self._variables):
                continue
            for name in set(self._python_names(selected)):
                self._add(selected.children, found.setdefault(name, {}))

    def _python_names(self, selected: Field) -> Iterator[str]:
        for type_ in selected.types:
            if not self._closed(selected, type_):
                yield python_name(definition_of(self._schema, type_, selected.name), selected.name)

    def _closed(self, selected: Field, type_: GraphQLObjectType) -> bool:
        if f"{type_.name}.{selected.name}" in self._decision.denied:
            return True
        nodes = (occurrence.node for occurrence in selected.occurrences)
        return any((type_.name, offset(node)) in self._decision.blocked for node in nodes)


def python_name(definition: GraphQLField, name: str) -> str:
    """The attribute or resolver behind a field; its GraphQL name when Strawberry did not make it."""
    made = definition.extensions.get(STRAWBERRY)
    return getattr(made, "python_name", name)
