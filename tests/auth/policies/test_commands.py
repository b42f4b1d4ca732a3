"""Policies are made, changed, deleted and ordered by who may give what they give; nobody loses anything at once."""

import asyncio
from uuid import UUID

import pytest

from auth.access.commands import NewOverride, grant_scope
from auth.actor import SYSTEM, Actor
from auth.administrators.rules import WouldLockOut
from auth.errors import Forbidden, Refused
from auth.idempotency import Idempotency
from auth.permissions import Scope
from auth.policies.commands import create_policy, delete_policy, reorder_policies, update_policy
from auth.policies.drafts import POSITION_MOST, PolicyChanges, PolicyDraft
from auth.policies.previewing import RuleChange, preview_policy_change
from auth.policies.queries import policies_in_force
from auth.policies.settings import update_directory_settings
from auth.settings.pages import PolicyResolution
from auth.sources.rules import SourceFacts
from models.external_identity import ExternalIdentity
from models.ldap_profile import LdapProfile
from models.policy import Policy, PolicyType
from models.user import AuthMethod, User, UserStatus
from tests.support.directory_scene import member, policy, role_id, roles_held, sign_in
from tests.support.house import STALE, House, all_but
from tests.support.profiles import profile_row
from tests.support.sources import configured
from tests.support.trail import Told, hearing, nothing_changes

OPS, DEV = "cn=ops,dc=example,dc=test", "cn=dev,dc=example,dc=test"
NOBODY = UUID(int=1)
BASE = {"type": PolicyType.GROUP, "value": OPS, "roles": ("operator",)}


def draft(**more: object) -> PolicyDraft:
    return PolicyDraft(**(BASE | more))  # type: ignore[arg-type] # values of a draft


async def refused(house: House, actor: Actor, **more: object) -> list[tuple[str, str]]:
    async with nothing_changes():
        return await house.refusals(actor, lambda work: create_policy(work, draft(**more)))
    raise AssertionError


async def places() -> list[tuple[int, str]]:
    return [(each.position, each.value) for each in await policies_in_force()]


async def test_a_policy_is_made_as_it_was_asked_for(house: House) -> None:
    root, profile = await house.root(), await profile_row()
    wanted = draft(
        value="CN=Ops, DC=Example,DC=test",
        roles=("Operator", "viewer"),
        profile_id=profile.id,
        position=7,
        is_enabled=False,
        description="Nights.",
    )
    async with hearing() as heard:
        policy_id = await house.do(root, lambda work: create_policy(work, wanted))
    row = await Policy.get(id=policy_id)
    assert (row.type, row.value, row.value_key) == (PolicyType.GROUP, "CN=Ops, DC=Example,DC=test", OPS)
    assert (row.profile_id, row.position, row.is_enabled, row.description) == (profile.id, 7, False, "Nights.")
    assert (row.created_at, row.updated_at, row.version) == (house.clock.now(), house.clock.now(), 1)
    changes: dict[str, tuple[object, object]] = {
        "type": (None, "GROUP"),
        "value": (None, "CN=Ops, DC=Example,DC=test"),
        "roles": (None, ["operator", "viewer"]),
        "profile": (None, "corp"),
        "position": (None, 7),
        "is_enabled": (None, False),
        "description": (None, "Nights."),
    }
    assert list(heard.events) == [Told("policy.created", "root", "CN=Ops, DC=Example,DC=test", changes=changes)]
    (facts,) = await policies_in_force()
    assert (facts.id, facts.value_key, [role.name for role in facts.roles]) == (
        policy_id,
        OPS,
        ["operator", "viewer"],
    )


async def test_a_name_is_compared_canonically(house: House) -> None:
    root, wanted = await house.root(), draft(type=PolicyType.USER, value="Ada.Lovelace")
    await house.do(root, lambda work: create_policy(work, wanted))
    (facts,) = await policies_in_force()
    assert (facts.value, facts.value_key, facts.position) == ("Ada.Lovelace", "ada.lovelace", 1)


ILLEGAL: dict[str, tuple[dict[str, object], list[tuple[str, str]]]] = {
    "no DN": ({"value": "ops"}, [("DN_INVALID", "value")]),
    "an empty DN": ({"value": ""}, [("TOO_SHORT", "value")]),
    "a long DN": ({"value": "cn=" + "x" * 1_000}, [("TOO_LONG", "value")]),
    "a DN of two lines": ({"value": "cn=a,\ndc=b"}, [("CHARACTER_NOT_ALLOWED", "value")]),
    "a blank name": ({"type": PolicyType.USER, "value": "  "}, [("TOO_SHORT", "value")]),
    "a long name": ({"type": PolicyType.USER, "value": "x" * 321}, [("TOO_LONG", "value")]),
    "no role": ({"roles": ()}, [("ROLE_REQUIRED", "roles")]),
    "an unknown role": ({"roles": ("viewer", "nope")}, [("ROLE_UNKNOWN", "roles.1")]),
    "a role of programs": ({"roles": ("api",)}, [("ROLE_NOT_ALLOWED", "roles.0")]),
    "too many roles": ({"roles": ("viewer",) * 51}, [("OUT_OF_BOUNDS", "roles")]),
    "an unknown profile": ({"profile_id": NOBODY}, [("NOT_FOUND", "profile_id")]),
    "position 0": ({"position": 0}, [("OUT_OF_BOUNDS", "position")]),
    "a position too far": ({"position": POSITION_MOST + 1}, [("OUT_OF_BOUNDS", "position")]),
    "a long description": ({"description": "x" * 2_001}, [("TOO_LONG", "description")]),
    "everything at once": (
        {"value": "ops", "roles": ("nope",), "position": 0},
        [("DN_INVALID", "value"), ("OUT_OF_BOUNDS", "position"), ("ROLE_UNKNOWN", "roles.0")],
    ),
}


@pytest.mark.parametrize(("wrong", "told"), ILLEGAL.values(), ids=ILLEGAL)
async def test_what_is_wrong_about_a_policy_is_named(
    house: House, wrong: dict[str, object], told: list[tuple[str, str]]
) -> None:
    assert await refused(house, await house.root(), **wrong) == told


async def test_a_position_that_is_taken_names_its_holder(house: House) -> None:
    root = await house.root()
    await policy(house, DEV, "viewer", position=3)
    assert await refused(house, root, position=3) == [("POSITION_TAKEN", "position")]
    with pytest.raises(Refused, match="POSITION_TAKEN") as told:
        await house.do(root, lambda work: create_policy(work, draft(position=3)))
    assert told.value.errors[0].message == f"Position 3 is that of the policy about {DEV}."
    await policy(house, OPS, "viewer")
    assert await places() == [(3, DEV), (4, OPS)]


async def test_behind_the_last_position_there_is_none(house: House) -> None:
    await policy(house, DEV, "viewer", position=POSITION_MOST)
    assert await refused(house, await house.root()) == [("OUT_OF_BOUNDS", "position")]


async def test_two_that_race_for_a_position_do_not_both_get_it(house: House) -> None:
    root = await house.root()

    async def try_one() -> str:
        try:
            await house.do(root, lambda work: create_policy(work, draft(position=1)))
        except Refused as refused:
            return refused.errors[0].code
        return "made"

    outcomes = await asyncio.gather(*(try_one() for _ in range(8)))
    assert sorted(outcomes) == ["POSITION_TAKEN"] * 7 + ["made"]
    assert await places() == [(1, OPS)]


async def test_several_without_a_position_all_get_one(house: House) -> None:
    root = await house.root()
    await asyncio.gather(*(house.do(root, lambda work: create_policy(work, draft())) for _ in range(5)))
    assert [position for position, _ in await places()] == [1, 2, 3, 4, 5]


async def test_a_repeated_call_gives_the_same_policy(house: House) -> None:
    root, once = await house.root(), Idempotency("once", "same")
    first = await house.do(root, lambda work: create_policy(work, draft(), once))
    async with nothing_changes():
        assert await house.do(root, lambda work: create_policy(work, draft(), once)) == first


async def test_there_is_an_end_to_policies(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auth.policies.commands.POLICIES_MOST", 1)
    await policy(house, DEV, "viewer")
    assert await refused(house, await house.root()) == [("TOO_MANY", "")]


async def test_a_policy_is_changed_in_what_is_given(house: House) -> None:
    root, policy_id = await house.root(), await policy(house, OPS, "viewer")
    house.clock.turn(minutes=1)
    changes = PolicyChanges(roles=("operator",), is_enabled=False)
    async with hearing() as heard:
        await house.do(root, lambda work: update_policy(work, policy_id, changes, 1))
    told: dict[str, tuple[object, object]] = {"roles": (["viewer"], ["operator"]), "is_enabled": (True, False)}
    assert list(heard.events) == [Told("policy.updated", "root", OPS, changes=told)]
    row = await Policy.get(id=policy_id)
    assert (row.value, row.position, row.version, row.updated_at) == (OPS, 1, 2, house.clock.now())
    whole = PolicyChanges(type=PolicyType.USER, value="Ada", position=9, description="x", profile_id=None)
    await house.do(root, lambda work: update_policy(work, policy_id, whole))
    assert await places() == [(9, "Ada")]


async def test_a_change_is_judged_as_a_whole(house: House) -> None:
    root, policy_id = await house.root(), await policy(house, OPS, "viewer")
    other = await policy(house, DEV, "viewer")

    async def told(changes: PolicyChanges, version: int | None = None, of: UUID = policy_id) -> list[tuple[str, str]]:
        async with nothing_changes():
            return await house.refusals(root, lambda work: update_policy(work, of, changes, version))
        raise AssertionError

    assert await told(PolicyChanges(value="Ada")) == [("DN_INVALID", "value")]
    assert await told(PolicyChanges(position=2)) == [("POSITION_TAKEN", "position")]
    assert await told(PolicyChanges(position=1), of=other) == [("POSITION_TAKEN", "position")]
    assert await told(PolicyChanges(), version=2) == [("VERSION_CONFLICT", "version")]
    assert await told(PolicyChanges(), of=NOBODY) == [("NOT_FOUND", "id")]
    assert await told(PolicyChanges(roles=())) == [("ROLE_REQUIRED", "roles")]
    assert await told(PolicyChanges(profile_id=NOBODY)) == [("NOT_FOUND", "profile_id")]


async def test_a_deleted_policy_leaves_what_it_gave_until_the_next_sign_in(house: House) -> None:
    root, profile = await house.root(), await profile_row()
    policy_id = await policy(house, OPS, "operator")
    asa = await member(house, "asa", profile, [OPS])
    await sign_in(house, asa)
    token = await house.open(asa)
    async with hearing() as heard:
        await house.do(root, lambda work: delete_policy(work, policy_id, 1))
    assert [(told.action, told.target) for told in heard.events] == [("policy.deleted", OPS)]
    assert await roles_held(asa) == {"viewer", "operator"}
    assert (await house.caller(token)).actor.user_id == asa
    await sign_in(house, asa)
    assert await roles_held(asa) == {"viewer"}
    async with nothing_changes():
        assert await house.refusals(root, lambda work: delete_policy(work, policy_id)) == [("NOT_FOUND", "id")]


async def test_policies_are_put_in_order_all_of_them_each_once(house: House) -> None:
    root = await house.root()
    first, second, third = [
        await policy(house, f"cn={name}", "viewer", position=at) for name, at in (("a", 2), ("b", 5), ("c", 6))
    ]
    async with hearing() as heard:
        await house.do(root, lambda work: reorder_policies(work, [third, first, second]))
    assert await places() == [(1, "cn=c"), (2, "cn=a"), (3, "cn=b")]
    told: dict[str, tuple[object, object]] = {"order": (["cn=a", "cn=b", "cn=c"], ["cn=c", "cn=a", "cn=b"])}
    assert list(heard.events) == [Told("policy.reordered", "root", changes=told)]
    versions = {row.value: row.version for row in await Policy.all()}
    assert versions == {"cn=a": 1, "cn=b": 2, "cn=c": 2}
    async with nothing_changes():
        await house.do(root, lambda work: reorder_policies(work, [third, first, second]))
        for wrong in (
            [],
            [first, second],
            [first, second, second],
            [first, second, third, third],
            [first, second, NOBODY],
        ):
            told_wrong = await house.refusals(root, lambda work, ids=wrong: reorder_policies(work, ids))
            assert told_wrong == [("ORDER_INCOMPLETE", "ids")]


async def test_each_change_asks_for_the_scope_and_a_fresh_factor(house: House) -> None:
    policy_id = await policy(house, OPS, "viewer")
    changes = PolicyChanges(is_enabled=False)
    reader = await house.acting("reader", *all_but(Scope.LDAP_WRITE), level=3)
    root = await house.root()
    house.clock.turn(minutes=16)
    commands: list[RuleChange] = [
        lambda work: create_policy(work, draft()),
        lambda work: update_policy(work, policy_id, changes),
        lambda work: delete_policy(work, policy_id),
        lambda work: reorder_policies(work, [policy_id]),
        lambda work: preview_policy_change(work, lambda inside: create_policy(inside, draft())),
    ]
    for command in commands:
        async with nothing_changes():
            with pytest.raises(Forbidden):
                await house.do(reader, command)
            assert await house.refusals(root, command) == STALE


async def test_nobody_gives_by_a_policy_what_they_do_not_hold(house: House) -> None:
    clerk = await house.acting("clerk", Scope.LDAP_WRITE, level=1)
    admins, mine = await policy(house, OPS, "admin", is_enabled=False), await policy(house, DEV, "viewer")
    beyond = [("BEYOND_OWN_RIGHTS", "roles")]
    assert await refused(house, clerk, roles=("admin",)) == beyond
    assert await refused(house, clerk, roles=("operator",)) == beyond
    async with nothing_changes():
        for policy_id, changes in (
            (admins, PolicyChanges(is_enabled=True)),
            (admins, PolicyChanges(value=DEV)),
            (admins, PolicyChanges(roles=("viewer",))),
            (mine, PolicyChanges(roles=("viewer", "admin"))),
        ):
            told = await house.refusals(clerk, lambda work, key=policy_id, to=changes: update_policy(work, key, to))
            assert told == beyond
        assert await house.refusals(clerk, lambda work: delete_policy(work, admins)) == [("BEYOND_OWN_RIGHTS", "id")]
        told = await house.refusals(clerk, lambda work: reorder_policies(work, [mine, admins]))
        assert told == [("BEYOND_OWN_RIGHTS", "ids")]
    await house.do(clerk, lambda work: create_policy(work, draft(roles=("viewer", "clerk"))))
    await house.do(clerk, lambda work: delete_policy(work, mine))


async def test_nobody_raises_their_own_roles_by_a_policy(house: House) -> None:
    profile = await profile_row()
    await house.role("keeper", Scope.LDAP_WRITE, Scope.USERS_READ, level=1)
    await house.role("reader", Scope.USERS_READ, Scope.AUDIT_READ)
    await house.role("auditor", Scope.AUDIT_READ)
    asa = await member(house, "asa", profile, [OPS], roles=("keeper",))
    with configured(SourceFacts(profile.id, AuthMethod.LDAP, "corp")):
        actor = await house.actor(asa)
        await house.do(actor, lambda work: create_policy(work, draft(roles=("keeper",))))
        root = await house.root()
        await house.do(root, lambda work: grant_scope(work, asa, NewOverride("audit:read", "for now")))
        actor = await house.actor(asa)
        async with nothing_changes():
            told = await house.refusals(
                actor, lambda work: create_policy(work, draft(value="asa", type=PolicyType.USER, roles=("auditor",)))
            )
            assert told == [("OWN_ROLES", "roles")]
        await house.do(
            actor, lambda work: create_policy(work, draft(value="bea", type=PolicyType.USER, roles=("auditor",)))
        )


async def administered_by_policy(house: House) -> tuple[LdapProfile, UUID, UUID]:
    """The only administrator who can get in is one by a policy."""
    profile = await profile_row()
    policy_id = await policy(house, OPS, "admin")
    asa = await member(house, "asa", profile, [OPS])
    await sign_in(house, asa)
    await User.filter(username_key="root").update(status=UserStatus.INACTIVE)
    return profile, policy_id, asa


async def test_the_last_administrator_is_not_lost_at_the_next_sign_in(house: House) -> None:
    profile, policy_id, asa = await administered_by_policy(house)
    with configured(SourceFacts(profile.id, AuthMethod.LDAP, "corp")):
        actor = await house.actor(asa)
        first = await policy(house, "cn=elsewhere", "viewer", position=9)
        commands: list[RuleChange] = [
            lambda work: delete_policy(work, policy_id),
            lambda work: update_policy(work, policy_id, PolicyChanges(is_enabled=False)),
            lambda work: update_policy(work, policy_id, PolicyChanges(roles=("operator",))),
            lambda work: create_policy(work, draft(type=PolicyType.USER, value="asa", roles=("viewer",))),
        ]
        for command in commands:
            async with nothing_changes():
                with pytest.raises(WouldLockOut) as told:
                    await house.do(actor, command)
            assert told.value.before == ["asa"]
        await house.do(actor, lambda work: delete_policy(work, first))


async def test_an_order_that_would_cost_the_last_administrator_their_role_is_refused(house: House) -> None:
    profile, policy_id, asa = await administered_by_policy(house)
    await User.filter(id=asa).update(source_id=profile.id)
    other = await policy(house, DEV, "viewer")
    await ExternalIdentity.filter(user_id=asa).update(groups_json=f'[["{OPS}",[]],["{DEV}",[]]]')
    with configured(SourceFacts(profile.id, AuthMethod.LDAP, "corp")):
        actor = await house.actor(asa)
        async with nothing_changes():
            assert await house.refusals(actor, lambda work: reorder_policies(work, [other, policy_id])) == [
                ("WOULD_LOCK_OUT", "")
            ]


async def test_who_takes_over_at_the_next_sign_in_counts(house: House) -> None:
    profile, policy_id, asa = await administered_by_policy(house)
    await member(house, "bea", profile, [DEV])
    with configured(SourceFacts(profile.id, AuthMethod.LDAP, "corp")):
        actor = await house.actor(asa)
        await house.do(actor, lambda work: update_policy(work, policy_id, PolicyChanges(value=DEV)))


async def test_an_administrator_whose_sign_in_would_be_refused_does_not_count(house: House) -> None:
    profile, policy_id, asa = await administered_by_policy(house)
    await LdapProfile.filter(id=profile.id).update(refuses_unmatched=True)
    with configured(SourceFacts(profile.id, AuthMethod.LDAP, "corp")):
        actor = await house.actor(asa)
        async with nothing_changes():
            assert await house.refusals(actor, lambda work: delete_policy(work, policy_id)) == [("WOULD_LOCK_OUT", "")]


async def test_the_resolution_is_asked_about_as_policies_are(house: House) -> None:
    profile = await profile_row()
    await policy(house, DEV, "viewer")
    await policy(house, OPS, "admin")
    highest = {"policy_resolution": PolicyResolution.HIGHEST_LEVEL}
    await house.do(SYSTEM, lambda work: update_directory_settings(work, highest))
    asa = await member(house, "asa", profile, [OPS, DEV])
    await sign_in(house, asa)
    assert "admin" in await roles_held(asa)
    await User.filter(username_key="root").update(status=UserStatus.INACTIVE)
    with configured(SourceFacts(profile.id, AuthMethod.LDAP, "corp")):
        actor, first = await house.actor(asa), {"policy_resolution": PolicyResolution.FIRST}
        async with nothing_changes():
            assert await house.refusals(actor, lambda work: update_directory_settings(work, first)) == [
                ("WOULD_LOCK_OUT", "")
            ]
        both = {"policy_resolution": PolicyResolution.ALL}
        await house.do(actor, lambda work: update_directory_settings(work, both))


async def test_a_role_that_a_policy_gives_stays(house: House) -> None:
    await policy(house, OPS, "operator")
    assert await role_id("operator") in {role.id for each in await policies_in_force() for role in each.roles}
