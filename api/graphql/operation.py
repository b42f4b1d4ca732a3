"""One operation of a document, and everything that was found out about it."""

from collections.abc import Hashable, Iterator, Mapping

from graphql import GraphQLSchema, OperationDefinitionNode

from api.graphql.authorize import Decision, Plan
from api.graphql.bounded import Bounded
from api.graphql.cost import Price, prices
from api.graphql.guards import Guard, Guarded, Places
from api.graphql.selection import Looking, Selection, fields_at
from api.graphql.survey import INTROSPECTION
from api.graphql.tree import Field, Fragments, normalise
from api.graphql.types import definition_of, is_list, output_type

_MERE_NAMES = frozenset({"name", "__typename"})

SELECTIONS_PER_OPERATION = 64
"""Look-aheads that are remembered: one for each list, caller's rights and value of the conditions."""


class Operation:
    """Hangs on its document, is shared by all who send it, and is forgotten with it.

    Attributes:
        node: The definition.
        fields: The root fields of its normalised tree.
        conditions: Names of all variables that ``@skip`` and ``@include`` ask for.
        introspects: Whether it asks for the schema.
    """

    def __init__(self, schema: GraphQLSchema, node: OperationDefinitionNode, fragments: Fragments) -> None:
        self.node = node
        self.fields = normalise(schema, node, fragments)
        self.conditions = tuple(sorted(set(_conditions(self.fields))))
        self.introspects = any(_tells_of_the_schema(selected) for selected in self.fields)
        self._schema = schema
        self._prices: tuple[Price, ...] | None = None
        self._plans: dict[tuple[Places, str | None], Plan] = {}
        self._selections: Bounded[Hashable, Selection] = Bounded(SELECTIONS_PER_OPERATION)

    def cost(self, variables: Mapping[str, object]) -> int:
        """The points that it costs with these coerced variables (``cost.py``)."""
        if self._prices is None:
            self._prices = prices(self._schema, self.fields)
        return sum(price.points(variables) for price in self._prices)

    def plan(self, guarded: Guarded, places: Places = (), boundary: str | None = None) -> Plan:
        """The guards of the whole, or of what it selects at a place on values of a boundary type."""
        plan = self._plans.get((places, boundary))
        if plan is None:
            guards = self._guards_below(guarded, places, boundary) if boundary else guarded.guards(self.fields)
            plan = self._plans[places, boundary] = Plan(guards)
        return plan

    def _guards_below(self, guarded: Guarded, places: Places, boundary: str) -> tuple[Guard, ...]:
        fields = fields_at(self.fields, places)
        way = [selected for end in range(1, len(places) + 1) for selected in fields_at(self.fields, places[:end])]
        crossed = any(self._gives_list(selected) for selected in way)
        children = tuple(child for selected in fields for child in selected.children)
        return guarded.guards(children, places, in_list=crossed, start=boundary)

    def _gives_list(self, selected: Field) -> bool:
        return is_list(output_type(definition_of(self._schema, selected.types[0], selected.name)))

    def selection(self, places: Places, parent: str, decision: Decision, variables: Mapping[str, object]) -> Selection:
        """What is selected below the field at a place, on the object type ``parent`` (``selection.py``)."""
        conditions = tuple(variables.get(name) is True for name in self.conditions)
        key = (places, parent, decision.denied, decision.blocked, conditions)
        known = self._selections.get(key)
        if known is not None:
            return known
        looking = Looking(self._schema, decision, variables)
        return self._selections.put(key, looking.below(fields_at(self.fields, places), parent))


def _tells_of_the_schema(selected: Field) -> bool:
    """A mere name tells nothing that the caller did not bring along; the GraphQL-over-HTTP audits ask for it."""
    return selected.name in INTROSPECTION and any(child.name not in _MERE_NAMES for child in selected.children)


def _conditions(fields: tuple[Field, ...]) -> Iterator[str]:
    for selected in fields:
        for occurrence in selected.occurrences:
            yield from (name for name, _ in occurrence.conditions)
        yield from _conditions(selected.children)
