"""Who an entry is."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from auth.sources.directory import Attributes
from auth.sources.identity import ExternalIdentity, NotProven
from auth.sources.ldap_answers import Entry
from auth.sources.ldap_people import attributes_of, identity_of, is_disabled, is_within, subject_of
from models.ldap_profile import GroupLookup
from tests.support.house import NOON
from tests.support.ldap_server import LdapServer
from tests.support.small_directory import ALICE, directory

GUID = bytes.fromhex("33221100554477668899aabbccddeeff")
SUBJECTS: dict[tuple[str, tuple[bytes, ...]], str | None] = {
    ("objectGUID", (GUID,)): "00112233-4455-6677-8899-aabbccddeeff",
    ("OBJECTguid", (GUID,)): "00112233-4455-6677-8899-aabbccddeeff",
    ("objectGUID", (GUID[1:],)): None,
    ("objectGUID", (GUID, GUID)): None,
    ("entryUUID", (b"0011AABB-4455-6677-8899-AABBCCDDEEFF",)): "0011aabb-4455-6677-8899-aabbccddeeff",
    ("employeeNumber", (b"A-7",)): "A-7",
    ("employeeNumber", (b"A-7", b"A-8")): None,
    ("employeeNumber", ("Jörg".encode(),)): "Jörg",
    ("employeeNumber", ()): None,
    ("employeeNumber", (b"",)): None,
    ("employeeNumber", (b"\xff",)): None,
    ("employeeNumber", (b"1\x002",)): None,
    ("employeeNumber", (b"1" * 256,)): None,
}


@pytest.mark.parametrize("case", list(SUBJECTS), ids=[f"case {number}" for number in range(len(SUBJECTS))])
def test_what_never_changes(case: tuple[str, tuple[bytes, ...]]) -> None:
    assert subject_of(*case) == SUBJECTS[case]


WITHIN = {
    ("uid=ann,ou=people,dc=example,dc=test", "dc=example,dc=test"): True,
    ("uid=ann,OU=People,DC=Example , DC=test", "ou=people,dc=EXAMPLE,dc=test"): True,
    ("dc=example,dc=test", "dc=example,dc=test"): True,
    ("uid=ann,dc=other,dc=test", "dc=example,dc=test"): False,
    ("uid=ann,o=xdc=example,dc=test", "dc=example,dc=test"): False,
    ("uid=ann\\,dc=example,dc=test", "dc=example,dc=test"): False,
    ("dc=test", "dc=example,dc=test"): False,
    ("no name", "dc=example,dc=test"): False,
    ("uid=ann,dc=test", ""): True,
    ("uid=ann,dc=test", "no name"): False,
}


@pytest.mark.parametrize("case", list(WITHIN), ids=[f"case {number}" for number in range(len(WITHIN))])
def test_what_is_below_the_base(case: tuple[str, str]) -> None:
    assert is_within(*case) is WITHIN[case]


def _filetime(days: float) -> bytes:
    since = NOON + timedelta(days=days) - NOON.replace(year=1601, month=1, day=1, hour=0)
    return str(since // timedelta(microseconds=1) * 10).encode()


DISABLED: dict[str, tuple[dict[str, bytes], bool]] = {
    "says nothing": ({}, False),
    "a normal account": ({"useraccountcontrol": b"512"}, False),
    "disabled": ({"useraccountcontrol": b"514"}, True),
    "disabled, and more": ({"useraccountcontrol": b"66050"}, True),
    "a number that is none": ({"useraccountcontrol": b"x"}, False),
    "never expires": ({"accountexpires": b"0"}, False),
    "never expires either": ({"accountexpires": b"9223372036854775807"}, False),
    "expired yesterday": ({"accountexpires": _filetime(-1)}, True),
    "expires now": ({"accountexpires": _filetime(0)}, True),
    "expires tomorrow": ({"accountexpires": _filetime(1)}, False),
    "locked by an administrator, 389": ({"nsaccountlock": b"TRUE"}, True),
    "not locked, 389": ({"nsaccountlock": b"false"}, False),
    "locked for good, OpenLDAP": ({"pwdaccountlockedtime": b"000001010000Z"}, True),
    "locked for a while, OpenLDAP": ({"pwdaccountlockedtime": b"20260101120000Z"}, False),
}


@pytest.mark.parametrize("which", list(DISABLED))
def test_who_may_not_sign_in_there(which: str) -> None:
    attributes, expected = DISABLED[which]
    assert is_disabled(Entry(b"", {name: (value,) for name, value in attributes.items()}), NOON) is expected


def identity(name: str | None = "alice", **attributes: tuple[bytes, ...]) -> ExternalIdentity | NotProven:
    usual = {"uid": (b"alice",), "entryuuid": (b"1",), "mail": (b"alice@example.test",)}
    return identity_of(_directory(emails_verified=True), Entry(ALICE.encode(), usual | attributes), name, NOON)


def _directory(**changes: Any) -> Any:  # noqa: ANN401 — fields of a directory
    return directory(LdapServer(), **changes)


@pytest.mark.parametrize(
    ("name", "names", "expected"),
    [
        ("alice", (b"alice",), "alice"),
        ("ALICE", (b"other", b"alice"), "alice"),
        ("alice@example.test", (b"first", b"second"), "first"),
        (None, (b"first", b"second"), "first"),
        ("admin", (), ""),
        ("admin", (b"\xff",), ""),
        ("admin", ("\ufdfa".encode() * 100,), ""),
    ],
)
def test_the_login_name_is_the_entry_s_and_never_what_was_typed(
    name: str | None, names: tuple[bytes, ...], expected: str
) -> None:
    found = identity(name, uid=names)
    assert isinstance(found, ExternalIdentity)
    assert found.login_name == expected


@pytest.mark.parametrize(
    ("mail", "expected"),
    [((), None), ((b"no address",), None), ((b"a@example.test", b"b@example.test"), "a@example.test")],
)
def test_an_address_counts_as_proven_only_where_it_is_one(mail: tuple[bytes, ...], expected: str | None) -> None:
    found = identity(mail=mail)
    assert isinstance(found, ExternalIdentity)
    assert (found.email, found.email_verified) == (expected, expected is not None)


def test_only_what_is_needed_is_asked_for() -> None:
    asked = attributes_of(_directory(primary_group=False, group_lookup=GroupLookup.MEMBER_SEARCH))
    assert asked == [
        "uid",
        "givenName",
        "sn",
        "mail",
        "entryUUID",
        "userAccountControl",
        "accountExpires",
        "nsAccountLock",
        "pwdAccountLockedTime",
    ]
    more = attributes_of(_directory(group_lookup=GroupLookup.AD_CHAIN))
    assert set(more) - set(asked) == {"memberOf", "objectSid", "primaryGroupID"}
    same = Attributes("uid", "uid", "uid", "uid", "uid")
    assert attributes_of(_directory(attributes=same)).count("uid") == 1


def test_an_id_of_microsoft_s_is_the_same_uuid_everywhere() -> None:
    assert UUID(SUBJECTS["objectGUID", (GUID,)] or "").bytes_le == GUID
