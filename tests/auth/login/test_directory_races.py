"""Somebody's first sign-in and the end of their directory in the same moment: either is before the other."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from auth.actor import SYSTEM
from auth.ldap_profiles.commands import disable_ldap_profile
from auth.ldap_profiles.consequences import AccountsBecome
from auth.ldap_profiles.deletion import ProfileDeletion, delete_ldap_profile
from auth.login.outcomes import LoginRefusal, Refusal, SignedIn
from auth.unit_of_work import Work
from models.external_identity import ExternalIdentity
from models.ldap_profile import LdapProfile
from models.user import AuthMethod, User, UserStatus
from tests.support.directory import THERE
from tests.support.house import House
from tests.support.people import corp

End = Callable[[Work, LdapProfile], Awaitable[object]]


def deleted(work: Work, profile: LdapProfile) -> Awaitable[object]:
    wanted = ProfileDeletion(profile_id=profile.id, accounts=AccountsBecome.DEACTIVATE, confirm=True)
    return delete_ldap_profile(work, wanted)


def off(work: Work, profile: LdapProfile) -> Awaitable[object]:
    return disable_ldap_profile(work, profile.id)


ENDS = pytest.mark.parametrize("end", [deleted, off], ids=["deleted", "off"])


async def nobody_is_left(profile: LdapProfile) -> None:
    assert await User.filter(auth_method=AuthMethod.LDAP, status=UserStatus.ACTIVE).count() == 0
    if not await LdapProfile.exists(id=profile.id):
        assert await ExternalIdentity.all().count() == 0


@ENDS
async def test_a_directory_that_is_about_to_go_makes_no_account(house: House, end: End) -> None:
    profile = await corp()
    house.ldap.person(profile, "asa")
    written, commit = asyncio.Event(), asyncio.Event()

    async def slowly(work: Work) -> None:
        await end(work, profile)
        written.set()
        await commit.wait()

    ending = asyncio.create_task(house.do(SYSTEM, slowly))
    await written.wait()
    arriving = asyncio.create_task(house.login("asa", THERE))
    await asyncio.sleep(0.5)  # as far as it comes
    commit.set()
    await ending
    assert await arriving == Refusal(LoginRefusal.INVALID_CREDENTIALS)
    await nobody_is_left(profile)


@ENDS
async def test_whatever_comes_first_the_other_sees(house: House, end: End) -> None:
    profile = await corp()
    names = [f"person{number}" for number in range(8)]
    for name in names:
        house.ldap.person(profile, name)
    house.ldap.seconds = 0.02
    logins = [asyncio.create_task(house.login(name, THERE)) for name in names for _ in range(2)]
    await asyncio.sleep(0.05)
    await house.do(SYSTEM, lambda work: end(work, profile))
    outcomes = await asyncio.gather(*logins)
    refused = [outcome for outcome in outcomes if not isinstance(outcome, SignedIn)]
    assert set(refused) <= {Refusal(LoginRefusal.INVALID_CREDENTIALS)}, refused
    if end is deleted:
        await nobody_is_left(profile)
    assert await User.filter(auth_method=AuthMethod.LDAP).count() <= len(names)
