"""Global identification: opaque typed ids, and which row is which type.

An id is a short prefix and the hexadecimal digits of the UUIDv7. Types are told apart by the class of their row, in one
dictionary look-up.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias, TypeVar
from uuid import UUID

import strawberry

from auth.errors import BadInput
from auth.selection import Selection
from resolvers.context import Context

Loader: TypeAlias = Callable[[Context, UUID, Selection], Awaitable[object | None]]
TypeT = TypeVar("TypeT", bound=type)

HEX_DIGITS = 32


@dataclass(frozen=True, slots=True)
class NodeType:
    """One kind of thing that has an id.

    Attributes:
        prefix: Begins its ids.
        name: Of the GraphQL type.
    """

    prefix: str
    name: str


BY_ROW: dict[type, NodeType] = {}
LOADERS: dict[str, Loader] = {}
NODE_TYPES: list[type] = []
"""Every type that implements ``Node``; the schema is given all of them."""


def encode_id(prefix: str, key: UUID) -> strawberry.ID:
    """The id of a thing."""
    return strawberry.ID(f"{prefix}_{key.hex}")


def decode_id(text: str, prefix: str, argument: str = "id") -> UUID:
    """The key in an id of this kind. Raises ``BadInput`` for anything else."""
    given, _, digits = text.partition("_")
    if given == prefix and len(digits) == HEX_DIGITS and digits.isalnum() and digits == digits.lower():
        try:
            return UUID(hex=digits)
        except ValueError:
            pass
    raise BadInput(argument, f"This is not an id of the kind {prefix}_….")


@strawberry.interface(description="Something with an id that is unique among all things.")
class Node:
    """``Node`` of the GraphQL Global Object Identification specification, with ids of our own."""

    @strawberry.field(description="Opaque, unique among all things, and the same for ever.")
    def id(self) -> strawberry.ID:
        """``self`` is the row."""
        return encode_id(BY_ROW[type(self)].prefix, self.id)  # type: ignore[arg-type] # the row's key

    @classmethod
    def resolve_type(cls, obj: Any, _info: Any, _type: Any) -> str:  # noqa: ANN401 — graphql-core's own types
        """The type of a row."""
        return BY_ROW[type(obj)].name


class RowType:
    """A type whose values are plain rows."""

    row: ClassVar[type]

    @classmethod
    def is_type_of(cls, obj: Any, _info: Any) -> bool:  # noqa: ANN401 — graphql-core's own types
        """Whether a value is a row of this type."""
        known = BY_ROW.get(obj.__class__)
        return known is not None and known.name == cls.__name__


def node_type(prefix: str, row: type, loader: Loader) -> Callable[[TypeT], TypeT]:
    """Registers a type under the prefix of its ids, with its row class and how one is loaded."""

    def register(kind: TypeT) -> TypeT:
        BY_ROW[row] = NodeType(prefix, kind.__name__)
        LOADERS[prefix] = loader
        NODE_TYPES.append(kind)
        return kind

    return register


async def load_node(context: Context, text: str, selection: Selection) -> object | None:
    """The thing with this id, or ``None`` where there is none. Raises ``BadInput`` for what is no id."""
    prefix = text.partition("_")[0]
    if prefix not in LOADERS:
        raise BadInput("id", "This is not an id.")
    return await LOADERS[prefix](context, decode_id(text, prefix), selection)
