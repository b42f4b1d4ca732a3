"""What the finished schema says about permissions, for the engine and for whoever asks what they may do.

Field rules deny nullable output fields of things that others read. So every such coordinate is asked about, whether or
not it names scopes; what leads to the caller's own account, to sign-in, to payloads and to pages is left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
)

from auth.actor import Actor
from auth.permissions import SIGNED_IN, PermissionSet, Requirement
from resolvers.permissions import fresh_factors, requirements, revealed

_FRAMES = ("Payload", "Connection", "Edge", "PageInfo")


@dataclass(frozen=True, slots=True)
class Coordinate:
    """A field of the schema.

    Attributes:
        name: Such as ``User.email``.
        requirement: What it needs; ``((),)`` for whoever is signed in.
    """

    name: str
    description: str
    requirement: Requirement


@dataclass(frozen=True, slots=True)
class Contract:
    """The permissions of one schema.

    Attributes:
        requirements: What each coordinate needs that the engine must ask about.
        deniable: The coordinates that field rules can deny.
        reveals: Inputs whose use would tell of an output field, with that field.
        outputs: Every output field by its coordinate.
        settable: Every input field of every input type with what giving it needs.
        session_only: The mutations that ask only for being signed in: they are about the caller's own account.
        fresh_factors: What asks for a fresh factor, with the setting that switches it; ``None`` for what always asks.
    """

    requirements: Mapping[str, Requirement]
    deniable: Mapping[str, Coordinate]
    reveals: Mapping[str, str]
    outputs: Mapping[str, Coordinate]
    settable: Mapping[str, Mapping[str, Requirement]]
    session_only: frozenset[str] = frozenset()
    fresh_factors: Mapping[str, str | None] = field(default_factory=dict[str, str | None])

    def of_actor(self, actor: Actor) -> PermissionSet:
        """What a caller may do, with everything closed that follows from what is denied, or from coming by a token.

        ``auth.permissions.requires`` refuses tokens too; here they are told before anything slow is begun.
        """
        permissions = self.closed(actor.permissions)
        if actor.token_id is None:
            return permissions
        return replace(permissions, denied=permissions.denied | self.session_only)

    def closed(self, permissions: PermissionSet) -> PermissionSet:
        """The permissions with every input denied that would tell of a denied field."""
        if not permissions.denied:
            return permissions
        return replace(permissions, denied=permissions.denied | _telling_of(permissions.denied, self))

    def opens(self, permissions: PermissionSet, coordinate: str) -> bool | None:
        """Whether an output field or an input field is open; ``None`` where there is no such coordinate."""
        if coordinate in self.requirements:
            return self.closed(permissions).allows(coordinate, self.requirements[coordinate])
        kind, _, name = coordinate.partition(".")
        exists = coordinate in self.outputs or name in self.settable.get(kind, {})
        return True if exists else None

    def __hash__(self) -> int:
        """There is one contract in a process."""
        return id(self)


@lru_cache(maxsize=256)
def _telling_of(denied: frozenset[str], contract: Contract) -> frozenset[str]:
    return frozenset(given for given, told in contract.reveals.items() if told in denied)


def contract_of(schema: GraphQLSchema) -> Contract:
    """Reads the contract off a finished schema."""
    declared = dict(requirements(schema))
    outputs = {
        f"{kind.name}.{name}": Coordinate(
            f"{kind.name}.{name}", field.description or "", declared.get(f"{kind.name}.{name}", SIGNED_IN)
        )
        for kind in _objects(schema)
        for name, field in kind.fields.items()
    }
    private = _reached_from_viewer(schema)
    deniable = {
        f"{kind.name}.{name}": outputs[f"{kind.name}.{name}"]
        for kind in _objects(schema)
        if kind is not schema.mutation_type and kind.name not in private and not _tells_what_was_done(kind)
        for name, field in kind.fields.items()
        if not isinstance(field.type, GraphQLNonNull) and f"{kind.name}.{name}" not in PUBLIC
    }
    reveals = revealed(schema)
    asked = {name: coordinate.requirement for name, coordinate in deniable.items()}
    told = {
        given: _both(declared.get(given, SIGNED_IN), outputs[output].requirement) for given, output in reveals.items()
    }
    own = frozenset(name for name, needed in declared.items() if name.startswith("Mutation.") and needed == SIGNED_IN)
    return Contract(
        {**asked, **declared, **told},
        deniable,
        reveals,
        outputs,
        _settable(schema, declared),
        own,
        fresh_factors(schema),
    )


def _tells_what_was_done(kind: GraphQLObjectType) -> bool:
    """Whether a type frames answers and refusals instead of showing things."""
    return kind.name.endswith(_FRAMES) or any(interface.name == "UserError" for interface in kind.interfaces)


PUBLIC = frozenset({"PendingLogin.returnTo", "Query.checkPassword", "Query.pendingLogin", "Query.viewer"})
"""Fields that may be null and are open to everybody."""


def _both(one: Requirement, other: Requirement) -> Requirement:
    """What needs both."""
    return tuple(tuple(dict.fromkeys((*first, *second))) for first in one for second in other)


def _objects(schema: GraphQLSchema) -> Iterator[GraphQLObjectType]:
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__"):
            yield kind


def _reached_from_viewer(schema: GraphQLSchema) -> set[str]:
    """Types below the caller's own account and below what sign-in answers with."""
    waiting = [schema.type_map[name] for name in ("Viewer", "LoginResult") if name in schema.type_map]
    found: set[str] = set()
    while waiting:
        kind = waiting.pop()
        if kind.name in found:
            continue
        found.add(kind.name)
        if is_abstract_type(kind):
            waiting.extend(schema.get_possible_types(kind))
        elif isinstance(kind, GraphQLObjectType):
            waiting.extend(_below(field) for field in kind.fields.values())
    return found


def _below(field: GraphQLField) -> GraphQLObjectType:
    return get_named_type(field.type)  # type: ignore[return-value] # leaves are skipped above


def _settable(schema: GraphQLSchema, declared: Mapping[str, Requirement]) -> dict[str, dict[str, Requirement]]:
    return {
        kind.name: {name: declared.get(f"{kind.name}.{name}", SIGNED_IN) for name in kind.fields}
        for kind in schema.type_map.values()
        if isinstance(kind, GraphQLInputObjectType)
    }
