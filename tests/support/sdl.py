"""A schema as its SDL text says it, for the rules that hold for every schema of ours.

The SDL is the contract: descriptions, directives and nullability are all in it, and samples of bad schemas are text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from graphql import (
    DefinitionNode,
    DirectiveNode,
    EnumTypeDefinitionNode,
    FieldDefinitionNode,
    InputObjectTypeDefinitionNode,
    InputValueDefinitionNode,
    InterfaceTypeDefinitionNode,
    ListTypeNode,
    ListValueNode,
    NamedTypeNode,
    NonNullTypeNode,
    ObjectTypeDefinitionNode,
    ScalarTypeDefinitionNode,
    StringValueNode,
    TypeNode,
    UnionTypeDefinitionNode,
    parse,
)

ROOTS = ("Query", "Mutation", "Subscription")
Alternatives = frozenset[frozenset[str]]
"""A requirement: sets of scopes, any of which opens the thing; ``{∅}`` asks only for being signed in."""

Composite = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode
Described = DefinitionNode | FieldDefinitionNode | InputValueDefinitionNode


@dataclass(frozen=True)
class Sdl:
    """A parsed schema."""

    text: str

    @cached_property
    def definitions(self) -> tuple[DefinitionNode, ...]:
        """Every definition in the text."""
        return parse(self.text).definitions

    @cached_property
    def composites(self) -> dict[str, Composite]:
        """Objects and interfaces by name."""
        kinds = (ObjectTypeDefinitionNode, InterfaceTypeDefinitionNode)
        return {node.name.value: node for node in self.definitions if isinstance(node, kinds)}

    @cached_property
    def inputs(self) -> dict[str, InputObjectTypeDefinitionNode]:
        """Input objects by name."""
        return {node.name.value: node for node in self.definitions if isinstance(node, InputObjectTypeDefinitionNode)}

    @cached_property
    def unions(self) -> dict[str, UnionTypeDefinitionNode]:
        """Unions by name."""
        return {node.name.value: node for node in self.definitions if isinstance(node, UnionTypeDefinitionNode)}

    @cached_property
    def scalars(self) -> dict[str, ScalarTypeDefinitionNode]:
        """Custom scalars by name."""
        return {node.name.value: node for node in self.definitions if isinstance(node, ScalarTypeDefinitionNode)}

    @cached_property
    def enums(self) -> dict[str, EnumTypeDefinitionNode]:
        """Enums by name."""
        return {node.name.value: node for node in self.definitions if isinstance(node, EnumTypeDefinitionNode)}

    def fields(self, *type_names: str) -> Iterator[tuple[str, FieldDefinitionNode]]:
        """Output fields by coordinate: those of the named types, or of all."""
        for name in type_names or tuple(self.composites):
            for field in (self.composites[name].fields or ()) if name in self.composites else ():
                yield f"{name}.{field.name.value}", field

    def arguments(self) -> Iterator[tuple[str, InputValueDefinitionNode]]:
        """Arguments of output fields by coordinate (``Query.users(search:)``)."""
        for coordinate, field in self.fields():
            for argument in field.arguments or ():
                yield f"{coordinate}({argument.name.value}:)", argument

    def input_fields(self) -> Iterator[tuple[str, InputValueDefinitionNode]]:
        """Fields of input objects by coordinate."""
        for name, node in self.inputs.items():
            for field in node.fields or ():
                yield f"{name}.{field.name.value}", field

    def members(self, name: str) -> tuple[str, ...]:
        """Which types a value of the named output type can have: itself, members of a union, implementations."""
        if name in self.unions:
            return tuple(member.name.value for member in self.unions[name].types or ())
        implementing = (key for key, node in self.composites.items() if name in names_of(node.interfaces))
        return (name, *implementing)


def names_of(nodes: tuple[NamedTypeNode, ...] | None) -> tuple[str, ...]:
    """The names of named types."""
    return tuple(node.name.value for node in nodes or ())


def named_type(node: TypeNode) -> str:
    """The innermost type's name."""
    while isinstance(node, (ListTypeNode, NonNullTypeNode)):
        node = node.type
    if not isinstance(node, NamedTypeNode):
        raise TypeError(f"{node.kind} names no type")
    return node.name.value


def is_required(node: TypeNode) -> bool:
    """Whether it ends in an exclamation mark."""
    return isinstance(node, NonNullTypeNode)


def directive(node: object, name: str) -> DirectiveNode | None:
    """An applied directive by name."""
    applied: tuple[DirectiveNode, ...] = getattr(node, "directives", ()) or ()
    return next((each for each in applied if each.name.value == name), None)


def requirement(node: object) -> Alternatives | None:
    """What a definition's directives ask for; ``None`` when it is open."""
    if directive(node, "authenticated"):
        return frozenset({frozenset()})
    scoped = directive(node, "requiresScopes") or directive(node, "requiresScopesToSet")
    if scoped is None:
        return None
    given = [argument.value for argument in scoped.arguments or () if argument.name.value == "scopes"]
    return frozenset(_texts(each) for value in given if isinstance(value, ListValueNode) for each in value.values)


def _texts(node: object) -> frozenset[str]:
    values = node.values if isinstance(node, ListValueNode) else (node,)
    return frozenset(value.value for value in values if isinstance(value, StringValueNode))


def requirements(sdl: Sdl) -> dict[str, Alternatives]:
    """Every guarded coordinate and what it asks for."""
    named = [(name, node) for name, node in sdl.composites.items()]
    every = [*named, *sdl.fields(), *sdl.arguments(), *sdl.input_fields()]
    return {coordinate: asked for coordinate, node in every if (asked := requirement(node)) is not None}
