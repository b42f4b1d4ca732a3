"""Making, changing and deleting roles: within one's own rights, without circles, and never the built-in ones' core."""

from typing import Any
from uuid import UUID

import pytest

from auth.actor import SYSTEM, Actor
from auth.errors import Refused
from auth.permissions import Scope
from auth.roles.commands import RoleChanges, RoleDraft, create_role, delete_role, update_role
from auth.roles.queries import RoleRow, rows_of
from auth.settings.pages import AccountSettings
from models.role import Role
from tests.support.house import NOON, House
from tests.support.trail import Told, hearing, nothing_changes

NOWHERE = UUID(int=1)
BEYOND, BUILT_IN, IN_USE = "BEYOND_OWN_RIGHTS", "ROLE_BUILT_IN", "ROLE_IN_USE"
Codes = list[tuple[str, str]]


async def read(role_id: UUID) -> RoleRow:
    return (await rows_of([role_id]))[role_id]


async def named(name: str) -> UUID:
    return (await Role.get(name=name)).id


async def not_created(house: House, actor: Actor, name: str, **more: Any) -> Codes:  # noqa: ANN401 — fields of a draft
    async with nothing_changes():
        return await house.refusals(actor, lambda work: create_role(work, RoleDraft(name, **more)))
    raise AssertionError


async def not_updated(
    house: House,
    actor: Actor,
    role_id: UUID,
    version: int | None = None,
    **changes: Any,  # noqa: ANN401 — fields of a role
) -> Codes:
    async with nothing_changes():
        return await house.refusals(actor, lambda work: update_role(work, role_id, RoleChanges(**changes), version))
    raise AssertionError


async def not_deleted(house: House, actor: Actor, role_id: UUID) -> Codes:
    async with nothing_changes():
        return await house.refusals(actor, lambda work: delete_role(work, role_id))
    raise AssertionError


async def test_a_role_is_written_whole_and_told(house: House) -> None:
    root = await house.root()
    draft = RoleDraft("Help Desk", "first\nline", 2, ("users:read", "audit:read", "users:read"), ("VIEWER", "operator"))
    async with hearing() as heard:
        role_id = await house.do(root, lambda work: create_role(work, draft))
    row = await read(role_id)
    assert (row.name, row.description, row.level, row.api_only) == ("Help Desk", "first\nline", 2, False)
    assert (row.scopes, row.parents, row.built_in) == (["audit:read", "users:read"], ["operator", "viewer"], False)
    assert (row.created_at, row.updated_at, row.version) == (NOON, NOON, 1)
    event = heard.events[0]
    assert (len(heard.events), event.action, event.actor, event.target) == (1, "role.created", "root", "Help Desk")
    assert event.changes["name"] == (None, "Help Desk")
    assert set(event.changes) == {
        *("name", "description", "level", "scopes", "parents", "api_only", "licensed", "mfa_required")
    }


async def test_given_values_change_and_the_difference_is_told(house: House) -> None:
    root, role_id = await house.root(), await house.role("helpdesk", "users:read", level=1, parents=("viewer",))
    house.clock.turn(hours=1)
    await house.freshen(root)
    changes = RoleChanges(name="desk", scopes=("audit:read",), parents=())
    async with hearing() as heard:
        await house.do(root, lambda work: update_role(work, role_id, changes, 1))
    row = await read(role_id)
    assert (row.name, row.level, row.scopes, row.parents) == ("desk", 1, ["audit:read"], [])
    assert (row.version, row.updated_at) == (2, house.clock.now())
    told: dict[str, tuple[object, object]] = {
        "name": ("helpdesk", "desk"),
        "scopes": (["users:read"], ["audit:read"]),
        "parents": (["viewer"], []),
    }
    assert list(heard.events) == [Told("role.updated", "root", "desk", changes=told)]


async def test_a_role_may_take_seats_and_ask_for_a_second_factor(house: House) -> None:
    root, role_id = await house.root(), await house.role("desk", licensed=True, mfa_required=True)
    row = await read(role_id)
    assert (row.licensed, row.mfa_required) == (True, True)
    async with hearing() as heard:
        await house.do(root, lambda work: update_role(work, role_id, RoleChanges(licensed=False, mfa_required=False)))
    row = await read(role_id)
    assert (row.licensed, row.mfa_required) == (False, False)
    told: dict[str, tuple[object, object]] = {"licensed": (True, False), "mfa_required": (True, False)}
    assert list(heard.events) == [Told("role.updated", "root", "desk", changes=told)]


async def test_the_administrators_role_takes_no_seat_for_it_is_the_way_back_in(house: House) -> None:
    admin = await named("admin")
    assert await not_updated(house, SYSTEM, admin, licensed=True) == [(BUILT_IN, "licensed")]
    both = RoleChanges(mfa_required=True, licensed=True)
    for name, wanted in (("admin", RoleChanges(mfa_required=True)), ("viewer", both)):
        role_id = await named(name)
        await house.do(SYSTEM, lambda work, role_id=role_id, wanted=wanted: update_role(work, role_id, wanted))
    assert (await read(admin)).mfa_required
    assert (await read(await named("viewer"))).licensed


async def test_a_role_nobody_needs_is_deleted_and_told(house: House) -> None:
    root, role_id = await house.root(), await house.role("helpdesk", "users:read", parents=("viewer",))
    async with hearing() as heard:
        await house.do(root, lambda work: delete_role(work, role_id))
    assert not await Role.exists(id=role_id)
    assert [(event.action, event.actor, event.target) for event in heard.events] == [
        ("role.deleted", "root", "helpdesk")
    ]
    assert heard.events[0].changes["scopes"] == (["users:read"], None)


@pytest.mark.parametrize(
    ("draft", "told"),
    [
        ({"name": ""}, [("TOO_SHORT", "name")]),
        ({"name": "x" * 51}, [("TOO_LONG", "name")]),
        ({"name": "a\nb"}, [("CHARACTER_NOT_ALLOWED", "name")]),
        ({"name": " a"}, [("NAME_INVALID", "name")]),
        ({"name": "ADMIN"}, [("ROLE_NAME_TAKEN", "name")]),
        ({"name": "a", "description": "x" * 2_001}, [("TOO_LONG", "description")]),
        ({"name": "a", "level": -1}, [("OUT_OF_BOUNDS", "level")]),
        ({"name": "a", "level": 4}, [("OUT_OF_BOUNDS", "level")]),
        ({"name": "a", "scopes": ("users:read", "nope")}, [("SCOPE_UNKNOWN", "scopes.1")]),
        ({"name": "a", "scopes": ("*",)}, [("SCOPE_UNKNOWN", "scopes.0")]),
        ({"name": "a", "parents": ("viewer", "nope")}, [("ROLE_UNKNOWN", "parents.1")]),
        (
            {"name": "", "level": 9, "scopes": ("nope",), "parents": ("nope",)},
            [
                ("TOO_SHORT", "name"),
                ("OUT_OF_BOUNDS", "level"),
                ("SCOPE_UNKNOWN", "scopes.0"),
                ("ROLE_UNKNOWN", "parents.0"),
            ],
        ),
    ],
)
async def test_everything_wrong_about_a_role_is_told_by_field(house: House, draft: dict[str, Any], told: Codes) -> None:
    assert await not_created(house, await house.root(), **draft) == told


@pytest.mark.parametrize("name", ["x" * 50, "\ufdfa" * 50, "\U0001f600" * 50, "\u0390" * 50])
async def test_the_longest_names_of_the_most_expanding_characters_are_stored_or_refused(
    house: House, name: str
) -> None:
    try:
        role_id = await house.role(name)
    except Refused as refused:
        problems = [(error.code, error.field) for error in refused.errors]
    else:
        problems = [("", "name")] if (await read(role_id)).name == name else []
    assert problems in ([("", "name")], [("TOO_LONG", "name")])


async def test_nobody_makes_or_changes_a_role_beyond_their_own_rights(house: House) -> None:
    await house.role("auditor", Scope.AUDIT_READ)
    senior = await house.role("senior", level=2)
    mine = await house.role("mine", Scope.USERS_READ, level=1)
    author = await house.acting("author", Scope.ROLES_WRITE, Scope.USERS_READ, level=1)
    assert await not_created(house, author, "a", level=2) == [(BEYOND, "level")]
    assert await not_created(house, author, "a", scopes=("users:read", "audit:read")) == [(BEYOND, "scopes.1")]
    assert await not_created(house, author, "a", parents=("viewer", "auditor")) == [(BEYOND, "parents.1")]
    assert await not_created(house, author, "a", parents=("senior", "admin")) == [
        (BEYOND, "parents.0"),
        (BEYOND, "parents.1"),
    ]
    assert await not_updated(house, author, mine, scopes=("audit:read",)) == [(BEYOND, "scopes.0")]
    assert await not_updated(house, author, mine, level=2) == [(BEYOND, "level")]
    for beyond in (senior, await named("auditor"), await named("operator")):
        assert await not_updated(house, author, beyond, description="x") == [(BEYOND, "id")]
    assert await not_deleted(house, author, senior) == [(BEYOND, "id")]
    await house.do(
        author, lambda work: create_role(work, RoleDraft("b", level=1, scopes=("users:read",), parents=("mine",)))
    )
    await house.do(author, lambda work: update_role(work, mine, RoleChanges(level=0)))


async def test_a_role_cannot_become_its_own_ancestor(house: House) -> None:
    grand = await house.role("grand")
    parent = await house.role("parent", parents=("grand",))
    await house.role("child", parents=("parent",))
    for role_id, name in ((grand, "child"), (grand, "grand"), (parent, "child")):
        assert await not_updated(house, SYSTEM, role_id, parents=(name,)) == [("ROLE_CIRCLE", "parents")]


@pytest.mark.parametrize("name", ["admin", "operator", "viewer", "api"])
async def test_what_makes_a_built_in_role_is_fixed_and_it_cannot_be_deleted(house: House, name: str) -> None:
    role_id = await named(name)
    row = await read(role_id)
    assert await not_deleted(house, SYSTEM, role_id) == [(BUILT_IN, "id")]
    await house.role("other")
    for changes in (
        {"name": "renamed"},
        {"level": (row.level + 1) % 4},
        {"api_only": not row.api_only},
        {"parents": ("other",)},
    ):
        assert await not_updated(house, SYSTEM, role_id, None, **changes) == [(BUILT_IN, next(iter(changes)))]


async def test_the_administrators_role_loses_no_scope_and_others_may_change_theirs(house: House) -> None:
    admin, viewer = await named("admin"), await named("viewer")
    assert await not_updated(house, SYSTEM, admin, scopes=("users:read",)) == [(BUILT_IN, "scopes")]
    assert await not_updated(house, SYSTEM, admin, scopes=()) == [(BUILT_IN, "scopes")]
    await house.do(SYSTEM, lambda work: update_role(work, admin, RoleChanges(description="new")))
    await house.do(SYSTEM, lambda work: update_role(work, viewer, RoleChanges(scopes=("groups:read",))))
    assert (await read(viewer)).scopes == ["groups:read"]


async def test_a_role_in_use_is_not_deleted(house: House) -> None:
    held, parent, default = await house.role("held"), await house.role("parent"), await house.role("default")
    await house.user("asa", "held")
    await house.role("child", parents=("parent",))
    await house.set(AccountSettings, default_role="Default")
    for role_id in (held, parent, default):
        assert await not_deleted(house, SYSTEM, role_id) == [(IN_USE, "id")]


async def test_the_default_role_stays_fit_for_everybody(house: House) -> None:
    parent, default = await house.role("parent"), await house.role("default", parents=("parent",))
    await house.set(AccountSettings, default_role="default")
    assert await not_updated(house, SYSTEM, default, name="other") == [(IN_USE, "name")]
    assert await not_updated(house, SYSTEM, default, api_only=True) == [(IN_USE, "api_only")]
    for role_id in (default, parent):
        assert await not_updated(house, SYSTEM, role_id, scopes=("users:write",)) == [(IN_USE, "scopes")]
    await house.role("strong", "settings:write")
    assert await not_updated(house, SYSTEM, parent, parents=("strong",)) == [(IN_USE, "scopes")]
    await house.do(SYSTEM, lambda work: update_role(work, default, RoleChanges(name="DEFAULT", scopes=("users:read",))))


async def test_a_role_that_is_held_stays_for_people_or_for_programs(house: House) -> None:
    held, free = await house.role("held"), await house.role("free")
    await house.user("asa", "held")
    assert await not_updated(house, SYSTEM, held, api_only=True) == [(IN_USE, "api_only")]
    await house.do(SYSTEM, lambda work: update_role(work, free, RoleChanges(api_only=True)))


async def test_stale_versions_and_unknown_roles_are_refused(house: House) -> None:
    role_id = await house.role("helpdesk")
    assert await not_updated(house, SYSTEM, role_id, 2, name="x") == [("VERSION_CONFLICT", "version")]
    assert await not_updated(house, SYSTEM, NOWHERE, name="x") == [("NOT_FOUND", "id")]
    assert await not_deleted(house, SYSTEM, NOWHERE) == [("NOT_FOUND", "id")]
    assert await not_updated(house, SYSTEM, role_id, name="VIEWER") == [("ROLE_NAME_TAKEN", "name")]
    await house.do(SYSTEM, lambda work: update_role(work, role_id, RoleChanges(name="HelpDesk"), 1))
