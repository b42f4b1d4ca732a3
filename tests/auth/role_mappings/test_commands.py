"""Role mappings are made, changed and deleted by who may give what they give; nobody loses anything at once."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from auth.access.commands import NewOverride, grant_scope
from auth.actor import Actor
from auth.administrators.rules import WouldLockOut
from auth.errors import Forbidden, Refused
from auth.idempotency import Idempotency
from auth.permissions import Scope
from auth.policies.previewing import RuleChange
from auth.role_mappings.commands import create_role_mapping, delete_role_mapping, update_role_mapping
from auth.role_mappings.drafts import MappingChanges, MappingDraft
from auth.role_mappings.previewing import preview_role_mapping_change
from auth.role_mappings.queries import mappings_in_force
from models.identity_provider import GroupMatch, IdentityProvider, RoleMapping
from models.user import User, UserStatus
from tests.support.directory_scene import role_id, roles_held
from tests.support.house import STALE, House, all_but
from tests.support.identity_providers import provider_row
from tests.support.provider_scene import come, comer, local_comer, mapping
from tests.support.trail import Told, hearing, nothing_changes

NOBODY = UUID(int=1)
Scene = Callable[..., Awaitable[UUID]]


def draft(provider: IdentityProvider | UUID, **more: object) -> MappingDraft:
    provider_id = provider if isinstance(provider, UUID) else provider.id
    values: dict[str, object] = {"kind": GroupMatch.EXACT, "value": "ops", "role": "operator", **more}
    return MappingDraft(provider_id=provider_id, **values)  # type: ignore[arg-type] # values of a draft


async def refused(house: House, actor: Actor, wanted: MappingDraft) -> list[tuple[str, str]]:
    async with nothing_changes():
        return await house.refusals(actor, lambda work: create_role_mapping(work, wanted))
    raise AssertionError


async def test_a_mapping_is_made_as_it_was_asked_for(house: House) -> None:
    root, provider = await house.root(), await provider_row()
    wanted = draft(provider, kind=GroupMatch.GLOB, value="Team *", role="Operator", is_enabled=False, description="x")
    async with hearing() as heard:
        mapping_id = await house.do(root, lambda work: create_role_mapping(work, wanted))
    row = await RoleMapping.get(id=mapping_id)
    assert (row.provider_id, row.kind, row.value, row.role_id) == (
        provider.id,
        GroupMatch.GLOB,
        "Team *",
        await role_id("operator"),
    )
    assert (row.is_enabled, row.description, row.version, row.created_at, row.updated_at) == (
        False,
        "x",
        1,
        house.clock.now(),
        house.clock.now(),
    )
    changes: dict[str, tuple[object, object]] = {
        "provider": (None, "corp"),
        "kind": (None, "GLOB"),
        "value": (None, "Team *"),
        "role": (None, "operator"),
        "is_enabled": (None, False),
        "description": (None, "x"),
    }
    assert list(heard.events) == [Told("role_mapping.created", "root", "Team *", changes=changes)]
    (facts,) = await mappings_in_force(provider.id)
    assert (facts.id, facts.value, facts.role.name, facts.is_enabled) == (mapping_id, "Team *", "operator", False)


ILLEGAL: dict[str, tuple[dict[str, object], list[tuple[str, str]]]] = {
    "no value": ({"value": ""}, [("TOO_SHORT", "value")]),
    "a blank value": ({"value": "  "}, [("TOO_SHORT", "value")]),
    "a long value": ({"value": "x" * 1_001}, [("TOO_LONG", "value")]),
    "a value of two lines": ({"value": "a\nb"}, [("CHARACTER_NOT_ALLOWED", "value")]),
    "NUL": ({"value": "a\0"}, [("CHARACTER_NOT_ALLOWED", "value")]),
    "many stars": ({"kind": GroupMatch.GLOB, "value": "*a" * 11}, [("OUT_OF_BOUNDS", "value")]),
    "an unknown role": ({"role": "nope"}, [("ROLE_UNKNOWN", "role")]),
    "a role of programs": ({"role": "api"}, [("ROLE_NOT_ALLOWED", "role")]),
    "a long description": ({"description": "x" * 2_001}, [("TOO_LONG", "description")]),
    "everything at once": (
        {"value": "", "role": "nope", "description": "x" * 2_001},
        [("TOO_SHORT", "value"), ("TOO_LONG", "description"), ("ROLE_UNKNOWN", "role")],
    ),
}


@pytest.mark.parametrize(("wrong", "told"), ILLEGAL.values(), ids=ILLEGAL)
async def test_what_is_wrong_about_a_mapping_is_named(
    house: House, wrong: dict[str, object], told: list[tuple[str, str]]
) -> None:
    assert await refused(house, await house.root(), draft(await provider_row(), **wrong)) == told


async def test_a_mapping_is_of_a_provider_that_there_is(house: House) -> None:
    assert await refused(house, await house.root(), draft(NOBODY)) == [("NOT_FOUND", "provider_id")]


async def test_one_group_has_several_roles_and_one_role_several_groups_but_each_pair_once(house: House) -> None:
    root, corp, lab = await house.root(), await provider_row(), await provider_row("lab")
    await mapping(house, corp, "ops", "operator")
    await mapping(house, corp, "ops", "viewer")
    await mapping(house, corp, "dev", "operator")
    await mapping(house, corp, "ops", "operator", kind=GroupMatch.GLOB)
    await mapping(house, lab, "ops", "operator")
    await mapping(house, corp, "OPS", "operator")
    again = [("MAPPING_EXISTS", "value")]
    assert await refused(house, root, draft(corp)) == again
    dev = await RoleMapping.get(provider_id=corp.id, value="dev")
    async with nothing_changes():
        told = await house.refusals(root, lambda work: update_role_mapping(work, dev.id, MappingChanges(value="ops")))
        assert told == again
    await house.do(root, lambda work: update_role_mapping(work, dev.id, MappingChanges(value="dev")))


async def test_of_two_that_race_for_one_pair_one_is_made(house: House) -> None:
    root, provider = await house.root(), await provider_row()

    async def try_one() -> str:
        try:
            await house.do(root, lambda work: create_role_mapping(work, draft(provider)))
        except Refused as told:
            return told.errors[0].code
        return "made"

    assert sorted(await asyncio.gather(*(try_one() for _ in range(8)))) == ["MAPPING_EXISTS"] * 7 + ["made"]
    assert await RoleMapping.all().count() == 1


async def test_a_repeated_call_gives_the_same_mapping(house: House) -> None:
    root, provider, once = await house.root(), await provider_row(), Idempotency("once", "same")
    first = await house.do(root, lambda work: create_role_mapping(work, draft(provider), once))
    async with nothing_changes():
        assert await house.do(root, lambda work: create_role_mapping(work, draft(provider), once)) == first


async def test_there_is_an_end_to_mappings_and_to_patterns(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    root, corp, lab = await house.root(), await provider_row(), await provider_row("lab")
    monkeypatch.setattr("auth.role_mappings.commands.PATTERNS_MOST", 1)
    one = await mapping(house, corp, "a*", "viewer")
    assert await refused(house, root, draft(corp, kind=GroupMatch.GLOB)) == [("TOO_MANY", "kind")]
    exact = await mapping(house, corp, "b", "viewer")
    monkeypatch.setattr("auth.role_mappings.commands.MAPPINGS_MOST", 2)
    assert await refused(house, root, draft(corp)) == [("TOO_MANY", "provider_id")]
    await mapping(house, lab, "a*", "viewer")
    await house.do(root, lambda work: update_role_mapping(work, one, MappingChanges(value="c*")))
    async with nothing_changes():
        to_pattern = MappingChanges(kind=GroupMatch.GLOB)
        told = await house.refusals(root, lambda work: update_role_mapping(work, exact, to_pattern))
        assert told == [("TOO_MANY", "kind")]


async def test_a_mapping_is_changed_in_what_is_given(house: House) -> None:
    root, mapping_id = await house.root(), await mapping(house, await provider_row(), "ops", "viewer")
    house.clock.turn(minutes=1)
    changes = MappingChanges(role="operator", is_enabled=False)
    async with hearing() as heard:
        await house.do(root, lambda work: update_role_mapping(work, mapping_id, changes, 1))
    told: dict[str, tuple[object, object]] = {"role": ("viewer", "operator"), "is_enabled": (True, False)}
    assert list(heard.events) == [Told("role_mapping.updated", "root", "ops", changes=told)]
    row = await RoleMapping.get(id=mapping_id)
    assert (row.value, row.role_id, row.version) == ("ops", await role_id("operator"), 2)
    assert row.updated_at == house.clock.now()
    whole = MappingChanges(kind=GroupMatch.GLOB, value="o*", description="x")
    await house.do(root, lambda work: update_role_mapping(work, mapping_id, whole))
    row = await RoleMapping.get(id=mapping_id)
    assert (row.kind, row.value, row.description, row.is_enabled) == (GroupMatch.GLOB, "o*", "x", False)


async def test_a_change_is_judged_as_a_whole(house: House) -> None:
    root, mapping_id = await house.root(), await mapping(house, await provider_row(), "ops", "viewer")

    async def told(changes: MappingChanges, version: int | None = None, of: UUID = mapping_id) -> list[tuple[str, str]]:
        async with nothing_changes():
            return await house.refusals(root, lambda work: update_role_mapping(work, of, changes, version))
        raise AssertionError

    assert await told(MappingChanges(value="")) == [("TOO_SHORT", "value")]
    assert await told(MappingChanges(role="api")) == [("ROLE_NOT_ALLOWED", "role")]
    assert await told(MappingChanges(), version=2) == [("VERSION_CONFLICT", "version")]
    assert await told(MappingChanges(), of=NOBODY) == [("NOT_FOUND", "id")]


async def test_a_deleted_mapping_leaves_what_it_gave_until_the_next_sign_in(house: House) -> None:
    root, provider = await house.root(), await provider_row()
    mapping_id = await mapping(house, provider, "ops", "operator")
    asa = await comer(house, "asa", provider, ["ops"])
    await come(house, asa, provider)
    token = await house.open(asa)
    async with hearing() as heard:
        await house.do(root, lambda work: delete_role_mapping(work, mapping_id, 1))
    assert [(told.action, told.target) for told in heard.events] == [("role_mapping.deleted", "ops")]
    assert await roles_held(asa) == {"viewer", "operator"}
    assert (await house.caller(token)).actor.user_id == asa
    await come(house, asa, provider)
    assert await roles_held(asa) == {"viewer"}
    async with nothing_changes():
        told = await house.refusals(root, lambda work: delete_role_mapping(work, mapping_id))
        assert told == [("NOT_FOUND", "id")]


async def test_each_change_asks_for_the_scope_and_a_fresh_factor(house: House) -> None:
    provider = await provider_row()
    mapping_id = await mapping(house, provider, "ops", "viewer")
    reader = await house.acting("reader", *all_but(Scope.SSO_WRITE), level=3)
    root = await house.root()
    house.clock.turn(minutes=16)
    commands: list[RuleChange] = [
        lambda work: create_role_mapping(work, draft(provider)),
        lambda work: update_role_mapping(work, mapping_id, MappingChanges(is_enabled=False)),
        lambda work: delete_role_mapping(work, mapping_id),
        lambda work: preview_role_mapping_change(work, lambda inside: create_role_mapping(inside, draft(provider))),
    ]
    for command in commands:
        async with nothing_changes():
            with pytest.raises(Forbidden):
                await house.do(reader, command)
            assert await house.refusals(root, command) == STALE


async def test_nobody_gives_by_a_mapping_what_they_do_not_hold(house: House) -> None:
    clerk, provider = await house.acting("clerk", Scope.SSO_WRITE, level=1), await provider_row()
    admins = await mapping(house, provider, "root", "admin", is_enabled=False)
    mine = await mapping(house, provider, "dev", "viewer")
    beyond = [("BEYOND_OWN_RIGHTS", "role")]
    assert await refused(house, clerk, draft(provider, role="admin")) == beyond
    assert await refused(house, clerk, draft(provider, role="operator")) == beyond
    async with nothing_changes():
        for mapping_id, changes in (
            (admins, MappingChanges(is_enabled=True)),
            (admins, MappingChanges(value="dev")),
            (admins, MappingChanges(role="viewer")),
            (mine, MappingChanges(role="admin")),
        ):
            told = await house.refusals(
                clerk, lambda work, key=mapping_id, to=changes: update_role_mapping(work, key, to)
            )
            assert told == beyond
        told = await house.refusals(clerk, lambda work: delete_role_mapping(work, admins))
        assert told == [("BEYOND_OWN_RIGHTS", "id")]
    await house.do(clerk, lambda work: create_role_mapping(work, draft(provider, role="clerk")))
    await house.do(clerk, lambda work: delete_role_mapping(work, mine))


@pytest.mark.parametrize("scene", [comer, local_comer], ids=["by the provider alone", "linked"])
async def test_nobody_raises_their_own_roles_by_a_mapping(house: House, scene: Scene) -> None:
    root, provider = await house.root(), await provider_row()
    await house.role("keeper", Scope.SSO_WRITE, Scope.USERS_READ, level=1)
    await house.role("reader", Scope.USERS_READ)
    await house.role("auditor", Scope.AUDIT_READ)
    asa = await scene(house, "asa", provider, ["ops"], roles=("keeper",))
    await house.do(root, lambda work: grant_scope(work, asa, NewOverride("audit:read", "for now")))
    actor = await house.actor(asa)
    assert await refused(house, actor, draft(provider, role="auditor")) == [("OWN_ROLES", "role")]
    pattern = draft(provider, kind=GroupMatch.GLOB, value="o*", role="auditor")
    assert await refused(house, actor, pattern) == [("OWN_ROLES", "role")]
    await house.do(actor, lambda work: create_role_mapping(work, draft(provider, role="auditor", value="others")))
    await house.do(actor, lambda work: create_role_mapping(work, draft(provider, role="reader")))


async def administered_by_mapping(house: House) -> tuple[IdentityProvider, UUID, UUID]:
    """The only administrator who can get in is one by a mapping."""
    provider = await provider_row()
    mapping_id = await mapping(house, provider, "ops", "admin")
    asa = await comer(house, "asa", provider, ["ops"])
    await come(house, asa, provider)
    await User.filter(username_key="root").update(status=UserStatus.INACTIVE)
    return provider, mapping_id, asa


async def test_the_last_administrator_is_not_lost_at_the_next_sign_in(house: House) -> None:
    provider, mapping_id, asa = await administered_by_mapping(house)
    actor = await house.actor(asa)
    commands: list[RuleChange] = [
        lambda work: delete_role_mapping(work, mapping_id),
        lambda work: update_role_mapping(work, mapping_id, MappingChanges(is_enabled=False)),
        lambda work: update_role_mapping(work, mapping_id, MappingChanges(role="operator")),
        lambda work: update_role_mapping(work, mapping_id, MappingChanges(value="Ops")),
    ]
    for command in commands:
        async with nothing_changes():
            with pytest.raises(WouldLockOut) as told:
                await house.do(actor, command)
        assert told.value.before == ["asa"]
    pattern = MappingChanges(kind=GroupMatch.GLOB, value="o*")
    await house.do(actor, lambda work: update_role_mapping(work, mapping_id, pattern))
    await come(house, asa, provider)
    assert await roles_held(asa) == {"viewer", "admin"}


async def test_another_mapping_that_gives_the_same_is_enough(house: House) -> None:
    provider, mapping_id, asa = await administered_by_mapping(house)
    actor = await house.actor(asa)
    await house.do(
        actor,
        lambda work: create_role_mapping(work, draft(provider, kind=GroupMatch.GLOB, value="op*", role="admin")),
    )
    await house.do(actor, lambda work: delete_role_mapping(work, mapping_id))
    await come(house, asa, provider)
    assert "admin" in await roles_held(asa)
