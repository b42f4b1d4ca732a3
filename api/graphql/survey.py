"""Measures documents in linear time, before graphql-core's own rules look at them.

Fragments are counted as often as they are spread, yet each is visited once, so that a kilobyte of nested spreads that
stands for billions of fields is refused as cheaply as any other document.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from api.graphql.limits import BOUNDLESS
from api.graphql.tree import Field, Fragments
from api.graphql.types import definition_of, is_list, output_type

INTROSPECTION = frozenset({"__schema", "__type"})

DEEPEST = 100
"""Levels of braces that are looked into; what is nested deeper counts as boundless."""


@dataclass(frozen=True, slots=True)
class _Extent:
    depth: int = 0
    aliases: int = 0
    directives: int = 0
    selections: int = 0

    def beside(self, other: "_Extent") -> "_Extent":
        return _Extent(
            max(self.depth, other.depth),
            min(self.aliases + other.aliases, BOUNDLESS),
            min(self.directives + other.directives, BOUNDLESS),
            min(self.selections + other.selections, BOUNDLESS),
        )


_NOTHING = _Extent()
_TOO_DEEP = _Extent(depth=BOUNDLESS)


class Surveyor:
    """Measures the operations of one document, each fragment once.

    Attributes:
        visited: How many selections were looked at: never more than the document has.
    """

    def __init__(self, fragments: Fragments) -> None:
        self._fragments = fragments
        self._known: dict[str, _Extent] = {}
        self.visited = 0

    def sizes(self, operation: OperationDefinitionNode) -> dict[str, int]:
        """The sizes of an operation that follow from its text alone."""
        extent = self._level(operation.selection_set, 1)
        variables = operation.variable_definitions or ()
        own = sum(len(node.directives or ()) for node in (operation, *variables))
        return {
            "depth": extent.depth,
            "aliases": extent.aliases,
            "directives": extent.directives + own,
            "selections": extent.selections,
            "variables": len(variables),
        }

    def _level(self, selection_set: SelectionSetNode | None, level: int) -> _Extent:
        if level > DEEPEST:
            return _TOO_DEEP
        total = _NOTHING
        for selection in selection_set.selections if selection_set else ():
            self.visited += 1
            own = _Extent(directives=len(selection.directives or ()), selections=1)
            total = total.beside(own)
            if isinstance(selection, FieldNode):
                below = self._level(selection.selection_set, level + 1)
                total = total.beside(below)
                total = total.beside(_Extent(depth=below.depth + 1, aliases=1 if selection.alias else 0))
            elif isinstance(selection, InlineFragmentNode):
                total = total.beside(self._level(selection.selection_set, level + 1))
            elif isinstance(selection, FragmentSpreadNode):
                total = total.beside(self._fragment(selection.name.value, level + 1))
        return total

    def _fragment(self, name: str, level: int) -> _Extent:
        if name not in self._known:
            self._known[name] = _NOTHING  # what a cycle adds; validation refuses it
            fragment = self._fragments.get(name)
            self._known[name] = self._level(fragment.selection_set, level) if fragment else _NOTHING
        return self._known[name]


def repeats(selection_sets: Iterable[SelectionSetNode], fragments: Fragments) -> int:
    """How many selections end under the same response key at most; to be asked of bounded operations only.

    Comparing them with each other is quadratic in graphql-core's rule "Field Selection Merging".
    """
    found: dict[str, list[FieldNode]] = {}
    visited: set[str] = set()
    for selection_set in selection_sets:
        for node in _fields(selection_set, fragments, visited):
            found.setdefault((node.alias or node.name).value, []).append(node)
    most = max((len(nodes) for nodes in found.values()), default=0)
    for nodes in found.values():
        most = max(most, repeats([node.selection_set for node in nodes if node.selection_set], fragments))
    return most


def _fields(selection_set: SelectionSetNode, fragments: Fragments, visited: set[str]) -> Iterator[FieldNode]:
    for selection in selection_set.selections:
        if isinstance(selection, FieldNode):
            yield selection
        elif isinstance(selection, InlineFragmentNode):
            yield from _fields(selection.selection_set, fragments, visited)
        elif isinstance(selection, FragmentSpreadNode) and selection.name.value not in visited:
            visited.add(selection.name.value)
            fragment = fragments.get(selection.name.value)
            if fragment:
                yield from _fields(fragment.selection_set, fragments, visited)


def list_depth(schema: GraphQLSchema, fields: tuple[Field, ...]) -> int:
    """How many lists are nested in each other at most."""
    return max((_own_lists(schema, selected) + list_depth(schema, selected.children) for selected in fields), default=0)


def _own_lists(schema: GraphQLSchema, field: Field) -> int:
    return max(int(is_list(output_type(definition_of(schema, type_, field.name)))) for type_ in field.types)


def holds_more_values(variables: object, most: int) -> bool:
    """Whether JSON holds more than ``most`` values, at any depth; counting stops there."""
    waiting = [variables]
    count = 0
    while waiting and count <= most:
        value = waiting.pop()
        if isinstance(value, dict):
            inner = cast("dict[str, object]", value).values()
        elif isinstance(value, list):
            inner = cast("list[object]", value)
        else:
            continue
        count += len(inner)
        waiting.extend(inner)
    return count > most
