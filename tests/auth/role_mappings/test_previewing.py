"""What a preview of mappings says is what sign-ins by providers then do, and nothing is changed by looking."""

from random import Random
from uuid import UUID

import pytest

from auth.actor import Actor
from auth.administrators.rules import WouldLockOut
from auth.errors import DomainError, Forbidden, Refused
from auth.permissions import Scope
from auth.policies.commands import create_policy
from auth.policies.drafts import PolicyDraft
from auth.policies.effects import AccountEffect
from auth.policies.previewing import Preview, RuleChange, preview
from auth.role_mappings.commands import create_role_mapping, delete_role_mapping, update_role_mapping
from auth.role_mappings.drafts import MappingChanges, MappingDraft
from auth.role_mappings.previewing import preview_role_mapping_change
from models.identity_expectation import IdentityExpectation, IdentityKind
from models.identity_provider import GroupMatch, IdentityProvider, RoleMapping
from models.ldap_profile import RolesFollow
from models.policy import PolicyType
from models.user import AuthMethod, User, UserStatus
from tests.support.directory_scene import member, policy, role_id, roles_held, sign_in
from tests.support.house import NOON, House, all_but
from tests.support.identity_providers import linked, provider_row
from tests.support.profiles import profile_row
from tests.support.provider_scene import come, comer, local_comer, mapping, seen_in
from tests.support.statements import statements
from tests.support.trail import nothing_changes

NOTHING: list[tuple[str, list[str], list[str]]] = []


async def looked(house: House, actor: Actor, change: RuleChange) -> Preview:
    async with nothing_changes():
        return await preview(house.units, actor, change, preview_role_mapping_change)
    raise AssertionError


def about(provider: IdentityProvider, value: str, role: str) -> RuleChange:
    kind = GroupMatch.GLOB if "*" in value else GroupMatch.EXACT
    draft = MappingDraft(provider_id=provider.id, kind=kind, value=value, role=role)
    return lambda work: create_role_mapping(work, draft)


def told(found: Preview) -> list[tuple[str, list[str], list[str]]]:
    return [(each.username, list(each.gains), list(each.loses)) for each in found.effects.shown]


@pytest.fixture
async def furnished(house: House) -> House:
    for name in ("tester", "analyst"):
        await house.role(name, level=2)
    return house


async def scene(house: House) -> tuple[Actor, IdentityProvider, dict[str, UUID]]:
    """Three people of a provider who have signed in, the last with a password of their own as well."""
    provider = await provider_row()
    mappings = {
        "ops": await mapping(house, provider, "ops", "operator"),
        "dev": await mapping(house, provider, "dev*", "tester"),
    }
    for name, groups in (("ada", ["ops", "dev-1"]), ("bea", ["dev-2"])):
        await come(house, await comer(house, name, provider, groups), provider)
    await come(house, await local_comer(house, "eva", provider, ["ops"]), provider)
    return await house.root(), provider, mappings


async def test_each_kind_of_change_tells_who_gains_and_loses_what(furnished: House) -> None:
    house = furnished
    root, provider, mappings = await scene(house)
    ops, dev = mappings["ops"], mappings["dev"]
    cases: list[tuple[RuleChange, list[tuple[str, list[str], list[str]]]]] = [
        (about(provider, "qa", "analyst"), []),
        (about(provider, "Ops", "analyst"), []),
        (about(provider, "dev-2", "analyst"), [("bea", ["analyst"], [])]),
        (about(provider, "*", "analyst"), [(name, ["analyst"], []) for name in ("ada", "bea", "eva")]),
        (lambda work: delete_role_mapping(work, ops), [("ada", [], ["operator"]), ("eva", [], ["operator"])]),
        (
            lambda work: update_role_mapping(work, dev, MappingChanges(role="analyst")),
            [("ada", ["analyst"], ["tester"]), ("bea", ["analyst"], ["tester"])],
        ),
        (
            lambda work: update_role_mapping(work, dev, MappingChanges(value="dev-1", kind=GroupMatch.EXACT)),
            [("bea", [], ["tester"])],
        ),
        (
            lambda work: update_role_mapping(work, dev, MappingChanges(is_enabled=False)),
            [("ada", [], ["tester"]), ("bea", [], ["tester"])],
        ),
    ]
    for change, expected in cases:
        found = await looked(house, root, change)
        assert told(found) == expected
        effects = found.effects
        assert (effects.accounts, effects.unknown, effects.refused, effects.affected) == (3, 0, 0, len(expected))
        assert not any(each.is_due or each.is_refused for each in effects.shown)


async def test_directories_and_providers_are_foreseen_together(furnished: House) -> None:
    house = furnished
    root, provider, _ = await scene(house)
    profile = await profile_row()
    await policy(house, "cn=ops", "operator")
    await sign_in(house, await member(house, "abe", profile, ["cn=ops"]))
    found = await looked(house, root, about(provider, "ops", "analyst"))
    assert (found.effects.accounts, told(found)) == (4, [("ada", ["analyst"], []), ("eva", ["analyst"], [])])
    draft = PolicyDraft(type=PolicyType.USER, value="abe", roles=("analyst",))
    async with nothing_changes():
        other = await preview(house.units, root, lambda work: create_policy(work, draft))
    assert (other.fingerprint, told(other)) == (found.fingerprint, [("abe", ["analyst"], ["operator"])])


async def test_an_account_of_two_providers_loses_only_what_that_one_gave(furnished: House) -> None:
    house = furnished
    root, provider, mappings = await scene(house)
    lab = await provider_row("lab")
    await mapping(house, lab, "ops", "operator")
    eva = await house.user_id("eva")
    await linked(eva, lab, subject="eva at lab")
    await seen_in(eva, lab, ["ops"])
    await come(house, eva, lab)
    found = await looked(house, root, lambda work: delete_role_mapping(work, mappings["ops"]))
    assert told(found) == [("ada", [], ["operator"])]
    await house.do(root, lambda work: delete_role_mapping(work, mappings["ops"]))
    await come(house, eva, provider)
    assert await roles_held(eva) == {"viewer", "operator"}


async def test_who_was_never_seen_or_whose_groups_were_not_told_is_unknown(furnished: House) -> None:
    house = furnished
    root, provider, _ = await scene(house)
    await comer(house, "abe", provider, None)
    waiting = await house.user("ida", email="ida@example.com")
    await User.filter(id=waiting).update(auth_method=AuthMethod.OIDC, source_id=provider.id)
    await IdentityExpectation.create(
        user_id=waiting,
        method=AuthMethod.OIDC,
        source_id=provider.id,
        kind=IdentityKind.SUBJECT,
        value="ida",
        created_at=NOON,
    )
    found = await looked(house, root, about(provider, "nobody", "analyst"))
    assert (told(found), found.effects.unknown, found.effects.accounts) == (NOTHING, 2, 5)


async def test_a_provider_that_gives_roles_once_changes_nobody_any_more(furnished: House) -> None:
    house = furnished
    root, provider, _ = await scene(house)
    for follow in (RolesFollow.FIRST_LOGIN, RolesFollow.NEVER):
        await IdentityProvider.filter(id=provider.id).update(roles_follow=follow)
        assert told(await looked(house, root, about(provider, "ops", "analyst"))) == NOTHING


async def test_who_would_be_refused_is_told_unless_a_password_is_left(furnished: House) -> None:
    house = furnished
    root, provider, mappings = await scene(house)
    await IdentityProvider.filter(id=provider.id).update(refuses_unmatched=True)
    found = await looked(house, root, lambda work: delete_role_mapping(work, mappings["ops"]))
    assert (found.effects.refused, told(found)) == (0, [("ada", [], ["operator"])])
    found = await looked(house, root, lambda work: delete_role_mapping(work, mappings["dev"]))
    bea = await house.user_id("bea")
    assert found.effects.refused == 1
    assert AccountEffect(bea, "bea", (), (), is_refused=True, is_due=False) in found.effects.shown
    await IdentityProvider.filter(id=provider.id).update(required_group="ops")
    found = await looked(house, root, about(provider, "ops", "analyst"))
    assert (found.effects.refused, told(found)) == (1, [("ada", ["analyst"], []), ("eva", ["analyst"], [])])


async def test_a_change_that_would_be_refused_is_refused_when_it_is_looked_at(furnished: House) -> None:
    house = furnished
    root, provider, _ = await scene(house)
    async with nothing_changes():
        with pytest.raises(Refused, match="ROLE_UNKNOWN"):
            await preview(house.units, root, about(provider, "ops", "nope"), preview_role_mapping_change)
    admins = await mapping(house, provider, "dev-2", "admin")
    bea = await house.user_id("bea")
    await come(house, bea, provider)
    await User.filter(username_key="root").update(status=UserStatus.INACTIVE)
    actor = await house.actor(bea)
    async with nothing_changes():
        with pytest.raises(WouldLockOut):
            await preview(
                house.units, actor, lambda work: delete_role_mapping(work, admins), preview_role_mapping_change
            )


async def test_looking_asks_for_what_changing_asks_for(furnished: House) -> None:
    provider = await provider_row()
    reader = await furnished.acting("reader", *all_but(Scope.SSO_WRITE), level=3)
    async with nothing_changes():
        with pytest.raises(Forbidden):
            await preview(furnished.units, reader, about(provider, "ops", "viewer"), preview_role_mapping_change)
    writer = await furnished.acting("writer", Scope.SSO_WRITE, level=3)
    draft = PolicyDraft(type=PolicyType.USER, value="abe", roles=("viewer",))
    async with nothing_changes():
        with pytest.raises(Forbidden):
            await preview(furnished.units, writer, lambda work: create_policy(work, draft), preview_role_mapping_change)


async def test_a_change_that_is_bound_to_a_preview_is_made_only_while_nothing_else_changed(furnished: House) -> None:
    house = furnished
    root, provider, mappings = await scene(house)
    draft = MappingDraft(provider_id=provider.id, kind=GroupMatch.EXACT, value="qa", role="analyst")
    bound = (await looked(house, root, lambda work: create_role_mapping(work, draft))).fingerprint
    dev = mappings["dev"]
    commands: list[RuleChange] = [
        lambda work: create_role_mapping(work, draft, None, bound),
        lambda work: update_role_mapping(work, dev, MappingChanges(value="x"), None, bound),
        lambda work: delete_role_mapping(work, dev, None, bound),
    ]

    async def stale() -> None:
        for command in commands:
            async with nothing_changes():
                with pytest.raises(DomainError, match="were changed since the preview") as told_stale:
                    await house.do(root, command)
                assert (told_stale.value.code, told_stale.value.field) == ("PREVIEW_STALE", "preview_fingerprint")

    row = IdentityProvider.filter(id=provider.id)
    await row.update(default_role_id=await role_id("tester"))
    await stale()
    await row.update(default_role_id=None, required_group="ops")
    await stale()
    await row.update(required_group=None)
    await policy(house, "cn=ops", "viewer")
    await stale()
    await house.do(root, lambda work: create_role_mapping(work, draft))
    await stale()


async def test_more_people_cost_no_more_statements(furnished: House) -> None:
    house = furnished
    root, provider, _ = await scene(house)
    with statements() as few:
        await preview(house.units, root, about(provider, "qa", "analyst"), preview_role_mapping_change)
    for number in range(20):
        await comer(house, f"many-{number}", provider, ["qa"])
    with statements() as many:
        found = await preview(house.units, root, about(provider, "qa", "analyst"), preview_role_mapping_change)
    assert len(many) == len(few)
    assert found.effects.affected == 20


def some_change(chance: Random, provider: IdentityProvider, ids: list[UUID]) -> RuleChange:
    """Any change that can be made of what there is."""
    values = ["ops", "dev", "qa", "*", "d*", "*a", "o*s"]
    role, value = chance.choice(["operator", "tester", "analyst", "viewer"]), chance.choice(values)
    which = chance.randrange(4 if ids else 1)
    if which == 0:
        return about(provider, f"{value}{chance.choice(['', '*'])}", role)
    chosen, is_on = chance.choice(ids), chance.random() < 0.5
    if which == 1:
        return lambda work: delete_role_mapping(work, chosen)
    if which == 2:
        return lambda work: update_role_mapping(work, chosen, MappingChanges(role=role))
    return lambda work: update_role_mapping(work, chosen, MappingChanges(is_enabled=is_on))


@pytest.mark.parametrize("seed", range(4))
async def test_a_preview_equals_what_everybodys_next_sign_in_then_does(furnished: House, seed: int) -> None:
    house, chance = furnished, Random(seed)  # noqa: S311 — an order to be repeated, no secret
    root, tester = await house.root(), await role_id("tester")
    providers = [
        await provider_row("one", default_role_id=tester),
        await provider_row("two"),
        await provider_row("three", refuses_unmatched=True),
    ]
    people: dict[str, tuple[UUID, IdentityProvider]] = {}
    for number in range(9):
        groups = None if number == 7 else chance.sample(["ops", "dev", "qa"], chance.randint(0, 3))
        roles = tuple(chance.sample(["viewer", "operator", "analyst"], chance.randint(1, 2)))
        make, provider = chance.choice([comer, local_comer]), providers[number % 3]
        people[f"per{number}"] = await make(house, f"per{number}", provider, groups, roles=roles), provider
    for user_id, provider in people.values():
        await come(house, user_id, provider)
    codes: list[str] = []
    for _ in range(8):
        await house.freshen(root)
        provider = chance.choice(providers)
        ids = [row.id for row in await RoleMapping.filter(provider_id=provider.id).order_by("id")]
        change = some_change(chance, provider, ids)
        before = {name: await roles_held(user_id) for name, (user_id, _) in people.items()}
        try:
            found = await looked(house, root, change)
        except Refused as refused:
            codes += [error.code for error in refused.errors]
            continue
        await house.do(root, change)
        for user_id, by in people.values():
            await come(house, user_id, by)
        after = {name: await roles_held(user_id) for name, (user_id, _) in people.items()}
        happened = {
            name: (sorted(after[name] - before[name]), sorted(before[name] - after[name]))
            for name in people
            if before[name] != after[name]
        }
        foreseen = {name: (gains, loses) for name, gains, loses in told(found) if gains or loses}
        assert foreseen == happened
        assert not any(each.is_due for each in found.effects.shown)
    assert set(codes) <= {"MAPPING_EXISTS"}
    assert len(codes) < 5
