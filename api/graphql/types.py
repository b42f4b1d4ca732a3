"""Questions about types of a schema, in one place because graphql-core leaves its wrapping types partly untyped."""
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false, reportUnknownArgumentType=false

from typing import cast

from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
)


def named(type_: object) -> GraphQLNamedType:
    """The type without lists and non-null."""
    return get_named_type(cast("GraphQLNamedType", type_))


def is_non_null(type_: object) -> bool:
    """Whether the outermost wrapper forbids null."""
    return isinstance(type_, GraphQLNonNull)


def is_list(type_: object) -> bool:
    """Whether values of the type are lists, whatever is wrapped around."""
    return isinstance(nullable(type_), GraphQLList)


def nullable(type_: object) -> object:
    """The type without its outermost non-null."""
    return type_.of_type if isinstance(type_, GraphQLNonNull) else type_


def item_type(type_: object) -> object:
    """The type of a list's items; the type itself when it is no list."""
    inner = nullable(type_)
    return inner.of_type if isinstance(inner, GraphQLList) else inner


def output_type(field: GraphQLField) -> object:
    """What a field gives, with its wrappers."""
    return field.type


def argument_types(field: GraphQLField) -> dict[str, object]:
    """The types of a field's arguments."""
    return {name: argument.type for name, argument in field.args.items()}


def input_field_types(type_: GraphQLInputObjectType) -> dict[str, object]:
    """The types of an input's fields."""
    return {name: field.type for name, field in type_.fields.items()}


def possible_types(schema: GraphQLSchema, type_: object) -> tuple[GraphQLObjectType, ...]:
    """The object types that values of a named type can have; none for leaves and inputs."""
    if isinstance(type_, GraphQLObjectType):
        return (type_,)
    if isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
        return tuple(schema.get_possible_types(type_))
    return ()


def definition_of(schema: GraphQLSchema, type_: GraphQLObjectType, name: str) -> GraphQLField:
    """The definition of a field that is known to exist."""
    found = schema.get_field(type_, name)
    if found is None:
        raise LookupError(f"{type_.name}.{name}")
    return found
