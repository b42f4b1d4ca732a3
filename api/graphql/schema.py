"""Builds the Strawberry schema, and checks on the finished one what permissions rely on."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import strawberry
from graphql import GraphQLField, GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema
from strawberry.schema.config import StrawberryConfig
from strawberry.types.scalar import ScalarDefinition

from api.graphql.guards import guarded_inputs
from api.graphql.presence import refuse_nulls
from api.graphql.product import Requirements
from api.graphql.types import argument_types, is_non_null, named, output_type


def build_schema(
    query: type,
    mutation: type | None = None,
    subscription: type | None = None,
    *,
    types: Iterable[type] = (),
    info_class: type[strawberry.Info[Any, Any]] = strawberry.Info,
    scalars: Mapping[object, ScalarDefinition] | None = None,
    schema_directives: Iterable[object] = (),
) -> strawberry.Schema:
    """The schema of a product, to be executed by ``GraphQLEndpoint`` alone.

    Strawberry's own ``execute`` knows no permissions. Schema extensions and operation directives are not offered: they
    would not be asked.

    Args:
        query: The query type.
        mutation: The mutation type.
        subscription: The subscription type.
        types: Types that nothing but an interface leads to.
        info_class: What resolvers get as ``info``.
        scalars: How Python types are shown as custom scalars.
        schema_directives: Directives of the schema itself, e.g. ``@link``.
    """
    config = StrawberryConfig(info_class=info_class, scalar_map=scalars or {}, disable_field_suggestions=True)
    schema = strawberry.Schema(
        query, mutation, subscription, types=types, config=config, schema_directives=schema_directives
    )
    refuse_nulls(core_schema(schema))
    return schema


def core_schema(schema: strawberry.Schema) -> GraphQLSchema:
    """The graphql-core schema inside."""
    return schema._schema  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] # Strawberry offers no other way


def check_requirements(schema: GraphQLSchema, requirements: Requirements) -> None:
    """Raises ``ValueError`` naming everything in the schema or the requirements that permissions cannot rely on.

    A field that can be denied must be nullable, a guard of an interface's field must stand on every type that
    implements it, and every guarded coordinate must exist.
    """
    problems = [
        *(f"{coordinate} is guarded but does not exist" for coordinate in sorted(set(requirements) - _all(schema))),
        *(f"{coordinate} can be denied but is non-null" for coordinate in unnullable(schema, requirements)),
        *_open_behind_interfaces(schema, requirements),
    ]
    if problems:
        raise ValueError("; ".join(problems))


def check_nullability(schema: GraphQLSchema, requirements: Requirements) -> None:
    """Raises ``ValueError`` naming every output field that can be denied and yet is non-null.

    A field can be denied for itself, for an argument, or for a guarded field of an input that it takes.
    """
    found = unnullable(schema, requirements)
    if found:
        raise ValueError(f"can be denied and must be nullable: {', '.join(found)}")


def unnullable(schema: GraphQLSchema, requirements: Requirements) -> list[str]:
    """The output fields that ``check_nullability`` names."""
    inputs = guarded_inputs(schema, requirements)
    return [
        coordinate
        for coordinate, field in _output_fields(schema)
        if is_non_null(output_type(field)) and _can_be_denied(coordinate, field, requirements, inputs)
    ]


def _can_be_denied(
    coordinate: str, field: GraphQLField, requirements: Requirements, guarded_inputs: frozenset[str]
) -> bool:
    arguments = argument_types(field)
    return (
        coordinate in requirements
        or any(f"{coordinate}({name}:)" in requirements for name in arguments)
        or any(named(type_).name in guarded_inputs for type_ in arguments.values())
    )


def _open_behind_interfaces(schema: GraphQLSchema, requirements: Requirements) -> Iterator[str]:
    """Only object types are asked at run time, so a guard on an interface alone would guard nothing."""
    for type_ in schema.type_map.values():
        if not isinstance(type_, GraphQLInterfaceType):
            continue
        guarded = [coordinate for coordinate in requirements if coordinate.startswith(f"{type_.name}.")]
        for implementer in schema.get_implementations(type_).objects:
            for coordinate in guarded:
                own = coordinate.replace(type_.name, implementer.name, 1)
                if own not in requirements:
                    yield f"{coordinate} is guarded but {own} is not"


def _output_fields(schema: GraphQLSchema) -> Iterator[tuple[str, GraphQLField]]:
    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType) and not type_.name.startswith("__"):
            yield from ((f"{type_.name}.{name}", field) for name, field in type_.fields.items())


def _all(schema: GraphQLSchema) -> set[str]:
    coordinates: set[str] = set()
    for coordinate, field in _output_fields(schema):
        coordinates |= {coordinate, *(f"{coordinate}({name}:)" for name in field.args)}
    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLInputObjectType):
            coordinates |= {f"{type_.name}.{name}" for name in type_.fields}
    return coordinates
