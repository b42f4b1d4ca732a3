"""What a provider gives and takes, beside what others gave (REQUIREMENTS G5)."""

from uuid import UUID

import pytest

from auth.actor import SYSTEM
from auth.errors import Refused
from auth.provisioning.rules import DeniedBecause
from auth.roles.commands import update_role
from auth.roles.drafts import RoleChanges
from auth.settings.pages import LicenceSettings
from auth.users.commands import set_user_roles
from auth.users.owned import RoleOwnedBySource, RoleOwner
from models.identity_provider import IdentityProvider, RoleMapping
from models.ldap_profile import RolesFollow
from models.role import GrantSource, RoleGrant
from models.user import AuthMethod, User
from tests.support.arrivals import SUBJECT, arrives, corp, denied, gets_in, id_of, maps, somebody
from tests.support.house import NOON, ROOT, House
from tests.support.identity_providers import from_provider, linked
from tests.support.people import roles_of
from tests.support.trail import hearing, nothing_changes


async def two(house: House) -> tuple[UUID, IdentityProvider, IdentityProvider]:
    """A local account that is linked to two providers, each of which maps a group to a role."""
    user_id = await house.user("asa", "viewer", password=await house.password())
    one, other = await corp(default_role=None), await corp("other", default_role="viewer")
    for provider in (one, other):
        await linked(user_id, provider, subject=SUBJECT)
    await house.role("reader")
    await maps(one, "ops", "operator")
    await maps(other, "readers", "reader")
    return user_id, one, other


async def test_each_provider_takes_what_it_gave_and_nothing_else(house: House) -> None:
    _, one, other = await two(house)
    await gets_in(house, one, somebody(one, groups=["ops"]))
    await gets_in(house, other, somebody(other, groups=["readers"]))
    assert await roles_of("asa") == ["operator MAPPING", "reader MAPPING", "viewer BY_HAND"]
    await gets_in(house, other, somebody(other, groups=["none"]))
    assert await roles_of("asa") == ["operator MAPPING", "viewer BY_HAND", "viewer PROVIDER"]
    await gets_in(house, one, somebody(one))
    assert await roles_of("asa") == ["viewer BY_HAND", "viewer PROVIDER"]


async def test_groups_that_were_not_told_keep_everything_and_none_at_all_take_it(house: House) -> None:
    _, one, _ = await two(house)
    await gets_in(house, one, somebody(one, groups=["ops"]))
    async with hearing() as heard:
        await gets_in(house, one, somebody(one, groups=None))
    assert [event.action for event in heard.events] == ["user.groups_unknown"]
    assert await roles_of("asa") == ["operator MAPPING", "viewer BY_HAND"]
    await gets_in(house, one, somebody(one, groups=()))
    assert await roles_of("asa") == ["viewer BY_HAND"]


async def test_what_a_deleted_mapping_gave_goes_with_the_next_sign_in(house: House) -> None:
    _, one, other = await two(house)
    await gets_in(house, one, somebody(one, groups=["ops"]))
    await RoleMapping.filter(provider_id=one.id).delete()
    await gets_in(house, other, somebody(other, groups=["readers"]))
    assert await roles_of("asa") == ["reader MAPPING", "viewer BY_HAND"]


async def test_what_a_directory_gave_is_not_a_providers(house: House) -> None:
    user_id, one, _ = await two(house)
    operator = await id_of("operator")
    for source in (GrantSource.POLICY, GrantSource.PROFILE):
        await RoleGrant.create(user_id=user_id, role_id=operator, source=source, owner_id=one.id, granted_at=NOON)
    await gets_in(house, one, somebody(one))
    assert await roles_of("asa") == ["operator POLICY", "operator PROFILE", "viewer BY_HAND"]


@pytest.mark.parametrize(
    ("follow", "first", "later"),
    [
        (RolesFollow.EACH_LOGIN, ["operator MAPPING"], ["viewer PROVIDER"]),
        (RolesFollow.FIRST_LOGIN, ["operator MAPPING"], ["operator MAPPING"]),
        (RolesFollow.NEVER, ["viewer DEFAULT"], ["viewer DEFAULT"]),
    ],
    ids=["each", "first", "never"],
)
async def test_a_provider_gives_as_often_as_it_says(
    house: House, follow: RolesFollow, first: list[str], later: list[str]
) -> None:
    provider = await corp(roles_follow=follow)
    await maps(provider, "ops", "operator")
    await gets_in(house, provider, somebody(provider, groups=["ops"]))
    assert await roles_of("asa") == first
    await gets_in(house, provider, somebody(provider))
    assert await roles_of("asa") == later


async def test_who_is_in_no_mapped_group_is_refused_where_the_provider_says_so(house: House) -> None:
    provider = await corp(refuses_unmatched=True)
    await maps(provider, "ops", "operator")
    await gets_in(house, provider, somebody(provider, groups=["ops"]))
    assert await denied(house, provider, somebody(provider)) is DeniedBecause.NO_ROLE
    assert await roles_of("asa") == ["operator MAPPING"]
    assert (await arrives(house, provider, somebody(provider, groups=None))).user is not None


async def test_the_last_administrator_keeps_what_the_provider_would_take(house: House) -> None:
    provider = await corp(default_role=None)
    await maps(provider, "admins", "admin")
    user = await gets_in(house, provider, somebody(provider, groups=["admins"]))
    await RoleGrant.filter(user__username_key=ROOT).delete()
    arrival = await arrives(house, provider, somebody(provider))
    assert (arrival.followed.kept, arrival.followed.lost) == (("admin",), ())
    assert await RoleGrant.filter(user_id=user.id).count() == 1


async def test_a_role_without_a_seat_is_left_out(house: House) -> None:
    provider = await corp()
    await maps(provider, "ops", "operator")
    operator = await id_of("operator")
    await house.do(SYSTEM, lambda work: update_role(work, operator, RoleChanges(licensed=True)))
    await house.set(LicenceSettings, max_seats=1)
    await house.user("first", "operator")
    arrival = await arrives(house, provider, somebody(provider, groups=["ops"]))
    assert arrival.followed.withheld == ("operator",)
    assert await roles_of("asa") == []


@pytest.mark.parametrize("is_local", [False, True], ids=["its own", "a further way"])
async def test_a_role_of_a_provider_is_taken_by_hand_only_where_that_is_meant(house: House, *, is_local: bool) -> None:
    root, provider = await house.root(), await corp(default_role=None)
    await maps(provider, "ops", "operator")
    if is_local:
        await linked(await house.user("asa", "viewer"), provider, subject=SUBJECT)
    else:
        await from_provider(house, provider, "asa", "viewer")
    user = await gets_in(house, provider, somebody(provider, groups=["ops"]))
    async with nothing_changes():
        with pytest.raises(Refused) as told:
            await house.do(root, lambda work: set_user_roles(work, user.id, ("viewer",)))
    (error,) = told.value.errors
    assert isinstance(error, RoleOwnedBySource)
    assert error.owners == [RoleOwner("operator", "mapping of corp: ops")]
    await house.do(root, lambda work: set_user_roles(work, user.id, ("viewer",), override_sources=True))
    assert await roles_of("asa") == ["viewer BY_HAND"]
    await gets_in(house, provider, somebody(provider, groups=["ops"]))
    assert await roles_of("asa") == ["operator MAPPING", "viewer BY_HAND"]
    assert (await User.get(id=user.id)).auth_method is (AuthMethod.LOCAL if is_local else AuthMethod.OIDC)
