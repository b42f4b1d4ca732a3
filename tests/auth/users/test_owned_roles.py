"""Roles that a directory gives: shown with the rule that gives them, and taken by hand only where that is meant."""

from uuid import UUID

import pytest

from auth.access.queries import explain_access
from auth.actor import HOST, SYSTEM, Actor
from auth.administrators.facts import administrators
from auth.administrators.rules import who_get_in
from auth.deletion.export import export_of
from auth.errors import Refused
from auth.licence.queries import licensed_of, seats_used
from auth.passwords.administrators import recover_administrator
from auth.permissions import Scope
from auth.settings.pages import LicenceSettings
from auth.unit_of_work import Work
from auth.users.commands import set_user_roles
from auth.users.following import follow
from auth.users.giving import FOR_GOOD, Terms
from auth.users.grants import BY_DEFAULT, POLICY_GONE, PROFILE_GONE, grants_of
from auth.users.owned import RoleOwnedBySource, RoleOwner
from auth.users.queries import UserFilter, UserListing, list_users, user_by_id
from models.ldap_profile import LdapProfile
from models.policy import Policy, PolicyType
from models.role import GrantSource, Role, RoleGrant
from models.user import AuthMethod, User
from tests.support.house import NOON, House
from tests.support.profiles import moved, profile_row
from tests.support.trail import hearing, nothing_changes

OPS = "cn=ops,dc=example,dc=test"


async def role_id(name: str) -> UUID:
    return (await Role.get(name_key=name)).id


async def policy_row(position: int, value: str = OPS) -> Policy:
    return await Policy.create(
        type=PolicyType.GROUP, value=value, value_key=value, position=position, created_at=NOON, updated_at=NOON
    )


async def owned(user_id: UUID, name: str, source: GrantSource, owner_id: UUID) -> RoleGrant:
    return await RoleGrant.create(
        user_id=user_id,
        role_id=await role_id(name),
        source=source,
        owner_id=owner_id,
        granted_at=NOON,
        last_confirmed_at=NOON,
    )


async def of_directory(house: House, name: str = "asa") -> tuple[UUID, LdapProfile, Policy]:
    """An account of a directory, with the operator role by a policy beside the default one."""
    profile, policy, user_id = await profile_row(), await policy_row(3), await house.user(name)
    await moved(user_id, profile)
    await owned(user_id, "operator", GrantSource.POLICY, policy.id)
    return user_id, profile, policy


async def rules(user_id: UUID) -> list[tuple[str, str | None, bool]]:
    return [(grant.role.name, grant.rule, grant.is_owned) for grant in (await grants_of([user_id]))[user_id]]


async def refused(house: House, actor: Actor, user_id: UUID, *names: str, terms: Terms = FOR_GOOD) -> Refused:
    async with nothing_changes():
        with pytest.raises(Refused) as told:
            await house.do(actor, lambda work: set_user_roles(work, user_id, names, terms=terms))
    return told.value


async def test_each_grant_names_the_rule_that_gives_it(house: House) -> None:
    asa, profile, _ = await of_directory(house)
    await house.role("auditor", level=3)
    await owned(asa, "auditor", GrantSource.PROFILE, profile.id)
    assert await rules(asa) == [
        ("auditor", "profile corp: a role that it gave until it was changed", True),
        ("operator", f"policy 3: {OPS}", True),
        ("viewer", BY_DEFAULT, False),
    ]
    auditor = await role_id("auditor")
    await LdapProfile.filter(id=profile.id).update(manage_role_id=auditor)
    assert (await rules(asa))[0] == ("auditor", "profile corp: manage role", True)
    await LdapProfile.filter(id=profile.id).update(user_role_id=auditor, manage_role_id=None)
    assert (await rules(asa))[0] == ("auditor", "profile corp: user role", True)
    await LdapProfile.filter(id=profile.id).update(manage_role_id=auditor)
    assert (await rules(asa))[0] == ("auditor", "profile corp: manage role and user role", True)


async def test_a_rule_that_is_gone_says_so(house: House) -> None:
    asa, profile, policy = await of_directory(house)
    await owned(asa, "operator", GrantSource.PROFILE, profile.id)
    await policy.delete()
    await profile.delete()
    assert await rules(asa) == [
        ("operator", POLICY_GONE, False),
        ("operator", PROFILE_GONE, False),
        ("viewer", BY_DEFAULT, False),
    ]


async def test_an_explanation_names_every_rule_by_which_a_role_is_held(house: House) -> None:
    asa, _, _ = await of_directory(house)
    await house.role("auditor", Scope.AUDIT_READ)
    one, two = await policy_row(1), await policy_row(2, "cn=more")
    for policy in (one, two):
        await owned(asa, "auditor", GrantSource.POLICY, policy.id)
    explained = await explain_access(SYSTEM, asa, "audit:read", None, house.clock.now())
    assert sorted((rule.role or "", rule.rule or "") for rule in explained.deciding) == [
        ("auditor", f"policy 1: {OPS}"),
        ("auditor", "policy 2: cn=more"),
    ]


async def test_a_role_by_hand_and_by_two_policies_is_one_role_everywhere(house: House) -> None:
    asa = await house.user("asa", "operator")
    await Role.filter(name_key="operator").update(licensed=True)
    for position in (1, 2):
        await owned(asa, "operator", GrantSource.POLICY, (await policy_row(position)).id)
    row = await user_by_id(SYSTEM, asa, {"roles": {}, "licensed": {}})
    assert row is not None
    assert [role.name for role in row.roles] == ["operator"]
    listed = await list_users(SYSTEM, UserListing(UserFilter(roles=("operator",))), {})
    assert [each.id for each in listed.rows] == [asa]
    assert await seats_used(house.clock.now()) == 1
    assert await licensed_of([asa], {}) == {asa: True}
    exported = (await export_of(await house.root(), asa)).roles
    assert [(role.role, role.rule) for role in exported] == [
        ("operator", None),
        ("operator", f"policy 1: {OPS}"),
        ("operator", f"policy 2: {OPS}"),
    ]


async def test_what_a_directory_gives_is_not_taken_by_hand_and_the_rule_is_named(house: House) -> None:
    asa, _, _ = await of_directory(house)
    await Role.filter(name_key="operator").update(level=1)
    await house.role("auditor", Scope.AUDIT_READ, Scope.USERS_READ)
    await house.role("reader", Scope.USERS_READ)
    await owned(asa, "auditor", GrantSource.POLICY, (await policy_row(4)).id)
    root = await house.root()
    told = await refused(house, root, asa, "viewer", "reader")
    (error,) = told.errors
    assert isinstance(error, RoleOwnedBySource)
    assert (error.code, error.field) == ("ROLE_OWNED_BY_SOURCE", "roles")
    assert sorted(error.owners, key=lambda owner: owner.role) == [
        RoleOwner("auditor", f"policy 4: {OPS}"),
        RoleOwner("operator", f"policy 3: {OPS}"),
    ]
    assert error.scopes_to_deny == ["audit:read"]


async def test_it_is_taken_until_the_next_sign_in_where_that_is_meant(house: House) -> None:
    asa, _, _ = await of_directory(house)
    root = await house.root()
    async with hearing() as heard:
        await house.do(root, lambda work: set_user_roles(work, asa, ("viewer",), override_sources=True))
    assert [(told.action, told.changes) for told in heard.events] == [
        ("user.roles_changed", {"roles": (["operator", "viewer"], ["viewer"])})
    ]
    assert await rules(asa) == [("viewer", BY_DEFAULT, False)]


async def test_what_nothing_would_give_again_is_taken_like_any_other(house: House) -> None:
    asa, profile, policy = await of_directory(house)
    root = await house.root()
    await policy.delete()
    await house.do(root, lambda work: set_user_roles(work, asa, ("viewer",)))
    assert await rules(asa) == [("viewer", BY_DEFAULT, False)]
    await owned(asa, "operator", GrantSource.PROFILE, profile.id)
    await User.filter(id=asa).update(auth_method=AuthMethod.LOCAL, source_id=None)
    await house.do(root, lambda work: set_user_roles(work, asa, ("viewer",)))
    assert await rules(asa) == [("viewer", BY_DEFAULT, False)]


async def test_naming_what_a_directory_gives_leaves_it_the_directorys(house: House) -> None:
    asa, _, _ = await of_directory(house)
    root = await house.root()
    before = await rules(asa)
    await house.do(root, lambda work: set_user_roles(work, asa, ("viewer", "operator")))
    assert await rules(asa) == before
    terms = Terms("Stays.")
    told = await refused(house, root, asa, "viewer", "operator", terms=terms)
    assert [error.code for error in told.errors] == ["NO_ROLE_GIVEN"]


async def test_it_is_given_by_hand_as_well_where_that_is_asked_and_outlives_the_directorys(house: House) -> None:
    asa, _, _ = await of_directory(house)
    root, both = await house.root(), ("viewer", "operator")
    terms = Terms("Stays.")
    await house.do(root, lambda work: set_user_roles(work, asa, both, terms=terms, also_by_hand=True))
    assert await rules(asa) == [
        ("operator", None, False),
        ("operator", f"policy 3: {OPS}", True),
        ("viewer", BY_DEFAULT, False),
    ]
    await house.do(root, lambda work: set_user_roles(work, asa, both, also_by_hand=True))

    async def sign_in(work: Work) -> None:
        await follow(work, await User.get(id=asa), ())

    await house.do(SYSTEM, sign_in)
    assert await rules(asa) == [("operator", None, False), ("viewer", BY_DEFAULT, False)]


async def test_by_hand_as_well_takes_no_second_seat(house: House) -> None:
    asa, _, _ = await of_directory(house)
    await house.user("bea", "operator")
    await Role.filter(name_key="operator").update(licensed=True)
    await house.set(LicenceSettings, max_seats=1)
    root = await house.root()
    await house.do(root, lambda work: set_user_roles(work, asa, ("viewer", "operator"), also_by_hand=True))
    assert len(await rules(asa)) == 3


async def test_whoever_owns_the_host_becomes_an_administrator_by_hand(house: House) -> None:
    asa, profile, policy = await of_directory(house)
    await owned(asa, "admin", GrantSource.POLICY, policy.id)
    password = await house.password()
    await LdapProfile.filter(id=profile.id).update(is_enabled=False)
    await house.do(HOST, lambda work: recover_administrator(work, "asa", password))
    assert ("admin", None, False) in await rules(asa)
    user = await User.get(id=asa)
    assert (user.auth_method, user.source_id) == (AuthMethod.LOCAL, None)
    assert who_get_in(await administrators(house.clock.now())) == ["asa"]
