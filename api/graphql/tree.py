"""The normalised tree: an operation after the rules of CollectFields (GraphQL specification, "Field Collection").

Fragments are opened, selections that end under the same response key are merged, type conditions have become sets of
object types, and ``@skip``/``@include`` are kept as conditions. Limits, cost, permissions and look-ahead all read this
one tree. It has at most as many fields as the operation after expanding its fragments, which ``limits`` bounds before
it is built; fields that the schema does not know are left out (validation refuses them).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from graphql import (
    BooleanValueNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
)

from api.graphql.types import named, output_type, possible_types

Condition: TypeAlias = tuple[str, bool]
"""The name of a Boolean variable and the value it must have."""

Conditions: TypeAlias = tuple[Condition, ...]
"""All of them must hold."""

Types: TypeAlias = tuple[GraphQLObjectType, ...]
Fragments: TypeAlias = Mapping[str, FragmentDefinitionNode]
Source: TypeAlias = tuple[SelectionSetNode, Conditions]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A field node that contributes to a field, with everything on the way to it that must hold."""

    node: FieldNode
    conditions: Conditions


@dataclass(frozen=True, slots=True)
class Field:
    """What an operation selects under one response key, for some of the types possible there.

    Attributes:
        key: The response key: the alias, or the name.
        name: The field's name in the schema.
        types: The object types on which it is selected; at least one. All define it.
        occurrences: Where it stands in the document; at least one. It is selected if the conditions of any hold.
        children: What is selected below it, in the order of the document.
    """

    key: str
    name: str
    types: Types
    occurrences: tuple[Occurrence, ...]
    children: tuple["Field", ...]

    def selected(self, variables: Mapping[str, object]) -> bool:
        """Whether it is part of the operation for these coerced variable values."""
        return any(holds(occurrence.conditions, variables) for occurrence in self.occurrences)


def holds(conditions: Conditions, variables: Mapping[str, object]) -> bool:
    """Whether all conditions are met by the coerced variable values."""
    return all(variables.get(name) is wanted for name, wanted in conditions)


def root_type(schema: GraphQLSchema, operation: OperationDefinitionNode) -> GraphQLObjectType | None:
    """The type an operation starts at; ``None`` when the schema has no such operations."""
    return schema.get_root_type(operation.operation)


def normalise(schema: GraphQLSchema, operation: OperationDefinitionNode, fragments: Fragments) -> tuple[Field, ...]:
    """The root fields of an operation."""
    root = root_type(schema, operation)
    return Normaliser(schema, fragments).level((root,), [(operation.selection_set, ())]) if root else ()


_Group: TypeAlias = dict[tuple[int, Conditions], Occurrence]
_Groups: TypeAlias = dict[tuple[str, str, Types], _Group]
_Visited: TypeAlias = set[tuple[str, Types, Conditions]]


class Normaliser:
    """Builds trees for one document."""

    def __init__(self, schema: GraphQLSchema, fragments: Fragments) -> None:
        self._schema = schema
        self._fragments = fragments

    def level(self, types: Types, sources: Iterable[Source]) -> tuple[Field, ...]:
        """The fields that the selection sets select together on values of these types."""
        groups: _Groups = {}
        visited: _Visited = set()
        for selection_set, conditions in sources:
            self._collect(types, selection_set, conditions, groups, visited)
        return tuple(self._field(*group, tuple(found.values())) for group, found in groups.items())

    def _field(self, key: str, name: str, types: Types, occurrences: tuple[Occurrence, ...]) -> Field:
        below = [(o.node.selection_set, o.conditions) for o in occurrences if o.node.selection_set]
        children = self.level(self._types_below(name, types), below) if below else ()
        return Field(key, name, types, occurrences, children)

    def _collect(
        self, types: Types, selection_set: SelectionSetNode, outer: Conditions, groups: _Groups, visited: _Visited
    ) -> None:
        for selection in selection_set.selections:
            conditions = narrowed(selection, outer)
            if conditions is None:
                continue
            if isinstance(selection, FieldNode):
                self._note(types, selection, conditions, groups)
            else:
                self._open(types, selection, conditions, groups, visited)

    def _open(
        self, types: Types, selection: SelectionNode, conditions: Conditions, groups: _Groups, visited: _Visited
    ) -> None:
        fragment = self._fragment(selection)
        inner = self._matching(types, fragment) if fragment else ()
        if not fragment or not inner:
            return
        if isinstance(fragment, FragmentDefinitionNode):
            visit = (fragment.name.value, inner, conditions)
            if visit in visited:
                return
            visited.add(visit)
        self._collect(inner, fragment.selection_set, conditions, groups, visited)

    def _fragment(self, selection: SelectionNode) -> FragmentDefinitionNode | InlineFragmentNode | None:
        if isinstance(selection, FragmentSpreadNode):
            return self._fragments.get(selection.name.value)
        return selection if isinstance(selection, InlineFragmentNode) else None

    def _note(self, types: Types, node: FieldNode, conditions: Conditions, groups: _Groups) -> None:
        name = node.name.value
        known = tuple(type_ for type_ in types if self._schema.get_field(type_, name))
        if known:
            key = node.alias.value if node.alias else name
            found = groups.setdefault((key, name, known), {})
            found.setdefault((offset(node), conditions), Occurrence(node, conditions))

    def _matching(self, types: Types, fragment: FragmentDefinitionNode | InlineFragmentNode) -> Types:
        if not fragment.type_condition:
            return types
        condition = self._schema.get_type(fragment.type_condition.name.value)
        possible = possible_types(self._schema, condition)
        return types if types == possible else tuple(type_ for type_ in types if type_ in possible)

    def _types_below(self, name: str, types: Types) -> Types:
        fields = (self._schema.get_field(type_, name) for type_ in types)
        below = (possible_types(self._schema, named(output_type(field))) for field in fields if field)
        return tuple(dict.fromkeys(type_ for possible in below for type_ in possible))


def narrowed(selection: SelectionNode, outer: Conditions) -> Conditions | None:
    """The conditions for a selection: the outer ones and its own; ``None`` when it can never be selected."""
    conditions = outer
    for directive in selection.directives or ():
        if directive.name.value not in {"skip", "include"} or not directive.arguments:
            continue
        wanted = directive.name.value == "include"
        value = directive.arguments[0].value
        if isinstance(value, BooleanValueNode) and value.value is not wanted:
            return None
        if isinstance(value, VariableNode) and (value.name.value, wanted) not in conditions:
            conditions = (*conditions, (value.name.value, wanted))
    return conditions


def offset(node: FieldNode) -> int:
    """Where a field node begins in its document; no two field nodes begin at the same place."""
    if node.loc is None:
        raise ValueError("documents are parsed with locations")
    return node.loc.start
