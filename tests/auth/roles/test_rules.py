"""What roles carry with their parents, and who may give them."""

from uuid import UUID

import pytest

from auth.actor import HOST, SYSTEM, TOP_LEVEL, Actor, anonymous
from auth.permissions import PermissionSet
from auth.roles.rules import (
    NOTHING,
    Holdings,
    RoleFacts,
    ancestry,
    effective_scopes,
    holdings,
    own_holdings,
    would_circle,
)
from models.audit_event import ActorKind


def number(value: int) -> UUID:
    return UUID(int=value)


def role(value: int, *scopes: str, level: int = 0, parents: tuple[int, ...] = ()) -> RoleFacts:
    return RoleFacts(number(value), f"role {value}", level, frozenset(scopes), frozenset(map(number, parents)))


def catalogue(*roles: RoleFacts) -> dict[UUID, RoleFacts]:
    return {each.id: each for each in roles}


FAMILY = catalogue(
    role(1, "a", level=1),
    role(2, "b", level=2, parents=(1,)),
    role(3, "c", level=3, parents=(2, 1)),
    role(4, "d", level=0),
    role(5, "e", parents=(4,)),
)
CIRCLE = catalogue(role(1, "a", parents=(2,)), role(2, "b", parents=(3,)), role(3, "c", parents=(1,)))


def test_a_role_inherits_from_its_parents_and_theirs_each_once() -> None:
    assert [each.id for each in ancestry(number(3), FAMILY)] == [number(3), number(1), number(2)]


def test_a_circle_that_stands_in_the_database_is_walked_once() -> None:
    assert {each.id for each in ancestry(number(1), CIRCLE)} == {number(1), number(2), number(3)}
    assert effective_scopes(number(2), CIRCLE) == {"a", "b", "c"}


def test_a_role_that_is_not_there_carries_nothing() -> None:
    assert ancestry(number(9), FAMILY) == []
    assert holdings([number(9)], FAMILY) == NOTHING
    dangling = catalogue(role(1, "a", parents=(9,)))
    assert effective_scopes(number(1), dangling) == {"a"}


@pytest.mark.parametrize(
    ("held", "scopes", "level"),
    [
        ([], set[str](), 0),
        ([1], {"a"}, 1),
        ([2], {"a", "b"}, 2),
        ([1, 3], {"a", "b", "c"}, 3),
        ([5], {"d", "e"}, 0),
    ],
)
def test_a_holder_has_all_scopes_and_the_highest_level_of_the_roles_themselves(
    held: list[int], scopes: set[str], level: int
) -> None:
    assert holdings(map(number, held), FAMILY) == Holdings(frozenset(scopes), level)


def test_a_parent_adds_its_scopes_and_not_its_level() -> None:
    roles = catalogue(role(1, "a", level=3), role(2, "b", level=1, parents=(1,)))
    assert holdings([number(2)], roles) == Holdings(frozenset({"a", "b"}), 1)


@pytest.mark.parametrize(
    ("other", "covered"),
    [
        (NOTHING, True),
        (Holdings(frozenset({"a"}), 1), True),
        (Holdings(frozenset({"a", "b"}), 2), True),
        (Holdings(frozenset({"a"}), 3), False),
        (Holdings(frozenset({"c"}), 0), False),
        (Holdings(frozenset({"a", "b", "c"}), 2), False),
    ],
)
def test_somebody_covers_whoever_has_neither_another_scope_nor_a_higher_level(
    *, other: Holdings, covered: bool
) -> None:
    assert Holdings(frozenset({"a", "b"}), 2).covers(other) is covered


@pytest.mark.parametrize(
    ("child", "parents", "circle"),
    [
        (1, [2], True),
        (1, [3], True),
        (1, [1], True),
        (1, [4], False),
        (3, [1, 2], False),
        (1, [4, 5], False),
        (1, [], False),
    ],
)
def test_a_role_cannot_become_its_own_ancestor(*, child: int, parents: list[int], circle: bool) -> None:
    assert would_circle(number(child), map(number, parents), FAMILY) is circle


def test_a_caller_covers_what_it_holds_and_the_host_and_the_system_cover_everything() -> None:
    beyond = Holdings(frozenset({"a scope of the product"}), TOP_LEVEL + 1)
    caller = Actor(ActorKind.USER, PermissionSet(frozenset({"a"}), authenticated=True), level=2)
    assert own_holdings(caller) == Holdings(frozenset({"a"}), 2)
    assert own_holdings(anonymous()) == NOTHING
    assert own_holdings(HOST).covers(beyond)
    assert own_holdings(SYSTEM).covers(beyond)
