"""Closed enums of the product as GraphQL shows them: each value with a description."""

from enum import Enum
from typing import TypeVar

import strawberry
from strawberry.types.enum import StrawberryEnumDefinition

EnumT = TypeVar("EnumT", bound=type[Enum])


def described(kind: EnumT, description: str, called: str | None = None, **values: str) -> EnumT:
    """Registers an enum, under its own name or as it is ``called`` among everything else in the schema.

    Raises ``TypeError`` unless every value has its description and nothing else has.
    """
    names = list(kind.__members__)
    if set(values) != set(names):
        raise TypeError(f"{kind.__name__}: describe exactly {names}")
    if "__strawberry_definition__" in vars(kind):
        raise TypeError(f"{kind.__name__} was used by a type before it was described: import it from where it is")
    strawberry.enum(kind, name=called, description=description)
    definition: StrawberryEnumDefinition = vars(kind)["__strawberry_definition__"]
    for value in definition.values:
        value.description = values[value.name]
    return kind
