"""What executing an operation may take, in points.

An object counts one point, a leaf nothing. What stands below a list counts as often as the list may have items: the
value of ``first`` or ``last`` where the list is paged by them (also when it comes by a variable), else ``PLAIN_LIST``.
Introspection is bounded by its own rules and costs nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from graphql import GraphQLField, GraphQLSchema, IntValueNode, VariableNode, is_composite_type

from api.graphql.tree import Field
from api.graphql.types import definition_of, is_list, named, output_type

PAGE = 25
"""Items of a paged list when the caller does not say how many."""

PLAIN_LIST = 10
"""Items of any other list."""

PAGED_BY = frozenset({"first", "last"})


@dataclass(frozen=True, slots=True)
class Price:
    """What a field with a selection below it costs.

    Attributes:
        field: The field.
        repeated: Whether it is a list.
        paged: Whether it takes ``first`` or ``last``.
        sizes: What the document gives for them: numbers, or names of variables.
        below: The prices of its children that have a selection.
    """

    field: Field
    repeated: bool
    paged: bool
    sizes: tuple[int | str, ...]
    below: tuple["Price", ...]

    def points(self, variables: Mapping[str, object], page: int | None = None) -> int:
        """The points for these coerced variable values; ``page`` is the size that an enclosing connection set."""
        if not self.field.selected(variables):
            return 0
        size = self._size(variables) if self.paged else page
        below_page = self._size(variables) if self.paged and not self.repeated else None
        each = 1 + sum(price.points(variables, below_page) for price in self.below)
        return each * (PLAIN_LIST if size is None else size) if self.repeated else each

    def _size(self, variables: Mapping[str, object]) -> int:
        given = (variables.get(size) if isinstance(size, str) else size for size in self.sizes)
        return max((max(1, value) for value in given if isinstance(value, int)), default=PAGE)


def prices(schema: GraphQLSchema, fields: tuple[Field, ...]) -> tuple[Price, ...]:
    """The prices of all fields that have any."""
    return tuple(
        _price(schema, field)
        for field in fields
        if not field.name.startswith("__") and is_composite_type(named(output_type(_definition(schema, field))))
    )


def _price(schema: GraphQLSchema, field: Field) -> Price:
    definition = _definition(schema, field)
    return Price(
        field,
        repeated=is_list(output_type(definition)),
        paged=not PAGED_BY.isdisjoint(definition.args),
        sizes=tuple(_sizes(field)),
        below=prices(schema, field.children),
    )


def _definition(schema: GraphQLSchema, field: Field) -> GraphQLField:
    return definition_of(schema, field.types[0], field.name)


def _sizes(field: Field) -> list[int | str]:
    sizes: list[int | str] = []
    for argument in field.occurrences[0].node.arguments or ():
        if argument.name.value not in PAGED_BY:
            continue
        if isinstance(argument.value, IntValueNode):
            sizes.append(int(argument.value.value[:10]))
        elif isinstance(argument.value, VariableNode):
            sizes.append(argument.value.name.value)
    return sizes
