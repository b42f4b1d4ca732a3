"""What a profile says of roles is judged by what accounts would hold after their next sign-in, and can be looked at."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from auth.access.commands import NewOverride, grant_scope
from auth.administrators.rules import WouldLockOut
from auth.errors import DomainError
from auth.ldap_profiles.commands import disable_ldap_profile, update_ldap_profile
from auth.ldap_profiles.consequences import AccountsBecome
from auth.ldap_profiles.deletion import ProfileDeletion, delete_ldap_profile
from auth.permissions import Scope
from auth.policies.commands import create_policy
from auth.policies.drafts import PolicyDraft
from auth.policies.previewing import RuleChange, preview
from auth.policies.settings import update_directory_settings
from auth.settings.pages import PolicyResolution
from models.external_identity import ExternalIdentity
from models.ldap_profile import LdapProfile, RolesFollow
from models.policy import PolicyType
from models.role import Role
from models.user import User, UserStatus
from tests.support.directory_scene import member, roles_held, sign_in
from tests.support.house import House
from tests.support.profiles import profile_row
from tests.support.trail import nothing_changes

ADMINS, DEV = "cn=admins,dc=example,dc=test", "cn=dev,dc=example,dc=test"


async def managed(house: House, **columns: Any) -> tuple[LdapProfile, UUID]:  # noqa: ANN401 — columns of a row
    """The only administrator who can get in is one by a profile's manage role."""
    manage, user = await Role.get(name_key="admin"), await Role.get(name_key="viewer")
    row: dict[str, Any] = {"manage_role_id": manage.id, "manage_group_dn": ADMINS, "user_role_id": user.id}
    profile = await profile_row(**(row | columns))
    asa = await member(house, "asa", profile, [ADMINS])
    await sign_in(house, asa)
    assert "admin" in await roles_held(asa)
    await User.filter(username_key="root").update(status=UserStatus.INACTIVE)
    return profile, asa


def changed(profile: LdapProfile, bound: str | None = None, **values: Any) -> RuleChange:  # noqa: ANN401 — values of a profile
    return lambda work: update_ldap_profile(work, profile.id, values, preview_fingerprint=bound)


LOSING = {
    "another group": {"manage_group_dn": DEV},
    "no group": {"manage_group_dn": None},
    "another role": {"manage_role": "operator"},
    "no role": {"manage_role": None},
    "nobody is let in": {"manage_role": None, "refuses_unmatched": True},
}


@pytest.mark.parametrize("values", LOSING.values(), ids=LOSING)
async def test_the_last_administrator_is_not_lost_at_the_next_sign_in(house: House, values: dict[str, Any]) -> None:
    profile, asa = await managed(house)
    actor = await house.actor(asa)
    async with nothing_changes():
        with pytest.raises(WouldLockOut) as told:
            await house.do(actor, changed(profile, **values))
        with pytest.raises(WouldLockOut):
            await preview(house.units, actor, changed(profile, **values))
    assert told.value.before == ["asa"]
    await house.user("zoe", "admin", password=await house.password())
    await house.do(actor, changed(profile, **values))


async def test_what_a_profile_begins_to_take_at_each_sign_in_is_foreseen(house: House) -> None:
    profile, asa = await managed(house, roles_follow=RolesFollow.EACH_LOGIN)
    actor = await house.actor(asa)
    await house.do(actor, changed(profile, roles_follow=RolesFollow.NEVER))
    await house.do(actor, changed(profile, manage_role="operator"))  # nobody is taken anything any more
    async with nothing_changes():
        with pytest.raises(WouldLockOut):
            await house.do(actor, changed(profile, roles_follow=RolesFollow.EACH_LOGIN))


async def test_what_says_nothing_of_roles_is_changed_whatever_is_due(house: House) -> None:
    profile, asa = await managed(house)
    actor = await house.actor(asa)
    await LdapProfile.filter(id=profile.id).update(manage_group_dn=DEV)  # asa is due to lose it
    await house.do(actor, changed(profile, name="other", base_dn="dc=test"))


async def test_nobody_raises_their_own_roles_by_a_profile(house: House) -> None:
    root, profile = await house.root(), await profile_row()
    await house.role("keeper", Scope.LDAP_WRITE, level=1)
    await house.role("auditor", Scope.AUDIT_READ)
    asa = await member(house, "asa", profile, [DEV], roles=("keeper",))
    await house.do(root, lambda work: grant_scope(work, asa, NewOverride("audit:read", "for now")))
    actor = await house.actor(asa)
    async with nothing_changes():
        assert await house.refusals(actor, changed(profile, user_role="auditor")) == [("OWN_ROLES", "user_role")]
    await ExternalIdentity.filter(user_id=asa).delete()
    await house.do(actor, changed(profile, user_role="auditor"))  # nobody knows what it comes to for them


async def signed(house: House, name: str, profile: LdapProfile) -> UUID:
    user_id = await member(house, name, profile, [DEV])
    await sign_in(house, user_id)
    return user_id


def off(profile: LdapProfile) -> RuleChange:
    return lambda work: disable_ldap_profile(work, profile.id)


def deleted(profile: LdapProfile) -> RuleChange:
    wanted = ProfileDeletion(profile_id=profile.id, accounts=AccountsBecome.DEACTIVATE, confirm=True)
    return lambda work: delete_ldap_profile(work, wanted)


@pytest.mark.parametrize("end", [off, deleted], ids=["off", "deleted"])
async def test_a_directory_does_not_go_where_the_others_administer_until_their_next_sign_in_only(
    house: House, end: Callable[[LdapProfile], RuleChange]
) -> None:
    profile, _ = await managed(house)
    strict = await profile_row("strict", refuses_unmatched=True)
    bea = await house.actor(await member(house, "bea", strict, [DEV], roles=("admin",)))
    async with nothing_changes():
        with pytest.raises(WouldLockOut) as told:
            await house.do(bea, end(profile))
    assert told.value.before == ["asa"]
    await LdapProfile.filter(name="strict").update(refuses_unmatched=False)
    await house.do(bea, end(profile))


async def test_a_change_of_a_profile_is_looked_at_and_then_made_as_it_was_seen(house: House) -> None:
    root, operator = await house.root(), await Role.get(name_key="operator")
    profile = await profile_row(manage_role_id=operator.id, manage_group_dn=ADMINS)
    await house.role("analyst")
    ada, bea = await signed(house, "ada", profile), await member(house, "bea", profile, [ADMINS])
    await sign_in(house, bea)
    cases: list[tuple[dict[str, Any], list[tuple[str, list[str], list[str], bool]]]] = [
        ({"user_role": "analyst"}, [("ada", ["analyst"], [], False)]),
        ({"manage_group_dn": DEV}, [("ada", ["operator"], [], False), ("bea", [], ["operator"], False)]),
        ({"refuses_unmatched": True}, [("ada", [], [], True)]),
        ({"roles_follow": RolesFollow.NEVER}, []),
        ({"base_dn": "dc=elsewhere"}, []),
    ]
    for values, expected in cases:
        async with nothing_changes():
            found = await preview(house.units, root, changed(profile, **values))
        shown = [(each.username, list(each.gains), list(each.loses), each.is_refused) for each in found.effects.shown]
        assert shown == expected, values
    bound = (await preview(house.units, root, changed(profile, manage_group_dn=DEV))).fingerprint
    await house.do(root, changed(profile, bound, manage_group_dn=DEV))
    for user_id in (ada, bea):
        await sign_in(house, user_id)
    assert (await roles_held(ada), await roles_held(bea)) == ({"operator", "viewer"}, {"viewer"})
    both = {"policy_resolution": PolicyResolution.ALL}
    changes: list[RuleChange] = [
        changed(profile, bound, name="other"),
        lambda work: update_directory_settings(work, both, None, bound),
    ]
    for change in changes:
        async with nothing_changes():
            with pytest.raises(DomainError, match="were changed since the preview") as stale:
                await house.do(root, change)
        assert (stale.value.code, stale.value.field) == ("PREVIEW_STALE", "preview_fingerprint")
    fresh = (await preview(house.units, root, lambda work: update_directory_settings(work, both))).fingerprint
    await house.do(root, lambda work: update_directory_settings(work, both, None, fresh))
    draft = PolicyDraft(type=PolicyType.USER, value="ada", roles=("viewer",))
    with pytest.raises(DomainError, match="were changed since the preview"):
        await house.do(root, lambda work: create_policy(work, draft, None, fresh))
