"""Permissions stand in the schema: every root field declares, a denial has room, the viewer's own account has none."""

import pytest

from auth.permissions import Scope
from tests.support.schema import exported
from tests.support.sdl import ROOTS, Sdl, directive, is_required, named_type, requirement, requirements

DECLARATIONS = ("public", "authenticated", "requiresScopes")


def undeclared(sdl: Sdl) -> list[str]:
    """Root fields that do not say who may use them, or say it twice."""
    return [
        f"{name}: {count} of @public, @authenticated, @requiresScopes"
        for name, field in sdl.fields(*ROOTS)
        if (count := sum(directive(field, each) is not None for each in DECLARATIONS)) != 1
    ]


def without_room_for_denial(sdl: Sdl) -> list[str]:
    """Guarded output fields that cannot be null: one denial would wipe the whole response."""
    return [
        name
        for name, field in sdl.fields()
        if is_required(field.type) and (requirement(field) or requirement(sdl.composites.get(named_type(field.type))))
    ]


def guarded_within_viewer(sdl: Sdl) -> list[str]:
    """Guarded places within the viewer's own account: seeing oneself must depend on no scope."""
    seen: set[str] = set()
    waiting = ["Viewer"]
    while waiting:
        for name in sdl.members(waiting.pop()):
            if name not in seen:
                seen.add(name)
                waiting += [named_type(field.type) for _, field in sdl.fields(name)]
    return sorted(key for key in requirements(sdl) if key.partition(".")[0] in seen)


def unknown_scopes(sdl: Sdl, known: frozenset[str]) -> list[str]:
    """Scopes that are asked for but that nobody can hold."""
    return [
        f"{coordinate}: {scope}"
        for coordinate, alternatives in requirements(sdl).items()
        for alternative in alternatives
        for scope in sorted(alternative - known)
    ]


GOOD = """
type Viewer { id: ID! roles: [OwnRole!]! }
type OwnRole { name: String! }
type User { id: ID! email: String @requiresScopes(scopes: [["users:read-contact"]]) }
type Role @requiresScopes(scopes: [["roles:read"]]) { name: String! }
type Query {
  viewer: Viewer @public
  users: [User!] @requiresScopes(scopes: [["users:read"]])
  role: Role @authenticated
}
"""
SCOPES = frozenset({"users:read", "users:read-contact", "roles:read"})


def test_a_good_schema_breaks_no_rule() -> None:
    sdl = Sdl(GOOD)
    assert undeclared(sdl) == without_room_for_denial(sdl) == guarded_within_viewer(sdl) == []
    assert unknown_scopes(sdl, SCOPES) == []


@pytest.mark.parametrize(
    ("good", "bad"), [("viewer: Viewer @public", "viewer: Viewer"), ("@authenticated", "@authenticated @public")]
)
def test_a_root_field_that_does_not_declare_once_is_found(good: str, bad: str) -> None:
    assert len(undeclared(Sdl(GOOD.replace(good, bad)))) == 1


@pytest.mark.parametrize(
    ("good", "bad"),
    [("email: String", "email: String!"), ("[User!] @req", "[User!]! @req"), ("role: Role @auth", "role: Role! @auth")],
)
def test_a_guarded_field_that_cannot_be_null_is_found(good: str, bad: str) -> None:
    assert len(without_room_for_denial(Sdl(GOOD.replace(good, bad)))) == 1


def test_a_field_of_a_guarded_type_that_cannot_be_null_is_found() -> None:
    bad = GOOD.replace("id: ID! email", "id: ID! role: Role! email")
    assert without_room_for_denial(Sdl(bad)) == ["User.role"]


@pytest.mark.parametrize(
    ("good", "bad", "found"),
    [
        ("type Viewer { id: ID!", "type Viewer { id: ID! self: User", "User.email"),
        ("type OwnRole { name", "type OwnRole { role: Role name", "Role"),
        ("type OwnRole { name: String!", "type OwnRole { name: String @authenticated", "OwnRole.name"),
    ],
)
def test_something_guarded_within_the_viewer_is_found(good: str, bad: str, found: str) -> None:
    assert found in guarded_within_viewer(Sdl(GOOD.replace(good, bad)))


def test_a_guarded_member_behind_an_interface_is_found() -> None:
    bad = GOOD.replace("type User {", "interface Node { id: ID! }\ntype User implements Node {")
    assert guarded_within_viewer(Sdl(bad.replace("roles: [OwnRole!]!", "node: Node"))) == ["User.email"]


def test_a_scope_that_nobody_can_hold_is_found() -> None:
    assert unknown_scopes(Sdl(GOOD.replace("users:read-contact", "user:contact")), SCOPES) == [
        "User.email: user:contact"
    ]


@pytest.mark.parametrize("rule", [undeclared, without_room_for_denial, guarded_within_viewer])
def test_the_schema_keeps_the_rule(rule: object) -> None:
    assert callable(rule)
    assert rule(exported()) == []


def test_the_schema_asks_only_for_scopes_that_exist() -> None:
    assert unknown_scopes(exported(), frozenset(Scope)) == []
