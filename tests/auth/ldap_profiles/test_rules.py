"""What is legal about a profile, what is doubtful, and what asks for the bind password anew."""

from dataclasses import replace
from typing import Any

import pytest

from auth.errors import Refused
from auth.ldap_profiles.drafts import WantedServer, filled
from auth.ldap_profiles.presets import DirectoryKind
from auth.ldap_profiles.rules import (
    ProfileWarning,
    asks_password_anew,
    is_host,
    password_problems,
    value_problems,
    warnings_of,
)
from auth.sources.directory import Server
from models.ldap_profile import GroupLookup, LdapConnection
from tests.support.ldap_profiles import draft

VALUES = filled(draft(), "viewer")


def told(**changes: Any) -> list[tuple[str, str]]:  # noqa: ANN401 — fields of the values
    return [(error.code, error.field) for error in value_problems(replace(VALUES, **changes))]


def test_an_address_a_bind_dn_and_a_password_are_enough_for_active_directory() -> None:
    found = filled(draft(name=None, servers=(WantedServer("dc1.corp.test"),)), "viewer")
    assert value_problems(found) == []
    assert (found.name, found.servers) == ("dc1.corp.test", (Server("dc1.corp.test", 636),))
    assert (found.connection, found.checks_host_name) == (LdapConnection.LDAPS, True)
    assert (found.user_filter, found.id_attribute) == ("(sAMAccountName={username})", "objectGUID")
    assert (found.group_lookup, found.primary_group) == (GroupLookup.AD_CHAIN, True)
    assert (found.user_role, found.manage_role) == ("viewer", None)
    assert (found.connect_timeout_seconds, found.total_timeout_seconds) == (3, 6)


def test_other_kinds_have_usual_values_of_their_own() -> None:
    found = filled(draft(kind=DirectoryKind.OPENLDAP, connection=LdapConnection.STARTTLS), "viewer")
    assert (found.user_filter, found.id_attribute) == ("(uid={username})", "entryUUID")
    assert (found.group_lookup, found.primary_group) == (GroupLookup.MEMBER_OF, False)
    assert found.servers == (Server("dc1.corp.test", 389), Server("dc2.corp.test", 1636))
    own = filled(draft(kind=DirectoryKind.OPENLDAP, user_filter="(mail={username})", user_role=None), "viewer")
    assert (own.user_filter, own.user_role) == ("(mail={username})", None)


def test_of_another_kind_nothing_is_guessed() -> None:
    with pytest.raises(Refused) as refused:
        filled(draft(kind=DirectoryKind.CUSTOM), "viewer")
    assert {(error.code, error.field) for error in refused.value.errors} == {
        ("VALUE_REQUIRED", name) for name in ("user_filter", "username_attribute", "id_attribute")
    }


@pytest.mark.parametrize(
    "host",
    [
        "dc1",
        "dc1.corp.test",
        "DC-1.corp_x.test",
        "192.0.2.1",
        "2001:db8::1",
        "x" * 63 + ".test",
        "xn--bcher-kva.example",
    ],
)
def test_what_a_host_is(host: str) -> None:
    assert is_host(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        " ",
        "ldap://dc1",
        "dc1:389",
        "dc1/x",
        "dc 1",
        "dc1.",
        ".dc1",
        "-dc1",
        "dc1-",
        "dc1\n",
        "1.2.3",
        "256.1.1.1",
        "[::1]",
        "fe80::1%eth0",
        "user@dc1",
        "bücher.example",
        "x" * 64,
        "a." * 130 + "b",
        "dc1\0",
    ],
    ids=repr,
)
def test_what_no_host_is(host: str) -> None:
    assert not is_host(host)
    assert told(servers=(Server(host, 389),)) == [("HOST_INVALID", "servers.0.host")]


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"name": ""}, [("TOO_SHORT", "name")]),
        ({"name": " corp"}, [("NAME_INVALID", "name")]),
        ({"name": "x" * 51}, [("TOO_LONG", "name")]),
        ({"name": "a\tb"}, [("CHARACTER_NOT_ALLOWED", "name")]),
        ({"name": "\ufdfa" * 20}, [("TOO_LONG", "name")]),
        ({"servers": ()}, [("OUT_OF_BOUNDS", "servers")]),
        ({"servers": tuple(Server(f"dc{n}", 636) for n in range(11))}, [("OUT_OF_BOUNDS", "servers")]),
        ({"servers": (Server("a", 636), Server("A", 636))}, [("SERVER_TWICE", "servers.1.host")]),
        ({"servers": (Server("a", 0),)}, [("OUT_OF_BOUNDS", "servers.0.port")]),
        ({"servers": (Server("a", 65_536),)}, [("OUT_OF_BOUNDS", "servers.0.port")]),
        ({"bind_dn": "reader"}, [("DN_INVALID", "bind_dn")]),
        ({"bind_dn": "cn=a@b,,dc=x"}, [("DN_INVALID", "bind_dn")]),
        ({"bind_dn": "cn=\0"}, [("CHARACTER_NOT_ALLOWED", "bind_dn")]),
        ({"bind_dn": ""}, [("BIND_DN_REQUIRED", "bind_dn")]),
        ({"has_bind_password": False}, [("BIND_PASSWORD_REQUIRED", "bind_password")]),
        ({"base_dn": ""}, [("BASE_DN_REQUIRED", "base_dn")]),
        ({"base_dn": "corp.test"}, [("DN_INVALID", "base_dn")]),
        ({"base_dn": f"ou={'x' * 1_000}"}, [("TOO_LONG", "base_dn")]),
        ({"user_filter": "(uid=name)"}, [("FILTER_INVALID", "user_filter")]),
        ({"group_filter": "(member={username})"}, [("FILTER_INVALID", "group_filter")]),
        ({"group_base_dn": "x"}, [("DN_INVALID", "group_base_dn")]),
        ({"manage_group_dn": ""}, [("TOO_SHORT", "manage_group_dn")]),
        ({"id_attribute": "object GUID"}, [("ATTRIBUTE_INVALID", "id_attribute")]),
        ({"email_attribute": ""}, [("TOO_SHORT", "email_attribute")]),
        ({"username_attribute": "x" * 101}, [("TOO_LONG", "username_attribute")]),
        ({"first_name_attribute": "a=b"}, [("ATTRIBUTE_INVALID", "first_name_attribute")]),
        ({"last_name_attribute": "*"}, [("ATTRIBUTE_INVALID", "last_name_attribute")]),
        ({"test_username": ""}, [("TOO_SHORT", "test_username")]),
        ({"group_depth": 0}, [("OUT_OF_BOUNDS", "group_depth")]),
        ({"group_depth": 21}, [("OUT_OF_BOUNDS", "group_depth")]),
        ({"connect_timeout_seconds": 0}, [("OUT_OF_BOUNDS", "connect_timeout_seconds")]),
        ({"connect_timeout_seconds": 11}, [("OUT_OF_BOUNDS", "connect_timeout_seconds")]),
        ({"total_timeout_seconds": 16}, [("OUT_OF_BOUNDS", "total_timeout_seconds")]),
        ({"total_timeout_seconds": 1}, [("OUT_OF_BOUNDS", "total_timeout_seconds")]),
        ({"connect_timeout_seconds": 7}, [("OUT_OF_BOUNDS", "total_timeout_seconds")]),
    ],
    ids=repr,
)
def test_what_is_illegal_is_named(changes: dict[str, Any], errors: list[tuple[str, str]]) -> None:
    assert told(**changes) == errors


@pytest.mark.parametrize("bind_dn", ["cn=reader,dc=corp,dc=test", "reader@corp.test", "CORP\\reader"])
def test_active_directory_takes_more_than_a_dn_to_bind(bind_dn: str) -> None:
    assert told(bind_dn=bind_dn) == []


def test_a_directory_may_be_asked_as_nobody() -> None:
    assert told(bind_dn="", has_bind_password=False) == []


@pytest.mark.parametrize(
    ("password", "code"),
    [("", "TOO_SHORT"), ("  ", "TOO_SHORT"), ("a\0", "CHARACTER_NOT_ALLOWED"), ("x" * 257, "TOO_LONG")],
    ids=repr,
)
def test_a_password_that_is_none_is_refused(password: str, code: str) -> None:
    assert [(error.code, error.field) for error in password_problems(password)] == [(code, "bind_password")]


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({}, []),
        ({"name": "other", "user_filter": "(uid={username})", "base_dn": "dc=x"}, []),
        ({"servers": VALUES.servers[::-1]}, []),
        ({"servers": VALUES.servers[:1]}, []),
        ({"servers": (*VALUES.servers, Server("dc3", 636))}, ["servers"]),
        ({"servers": (Server("dc1.corp.test", 637),)}, ["servers"]),
        ({"bind_dn": "cn=other"}, ["bind_dn"]),
        ({"connection": LdapConnection.STARTTLS}, []),
        ({"connection": LdapConnection.INSECURE}, ["connection"]),
        ({"checks_host_name": False}, ["checks_host_name"]),
        ({"ca_certificate": "another"}, ["ca_certificate"]),
    ],
    ids=repr,
)
def test_what_asks_for_the_password_anew(changes: dict[str, Any], asked: list[str]) -> None:
    assert asks_password_anew(VALUES, replace(VALUES, **changes)) == asked


def test_a_safer_connection_does_not_ask_for_it() -> None:
    bare = replace(VALUES, connection=LdapConnection.INSECURE, checks_host_name=False)
    assert asks_password_anew(bare, replace(bare, connection=LdapConnection.LDAPS, checks_host_name=True)) == []


def test_what_is_doubtful_is_told() -> None:
    def found(connection: LdapConnection, **facts: bool) -> list[ProfileWarning]:
        usual = {"checks_host_name": True, "has_manage_role": False, "has_manage_group": False}
        return warnings_of(connection, **(usual | facts))

    assert found(LdapConnection.LDAPS) == []
    assert found(LdapConnection.INSECURE, checks_host_name=False) == [ProfileWarning.INSECURE_CONNECTION]
    assert found(LdapConnection.STARTTLS, checks_host_name=False) == [ProfileWarning.HOST_NAME_NOT_CHECKED]
    assert found(LdapConnection.LDAPS, has_manage_role=True) == [ProfileWarning.MANAGE_ROLE_WITHOUT_GROUP]
    assert found(LdapConnection.LDAPS, has_manage_role=True, has_manage_group=True) == []
