"""The suite against the small server of the tests, which also shows what was sent."""

from collections.abc import Generator
from dataclasses import replace

import pytest

from models.ldap_profile import GroupLookup
from tests.auth.sources.conformance import BLANK_PASSWORDS, Conformance, Peer
from tests.support.ldap_server import PASSWORD, SERVICE_PASSWORD, SUFFIX, LdapServer, serving
from tests.support.small_directory import BLUE, OPERATORS, RED, STAFF, TWIN, directory, small_server
from tests.support.visits import Visitor, visitor

__all__ = ["visitor"]


@pytest.fixture
def server() -> Generator[LdapServer]:
    made = small_server()
    made.entries[""] = {"objectClass": ["top"], "namingContexts": [SUFFIX]}
    with serving(made):
        yield made


@pytest.fixture
def peer(server: LdapServer) -> Peer:
    return Peer(
        directory=directory(server),
        name="alice",
        password=PASSWORD,
        groups=frozenset({STAFF, OPERATORS}),
        lonely="loner",
        circle="round",
        in_circle=frozenset({RED, BLUE}),
        twins="(mail={username})",
        twin=TWIN,
        lookups=(GroupLookup.RECURSIVE,),
    )


class TestSmallServer(Conformance):
    """All of it."""


@pytest.mark.parametrize("which", list(BLANK_PASSWORDS))
async def test_such_a_password_is_never_sent(peer: Peer, server: LdapServer, visitor: Visitor, which: str) -> None:
    await visitor.signed_in(peer.directory, "alice", BLANK_PASSWORDS[which].format(PASSWORD))
    assert [asked.password for asked in server.asked if asked.what == "bind"] == [SERVICE_PASSWORD.encode()]


async def test_a_sign_in_costs_two_round_trips_more_than_the_bind(
    peer: Peer, server: LdapServer, visitor: Visitor
) -> None:
    directory = replace(peer.directory, group_lookup=GroupLookup.MEMBER_OF)
    await visitor.signed_in(directory, "alice", PASSWORD)
    assert server.everybody_has_gone(1)
    assert [asked.what for asked in server.asked] == ["bind", "search", "bind", "unbind"]
    assert server.connections == 1
