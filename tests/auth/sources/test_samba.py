"""A real Active Directory as a source: nested and primary groups, what it says of accounts, names, renaming."""

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from time import monotonic
from uuid import UUID

import pytest

from auth.sources.directory import Server
from auth.sources.examination import FailureKind
from auth.sources.identity import ExternalIdentity, NotProven, Refused
from models.ldap_profile import GroupLookup, LdapConnection
from models.user import AuthMethod
from tests.support.samba import NAME, Samba, own_samba, running_samba, samba
from tests.support.samba_domain import samba_domain
from tests.support.samba_people import (
    ANALYSTS,
    ANN,
    BUILDERS,
    DOMAIN_USERS,
    ENGINEERS,
    JOERG,
    OPERATORS,
    PASSWORD,
    PEOPLE,
    SECURITY,
    SUFFIX,
)
from tests.support.visits import Visitor, groups_of, unavailable, visitor

__all__ = ["own_samba", "samba", "samba_domain", "visitor"]

PATIENT = {"connect_timeout_seconds": 2, "total_timeout_seconds": 8}
QUICK_SECONDS = 1.8
USERS = f"CN=Users,CN=Builtin,{SUFFIX}"
"""Domain Users are in it."""


@pytest.mark.parametrize("connection", [LdapConnection.LDAPS, LdapConnection.STARTTLS])
async def test_somebody_signs_in_over_tls(samba: Samba, visitor: Visitor, connection: LdapConnection) -> None:
    directory = samba.directory(connection=connection)
    found = await visitor.signed_in(directory, "ann", PASSWORD)
    assert isinstance(found, ExternalIdentity), found
    assert replace(found, groups=()) == ExternalIdentity(
        source_id=directory.id,
        method=AuthMethod.LDAP,
        subject=str(UUID(bytes_le=samba.value(ANN, "objectGUID"))),
        login_name="ann",
        dn=ANN,
        email="ann@example.test",
        first_name="Ann",
        last_name="Bauer",
        groups=(),
    )
    assert await visitor.signed_in(directory, "ann", "Wr0ng-one!") == Refused(NotProven.WRONG_PASSWORD)


async def test_a_password_without_tls_is_refused_by_the_directory_as_such(samba: Samba, visitor: Visitor) -> None:
    outcome = await visitor.signed_in(samba.directory(connection=LdapConnection.INSECURE), "ann", PASSWORD)
    assert outcome == unavailable(FailureKind.WANTS_ENCRYPTION)


NAMES = ("ann", "ANN", "ann@example.test", "Ann@Example.Test", "EXAMPLE\\ann", "example\\Ann")


@pytest.mark.parametrize("name", NAMES)
async def test_each_way_to_write_a_name_finds_the_same_person(samba: Samba, visitor: Visitor, name: str) -> None:
    found = await visitor.signed_in(samba.directory(), name, PASSWORD)
    assert isinstance(found, ExternalIdentity), found
    assert (found.dn, found.login_name) == (ANN, "ann")


@pytest.mark.parametrize("attribute", ["userPrincipalName", "mail"])
async def test_a_filter_may_ask_for_the_whole_name(samba: Samba, visitor: Visitor, attribute: str) -> None:
    directory = samba.directory(user_filter=f"({attribute}={{username}})")
    found = await visitor.signed_in(directory, "ann@example.test", PASSWORD)
    assert isinstance(found, ExternalIdentity), found
    assert found.dn == ANN


@pytest.mark.parametrize("bind_dn", ["svc-gatehouse@example.test", "EXAMPLE\\svc-gatehouse"])
async def test_the_service_account_may_be_named_as_people_are(samba: Samba, visitor: Visitor, bind_dn: str) -> None:
    assert isinstance(await visitor.signed_in(samba.directory(bind_dn=bind_dn), "ann", PASSWORD), ExternalIdentity)


ANNS = {ANALYSTS: (), SECURITY: (ANALYSTS,), OPERATORS: (ANALYSTS, SECURITY)}
BOBS = {ENGINEERS: (), BUILDERS: (ENGINEERS,), DOMAIN_USERS: (), USERS: (DOMAIN_USERS,)}
EVERYBODYS = {DOMAIN_USERS: (), USERS: (DOMAIN_USERS,)}


@pytest.mark.parametrize("name", ["ann", "joerg"])
@pytest.mark.parametrize("lookup", list(GroupLookup))
async def test_groups_of_groups(samba: Samba, visitor: Visitor, name: str, lookup: GroupLookup) -> None:
    directory = samba.directory(group_lookup=lookup, primary_group=False)
    found = groups_of(await visitor.found(directory, name))
    if lookup in {GroupLookup.AD_CHAIN, GroupLookup.RECURSIVE}:
        assert found == ANNS
    else:
        assert found == {ANALYSTS: ()}


@pytest.mark.parametrize("lookup", list(GroupLookup))
async def test_the_primary_group_counts_with_those_it_is_in(
    samba: Samba, visitor: Visitor, lookup: GroupLookup
) -> None:
    found = groups_of(await visitor.found(samba.directory(group_lookup=lookup), "bob"))
    if lookup in {GroupLookup.AD_CHAIN, GroupLookup.RECURSIVE}:
        assert found == BOBS
    else:
        assert set(found) == {ENGINEERS, DOMAIN_USERS}
    ann = groups_of(await visitor.found(samba.directory(group_lookup=GroupLookup.RECURSIVE), "ann"))
    assert ann == ANNS | EVERYBODYS


async def test_without_the_primary_group_it_is_left_out(samba: Samba, visitor: Visitor) -> None:
    found = groups_of(await visitor.found(samba.directory(primary_group=False), "bob"))
    assert ENGINEERS not in found
    assert BUILDERS not in found


STATES = {
    "dora": NotProven.DISABLED,
    "leo": NotProven.LOCKED,
    "erin": NotProven.EXPIRED,
    "max": NotProven.MUST_CHANGE_PASSWORD,
    "pia": NotProven.PASSWORD_EXPIRED,
    "nora": NotProven.NOT_AT_THIS_TIME,
    "nobody": NotProven.NO_ENTRY,
    "*": NotProven.NO_ENTRY,
    "svc-*": NotProven.NO_ENTRY,
}


@pytest.mark.parametrize("name", list(STATES))
async def test_why_somebody_is_refused(samba: Samba, visitor: Visitor, name: str) -> None:
    assert await visitor.signed_in(samba.directory(), name, PASSWORD) == Refused(STATES[name])


@pytest.mark.parametrize("name", ["erin", "max", "pia", "nora"])
async def test_what_is_said_after_the_right_password_only(samba: Samba, visitor: Visitor, name: str) -> None:
    assert await visitor.signed_in(samba.directory(), name, "Wr0ng-one!") == Refused(NotProven.WRONG_PASSWORD)


@pytest.mark.parametrize(("name", "disabled"), [("ann", False), ("dora", True), ("erin", True), ("max", False)])
async def test_who_is_disabled_is_seen_without_a_password(
    samba: Samba, visitor: Visitor, name: str, *, disabled: bool
) -> None:
    found = await visitor.found(samba.directory(), name)
    assert isinstance(found, ExternalIdentity)
    assert found.is_disabled is disabled


async def test_an_account_that_is_unlocked_and_enabled_there_signs_in_again(own_samba: Samba, visitor: Visitor) -> None:
    own_samba.set(f"CN=Leo Locked,{PEOPLE}", "lockoutTime", "0")
    own_samba.set(f"CN=Dora Disabled,{PEOPLE}", "userAccountControl", "512")
    for name in ("leo", "dora"):
        assert isinstance(await visitor.signed_in(own_samba.directory(), name, PASSWORD), ExternalIdentity)


async def test_too_many_wrong_passwords_lock_there(own_samba: Samba, visitor: Visitor) -> None:
    own_samba.set(SUFFIX, "lockoutThreshold", "2")
    for _ in range(2):
        assert await visitor.signed_in(own_samba.directory(), "ann", "Wr0ng-one!") == Refused(NotProven.WRONG_PASSWORD)
    assert await visitor.signed_in(own_samba.directory(), "ann", PASSWORD) == Refused(NotProven.LOCKED)


async def test_two_entries_are_nobody(samba: Samba, visitor: Visitor) -> None:
    directory = samba.directory(user_filter="(employeeID={username})")
    assert await visitor.signed_in(directory, "7", PASSWORD) == Refused(NotProven.SEVERAL_ENTRIES)


async def test_a_renamed_and_moved_entry_is_the_same_person(own_samba: Samba, visitor: Visitor) -> None:
    directory = own_samba.directory(group_lookup=GroupLookup.RECURSIVE)
    before = await visitor.found(directory, "joerg")
    dn = own_samba.rename(JOERG, "CN=Jörg Maier", f"CN=Users,{SUFFIX}")
    own_samba.set(dn, "sAMAccountName", "jmaier")
    after = await visitor.signed_in(directory, "jmaier", PASSWORD)
    assert isinstance(before, ExternalIdentity)
    assert isinstance(after, ExternalIdentity)
    assert (before.dn, after.dn, after.login_name) == (JOERG, dn, "jmaier")
    assert before.subject == after.subject
    assert groups_of(before) == groups_of(after) == ANNS | EVERYBODYS
    assert await visitor.found(directory, "joerg") == Refused(NotProven.NO_ENTRY)


async def test_everybody_is_read_in_pages(samba: Samba, visitor: Visitor) -> None:
    directory = samba.directory(base_dn=PEOPLE, group_lookup=GroupLookup.MEMBER_OF, primary_group=False)
    pages = [page async for page in visitor.sources.reading(directory).all_entries()]
    people = {person.login_name: person for page in pages if isinstance(page, (list, tuple)) for person in page}
    assert set(people) == {
        "ann",
        "joerg",
        "bob",
        "dora",
        "leo",
        "erin",
        "max",
        "pia",
        "nora",
        "cora",
        "lena",
        "twin1",
        "twin2",
    }
    assert people["ann"].subject == str(UUID(bytes_le=samba.value(ANN, "objectGUID")))
    assert groups_of(people["ann"]) == {ANALYSTS: ()}
    assert {name for name, person in people.items() if person.is_disabled} == {"dora", "erin"}


async def test_the_base_dn_is_told_by_the_directory(samba: Samba, visitor: Visitor) -> None:
    assert await visitor.sources.default_base_dn(samba.directory(base_dn="")) == SUFFIX


@pytest.fixture
def homemade(samba_domain: Path) -> Generator[Samba]:
    """A controller with the certificate that Samba makes itself, which names no address."""
    with running_samba(samba_domain, makes_own_certificate=True) as server:
        yield server


async def test_the_certificate_that_a_controller_makes_itself_needs_its_authority_and_no_name(
    homemade: Samba, visitor: Visitor
) -> None:
    directory = homemade.directory()
    assert await visitor.found(directory, "ann") == unavailable(FailureKind.CERTIFICATE_OTHER_NAME)
    unnamed = replace(directory, checks_host_name=False)
    assert isinstance(await visitor.signed_in(unnamed, "ann", PASSWORD), ExternalIdentity)
    foreign = replace(unnamed, ca_certificate=None)
    assert await visitor.found(foreign, "ann") == unavailable(FailureKind.CERTIFICATE_UNTRUSTED)


async def test_an_expired_certificate_is_refused(samba_domain: Path, visitor: Visitor) -> None:
    with running_samba(samba_domain, days=-1) as server:
        assert await visitor.found(server.directory(), "ann") == unavailable(FailureKind.CERTIFICATE_EXPIRED)


async def test_a_certificate_for_the_controllers_name_is_not_for_its_address(
    samba_domain: Path, visitor: Visitor
) -> None:
    with running_samba(samba_domain, NAME) as server:
        assert await visitor.found(server.directory(), "ann") == unavailable(FailureKind.CERTIFICATE_OTHER_NAME)


async def test_a_hanging_first_controller_costs_its_timeout_once(
    samba: Samba, own_samba: Samba, visitor: Visitor
) -> None:
    one, other = own_samba.directory(), samba.directory()
    trusted = f"{one.ca_certificate}{other.ca_certificate}"
    both = replace(one, servers=(*one.servers, *other.servers), ca_certificate=trusted, **PATIENT)
    own_samba.pause()
    for least, most in ((both.connect_timeout_seconds, both.total_timeout_seconds), (0, QUICK_SECONDS)):
        begun = monotonic()
        found = await visitor.signed_in(both, "ann", PASSWORD)
        assert isinstance(found, ExternalIdentity), found
        assert least <= monotonic() - begun < most
        assert visitor.server == str(Server(samba.address, 636))
