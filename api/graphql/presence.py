"""Input fields that may be left out but not emptied (``Maybe[T]``): null is refused by the field's name.

For SDL such a field is nullable. Strawberry refuses null in the text of a document by a validation rule that names the
field, and null in variables while arguments are converted, in words that name a Python type and no field. This check
comes first, at graphql-core's own coercion.
"""

from functools import partial

from graphql import GraphQLInputObjectType, GraphQLSchema
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.base import StrawberryMaybe, StrawberryOptional

from api.graphql.codes import Code, coded


def refuse_nulls(schema: GraphQLSchema) -> None:
    """Makes every input type of the schema check itself; ``@oneOf`` inputs do so by Strawberry's own check."""
    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLInputObjectType) and not _is_one_of(type_):
            names = _never_null(type_)
            if names:
                type_.out_type = partial(_checked, type_.name, names)  # type: ignore[method-assign] # as its own argument


def _is_one_of(type_: GraphQLInputObjectType) -> bool:
    definition = type_.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    return type_.is_one_of or bool(getattr(definition, "is_one_of", False))


def _never_null(type_: GraphQLInputObjectType) -> dict[str, str]:
    """The public names of the fields by the names under which their values come."""
    found: dict[str, str] = {}
    for name, field in type_.fields.items():
        definition = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
        kind = getattr(definition, "type", None)
        if isinstance(kind, StrawberryMaybe) and not isinstance(kind.of_type, StrawberryOptional):
            found[field.out_name or name] = name
    return found


def _checked(type_name: str, names: dict[str, str], value: dict[str, object]) -> dict[str, object]:
    for key, given in value.items():
        if given is None and key in names:
            coordinate = f"{type_name}.{names[key]}"
            raise coded(Code.BAD_USER_INPUT, f"{coordinate} may be left out, but it cannot be null.")
    return value
