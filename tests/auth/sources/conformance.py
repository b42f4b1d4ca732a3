"""What every directory must be as a source, whatever server it is: the same hostile questions for all of them.

A module has a fixture ``peer`` and a class that begins with ``Test`` and inherits ``Conformance``.
"""

import asyncio
import socket
from contextlib import aclosing
from dataclasses import dataclass, replace
from time import monotonic

import pytest

from auth.sources.directory import Directory, Server
from auth.sources.examination import FailureKind, Step, StepState
from auth.sources.identity import ExternalIdentity, Found, NotProven, Refused, Unavailable
from models.ldap_profile import GroupLookup, LdapConnection
from tests.support.visits import Visitor, groups_of, unavailable

LATE_SECONDS = 1.0
"""By how much a machine that has much else to do may be late."""


@dataclass(frozen=True)
class Peer:
    """A directory with people in it.

    Attributes:
        directory: As a profile would have it.
        name: By what somebody signs in.
        password: Theirs, and that of everybody else who is named here.
        groups: The names of their groups through others too, by ``directory.group_lookup``.
        lonely: Who is in no group, or in none but the primary one.
        circle: Who is in groups that are in each other.
        in_circle: Those groups.
        twins: A filter by which ``twin`` finds two entries.
    """

    directory: Directory
    name: str
    password: str
    groups: frozenset[str]
    lonely: str
    circle: str
    in_circle: frozenset[str]
    twins: str
    twin: str
    lookups: tuple[GroupLookup, ...]


NOBODYS_NAMES = {
    "empty": "",
    "blank": "   ",
    "star": "*",
    "prefix": "{0}*",
    "part": "{1}*",
    "closed": "*)(uid=*",
    "closed, ours": "{0})(objectClass=*",
    "either": ")(|(a=*",
    "escaped": "\\2a",
    "escaped within": "{1}\\2a",
    "half an escape": "{0}\\",
    "open": "(",
    "not": "{0})(!(uid=x)",
    "NUL": "\0",
    "NUL behind": "{0}\0",
    "NUL between": "{0}\0*",
    "line end": "{0}\n",
    "half a character": "{0}\ud800",
    "10,000 characters": "a" * 10_000,
    "10,000 stars": "*" * 10_000,
    "a DN": "cn={0},dc=example",
    "placeholder": "{{username}}",
    "nobody": "nobody-of-this-name",
    "domain alone": "EXAMPLE\\",
    "at alone": "@",
}

BLANK_PASSWORDS = {
    "empty": "",
    "space": " ",
    "spaces": " " * 100,
    "tab": "\t",
    "line end": "\r\n",
    "no-break space": "\u00a0",
    "zero width": "\u200b",
    "soft hyphen": "\u00ad",
    "NUL": "\0",
    "NUL before": "\0{}",
    "NUL behind": "{}\0",
    "NUL within": "a\0b",
    "half a character": "{}\ud800",
    "10,000 characters": "x" * 10_000,
    "the right one, repeated": "{0}" * 2_000,
}
"""Passwords that no server is told."""

WRONG_PASSWORDS = {
    "another": "wrong-Password-1",
    "star": "*",
    "behind": "{}*",
    "space before": " {}",
    "space behind": "{} ",
    "half": "{:.4}",
    "the name": "{name}",
    "filter": "*)(userPassword=*",
}


class Conformance:
    """The suite."""

    async def test_the_right_password_proves_who_it_is(self, peer: Peer, visitor: Visitor) -> None:
        found = await visitor.signed_in(peer.directory, peer.name, peer.password)
        assert isinstance(found, ExternalIdentity), found
        assert found.source_id == peer.directory.id
        assert found.login_name.casefold() == peer.name.casefold()
        assert found.subject
        assert not found.is_disabled
        assert {name.casefold() for name in groups_of(found)} >= {name.casefold() for name in peer.groups}

    @pytest.mark.parametrize("spelling", ["{}", "EXAMPLE\\{}", "{}@example.test"])
    async def test_who_it_is_does_not_depend_on_how_they_write_it(
        self, peer: Peer, visitor: Visitor, spelling: str
    ) -> None:
        usual = await visitor.found(peer.directory, peer.name)
        assert await visitor.signed_in(peer.directory, spelling.format(peer.name), peer.password) == usual
        shouted = await visitor.signed_in(peer.directory, spelling.format(peer.name.upper()), peer.password)
        assert shouted == usual

    @pytest.mark.parametrize("which", list(NOBODYS_NAMES))
    async def test_a_name_is_a_name_and_nothing_else(self, peer: Peer, visitor: Visitor, which: str) -> None:
        name = NOBODYS_NAMES[which].format(peer.name, peer.name[:1])
        assert await visitor.signed_in(peer.directory, name, peer.password) == Refused(NotProven.NO_ENTRY)

    @pytest.mark.parametrize("which", list(BLANK_PASSWORDS))
    async def test_a_password_that_must_not_be_sent_proves_nothing(
        self, peer: Peer, visitor: Visitor, which: str
    ) -> None:
        password = BLANK_PASSWORDS[which].format(peer.password)
        outcome = await visitor.signed_in(peer.directory, peer.name, password)
        assert outcome == Refused(NotProven.WRONG_PASSWORD)

    @pytest.mark.parametrize("which", list(WRONG_PASSWORDS))
    async def test_a_wrong_password_proves_nothing(self, peer: Peer, visitor: Visitor, which: str) -> None:
        password = WRONG_PASSWORDS[which].format(peer.password, name=peer.name)
        outcome = await visitor.signed_in(peer.directory, peer.name, password)
        assert outcome == Refused(NotProven.WRONG_PASSWORD)

    async def test_one_conversation_can_ask_again(self, peer: Peer, visitor: Visitor) -> None:
        async with visitor.sources.source(peer.directory).visit() as visit:
            first = await visit.find(peer.name)
            assert isinstance(first, ExternalIdentity), first
            assert await visit.prove(first, "wrong-Password-1") == Refused(NotProven.WRONG_PASSWORD)
            assert await visit.find(peer.name) == first
            assert await visit.prove(first, peer.password) is None
            assert await visit.find(peer.name) == first
            assert await visit.prove(replace(first, dn=None), peer.password) == Refused(NotProven.WRONG_PASSWORD)
            assert await visit.prove(replace(first, dn=""), peer.password) == Refused(NotProven.WRONG_PASSWORD)

    async def test_two_entries_are_nobody(self, peer: Peer, visitor: Visitor) -> None:
        directory = replace(peer.directory, user_filter=peer.twins)
        outcome = await visitor.signed_in(directory, peer.twin, peer.password)
        assert outcome == Refused(NotProven.SEVERAL_ENTRIES)

    async def test_no_groups_are_none(self, peer: Peer, visitor: Visitor) -> None:
        directory = replace(peer.directory, primary_group=False)
        assert groups_of(await visitor.signed_in(directory, peer.lonely, peer.password)) == {}

    async def test_groups_in_a_circle_are_found_once(self, peer: Peer, visitor: Visitor) -> None:
        for lookup in peer.lookups:
            directory = replace(peer.directory, group_lookup=lookup, primary_group=False)
            found = groups_of(await visitor.signed_in(directory, peer.circle, peer.password))
            assert {name.casefold() for name in found} == {name.casefold() for name in peer.in_circle}, lookup

    async def test_who_is_not_below_the_base_is_nobody(self, peer: Peer, visitor: Visitor) -> None:
        found = await visitor.found(peer.directory, peer.lonely)
        assert isinstance(found, ExternalIdentity)
        below = replace(peer.directory, base_dn=found.dn or "")
        assert await visitor.signed_in(below, peer.name, peer.password) == Refused(NotProven.NO_ENTRY)
        assert isinstance(await visitor.signed_in(below, peer.lonely, peer.password), ExternalIdentity)

    @pytest.mark.parametrize("text", ["(uid={username}", "uid", "((uid={username}))(", "(&)", "(=x)"])
    async def test_a_filter_that_is_none_says_nothing_about_people(
        self, peer: Peer, visitor: Visitor, text: str
    ) -> None:
        outcome = await visitor.signed_in(replace(peer.directory, user_filter=text), peer.name, peer.password)
        assert isinstance(outcome, Unavailable) or outcome == Refused(NotProven.NO_ENTRY)

    async def test_a_bind_that_is_refused_says_nothing_about_people(self, peer: Peer, visitor: Visitor) -> None:
        for changes in ({"bind_password": "wrong"}, {"bind_password": ""}):
            outcome = await visitor.signed_in(replace(peer.directory, **changes), peer.name, peer.password)
            assert outcome == unavailable(FailureKind.BIND_REFUSED)

    async def test_where_nothing_listens_nobody_is_refused(self, peer: Peer, visitor: Visitor) -> None:
        outcome = await visitor.signed_in(_elsewhere(peer.directory, _closed_port()), peer.name, peer.password)
        assert outcome == unavailable(FailureKind.CONNECTION_REFUSED)

    async def test_a_server_that_says_nothing_costs_its_timeout(self, peer: Peer, visitor: Visitor) -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            quick = replace(
                _elsewhere(peer.directory, silent.getsockname()[1]), connect_timeout_seconds=1, total_timeout_seconds=2
            )
            begun = monotonic()
            assert await visitor.signed_in(quick, peer.name, peer.password) == unavailable(FailureKind.TIMEOUT)
            assert monotonic() - begun < 1 + LATE_SECONDS

    async def test_who_is_interrupted_leaves_nothing(self, peer: Peer, visitor: Visitor) -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            directory = _elsewhere(peer.directory, silent.getsockname()[1])
            task = asyncio.create_task(visitor.signed_in(directory, peer.name, peer.password))
            connection = await asyncio.to_thread(silent.accept)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await asyncio.to_thread(_read_to_the_end, connection[0])
        assert isinstance(await visitor.signed_in(peer.directory, peer.name, peer.password), ExternalIdentity)

    async def test_many_at_once_are_kept_apart(self, peer: Peer, visitor: Visitor) -> None:
        async def one(place: int) -> Found:
            password = peer.password if place % 2 else "wrong-Password-1"
            return await visitor.signed_in(peer.directory, peer.name, password)

        outcomes = await asyncio.gather(*(one(place) for place in range(10)))
        assert [isinstance(outcome, ExternalIdentity) for outcome in outcomes] == [False, True] * 5

    async def test_an_examination_passes_every_step(self, peer: Peer, visitor: Visitor) -> None:
        [report] = await visitor.sources.examine(peer.directory, test_username=peer.name, password=peer.password)
        states = {step.step: step.state for step in report.steps}
        tls = peer.directory.connection is not LdapConnection.INSECURE
        expected = dict.fromkeys(Step, StepState.PASSED) | ({} if tls else {Step.TLS: StepState.SKIPPED})
        assert states == expected, report
        assert report.identity == await visitor.found(peer.directory, peer.name)
        assert (report.certificate is not None) == tls

    async def test_everybody_is_read_whom_a_sign_in_would_find(self, peer: Peer, visitor: Visitor) -> None:
        read = dict[str, ExternalIdentity]()
        async with aclosing(visitor.sources.reading(peer.directory).all_entries()) as pages:
            async for page in pages:
                assert not isinstance(page, Unavailable), page
                read |= {person.subject: person for person in page}
        for name in (peer.name, peer.lonely, peer.circle):
            found = await visitor.found(peer.directory, name)
            assert isinstance(found, ExternalIdentity)
            assert replace(read[found.subject], groups=None) == replace(found, groups=None)

    async def test_the_server_suggests_a_base(self, peer: Peer, visitor: Visitor) -> None:
        suggested = await visitor.sources.default_base_dn(replace(peer.directory, base_dn=""))
        assert isinstance(suggested, str), suggested
        assert peer.directory.base_dn.casefold().endswith(suggested.casefold())


def _elsewhere(directory: Directory, port: int) -> Directory:
    return replace(directory, servers=(Server("127.0.0.1", port),))


def _closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def _read_to_the_end(connection: socket.socket) -> None:
    """Until the other side has gone; fails where it does not go."""
    with connection:
        connection.settimeout(5)
        while connection.recv(65_536):
            pass
