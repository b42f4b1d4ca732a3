"""Every type that the resolvers define is in the schema: one that only implements an interface is easily lost."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import strawberry
from strawberry.types import get_object_definition

import resolvers
from resolvers.errors import UserError
from resolvers.node import Node
from tests.support.schema import exported


def implementations(interface: type) -> Iterator[str]:
    """Names of the object types that are derived from an interface's class, as the schema spells them."""
    for kind in interface.__subclasses__():
        definition = get_object_definition(kind)
        if definition is not None and definition.origin is kind and not definition.is_interface:
            yield definition.name
        yield from implementations(kind)


def test_an_implementation_is_found_by_its_class_alone() -> None:
    @strawberry.interface
    class Animal:
        legs: int

    @strawberry.type
    class Ant(Animal):
        pass

    assert list(implementations(Animal)) == ["Ant"]


def test_every_implementation_is_in_the_schema() -> None:
    for module in walk_packages(resolvers.__path__, "resolvers."):
        import_module(module.name)
    defined = {*implementations(Node), *implementations(UserError)}
    assert len(defined) > 5
    assert defined - exported().composites.keys() == set()
