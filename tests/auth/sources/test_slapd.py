"""A real OpenLDAP server as a source: groups, difficult names, states of accounts, dead servers."""

from dataclasses import replace

import pytest

from auth.sources.examination import FailureKind
from auth.sources.identity import ExternalIdentity, NotProven, Refused, Unavailable
from models.ldap_profile import GroupLookup, LdapConnection
from models.user import AuthMethod
from tests.support.slapd import Slapd, own_slapd, slapd
from tests.support.slapd_people import (
    ANALYSTS,
    ANN,
    COMMA,
    CORA,
    JOERG,
    LEA,
    LOOP_A,
    LOOP_B,
    MIA,
    OPERATORS,
    PAREN,
    PARTNERS,
    PASSWORD,
    PEOPLE,
    SECURITY,
    SUFFIX,
)
from tests.support.visits import Visitor, groups_of, unavailable, visitor

__all__ = ["own_slapd", "slapd", "visitor"]


@pytest.mark.parametrize("connection", list(LdapConnection))
async def test_somebody_signs_in_over_each_connection(
    slapd: Slapd, visitor: Visitor, connection: LdapConnection
) -> None:
    directory = slapd.directory(connection=connection)
    found = await visitor.signed_in(directory, "ann", PASSWORD)
    assert isinstance(found, ExternalIdentity), found
    assert replace(found, groups=()) == ExternalIdentity(
        source_id=directory.id,
        method=AuthMethod.LDAP,
        subject=slapd.entry_uuid(ANN),
        login_name="ann",
        dn=ANN,
        email="ann@example.org",
        first_name="Ann",
        last_name="Bauer",
        groups=(),
    )
    assert visitor.server == str(directory.servers[0])
    assert await visitor.signed_in(directory, "ann", "wrong") == Refused(NotProven.WRONG_PASSWORD)


LOOKUPS = {
    GroupLookup.MEMBER_OF: {ANALYSTS: (), COMMA: ()},
    GroupLookup.MEMBER_SEARCH: {ANALYSTS: (), COMMA: ()},
    GroupLookup.RECURSIVE: {ANALYSTS: (), COMMA: (), SECURITY: (ANALYSTS,), OPERATORS: (ANALYSTS, SECURITY)},
}


@pytest.mark.parametrize("lookup", list(LOOKUPS))
async def test_groups_are_found_with_the_way_to_each(slapd: Slapd, visitor: Visitor, lookup: GroupLookup) -> None:
    found = await visitor.found(slapd.directory(group_lookup=lookup), "ann")
    assert groups_of(found) == {slapd.spelled(name): _all(slapd, via) for name, via in LOOKUPS[lookup].items()}


def _all(slapd: Slapd, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(slapd.spelled(name) for name in names)


@pytest.mark.parametrize(("depth", "last"), [(1, SECURITY), (2, OPERATORS), (5, OPERATORS)])
async def test_groups_of_groups_are_followed_so_many_steps(
    slapd: Slapd, visitor: Visitor, depth: int, last: str
) -> None:
    found = groups_of(await visitor.found(slapd.directory(group_depth=depth), "jörg"))
    chain = [ANALYSTS, SECURITY, OPERATORS]
    assert list(found) == chain[: chain.index(last) + 1]


async def test_groups_that_are_in_each_other_are_found_once(slapd: Slapd, visitor: Visitor) -> None:
    assert groups_of(await visitor.found(slapd.directory(), "cora")) == {LOOP_A: (), LOOP_B: (LOOP_A,)}


async def test_groups_elsewhere_in_the_tree_do_not_count(slapd: Slapd, visitor: Visitor) -> None:
    directory = slapd.directory(group_base_dn=PARTNERS)
    assert groups_of(await visitor.found(directory, "ann")) == {}


async def test_groups_that_cannot_be_looked_up_are_not_no_groups(slapd: Slapd, visitor: Visitor) -> None:
    directory = slapd.directory(group_base_dn=f"ou=Gone,{SUFFIX}")
    outcome = await visitor.signed_in(directory, "ann", PASSWORD)
    assert outcome == unavailable(FailureKind.BASE_NOT_FOUND)


DIFFICULT: dict[str, tuple[str, list[str]]] = {
    "jörg": (JOERG, [ANALYSTS, SECURITY, OPERATORS]),
    "JÖRG": (JOERG, [ANALYSTS, SECURITY, OPERATORS]),
    "lea": (LEA, []),
    "mia": (MIA, [OPERATORS]),
    "pat(ops)*\\": (PAREN, [COMMA]),
    "cora": (CORA, [LOOP_A, LOOP_B]),
}


@pytest.mark.parametrize("lookup", [GroupLookup.RECURSIVE, GroupLookup.MEMBER_OF])
@pytest.mark.parametrize("name", list(DIFFICULT))
async def test_difficult_names_are_found_and_proven(
    slapd: Slapd, visitor: Visitor, name: str, lookup: GroupLookup
) -> None:
    dn, groups = DIFFICULT[name]
    found = await visitor.signed_in(slapd.directory(group_lookup=lookup), name, PASSWORD)
    assert isinstance(found, ExternalIdentity), found
    assert (found.dn, found.subject) == (slapd.spelled(dn), slapd.entry_uuid(dn))
    expected = groups if lookup is GroupLookup.RECURSIVE else groups[:1]
    assert list(groups_of(found)) == [slapd.spelled(group) for group in expected]


async def test_who_has_no_address_is_found_without_one(slapd: Slapd, visitor: Visitor) -> None:
    found = await visitor.found(slapd.directory(), "noreply")
    assert isinstance(found, ExternalIdentity)
    assert (found.email, found.groups) == (None, ())


STATES = {
    "leo": NotProven.LOCKED,
    "max": NotProven.MUST_CHANGE_PASSWORD,
    "pia": NotProven.PASSWORD_EXPIRED,
    "nobody": NotProven.NO_ENTRY,
    "eve": NotProven.NO_ENTRY,
    "*": NotProven.NO_ENTRY,
    "a*": NotProven.NO_ENTRY,
    ANN: NotProven.NO_ENTRY,
}


@pytest.mark.parametrize("name", list(STATES))
async def test_why_somebody_is_refused(slapd: Slapd, visitor: Visitor, name: str) -> None:
    assert await visitor.signed_in(slapd.directory(), name, PASSWORD) == Refused(STATES[name])


@pytest.mark.parametrize("name", ["max", "pia"])
async def test_what_is_said_after_the_right_password_only(slapd: Slapd, visitor: Visitor, name: str) -> None:
    assert await visitor.signed_in(slapd.directory(), name, "wrong") == Refused(NotProven.WRONG_PASSWORD)


async def test_too_many_wrong_passwords_lock_there(own_slapd: Slapd, visitor: Visitor) -> None:
    directory = own_slapd.directory()
    for _ in range(3):
        assert await visitor.signed_in(directory, "lou", "wrong") == Refused(NotProven.WRONG_PASSWORD)
    assert await visitor.signed_in(directory, "lou", PASSWORD) == Refused(NotProven.LOCKED)


async def test_two_entries_are_nobody(slapd: Slapd, visitor: Visitor) -> None:
    directory = slapd.directory(user_filter="(mail={username})")
    outcome = await visitor.signed_in(directory, "twin@example.org", PASSWORD)
    assert outcome == Refused(NotProven.SEVERAL_ENTRIES)
    assert isinstance(await visitor.signed_in(directory, "ann@example.org", PASSWORD), ExternalIdentity)


async def test_an_entry_without_the_id_attribute_is_nobody(slapd: Slapd, visitor: Visitor) -> None:
    usual = slapd.directory()
    directory = replace(usual, attributes=replace(usual.attributes, id="employeeNumber"))
    assert await visitor.signed_in(directory, "ann", PASSWORD) == Refused(NotProven.NO_SUBJECT)


async def test_a_renamed_and_moved_entry_is_the_same_person(own_slapd: Slapd, visitor: Visitor) -> None:
    directory = own_slapd.directory(base_dn=SUFFIX)
    before = await visitor.found(directory, "ann")
    own_slapd.rename(ANN, "uid=anna", PARTNERS)
    after = await visitor.signed_in(directory, "anna", PASSWORD)
    assert isinstance(before, ExternalIdentity)
    assert isinstance(after, ExternalIdentity)
    assert (after.subject, after.dn, after.login_name) == (before.subject, f"uid=anna,{PARTNERS}", "anna")
    assert groups_of(after) == groups_of(before)
    assert await visitor.found(directory, "ann") == Refused(NotProven.NO_ENTRY)


async def test_who_is_added_again_under_the_same_name_is_somebody_else(own_slapd: Slapd, visitor: Visitor) -> None:
    directory = own_slapd.directory()
    own_slapd.add("kim")
    first = await visitor.found(directory, "kim")
    own_slapd.delete(f"uid=kim,{PEOPLE}")
    own_slapd.add("kim")
    second = await visitor.found(directory, "kim")
    assert isinstance(first, ExternalIdentity)
    assert isinstance(second, ExternalIdentity)
    assert first.subject != second.subject


BROKEN = {
    "bind password": ({"bind_password": "wrong"}, FailureKind.BIND_REFUSED),
    "bind DN": ({"bind_dn": f"cn=gone,{SUFFIX}"}, FailureKind.BIND_REFUSED),
    "a text as bind DN": ({"bind_dn": "gatehouse"}, FailureKind.BIND_REFUSED),
    "base DN": ({"base_dn": f"ou=Gone,{SUFFIX}"}, FailureKind.BASE_NOT_FOUND),
}


@pytest.mark.parametrize("what", list(BROKEN))
async def test_a_profile_that_is_wrong_says_nothing_about_people(slapd: Slapd, visitor: Visitor, what: str) -> None:
    changes, kind = BROKEN[what]
    assert await visitor.signed_in(slapd.directory(**changes), "ann", PASSWORD) == unavailable(kind)


async def test_a_service_account_without_a_password_is_never_bound(slapd: Slapd, visitor: Visitor) -> None:
    outcome = await visitor.signed_in(slapd.directory(bind_password=""), "ann", PASSWORD)
    assert isinstance(outcome, Unavailable)


async def test_nobody_sees_more_than_the_bind_dn_may_read(slapd: Slapd, visitor: Visitor) -> None:
    directory = slapd.directory(bind_dn="", bind_password="")
    outcome = await visitor.signed_in(directory, "ann", PASSWORD)
    assert outcome == unavailable(FailureKind.NOT_PERMITTED)
