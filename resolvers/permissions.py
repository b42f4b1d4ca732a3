"""Declares, in one stroke, what the schema says and what is enforced.

What a caller needs stands in the SDL as Apollo Federation's ``@authenticated`` and ``@requiresScopes`` (specification
v2.9), so that gateways understand it; arguments and input fields, where federation allows none, carry our own
``@requiresScopesToSet``. ``requirements`` reads the same directives back off the finished schema for the engine.
"""

from collections.abc import Callable, Mapping
from typing import Any, cast

import strawberry
from graphql import GraphQLSchema, is_input_object_type, is_interface_type, is_object_type
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.schema_directive import Location

from auth.permissions import SIGNED_IN, Requirement, Scope, requirement_of
from auth.step_up.asking import step_up_of
from auth.step_up.rules import StepUp
from auth.visibility import camel_case

FEDERATION = "https://specs.apollo.dev/federation/v2.9"


@strawberry.schema_directive(
    locations=[Location.SCHEMA], name="link", repeatable=True, description="Says where directives are defined."
)
class Link:
    """``@link`` of the core schema specification, v1.0."""

    url: str = strawberry.directive_field(name="url")
    import_: list[str] = strawberry.directive_field(name="import")


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION], name="authenticated", description="Open to whoever is signed in."
)
class Authenticated:
    """Federation's ``@authenticated``."""


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    name="requiresScopes",
    description="Open to callers who hold all scopes of one of the lists.",
)
class RequiresScopes:
    """Federation's ``@requiresScopes``."""

    scopes: list[list[str]]


@strawberry.schema_directive(locations=[Location.FIELD_DEFINITION], name="public", description="Open to everybody.")
class Public:
    """On root fields that ask for nothing."""


@strawberry.schema_directive(
    locations=[Location.ARGUMENT_DEFINITION, Location.INPUT_FIELD_DEFINITION],
    name="requiresScopesToSet",
    description="May be given by callers who hold all scopes of one of the lists.",
)
class RequiresScopesToSet:
    """The counterpart of ``@requiresScopes`` for what goes in."""

    scopes: list[list[str]]


@strawberry.schema_directive(
    locations=[Location.ARGUMENT_DEFINITION, Location.INPUT_FIELD_DEFINITION],
    name="reveals",
    description="An answer that depends on this input tells of that output field, so it needs what that needs.",
)
class Reveals:
    """Pairs what filters, sorts and looks up with what shows."""

    coordinate: str


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION, Location.INPUT_FIELD_DEFINITION],
    name="requiresFreshFactor",
    description="Asks for a fresh factor (verifyFreshFactor): always, or while stepUpSettings says so by this value.",
)
class RequiresFreshFactor:
    """On what asks the caller to have proved a moment ago who they are."""

    setting: str | None = strawberry.UNSET


SCHEMA_DIRECTIVES = (Link(url=FEDERATION, import_=["@authenticated", "@requiresScopes"]),)


def _lists(requirement: Requirement) -> list[list[str]]:
    return [list(alternative) for alternative in requirement]


def output_directives(requirement: Requirement | None) -> list[object]:
    """The directives of an output field; ``None`` is open to everybody."""
    if requirement is None:
        return [Public()]
    return [Authenticated()] if requirement == SIGNED_IN else [RequiresScopes(scopes=_lists(requirement))]


def guarded(*scopes: Scope, description: str, **options: Any) -> Any:  # noqa: ANN401 — as strawberry.field
    """An output field for callers who hold all these scopes; without scopes, for whoever is signed in."""
    directives = output_directives((tuple(map(str, scopes)),))
    return strawberry.field(description=description, directives=directives, **options)


def public(description: str, **options: Any) -> Any:  # noqa: ANN401 — as strawberry.field
    """A root field for everybody."""
    return strawberry.field(description=description, directives=[Public()], **options)


def plain(description: str, **options: Any) -> Any:  # noqa: ANN401 — as strawberry.field
    """A field that is as open as what leads to it; also an input field."""
    return strawberry.field(description=description, **options)


def guarded_input(*scopes: Scope, description: str, fresh: StepUp | None = None, **options: Any) -> Any:  # noqa: ANN401 — as strawberry.field
    """An input field that only callers who hold all these scopes may give; ``fresh`` with a fresh factor only."""
    directives = [RequiresScopesToSet(scopes=[[str(scope) for scope in scopes]]), *_fresh(fresh)]
    return strawberry.field(description=description, directives=directives, **options)


def telling(coordinate: str, description: str, *scopes: Scope, **options: Any) -> Any:  # noqa: ANN401 — as strawberry
    """An input field by which a caller could find out what ``coordinate`` shows: it is as open as that.

    ``scopes`` are repeated where the output names any, so that the SDL says it in both places.
    """
    directives: list[object] = [Reveals(coordinate=coordinate)]
    if scopes:
        directives.append(RequiresScopesToSet(scopes=[[str(scope) for scope in scopes]]))
    return strawberry.field(description=description, directives=directives, default=None, **options)


def mutation(command: Callable[..., Any], description: str, signed_in: Callable[..., Any] | None = None) -> Any:  # noqa: ANN401 — as strawberry.mutation
    """A mutation that needs what its command needs; ``signed_in`` is performed in its place for whoever is."""
    directives = [*output_directives(requirement_of(command)), *_fresh(step_up_of(signed_in or command))]
    return strawberry.mutation(description=description, directives=directives)


def mutation_by_either(*commands: Callable[..., Any], description: str) -> Any:  # noqa: ANN401 — as strawberry.mutation
    """A mutation that performs one of several commands, by what it is given: it needs what any one of them needs.

    The command itself asks for its own; input fields that lead to one alone are ``guarded_input``.
    """
    needed = [requirement for command in commands for requirement in requirement_of(command) or ()]
    return strawberry.mutation(description=description, directives=output_directives(tuple(needed)))


def _fresh(about: StepUp | None) -> list[object]:
    return (
        []
        if about is None
        else [RequiresFreshFactor(setting=camel_case(about.setting) if about.setting else strawberry.UNSET)]
    )


def subscription(*scopes: Scope, description: str) -> Any:  # noqa: ANN401 — as strawberry.subscription
    """A subscription for callers who hold all these scopes; without scopes, for whoever is signed in.

    Its resolver answers with the source of its events once that is open, and what it raises before opens none. The
    source gives keys: what they stand for is read at each event, with the rights that the caller has then.
    """
    return strawberry.subscription(description=description, directives=output_directives((tuple(map(str, scopes)),)))


def requirements(schema: GraphQLSchema) -> Mapping[str, Requirement]:
    """What every guarded coordinate of a finished schema needs, read off its directives."""
    found: dict[str, Requirement] = {}
    for name, kind in schema.type_map.items():
        if name.startswith("__"):
            continue
        if is_object_type(kind) or is_interface_type(kind):
            for field_name, field in kind.fields.items():
                _note(found, f"{name}.{field_name}", field)
                for argument_name, argument in field.args.items():
                    _note(found, f"{name}.{field_name}({argument_name}:)", argument)
        elif is_input_object_type(kind):
            for field_name, input_field in kind.fields.items():
                _note(found, f"{name}.{field_name}", input_field)
    return found


def revealed(schema: GraphQLSchema) -> Mapping[str, str]:
    """The inputs that tell of an output field, with that field."""
    return {
        f"{name}.{field_name}": directive.coordinate
        for name, kind in schema.type_map.items()
        if is_input_object_type(kind)
        for field_name, input_field in kind.fields.items()
        for directive in _directives(input_field)
        if isinstance(directive, Reveals)
    }


def fresh_factors(schema: GraphQLSchema) -> Mapping[str, str | None]:
    """What asks for a fresh factor, with the setting that switches it; ``None`` for what always asks."""
    elements = {
        f"{name}.{field_name}": field
        for name, kind in schema.type_map.items()
        if is_object_type(kind) or is_input_object_type(kind)
        for field_name, field in kind.fields.items()
    }
    return {
        coordinate: directive.setting or None
        for coordinate, element in elements.items()
        for directive in _directives(element)
        if isinstance(directive, RequiresFreshFactor)
    }


def _directives(element: Any) -> tuple[object, ...]:  # noqa: ANN401 — three kinds
    extensions = cast("Mapping[str, object]", element.extensions or {})
    definition = extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    return cast("tuple[object, ...]", getattr(definition, "directives", ()))


def _note(found: dict[str, Requirement], coordinate: str, element: Any) -> None:  # noqa: ANN401 — three kinds
    for directive in _directives(element):
        if isinstance(directive, Authenticated):
            found[coordinate] = SIGNED_IN
        elif isinstance(directive, RequiresScopes | RequiresScopesToSet):
            found[coordinate] = tuple(tuple(alternative) for alternative in directive.scopes)
