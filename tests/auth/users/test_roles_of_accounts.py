"""Giving and taking roles: from the next request, within one's own rights, never one's own."""

from uuid import UUID

import pytest

from auth.actor import SYSTEM, Actor
from auth.opaque import digest
from auth.permissions import EVERY_KNOWN_SCOPE, Scope
from auth.roles.commands import RoleChanges, update_role
from auth.sessions.caller import caller_of
from auth.users.commands import set_user_roles
from models.role import GrantSource, Role, RoleGrant
from models.user import User, UserKind
from tests.support.house import CLIENT, House
from tests.support.trail import Told, hearing, nothing_changes

NOBODY = UUID(int=1)


async def refused(
    house: House, actor: Actor, user_id: UUID, *names: str, version: int | None = None
) -> list[tuple[str, str]]:
    async with nothing_changes():
        return await house.refusals(actor, lambda work: set_user_roles(work, user_id, names, version))
    raise AssertionError


async def test_roles_become_exactly_those_named_and_it_is_told(house: House) -> None:
    root = await house.root()
    user_id = await house.user("asa")
    house.clock.turn(hours=1)
    await house.freshen(root)
    async with hearing() as heard:
        await house.do(root, lambda work: set_user_roles(work, user_id, ("operator", "Viewer"), 1))
    grants = {(await grant.role).name: grant for grant in await RoleGrant.filter(user_id=user_id)}
    assert grants.keys() == {"viewer", "operator"}
    assert (grants["viewer"].source, grants["viewer"].granted_by_id) == (GrantSource.DEFAULT, None)
    assert (grants["operator"].source, grants["operator"].granted_by_id) == (GrantSource.BY_HAND, root.user_id)
    user = await User.get(id=user_id)
    assert (user.version, user.updated_at, user.updated_by_id) == (2, house.clock.now(), root.user_id)
    changes: dict[str, tuple[object, object]] = {"roles": (["viewer"], ["operator", "viewer"])}
    assert list(heard.events) == [Told("user.roles_changed", "root", "asa", changes=changes)]


async def test_a_role_given_or_taken_counts_at_the_next_request(house: House) -> None:
    user_id = await house.user("asa")
    token = digest(await house.open(user_id))

    async def holds() -> tuple[frozenset[str], int]:
        actor = (await caller_of(token, CLIENT, house.clock.now())).actor
        return actor.permissions.scopes, actor.level

    assert await holds() == (frozenset(), 1)
    await house.do(SYSTEM, lambda work: set_user_roles(work, user_id, ("admin",)))
    assert await holds() == (EVERY_KNOWN_SCOPE, 3)
    await house.do(SYSTEM, lambda work: set_user_roles(work, user_id, ("viewer",)))
    assert await holds() == (frozenset(), 1)


async def test_a_scope_of_a_role_or_of_its_parent_counts_at_the_next_request(house: House) -> None:
    parent = await house.role("parent", Scope.USERS_READ, level=3)
    await house.role("child", Scope.AUDIT_READ, level=1, parents=("parent",))
    token = digest(await house.open(await house.user("asa", "child")))

    async def scopes() -> set[str]:
        return set((await caller_of(token, CLIENT, house.clock.now())).actor.permissions.scopes)

    assert await scopes() == {"users:read", "audit:read"}
    changes = RoleChanges(scopes=("roles:read",))
    await house.do(SYSTEM, lambda work: update_role(work, parent, changes))
    assert await scopes() == {"roles:read", "audit:read"}
    assert (await caller_of(token, CLIENT, house.clock.now())).actor.level == 1


async def test_nobody_changes_their_own_roles_not_even_to_what_they_are(house: House) -> None:
    root = await house.root()
    for names in (("viewer",), ("admin",), ("admin", "viewer")):
        assert await refused(house, root, root.user_id or NOBODY, *names) == [("OWN_ROLES", "id")]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ((), [("ROLE_REQUIRED", "roles")]),
        (("nope",), [("ROLE_UNKNOWN", "roles.0")]),
        (("viewer", "api"), [("ROLE_NOT_ALLOWED", "roles.1")]),
        (("nope", "api"), [("ROLE_UNKNOWN", "roles.0"), ("ROLE_NOT_ALLOWED", "roles.1")]),
    ],
)
async def test_unfit_roles_are_refused_by_their_place(
    house: House, names: tuple[str, ...], told: list[tuple[str, str]]
) -> None:
    user_id = await house.user("asa")
    assert await refused(house, await house.root(), user_id, *names) == told


async def test_a_service_account_keeps_to_api_roles(house: House) -> None:
    robot = await house.user("robot", "api", kind=UserKind.SERVICE)
    assert await refused(house, await house.root(), robot, "viewer") == [("ROLE_NOT_ALLOWED", "roles.0")]


async def test_stale_versions_and_unknown_accounts_are_refused(house: House) -> None:
    root, user_id = await house.root(), await house.user("asa")
    assert await refused(house, root, user_id, "viewer", version=2) == [("VERSION_CONFLICT", "version")]
    assert await refused(house, root, NOBODY, "viewer") == [("NOT_FOUND", "id")]


async def test_nobody_gives_or_takes_a_role_beyond_their_own(house: House) -> None:
    await house.role("reader", Scope.USERS_READ, level=1)
    await house.role("auditor", Scope.AUDIT_READ, level=1)
    await house.role("senior", level=2)
    clerk = await house.acting("clerk", Scope.ROLES_ASSIGN, Scope.USERS_READ, level=1)
    plain, senior = await house.user("plain"), await house.user("senior", "viewer", "senior")
    beyond = ("BEYOND_OWN_RIGHTS", "roles")
    assert await refused(house, clerk, plain, "viewer", "auditor") == [beyond]
    assert await refused(house, clerk, plain, "senior", "admin") == [beyond, beyond]
    assert await refused(house, clerk, senior, "viewer") == [("BEYOND_OWN_RIGHTS", "id")]
    await house.do(clerk, lambda work: set_user_roles(work, plain, ("reader",)))
    await house.do(clerk, lambda work: set_user_roles(work, plain, ("viewer", "clerk")))


async def test_a_role_deleted_meanwhile_is_told_as_unknown(house: House) -> None:
    user_id = await house.user("asa")
    await house.role("gone")
    await Role.filter(name="gone").delete()
    assert await refused(house, SYSTEM, user_id, "gone") == [("ROLE_UNKNOWN", "roles.0")]
