"""Comparisons with real directories, of accounts that signed in by them."""

import pytest

from auth.actor import SYSTEM, anonymous
from auth.directory_sync.commands import WantedSync
from auth.directory_sync.queries import DirectorySyncRow, stored_sync
from auth.directory_sync.rules import SyncAction, SyncReason
from auth.directory_sync.running import DirectorySyncs
from auth.login.outcomes import LoginOutcome, SignedIn
from auth.login.password import Attempt, login
from auth.login.seeking import Directories
from auth.sources.ldap import LdapSources
from models.external_identity import ExternalIdentity
from models.ldap_profile import LdapProfile, SyncOutcome
from models.user import User, UserStatus
from tests.support.house import CLIENT, TOKEN, House
from tests.support.samba import Samba, own_samba
from tests.support.samba_domain import samba_domain
from tests.support.samba_people import ANALYSTS as AD_ANALYSTS
from tests.support.samba_people import ANN as AD_ANN
from tests.support.samba_people import BOB, DISABLED, NORMAL
from tests.support.samba_people import PASSWORD as AD_PASSWORD
from tests.support.slapd import Slapd, own_slapd
from tests.support.slapd_people import ANALYSTS, PASSWORD, PEOPLE
from tests.support.slapd_profile import account_of, slapd_profile, stored
from tests.support.trail import Told, hearing

__all__ = ["own_samba", "own_slapd", "samba_domain"]


class Office:
    """A house that asks real directories."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.ldap = LdapSources()

    async def sign_in(self, name: str, password: str) -> LoginOutcome:
        attempt = Attempt(name, password, TOKEN)
        house, directories = self.house, Directories(self.ldap)
        return await login(house.units, house.hashing, directories, anonymous(CLIENT), attempt)

    async def compare(self, profile: LdapProfile, **wanted: bool) -> DirectorySyncRow:
        done = await DirectorySyncs(self.house.units, self.ldap).run(SYSTEM, WantedSync(profile.id, **wanted))
        row = await stored_sync(done) if done else None
        assert row is not None
        return row


@pytest.fixture
def office(house: House) -> Office:
    return Office(house)


async def status(name: str) -> UserStatus:
    return (await User.get(username_key=name)).status


async def test_what_a_sign_in_stored_is_what_a_comparison_finds(office: Office, own_slapd: Slapd) -> None:
    profile = await slapd_profile(own_slapd)
    own_slapd.add("kim", ANALYSTS, mail="kim@example.org")
    for name in ("ann", "kim", "mia"):
        assert isinstance(await office.sign_in(name, PASSWORD), SignedIn)
    row = await office.compare(profile)
    assert (row.outcome, row.checked, row.deactivated, row.refreshed) == (SyncOutcome.DONE, 3, 0, 0)


async def test_openldap_a_rename_is_no_loss_and_a_deletion_is(office: Office, own_slapd: Slapd) -> None:
    profile = await slapd_profile(own_slapd)
    dn = own_slapd.add("kim")
    assert isinstance(await office.sign_in("kim", PASSWORD), SignedIn)
    kim = await User.get(username_key="kim")
    moved = own_slapd.rename(dn, "uid=kimberly")
    async with hearing() as heard:
        row = await office.compare(profile)
    assert (row.outcome, row.deactivated, row.refreshed) == (SyncOutcome.DONE, 0, 1)
    assert ("user.identity_renamed", "kim") in [(told.action, told.target) for told in heard.events]
    assert (await ExternalIdentity.get(user_id=kim.id)).login_name == "kimberly"
    own_slapd.delete(moved)
    row = await office.compare(profile)
    assert [(each.action, each.reason) for each in row.changes] == [(SyncAction.DEACTIVATE, SyncReason.GONE)]
    again = own_slapd.add("kim")
    assert again == dn
    row = await office.compare(profile)
    assert (row.changes, await status("kim")) == ((), UserStatus.INACTIVE), "another person of the same name"


async def test_openldap_one_that_is_locked_for_good_is_deactivated_and_a_dead_server_changes_nothing(
    office: Office, own_slapd: Slapd
) -> None:
    profile = await slapd_profile(own_slapd, connect_timeout_seconds=1, total_timeout_seconds=2)
    for name in ("leo", "ann"):
        await account_of(office.house, own_slapd, profile, name)
    own_slapd.stop()
    row = await office.compare(profile)
    assert (row.outcome, await status("leo")) == (SyncOutcome.UNAVAILABLE, UserStatus.ACTIVE)
    own_slapd.start()
    office.house.clock.turn(minutes=2)
    office = Office(office.house)
    row = await office.compare(profile)
    assert [(each.action, each.reason) for each in row.changes] == [(SyncAction.DEACTIVATE, SyncReason.DISABLED)]
    assert (await status("leo"), await status("ann")) == (UserStatus.INACTIVE, UserStatus.ACTIVE)
    empty = f"ou=nothing,{PEOPLE}"
    await LdapProfile.filter(id=profile.id).update(base_dn=empty)
    row = await office.compare(profile, force=True)
    assert (row.outcome, await status("ann")) == (SyncOutcome.UNAVAILABLE, UserStatus.ACTIVE)


async def test_active_directory_who_is_disabled_there_goes_and_who_is_let_in_again_returns(
    office: Office, own_samba: Samba
) -> None:
    profile = await stored(own_samba.directory())
    for name in ("ann", "bob"):
        assert isinstance(await office.sign_in(name, AD_PASSWORD), SignedIn)
    own_samba.set(BOB, "userAccountControl", DISABLED)
    own_samba.rename(AD_ANN, "CN=Ann Berg")
    row = await office.compare(profile)
    assert [(each.action, each.reason) for each in row.changes] == [(SyncAction.DEACTIVATE, SyncReason.DISABLED)]
    assert (row.refreshed, await status("bob"), await status("ann")) == (1, UserStatus.INACTIVE, UserStatus.ACTIVE)
    ann = await ExternalIdentity.get(user__username_key="ann")
    assert ann.dn is not None
    assert ann.dn.startswith("CN=Ann Berg,")
    assert AD_ANALYSTS in (ann.groups_json or "")
    own_samba.set(BOB, "userAccountControl", NORMAL)
    async with hearing() as heard:
        row = await office.compare(profile)
    assert [(each.action, each.reason) for each in row.changes] == [(SyncAction.REACTIVATE, SyncReason.RETURNED)]
    assert heard.events[0] == Told("user.reactivated", "system", "bob")
    assert isinstance(await office.sign_in("bob", AD_PASSWORD), SignedIn)
