"""Operations that are made out of the product's schema: one for each of its coordinates, with valid input.

What a test needs to know about a coordinate stands in two tables here; everything else is read off the schema, so a new
field is tested without anybody writing a test.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
    is_composite_type,
)

from api.graphql.schema import core_schema
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
from api.product import gatehouse_schema
from tests.support.sdl import ROOTS

Coordinates: TypeAlias = frozenset[str]
Used: TypeAlias = set[str] | None
NONE: Coordinates = frozenset()

TEXTS = {
    "username": "made-here",
    "email": "made@example.com",
    "newPassword": "Sup3r-secret-word",
    "roles": "viewer",
    "CreateServiceAccountInput.roles": "api",
    "parents": "viewer",
    "scope": "users:read",
    "scopes": "users:read",
    "namespace": "acme",
    "coordinate": "User.lastLoginAt",
    "coordinates": "User.email",
    "defaultRole": "viewer",
    "host": "127.0.0.1",
    "CreatePolicyInput.value": "cn=made,dc=example",
}
"""Valid texts by the coordinate or the bare name of an input field; others are ``text``."""

LEAVES: dict[str, object] = {
    "Boolean": True,
    "Int": 1,
    "DateTime": "2026-01-31T09:00:00Z",
    "Date": "2026-01-31",
}
NOUNS = {
    "user": "usr",
    "actor": "usr",
    "target": "usr",
    "role": "rol",
    "group": "grp",
    "resource": "res",
    "resourcegrant": "rgr",
    "session": "ses",
    "token": "tok",
    "event": "evt",
    "profile": "ldp",
    "source": "ldp",
    "polic": "pol",
    "provider": "idp",
    "identityprovider": "idp",
    "identity": "eid",
    "attempt": "sat",
    "rolemapping": "map",
}
"""The prefix of an id by the noun in the name of what takes it; others are of accounts."""

NO_WAY = frozenset(
    {
        "Mutation.login",  # what is selected below is decided for somebody else
        "Mutation.changeExpiredPassword",  # as login
        "Mutation.logout",  # it ends the caller's session
        "Query.node",  # what it needs depends on the id
    }
)
"""No way to another coordinate leads through these."""


@dataclass(frozen=True, slots=True)
class Step:
    """One field on the way to a coordinate.

    Attributes:
        parent: The object type it is selected on.
        name: The field.
        coordinates: Everything used at this place: the field, its arguments, and the input fields given.
        arguments: Values by argument, with the arguments' types as SDL writes them.
    """

    parent: str
    name: str
    coordinates: Coordinates
    arguments: Mapping[str, tuple[str, Any]] = field(default_factory=dict[str, tuple[str, Any]])


@dataclass(frozen=True, slots=True)
class Operation:
    """A way from a root to a coordinate."""

    target: str
    steps: tuple[Step, ...]
    leaf: str

    @property
    def is_mutation(self) -> bool:
        """Whether it changes something."""
        return self.steps[0].parent == "Mutation"

    @property
    def subscribes(self) -> bool:
        """Whether it is answered by a stream, to who takes one; to others only when it is denied."""
        return self.steps[0].parent == "Subscription"

    @property
    def deletes(self) -> bool:
        """Whether it takes something away for good."""
        return self.steps[0].name.startswith("delete")

    @property
    def places(self) -> tuple[str, ...]:
        """The response keys from the root."""
        return tuple(step.name for step in self.steps)

    @property
    def variables(self) -> dict[str, Any]:
        """The values of every argument on the way."""
        return {
            f"{name}{index}": value
            for index, step in enumerate(self.steps)
            for name, (_, value) in step.arguments.items()
        }

    @property
    def document(self) -> str:
        """Its text."""
        body, declared = self.leaf, list[str]()
        for index, step in reversed(tuple(enumerate(self.steps))):
            given = ", ".join(f"{name}: ${name}{index}" for name in step.arguments)
            declared += [f"${name}{index}: {type_}" for name, (type_, _) in step.arguments.items()]
            inside = f"{step.name}{f'({given})' if given else ''}{body}"
            body = f" {{ {inside} }}" if index == 0 else f" {{ ... on {step.parent} {{ {inside} }} }}"
        variables = f"({', '.join(declared)})" if declared else ""
        return f"{self.steps[0].parent.lower()} {variables}{body}"


class Operations:
    """Makes operations for a scene, whose ids go by the prefixes of their types."""

    def __init__(self, ids: Mapping[str, str]) -> None:
        self.schema: GraphQLSchema = core_schema(gatehouse_schema())
        self._ids = ids

    @property
    def mutations(self) -> frozenset[str]:
        """The names of every mutation."""
        return frozenset(self._fields("Mutation"))

    def roots(self) -> Iterator[Operation]:
        """Every root field with the least that it takes."""
        for root in (self.schema.query_type, self.schema.mutation_type, self.schema.subscription_type):
            assert root is not None
            for name in root.fields:
                yield self.to(f"{root.name}.{name}")

    def to(self, coordinate: str) -> Operation:
        """The way to a coordinate of an output field, an argument, or an input field."""
        if "(" in coordinate:
            output, _, argument = coordinate.rstrip(":)").partition("(")
            return self._operation(coordinate, output, argument, NONE)
        type_name, name = coordinate.split(".")
        if isinstance(self.schema.type_map[type_name], GraphQLInputObjectType):
            output, argument = self._taking(type_name)
            return self._operation(coordinate, output, argument, frozenset({coordinate}))
        return self._operation(coordinate, f"{type_name}.{name}", None, NONE)

    def _operation(self, target: str, output: str, argument: str | None, wanted: Coordinates) -> Operation:
        type_name, name = output.split(".")
        steps = (*self._way(type_name), self._step(type_name, name, argument, wanted))
        last = self._fields(type_name)[name]
        return Operation(target, steps, self._leaf(named(output_type(last))))

    def _leaf(self, type_: GraphQLNamedType) -> str:
        if not is_composite_type(type_):
            return ""
        has_errors = isinstance(type_, GraphQLObjectType) and "errors" in type_.fields
        return " { __typename errors { code path message } }" if has_errors else " { __typename }"

    def _fields(self, type_name: str) -> Mapping[str, GraphQLField]:
        type_ = self.schema.type_map[type_name]
        assert isinstance(type_, GraphQLObjectType)
        return type_.fields

    def _way(self, wanted: str) -> tuple[Step, ...]:
        """The shortest way to an object type, by queries if there is one."""
        waiting: deque[tuple[str, tuple[Step, ...]]] = deque([(root, ()) for root in ROOTS])
        seen: set[str] = set()
        while waiting:
            here, steps = waiting.popleft()
            if here == wanted:
                return steps
            if here in seen:
                continue
            seen.add(here)
            for name, definition in self._fields(here).items():
                type_ = named(output_type(definition))
                if is_composite_type(type_) and f"{here}.{name}" not in NO_WAY:
                    further = (*steps, self._step(here, name, None, NONE))
                    waiting.extend((each.name, further) for each in possible_types(self.schema, type_))
        raise LookupError(wanted)

    def _taking(self, input_name: str) -> tuple[str, str]:
        """A field and its argument that takes an input type."""
        for type_ in self.schema.type_map.values():
            if isinstance(type_, GraphQLObjectType):
                for name, definition in type_.fields.items():
                    for argument, given in argument_types(definition).items():
                        if named(given).name == input_name:
                            return f"{type_.name}.{name}", argument
        raise LookupError(input_name)

    def _step(self, type_name: str, name: str, argument: str | None, wanted: Coordinates) -> Step:
        definition, coordinate = self._fields(type_name)[name], f"{type_name}.{name}"
        arguments: dict[str, tuple[str, Any]] = {}
        used = {coordinate, *wanted}
        for each, given in argument_types(definition).items():
            if each == argument or is_non_null(given):
                arguments[each] = (str(given), self.value(given, f"{coordinate}({each}:)", wanted, used))
                used.add(f"{coordinate}({each}:)")
        return Step(type_name, name, frozenset(used), arguments)

    def value(
        self, type_: object, coordinate: str, wanted: Coordinates = frozenset(), used: set[str] | None = None
    ) -> Any:  # noqa: ANN401 — JSON
        """A valid value of an input type; notes the input fields that it gives in ``used``."""
        if is_list(type_):
            return [self.value(item_type(nullable(type_)), coordinate, wanted, used)]
        kind = named(type_)
        if isinstance(kind, GraphQLInputObjectType):
            return self._object(kind, coordinate, wanted, used)
        if isinstance(kind, GraphQLEnumType):
            return next(iter(kind.values))
        if kind.name == "ID":
            return self.id_for(coordinate)
        if kind.name in LEAVES:
            return LEAVES[kind.name]
        bare = coordinate.rstrip(":)").replace("(", ".").rpartition(".")[2]
        return TEXTS.get(coordinate, TEXTS.get(bare, "text"))

    def _object(
        self, kind: GraphQLInputObjectType, coordinate: str, wanted: Coordinates, used: set[str] | None
    ) -> dict[str, Any]:
        given: dict[str, Any] = {}
        types = input_field_types(kind)
        chosen = [name for name in types if f"{kind.name}.{name}" in wanted]
        if self.is_one_of(kind):
            chosen = chosen or [next(iter(types))]
        else:
            chosen += [
                name
                for name, each in kind.fields.items()
                if name not in chosen and is_non_null(types[name]) and each.default_value is Undefined
            ]
        for name in chosen:
            inner = f"{kind.name}.{name}"
            given[name] = self.value(types[name], inner if name != "id" else f"{coordinate}.{inner}", wanted, used)
            if used is not None:
                used.add(inner)
        return given

    def is_one_of(self, kind: GraphQLInputObjectType) -> bool:
        """Whether exactly one of its fields is given."""
        definition = kind.extensions.get("strawberry-definition")
        return kind.is_one_of or bool(getattr(definition, "is_one_of", False))

    def id_for(self, coordinate: str) -> str:
        """The id of the scene that fits: by the first noun in the field's name, or else in its input's.

        Where the scene has none of a kind it is one of its form, which nothing has.
        """
        *above, bare = coordinate.rstrip(":)").replace("(", ".").lower().split(".")
        for text in (bare, *reversed(above)):
            found = [(text.index(noun), -len(noun), prefix) for noun, prefix in NOUNS.items() if noun in text]
            if found:
                prefix = min(found)[2]
                return self._ids.get(prefix, f"{prefix}_{'0' * 32}")
        return self._ids["usr"]
