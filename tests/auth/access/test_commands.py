"""Field rules, overrides and registered scopes on a real database: what they do, tell, and refuse."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest

from auth.access.commands import (
    CoordinateNotDeniable,
    NewOverride,
    clear_field_rule,
    clear_scope_override,
    deny_scope,
    grant_scope,
    register_scopes,
    set_field_rule,
)
from auth.errors import Forbidden, NotFound
from auth.permissions import Scope
from auth.roles.queries import catalogue
from auth.unit_of_work import Work
from models.permission import FieldEffect
from tests.support.house import House, all_but
from tests.support.trail import Told, hearing, nothing_changes

EMAIL, PHONE = "User.email", "User.phone"
DENIABLE = frozenset({EMAIL, PHONE})
NOBODY = UUID(int=0)


async def test_a_denied_field_is_denied_to_the_holders_of_the_role_at_their_next_request(house: House) -> None:
    root, role = await house.root(), await house.role("helpdesk", "users:read")
    token = await house.open(await house.user("hana", "helpdesk"))
    assert (await house.caller(token)).actor.permissions.denied == frozenset()
    async with hearing() as heard:
        await house.do(root, lambda work: set_field_rule(work, role, EMAIL, FieldEffect.DENY, DENIABLE))
    assert (await house.caller(token)).actor.permissions.denied == {EMAIL}
    changes: dict[str, tuple[object, object]] = {"effect": (None, "DENY")}
    assert heard.events == [Told("role.field_rule_changed", "root", "helpdesk", changes=changes)]
    await house.do(root, lambda work: clear_field_rule(work, role, EMAIL))
    assert (await house.caller(token)).actor.permissions.denied == frozenset()


async def test_a_field_rule_binds_the_role_itself_and_not_the_roles_that_inherit_from_it(house: House) -> None:
    root, base = await house.root(), await house.role("base", "users:read")
    await house.role("child", parents=("base",))
    token = await house.open(await house.user("chris", "child"))
    await house.do(root, lambda work: set_field_rule(work, base, EMAIL, FieldEffect.DENY, DENIABLE))
    actor = (await house.caller(token)).actor
    assert (actor.permissions.holds("users:read"), actor.permissions.denied) == (True, frozenset())


async def test_another_role_lifts_what_one_role_denies(house: House) -> None:
    root, strict = await house.root(), await house.role("strict", "users:read")
    lenient = await house.role("lenient")
    token = await house.open(await house.user("both", "strict", "lenient"))
    await house.do(root, lambda work: set_field_rule(work, strict, EMAIL, FieldEffect.DENY, DENIABLE))
    await house.do(root, lambda work: set_field_rule(work, strict, PHONE, FieldEffect.DENY, DENIABLE))
    await house.do(root, lambda work: set_field_rule(work, lenient, EMAIL, FieldEffect.ALLOW, DENIABLE))
    assert (await house.caller(token)).actor.permissions.denied == {PHONE}


async def test_a_coordinate_that_cannot_be_denied_is_refused_with_the_list_of_those_that_can(house: House) -> None:
    root, role = await house.root(), await house.role("helpdesk")
    async with nothing_changes():
        with pytest.raises(CoordinateNotDeniable) as refused:
            await house.do(root, lambda work: set_field_rule(work, role, "User.id", FieldEffect.DENY, DENIABLE))
    assert refused.value.deniable == [EMAIL, PHONE]


async def test_field_rules_of_stronger_and_of_missing_roles_are_refused(house: House) -> None:
    await house.role("strong", "audit:read")
    weak = await house.acting("weak", "roles:write", "users:read")
    strong = next(role.id for role in (await catalogue()).values() if role.name == "strong")
    async with nothing_changes():
        assert await house.refusals(
            weak, lambda work: set_field_rule(work, strong, EMAIL, FieldEffect.DENY, DENIABLE)
        ) == [("BEYOND_OWN_RIGHTS", "role_id")]
        with pytest.raises(NotFound):
            await house.do(weak, lambda work: clear_field_rule(work, NOBODY, EMAIL))


async def test_nobody_lifts_a_denial_that_binds_them_as_well(house: House) -> None:
    role = await house.role("editors", "roles:write")
    user = await house.user("edith", "editors")
    root = await house.root()
    await house.do(root, lambda work: set_field_rule(work, role, EMAIL, FieldEffect.DENY, DENIABLE))
    edith = await house.actor(user)
    async with nothing_changes():
        assert await house.refusals(
            edith, lambda work: set_field_rule(work, role, EMAIL, FieldEffect.ALLOW, DENIABLE)
        ) == [("BEYOND_OWN_RIGHTS", "coordinate")]
        assert await house.refusals(edith, lambda work: clear_field_rule(work, role, EMAIL)) == [
            ("BEYOND_OWN_RIGHTS", "coordinate")
        ]


async def test_a_granted_scope_is_held_until_its_end_and_a_denied_one_is_not(house: House) -> None:
    root = await house.root()
    user = await house.user("hana", "viewer")
    token, soon = await house.open(user), house.clock.now() + timedelta(minutes=5)
    async with hearing() as heard:
        await house.do(root, lambda work: grant_scope(work, user, NewOverride("users:read", "cover", soon)))
    assert [event.action for event in heard.events] == ["user.scope_override_changed"]
    assert heard.events[0].changes["effect"] == (None, "GRANT")
    assert (await house.caller(token)).actor.permissions.scopes == {"users:read"}
    house.clock.turn(minutes=5)
    assert (await house.caller(token)).actor.permissions.scopes == frozenset()


async def test_a_denied_scope_is_gone_whatever_the_roles_say_and_comes_back_when_cleared(house: House) -> None:
    root = await house.root()
    await house.role("readers", "users:read", "audit:read")
    user = await house.user("rita", "readers")
    token = await house.open(user)
    await house.do(root, lambda work: deny_scope(work, user, NewOverride("audit:read", "suspected")))
    assert (await house.caller(token)).actor.permissions.scopes == {"users:read"}
    await house.do(root, lambda work: clear_scope_override(work, user, "audit:read"))
    assert (await house.caller(token)).actor.permissions.scopes == {"users:read", "audit:read"}


async def test_a_new_override_replaces_the_old_one_of_the_same_scope(house: House) -> None:
    root, user = await house.root(), await house.user("hana", "viewer")
    token = await house.open(user)
    await house.do(root, lambda work: grant_scope(work, user, NewOverride("users:read", "cover")))
    async with hearing() as heard:
        await house.do(root, lambda work: deny_scope(work, user, NewOverride("users:read", "abused")))
    assert heard.events[0].changes == {"effect": ("GRANT", "DENY"), "reason": ("cover", "abused")}
    assert (await house.caller(token)).actor.permissions.scopes == frozenset()


@pytest.mark.parametrize(
    ("scope", "reason", "seconds", "expected"),
    [
        ("users:reed", "r", None, [("SCOPE_UNKNOWN", "scope")]),
        ("users:read", " ", None, [("TOO_SHORT", "reason")]),
        ("users:read", "r" * 2_001, None, [("TOO_LONG", "reason")]),
        ("users:read", "r", 0, [("ENDS_IN_PAST", "ends_at")]),
        ("*", "", -1, [("TOO_SHORT", "reason"), ("SCOPE_UNKNOWN", "scope"), ("ENDS_IN_PAST", "ends_at")]),
    ],
)
async def test_an_override_that_makes_no_sense_is_refused(
    house: House, scope: str, reason: str, seconds: int | None, expected: list[tuple[str, str]]
) -> None:
    root, user = await house.root(), await house.user("hana", "viewer")
    ends = None if seconds is None else house.clock.now() + timedelta(seconds=seconds)
    wanted = NewOverride(scope, reason, ends)
    async with nothing_changes():
        assert await house.refusals(root, lambda work: grant_scope(work, user, wanted)) == expected
        assert await house.refusals(root, lambda work: deny_scope(work, user, wanted)) == expected


async def test_nobody_grants_denies_or_clears_what_they_do_not_hold_nor_for_themselves(house: House) -> None:
    user = await house.user("hana", "viewer")
    giver = await house.acting("giver", "roles:assign", level=1)
    assert giver.user_id is not None
    own = giver.user_id
    wanted = NewOverride("audit:read", "please")
    await house.do(await house.root(), lambda work: deny_scope(work, user, wanted))
    async with nothing_changes():
        beyond, own_account = [("BEYOND_OWN_RIGHTS", "scope")], [("OWN_ACCOUNT", "user_id")]
        assert await house.refusals(giver, lambda work: grant_scope(work, user, wanted)) == beyond
        assert await house.refusals(giver, lambda work: deny_scope(work, user, wanted)) == beyond
        assert await house.refusals(giver, lambda work: grant_scope(work, own, wanted)) == own_account
        assert await house.refusals(giver, lambda work: deny_scope(work, own, wanted)) == own_account
        assert await house.refusals(giver, lambda work: clear_scope_override(work, user, "audit:read")) == [
            ("BEYOND_OWN_RIGHTS", "scope")
        ]


async def test_an_account_with_a_granted_scope_is_managed_only_by_who_holds_it_too(house: House) -> None:
    user = await house.user("hana", "viewer")
    root, giver = await house.root(), await house.acting("giver", "roles:assign", "users:read", level=1)
    await house.do(root, lambda work: grant_scope(work, user, NewOverride("audit:read", "cover")))
    wanted = NewOverride("users:read", "please")
    async with nothing_changes():
        assert await house.refusals(giver, lambda work: grant_scope(work, user, wanted)) == [
            ("BEYOND_OWN_RIGHTS", "user_id")
        ]


async def test_registered_scopes_are_held_by_administrators_and_can_be_given(house: House) -> None:
    root = await house.root()
    scopes = [("acme:reports.read", "Read reports."), ("acme:reports.run", "Run reports.")]
    async with hearing() as heard:
        names = await house.do(root, lambda work: register_scopes(work, "acme", scopes))
    assert names == ["acme:reports.read", "acme:reports.run"]
    root = await house.root()
    assert heard.events == [
        Told("scopes.registered", "root", "acme", changes={"scopes": ([], ["acme:reports.read", "acme:reports.run"])})
    ]
    assert (await house.root()).permissions.holds("acme:reports.run")
    await house.role("reporters", "acme:reports.read")
    token = await house.open(await house.user("rita", "reporters"))
    assert (await house.caller(token)).actor.permissions.scopes == {"acme:reports.read"}
    await house.do(root, lambda work: register_scopes(work, "acme", [("acme:reports.run", "Run them.")]))
    assert (await house.caller(token)).actor.permissions.scopes == {"acme:reports.read"}


COMMANDS: list[tuple[Scope, Callable[[Work], Awaitable[object]]]] = [
    (Scope.ROLES_WRITE, lambda work: set_field_rule(work, NOBODY, EMAIL, FieldEffect.DENY, DENIABLE)),
    (Scope.ROLES_WRITE, lambda work: clear_field_rule(work, NOBODY, EMAIL)),
    (Scope.ROLES_ASSIGN, lambda work: grant_scope(work, NOBODY, NewOverride("users:read", "r"))),
    (Scope.ROLES_ASSIGN, lambda work: deny_scope(work, NOBODY, NewOverride("users:read", "r"))),
    (Scope.ROLES_ASSIGN, lambda work: clear_scope_override(work, NOBODY, "users:read")),
    (Scope.SCOPES_WRITE, lambda work: register_scopes(work, "acme", [("acme:x", "")])),
]


@pytest.mark.parametrize(("needed", "command"), COMMANDS)
async def test_every_command_refuses_a_caller_without_its_scope(
    house: House, needed: Scope, command: Callable[[Work], Awaitable[object]]
) -> None:
    caller = await house.acting("almost", *all_but(needed), level=3)
    async with nothing_changes():
        with pytest.raises(Forbidden):
            await house.do(caller, command)
