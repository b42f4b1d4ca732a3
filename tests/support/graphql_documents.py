"""Hypothesis strategies that draw valid queries of the test schema: aliases, fragments, conditions, abstract types."""

from dataclasses import dataclass, field
from random import Random

from graphql import GraphQLInterfaceType, GraphQLNamedType, GraphQLObjectType, GraphQLSchema, is_composite_type
from hypothesis import strategies as st

from api.graphql.types import named, output_type, possible_types

ROOTS = {
    "users": "users",
    "node": 'node(id: "u1")',
    "found": "found",
    "contacts": "contacts",
    "viewer": "viewer",
    "hello": "hello",
}
DEPTH = 4


@dataclass(slots=True)
class Writer:
    """Writes one document by the dice of hypothesis."""

    schema: GraphQLSchema
    dice: Random
    fragments: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])

    def document(self) -> str:
        """A query with its fragments and, where it needs them, its two Boolean variables."""
        root = self.schema.query_type
        assert root is not None
        body = self.selections(root, DEPTH)
        text = " ".join([body, *(f"fragment {name} on {on} {below}" for name, on, below in self.fragments)])
        variables = [f"${name}: Boolean!" for name in ("a", "b") if f"${name}" in text]
        return f"query{'(' + ', '.join(variables) + ')' if variables else ''} {text}"

    def selections(self, type_: GraphQLNamedType, depth: int) -> str:
        """A selection set on a composite type."""
        count = self.dice.randint(1, 4)
        return f"{{ {' '.join(self.selection(type_, depth) for _ in range(count))} }}"

    def selection(self, type_: GraphQLNamedType, depth: int) -> str:
        """A field, an inline fragment, or a spread."""
        kind = self.dice.random()
        if depth > 1 and kind < 0.15:
            return self.spread(type_, depth)
        if depth > 1 and kind < 0.35:
            on = self.narrower(type_) if self.dice.random() < 0.7 else None
            condition = f" on {on.name}" if on else ""
            return f"...{condition}{self.condition()} {self.selections(on or type_, depth - 1)}"
        return self.field(type_, depth)

    def spread(self, type_: GraphQLNamedType, depth: int) -> str:
        """A fragment of the document, new or used before on the same type."""
        used = [name for name, on, _ in self.fragments if on == type_.name]
        if used and self.dice.random() < 0.5:
            return f"...{self.dice.choice(used)}{self.condition()}"
        on = self.narrower(type_)
        below = self.selections(on, depth - 1)
        name = f"F{len(self.fragments)}"
        self.fragments.append((name, on.name, below))
        return f"...{name}{self.condition()}"

    def narrower(self, type_: GraphQLNamedType) -> GraphQLNamedType:
        """The type itself, or another that some of its values have."""
        here = set(possible_types(self.schema, type_))
        types = [other for other in self.schema.type_map.values() if not other.name.startswith("__")]
        fitting = [other for other in types if here & set(possible_types(self.schema, other))]
        return self.dice.choice(sorted(fitting, key=lambda other: other.name))

    def field(self, type_: GraphQLNamedType, depth: int) -> str:
        """A field under its name, or under an alias that is used for this field alone."""
        names = self.names(type_, depth)
        name = self.dice.choice(names)
        alias = f"{name}_{self.dice.randint(1, 2)}: " if self.dice.random() < 0.3 else ""
        written = ROOTS.get(name, name) if type_ is self.schema.query_type else name
        below = ""
        if name != "__typename" and isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            inner = named(output_type(type_.fields[name]))
            below = f" {self.selections(inner, depth - 1)}" if is_composite_type(inner) else ""
        return f"{alias}{written}{self.condition()}{below}"

    def names(self, type_: GraphQLNamedType, depth: int) -> list[str]:
        """The fields that can be selected with so many levels left."""
        if not isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            return ["__typename"]
        wanted = ROOTS if type_ is self.schema.query_type else type_.fields
        leaf = {name for name in wanted if not is_composite_type(named(output_type(type_.fields[name])))}
        return ["__typename", *(name for name in wanted if depth > 1 or name in leaf)]

    def condition(self) -> str:
        """Now and then a condition, by variable or by literal."""
        if self.dice.random() > 0.25:
            return ""
        directive = self.dice.choice(("skip", "include"))
        return f" @{directive}(if: {self.dice.choice(('$a', '$b', 'true', 'false'))})"


def documents(schema: GraphQLSchema) -> st.SearchStrategy[str]:
    """Valid queries of the test schema."""
    return st.randoms(use_true_random=False).map(lambda dice: Writer(schema, dice).document())
