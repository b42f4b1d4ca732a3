"""How a real OpenLDAP server is reached: certificates, referrals, servers that hang, end and come back."""

import socket
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest

from auth.sources.directory import Directory
from auth.sources.examination import FailureKind
from auth.sources.health import SKIPPED_FOR_SECONDS, ServerState
from auth.sources.identity import ExternalIdentity, Unavailable
from models.ldap_profile import LdapConnection
from tests.support import ldif
from tests.support.certificates import authority
from tests.support.slapd import HOST, Slapd, own_slapd, running_slapd, slapd
from tests.support.slapd_people import PASSWORD, PEOPLE
from tests.support.visits import Visitor, unavailable, visitor

__all__ = ["own_slapd", "slapd", "visitor"]

ENCRYPTED = (LdapConnection.STARTTLS, LdapConnection.LDAPS)
PATIENT = {"connect_timeout_seconds": 2, "total_timeout_seconds": 8}
QUICK_SECONDS = 1.8


@pytest.fixture(params=["expired", "other name"])
def spoiled(request: pytest.FixtureRequest) -> Generator[tuple[Slapd, FailureKind]]:
    """A server whose certificate is of no use."""
    if request.param == "expired":
        with running_slapd(HOST, days=-1) as server:
            yield server, FailureKind.CERTIFICATE_EXPIRED
    else:
        with running_slapd("ldap.example.org", "127.0.0.2") as server:
            yield server, FailureKind.CERTIFICATE_OTHER_NAME


@pytest.mark.parametrize("connection", ENCRYPTED)
async def test_a_certificate_that_is_of_no_use_is_refused(
    spoiled: tuple[Slapd, FailureKind], visitor: Visitor, connection: LdapConnection
) -> None:
    server, kind = spoiled
    directory = server.directory(connection=connection)
    assert await visitor.signed_in(directory, "ann", PASSWORD) == unavailable(kind)
    unnamed = replace(directory, checks_host_name=False)
    outcome = await visitor.signed_in(unnamed, "ann", PASSWORD)
    if kind is FailureKind.CERTIFICATE_OTHER_NAME:
        assert isinstance(outcome, ExternalIdentity), "only the name was wrong, and it is not looked at"
    else:
        assert outcome == unavailable(kind)


@pytest.mark.parametrize("checks_host_name", [True, False])
@pytest.mark.parametrize("connection", ENCRYPTED)
async def test_a_certificate_of_another_authority_is_refused(
    slapd: Slapd, visitor: Visitor, tmp_path: Path, connection: LdapConnection, *, checks_host_name: bool
) -> None:
    other = authority(tmp_path).file.read_text(encoding="ascii")
    directory = slapd.directory(connection=connection, checks_host_name=checks_host_name)
    for trusted in (other, None):
        strange = replace(directory, ca_certificate=trusted)
        outcome = await visitor.signed_in(strange, "ann", PASSWORD)
        assert outcome == unavailable(FailureKind.CERTIFICATE_UNTRUSTED)


@pytest.fixture
def trap() -> Generator[socket.socket]:
    """A port to which nobody must come."""
    with socket.create_server((HOST, 0)) as listener:
        listener.setblocking(False)  # noqa: FBT003 — the only way to say it
        yield listener


def untouched(trap: socket.socket) -> bool:
    try:
        trap.accept()
    except BlockingIOError:
        return True
    return False


def referral(dn: str, trap: socket.socket) -> str:
    url = f"ldap://{HOST}:{trap.getsockname()[1]}/{dn}"
    return ldif.added(dn, {"objectClass": ("referral", "extensibleObject"), "ref": url})


async def test_referrals_are_not_followed(own_slapd: Slapd, visitor: Visitor, trap: socket.socket) -> None:
    elsewhere = f"ou=Elsewhere,{PEOPLE}"
    own_slapd.change(referral(elsewhere, trap))
    found = await visitor.signed_in(own_slapd.directory(), "ann", PASSWORD)
    assert isinstance(found, ExternalIdentity), "a reference among the answers changes nothing"
    below = own_slapd.directory(base_dn=elsewhere)
    assert await visitor.signed_in(below, "ann", PASSWORD) == unavailable(FailureKind.REFERRED)
    groups = own_slapd.directory(group_base_dn=elsewhere)
    assert await visitor.signed_in(groups, "ann", PASSWORD) == unavailable(FailureKind.REFERRED)
    assert untouched(trap)


async def test_a_hanging_first_server_costs_its_timeout_once(slapd: Slapd, own_slapd: Slapd, visitor: Visitor) -> None:
    both = _both(own_slapd, slapd)
    own_slapd.pause()
    first = await _seconds(visitor, both)
    assert both.connect_timeout_seconds <= first < both.total_timeout_seconds
    assert visitor.server == str(both.servers[1])
    assert await _seconds(visitor, both) < QUICK_SECONDS
    assert [each.state for each in visitor.sources.health_of(both)] == [ServerState.DOWN, ServerState.UP]


async def test_a_server_that_is_back_is_noticed_after_a_while(slapd: Slapd, own_slapd: Slapd, visitor: Visitor) -> None:
    both = _both(own_slapd, slapd)
    own_slapd.stop()
    assert await _seconds(visitor, both) < QUICK_SECONDS, "nothing listens there, which is said at once"
    own_slapd.start()
    visitor.seconds.turned += SKIPPED_FOR_SECONDS - 5
    await _seconds(visitor, both)
    assert visitor.server == str(both.servers[1]), "not tried yet"
    visitor.seconds.turned += 5
    await _seconds(visitor, both)
    assert visitor.server == str(both.servers[0])


async def test_where_every_server_is_dead_each_is_still_tried(own_slapd: Slapd, visitor: Visitor) -> None:
    directory = own_slapd.directory()
    own_slapd.stop()
    for _ in range(2):
        assert await visitor.signed_in(directory, "ann", PASSWORD) == unavailable(FailureKind.CONNECTION_REFUSED)
    own_slapd.start()
    assert isinstance(await visitor.signed_in(directory, "ann", PASSWORD), ExternalIdentity)


async def test_a_server_that_stops_between_two_steps_is_unavailable(own_slapd: Slapd, visitor: Visitor) -> None:
    directory = own_slapd.directory()
    async with visitor.sources.source(directory).visit() as visit:
        found = await visit.find("ann")
        assert isinstance(found, ExternalIdentity)
        own_slapd.stop()
        assert isinstance(await visit.prove(found, PASSWORD), Unavailable)


def _both(first: Slapd, second: Slapd) -> Directory:
    """One directory with two servers, whose authorities are trusted both."""
    one, other = first.directory(), second.directory()
    trusted = f"{one.ca_certificate}{other.ca_certificate}"
    return replace(one, servers=(*one.servers, *other.servers), ca_certificate=trusted, **PATIENT)


async def _seconds(visitor: Visitor, directory: Directory) -> float:
    """How long a sign-in takes, which succeeds."""
    begun = monotonic()
    outcome = await visitor.signed_in(directory, "ann", PASSWORD)
    assert isinstance(outcome, ExternalIdentity), outcome
    return monotonic() - begun
