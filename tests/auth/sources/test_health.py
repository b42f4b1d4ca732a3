"""Dead servers are skipped for a while, and never all of them."""

from dataclasses import replace
from datetime import datetime, timedelta

from auth.sources.directory import Directory, Server
from auth.sources.health import MOST_REMEMBERED, SKIPPED_FOR_SECONDS, ServerHealth, ServerState
from models.ldap_profile import LdapConnection
from tests.support.house import NOON
from tests.support.ldap_server import LdapServer
from tests.support.small_directory import directory as directory_of

ONE, TWO, THREE = (Server(f"dc{number}.example.test", 636) for number in (1, 2, 3))


class Ticking:
    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


class Turned:
    def __init__(self) -> None:
        self.moment = NOON

    def now(self) -> datetime:
        return self.moment


def directory(*servers: Server) -> Directory:
    return directory_of(LdapServer(), servers=servers or (ONE, TWO, THREE))


def test_what_nobody_heard_of_is_tried_in_order() -> None:
    health = ServerHealth()
    assert health.candidates(directory()) == ([ONE, TWO, THREE], [])
    assert {standing.state for standing in health.of(directory())} == {ServerState.UNKNOWN}


def test_a_dead_server_comes_last_until_its_time_is_over() -> None:
    ticking = Ticking()
    health = ServerHealth(monotonic=ticking)
    health.failed(directory(), ONE)
    ticking.seconds += SKIPPED_FOR_SECONDS - 1
    assert health.candidates(directory()) == ([TWO, THREE], [ONE])
    ticking.seconds += 1
    assert health.candidates(directory()) == ([ONE, TWO, THREE], [])


def test_where_all_are_dead_all_are_tried_in_order() -> None:
    health = ServerHealth(monotonic=Ticking())
    for server in (TWO, ONE, THREE):
        health.failed(directory(), server)
    assert health.candidates(directory()) == ([ONE, TWO, THREE], ())


def test_an_answer_clears_what_was() -> None:
    health = ServerHealth(monotonic=Ticking())
    health.failed(directory(), ONE)
    health.answered(directory(), ONE)
    assert health.candidates(directory()) == ([ONE, TWO, THREE], [])


def test_a_server_is_known_by_where_it_is_and_how_it_is_talked_to() -> None:
    health = ServerHealth(monotonic=Ticking())
    health.failed(directory(), ONE)
    shouted = Server(ONE.host.upper(), ONE.port)
    assert health.candidates(directory(shouted, TWO)) == ([TWO], [shouted]), "another profile has the same server"
    otherwise = replace(directory(), connection=LdapConnection.LDAPS)
    assert health.candidates(otherwise)[0] == [ONE, TWO, THREE]
    elsewhere = Server(ONE.host, ONE.port + 1)
    assert health.candidates(directory(elsewhere)) == ([elsewhere], [])


def test_since_when_a_server_is_as_it_is() -> None:
    clock = Turned()
    health = ServerHealth(clock)
    health.failed(directory(), ONE)
    clock.moment += timedelta(hours=1)
    health.failed(directory(), ONE)
    health.answered(directory(), TWO)
    told = [(standing.state, standing.since) for standing in health.of(directory())]
    assert told == [
        (ServerState.DOWN, NOON),
        (ServerState.UP, NOON + timedelta(hours=1)),
        (ServerState.UNKNOWN, None),
    ]


def test_the_memory_has_an_end() -> None:
    health = ServerHealth(monotonic=Ticking())
    health.failed(directory(), ONE)
    for number in range(MOST_REMEMBERED):
        health.answered(directory(), Server("dc.example.test", number + 1))
    assert health.of(directory(ONE))[0].state is ServerState.UNKNOWN
