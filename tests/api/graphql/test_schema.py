"""What permissions rely on is checked on the finished schema, before anything is served."""

import pytest
import strawberry
from graphql import build_schema as from_sdl

from api.graphql.product import Requirements
from api.graphql.schema import build_schema, check_nullability, check_requirements, core_schema
from tests.support.graphql_schema import REQUIREMENTS, SCHEMA

SDL = """
interface Named { name: String }
type User implements Named { name: String, email: String! }
input Inner { email: String }
input Outer { inner: [Inner!], other: Outer }
type Query { strict(outer: Outer): User!, user(outer: Outer, search: String): User, count(search: String): Int! }
"""
NEEDED = (("x",),)


def complaints(requirements: Requirements) -> str:
    try:
        check_requirements(from_sdl(SDL), requirements)
    except ValueError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("coordinate", "complaint"),
    [
        ("User.name", ""),
        ("Query.user", ""),
        ("Query.user(search:)", ""),
        ("User.email", "User.email can be denied but is non-null"),
        ("Query.strict", "Query.strict can be denied but is non-null"),
        ("Query.count(search:)", "Query.count can be denied but is non-null"),
        ("Inner.email", "Query.strict can be denied but is non-null"),
        ("Outer.other", "Query.strict can be denied but is non-null"),
        ("Named.name", "Named.name is guarded but User.name is not"),
        ("User.nope", "User.nope is guarded but does not exist"),
        ("Query.user(nope:)", "Query.user(nope:) is guarded but does not exist"),
        ("Inner.nope", "Inner.nope is guarded but does not exist"),
    ],
)
def test_what_permissions_cannot_rely_on_is_named(coordinate: str, complaint: str) -> None:
    assert complaints({coordinate: NEEDED}) == complaint


def test_a_guard_on_an_interface_is_fine_when_it_stands_on_all_its_types() -> None:
    assert complaints({"Named.name": NEEDED, "User.name": NEEDED}) == ""


def test_every_field_that_must_be_nullable_is_named_at_once() -> None:
    with pytest.raises(ValueError, match=r"can be denied and must be nullable: User\.email, Query\.strict"):
        check_nullability(from_sdl(SDL), {"User.email": NEEDED, "Query.strict": NEEDED, "User.name": NEEDED})
    check_nullability(core_schema(SCHEMA), REQUIREMENTS)


def test_types_that_only_an_interface_leads_to_are_listed() -> None:
    @strawberry.interface
    class Thing:
        name: str

    @strawberry.type
    class Hammer(Thing):
        weight: int

    @strawberry.type
    class Query:
        thing: Thing | None = None

    assert "Hammer" not in core_schema(build_schema(Query)).type_map
    assert "Hammer" in core_schema(build_schema(Query, types=[Hammer])).type_map
