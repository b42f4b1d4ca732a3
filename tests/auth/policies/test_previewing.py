"""What a preview says is what sign-ins then do, and nothing is changed by looking."""

from random import Random
from uuid import UUID

import pytest

from auth.actor import Actor
from auth.administrators.rules import WouldLockOut
from auth.errors import DomainError, Forbidden, Refused
from auth.permissions import Scope
from auth.policies.commands import create_policy, delete_policy, reorder_policies, update_policy
from auth.policies.drafts import PolicyChanges, PolicyDraft
from auth.policies.effects import EFFECTS_MOST, AccountEffect
from auth.policies.previewing import Preview, RuleChange, preview
from auth.policies.settings import update_directory_settings
from auth.roles.commands import RoleChanges, update_role
from auth.settings.pages import DirectorySettings, LicenceSettings, PolicyResolution
from auth.sources.rules import SourceFacts
from models.ldap_profile import LdapProfile, RolesFollow
from models.policy import Policy, PolicyType
from models.role import Role
from models.user import AuthMethod, User, UserStatus
from tests.support.directory_scene import member, policy, role_id, roles_held, sign_in
from tests.support.house import House, all_but
from tests.support.profiles import profile_row
from tests.support.sources import configured
from tests.support.statements import statements
from tests.support.trail import nothing_changes

OPS, DEV, QA = (f"cn={name},dc=example,dc=test" for name in ("ops", "dev", "qa"))
NOTHING: list[tuple[str, list[str], list[str]]] = []


async def looked(house: House, actor: Actor, change: RuleChange) -> Preview:
    async with nothing_changes():
        return await preview(house.units, actor, change)
    raise AssertionError


def about(value: str, *roles: str, **more: object) -> RuleChange:
    kind = PolicyType.GROUP if "=" in value else PolicyType.USER
    draft = PolicyDraft(type=kind, value=value, roles=roles, **more)  # type: ignore[arg-type] # values of a draft
    return lambda work: create_policy(work, draft)


def told(found: Preview) -> list[tuple[str, list[str], list[str]]]:
    return [(each.username, list(each.gains), list(each.loses)) for each in found.effects.shown]


async def scene(house: House) -> tuple[Actor, LdapProfile, dict[str, UUID]]:
    """Three people of a directory who have signed in: one in two groups, one in one, one in none."""
    profile = await profile_row()
    policies = {"ops": await policy(house, OPS, "operator"), "dev": await policy(house, DEV, "tester")}
    seen = {"ada": [OPS, DEV], "bea": [DEV], "eva": list[str]()}
    for name, groups in seen.items():
        await sign_in(house, await member(house, name, profile, groups))
    return await house.root(), profile, policies


@pytest.fixture
async def furnished(house: House) -> House:
    for name in ("tester", "analyst"):
        await house.role(name, level=2)
    return house


async def test_each_kind_of_change_tells_who_gains_and_loses_what(furnished: House) -> None:
    house = furnished
    root, _, policies = await scene(house)
    ops, dev = policies["ops"], policies["dev"]
    cases: list[tuple[RuleChange, list[tuple[str, list[str], list[str]]]]] = [
        (about(QA, "analyst"), []),
        (about("EVA", "analyst"), [("eva", ["analyst"], [])]),
        (about("ada", "viewer"), [("ada", [], ["operator"])]),
        (lambda work: delete_policy(work, ops), [("ada", ["tester"], ["operator"])]),
        (lambda work: delete_policy(work, dev), [("bea", [], ["tester"])]),
        (
            lambda work: update_policy(work, dev, PolicyChanges(roles=("analyst",), position=9)),
            [("bea", ["analyst"], ["tester"])],
        ),
        (lambda work: update_policy(work, dev, PolicyChanges(is_enabled=False)), [("bea", [], ["tester"])]),
        (lambda work: reorder_policies(work, [dev, ops]), [("ada", ["tester"], ["operator"])]),
        (
            lambda work: update_directory_settings(work, {"policy_resolution": PolicyResolution.ALL}),
            [("ada", ["tester"], [])],
        ),
    ]
    for change, expected in cases:
        found = await looked(house, root, change)
        assert told(found) == expected
        effects = found.effects
        assert (effects.accounts, effects.unknown, effects.refused, effects.affected) == (3, 0, 0, len(expected))
        assert not any(each.is_due or each.is_refused for each in effects.shown)


async def test_what_is_due_anyway_is_told_apart_and_last(furnished: House) -> None:
    house = furnished
    root, profile, _ = await scene(house)
    await member(house, "abe", profile, [OPS])
    found = await looked(house, root, about("eva", "analyst"))
    assert [(each.username, each.gains, each.is_due) for each in found.effects.shown] == [
        ("eva", ("analyst",), False),
        ("abe", ("operator",), True),
    ]


async def test_who_was_never_seen_or_whose_groups_were_not_told_is_unknown(furnished: House) -> None:
    house = furnished
    root, profile, _ = await scene(house)
    await member(house, "abe", profile, None)
    waiting = await house.user("ida")
    await User.filter(id=waiting).update(auth_method=AuthMethod.LDAP, source_id=profile.id)
    found = await looked(house, root, about("abe", "analyst"))
    assert (told(found), found.effects.unknown, found.effects.accounts) == (NOTHING, 2, 5)


async def test_a_directory_that_gives_roles_once_changes_nobody_any_more(furnished: House) -> None:
    house = furnished
    root, profile, _ = await scene(house)
    for follow in (RolesFollow.FIRST_LOGIN, RolesFollow.NEVER):
        await LdapProfile.filter(id=profile.id).update(roles_follow=follow)
        assert told(await looked(house, root, about("eva", "analyst"))) == NOTHING


async def test_who_would_be_refused_is_told(furnished: House) -> None:
    house = furnished
    root, profile, policies = await scene(house)
    await LdapProfile.filter(id=profile.id).update(refuses_unmatched=True)
    found = await looked(house, root, lambda work: delete_policy(work, policies["dev"]))
    bea = await house.user_id("bea")
    assert found.effects.refused == 2
    assert found.effects.shown == (AccountEffect(bea, "bea", (), (), is_refused=True, is_due=False),)


async def test_seats_are_foreseen(furnished: House) -> None:
    house = furnished
    root, _, _ = await scene(house)
    await Role.filter(name_key__in=["analyst", "tester"]).update(licensed=True)
    await house.set(LicenceSettings, max_seats=5)
    found = await looked(house, root, about(OPS, "analyst", position=3))
    assert (found.max_seats, found.used_seats, found.seats_then) == (5, 1, 1)
    found = await looked(house, root, about("eva", "analyst"))
    assert (found.used_seats, found.seats_then) == (1, 2)
    found = await looked(house, root, about("bea", "viewer"))
    assert (found.used_seats, found.seats_then) == (1, 0)


async def test_administrators_are_told_now_and_then(furnished: House) -> None:
    house = furnished
    root, profile, _ = await scene(house)
    await house.user("zoe", "admin", password=await house.password())
    with configured(SourceFacts(profile.id, AuthMethod.LDAP, "corp")):
        found = await looked(house, root, about("bea", "admin"))
        assert (found.administrators_before, found.administrators_then) == (["zoe"], ["bea", "zoe"])
        await house.do(root, about("bea", "admin"))
        await sign_in(house, await house.user_id("bea"))
        found = await looked(house, root, about("bea", "viewer", position=4))
        assert (found.administrators_before, found.administrators_then) == (["bea", "zoe"], ["bea", "zoe"])
        last = (await Policy.get(value="bea")).id
        found = await looked(house, root, lambda work: delete_policy(work, last))
        assert (found.administrators_before, found.administrators_then) == (["bea", "zoe"], ["zoe"])


async def test_a_change_that_would_be_refused_is_refused_when_it_is_looked_at(furnished: House) -> None:
    house = furnished
    root, profile, _ = await scene(house)
    async with nothing_changes():
        with pytest.raises(Refused, match="ROLE_UNKNOWN"):
            await preview(house.units, root, about(OPS, "nope"))
    admins = await policy(house, "ada", "admin")
    await sign_in(house, await house.user_id("ada"))
    await User.filter(username_key="root").update(status=UserStatus.INACTIVE)
    with configured(SourceFacts(profile.id, AuthMethod.LDAP, "corp")):
        ada = await house.actor(await house.user_id("ada"))
        async with nothing_changes():
            with pytest.raises(WouldLockOut):
                await preview(house.units, ada, lambda work: delete_policy(work, admins))


async def test_looking_asks_for_what_changing_asks_for(furnished: House) -> None:
    reader = await furnished.acting("reader", *all_but(Scope.LDAP_WRITE), level=3)
    async with nothing_changes():
        with pytest.raises(Forbidden):
            await preview(furnished.units, reader, about(OPS, "viewer"))
    writer = await furnished.acting("writer", Scope.LDAP_WRITE, level=3)
    async with nothing_changes():
        wanted = {"policy_resolution": PolicyResolution.ALL}
        with pytest.raises(Forbidden):
            await preview(furnished.units, writer, lambda work: update_directory_settings(work, wanted))


async def test_a_change_that_is_bound_to_a_preview_is_made_only_while_nothing_else_changed(furnished: House) -> None:
    house = furnished
    root, profile, policies = await scene(house)
    draft = PolicyDraft(type=PolicyType.USER, value="eva", roles=("analyst",))
    bound = (await looked(house, root, lambda work: create_policy(work, draft))).fingerprint
    assert (await looked(house, root, about("ada", "viewer"))).fingerprint == bound
    tester = await role_id("tester")
    commands: list[RuleChange] = [
        lambda work: create_policy(work, draft, None, bound),
        lambda work: update_policy(work, policies["dev"], PolicyChanges(position=8), None, bound),
        lambda work: delete_policy(work, policies["dev"], None, bound),
        lambda work: reorder_policies(work, [policies["dev"], policies["ops"]], bound),
    ]

    async def stale() -> None:
        for command in commands:
            async with nothing_changes():
                with pytest.raises(DomainError, match="were changed since the preview") as told_stale:
                    await house.do(root, command)
                assert (told_stale.value.code, told_stale.value.field) == ("PREVIEW_STALE", "preview_fingerprint")

    await house.do(root, lambda work: update_role(work, tester, RoleChanges(scopes=("users:read",))))
    await stale()
    await house.do(root, lambda work: update_role(work, tester, RoleChanges(scopes=())))
    await LdapProfile.filter(id=profile.id).update(user_role_id=tester)
    await stale()
    await LdapProfile.filter(id=profile.id).update(user_role_id=None)
    await house.set(DirectorySettings, policy_resolution=PolicyResolution.ALL)
    await stale()
    await house.set(DirectorySettings, policy_resolution=PolicyResolution.FIRST)
    await house.do(root, commands[0])
    await stale()


async def test_more_people_cost_no_more_statements_and_only_the_first_are_told_by_name(furnished: House) -> None:
    house = furnished
    root, profile, _ = await scene(house)
    with statements() as few:
        await preview(house.units, root, about(QA, "analyst"))
    for number in range(EFFECTS_MOST + 5):
        await member(house, f"many-{number}", profile, [QA])
    with statements() as many:
        found = await preview(house.units, root, about(QA, "analyst"))
    assert len(many) == len(few)
    assert (found.effects.affected, len(found.effects.shown)) == (EFFECTS_MOST + 5, EFFECTS_MOST)


def some_change(chance: Random, ids: list[UUID]) -> RuleChange:
    """Any change that can be made of what there is."""
    values = [OPS, DEV, QA, "per0", "per1", "per2"]
    roles = tuple(chance.sample(["operator", "tester", "analyst", "viewer"], chance.randint(1, 2)))
    which, value = chance.randrange(6 if ids else 1), chance.choice(values)
    if which == 0:
        return about(value, *roles)
    chosen, order, is_on = chance.choice(ids), chance.sample(ids, len(ids)), chance.random() < 0.5
    if which == 1:
        return lambda work: delete_policy(work, chosen)
    if which == 2:
        return lambda work: reorder_policies(work, order)
    if which == 3:
        return lambda work: update_policy(work, chosen, PolicyChanges(roles=roles))
    if which == 4:
        return lambda work: update_policy(work, chosen, PolicyChanges(is_enabled=is_on))
    resolution = chance.choice(list(PolicyResolution))
    return lambda work: update_directory_settings(work, {"policy_resolution": resolution})


@pytest.mark.parametrize("seed", range(4))
async def test_a_preview_equals_what_everybodys_next_sign_in_then_does(furnished: House, seed: int) -> None:
    house, chance = furnished, Random(seed)  # noqa: S311 — an order to be repeated, no secret
    root, tester = await house.root(), await role_id("tester")
    profiles = [
        await profile_row("one", user_role_id=tester),
        await profile_row("two", manage_role_id=tester, manage_group_dn=QA),
        await profile_row("three", refuses_unmatched=True),
    ]
    people = {
        name: await member(
            house,
            name,
            profiles[number % 3],
            None if number == 7 else chance.sample([OPS, DEV, QA], chance.randint(0, 3)),
            roles=tuple(chance.sample(["viewer", "operator", "analyst"], chance.randint(1, 2))),
        )
        for number, name in enumerate(f"per{number}" for number in range(9))
    }
    for user_id in people.values():
        await sign_in(house, user_id)
    for _ in range(8):
        await house.freshen(root)
        change = some_change(chance, [row.id for row in await Policy.all().order_by("position")])
        before = {name: await roles_held(user_id) for name, user_id in people.items()}
        found = await looked(house, root, change)
        await house.do(root, change)
        for user_id in people.values():
            await sign_in(house, user_id)
        after = {name: await roles_held(user_id) for name, user_id in people.items()}
        happened = {
            name: (sorted(after[name] - before[name]), sorted(before[name] - after[name]))
            for name in people
            if before[name] != after[name]
        }
        foreseen = {name: (gains, loses) for name, gains, loses in told(found) if gains or loses}
        assert foreseen == happened
        assert not any(each.is_due for each in found.effects.shown)
