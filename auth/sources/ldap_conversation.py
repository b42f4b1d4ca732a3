"""A conversation with a directory: one of its servers, the profile's own bind, and what is asked there.

Servers are tried in order, each within its share of the time that is left, so that the last one still has its own.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from auth.clock import Clock
from auth.sources.directory import Directory, Server
from auth.sources.examination import FailureKind
from auth.sources.health import ServerHealth
from auth.sources.host_lookups import HostLookups
from auth.sources.identity import Found, NotProven, Refused
from auth.sources.ldap_connection import UNBIND, Connection
from auth.sources.ldap_groups import groups_of
from auth.sources.ldap_opening import bind_service, encrypt
from auth.sources.ldap_people import entry_of, identity_of
from auth.sources.ldap_results import FAULTS_OF_A_SERVER, SUCCESS, Failed, Result, refusal_of
from auth.sources.ldap_wire import Wire
from auth.sources.ldap_words import words_of

FAIR_SECONDS = 0.5
"""A server that had less time than this is not remembered as dead for not answering within it."""

Answer = TypeVar("Answer")


class Conversation:
    """Holds at most one connection. Blocks; one thread uses it at a time, but ``give_up`` may come from any.

    Attributes:
        seconds: What is left of its time.
        until: When everything ends, on the monotonic clock, while a thread is in it.
        server: Which server answered; ``None`` while none has.
    """

    def __init__(
        self, directory: Directory, health: ServerHealth, lookups: HostLookups, clock: Clock, seconds: float
    ) -> None:
        self.directory = directory
        self.seconds = seconds
        self.until = time.monotonic() + seconds
        self.server: Server | None = None
        self._health = health
        self._lookups = lookups
        self._clock = clock
        self._wire = Wire(self.until)
        self._connection: Connection | None = None
        self._said = ""
        self._unsaid: Sequence[str] = ()

    @property
    def words(self) -> str | None:
        """What the server said beside the last result, where that was no success; fit for the audit trail alone."""
        return words_of(self._said, [self.directory.bind_password, *self._unsaid])

    def find(self, names: Sequence[str]) -> Found:
        """Somebody, by the first of these names that is anybody's, with all of their groups. Raises ``Failed``."""
        self._unsaid = names  # whoever typed their password in the place of their name is not told of, either
        return self.at_some_server(lambda connection: self._find(connection, names))

    def prove(self, dn: str, password: bytes) -> Refused | None:
        """Whether an entry's password is this one: ``None``, it is. Raises ``Failed``."""
        self._said, self._unsaid = "", (password.decode("utf-8", "replace"),)
        if self._connection is None:
            self.at_some_server(lambda _: None)
        return self.at_the_same_server(lambda connection: _proven(connection, dn, password))

    def at_some_server(self, ask: Callable[[Connection], Answer]) -> Answer:
        """Asks the first server that answers, as the profile's own account. Raises ``Failed``."""
        failure = Failed(FailureKind.UNREACHABLE)
        for tier in self._health.candidates(self.directory):
            for place, server in enumerate(tier):
                started = time.monotonic()
                try:
                    answer = self._at(server, started + (self.until - started) / (len(tier) - place), ask)
                except Failed as error:
                    self._note(server, error, started)
                    if error.kind not in FAULTS_OF_A_SERVER:
                        raise
                    failure = error
                else:
                    self._health.answered(self.directory, server)
                    return answer
        raise failure

    def at_the_same_server(self, ask: Callable[[Connection], Answer]) -> Answer:
        """Goes on at the server that was asked before. Raises ``Failed``."""
        server, connection, started = self.server, self._connection, time.monotonic()
        if server is None or connection is None:
            raise Failed(FailureKind.CONNECTION_CLOSED)
        self._wire.until = self.until
        try:
            return ask(connection)
        except Failed as failure:
            self._note(server, failure, started)
            raise

    def give_up(self) -> None:
        """Ends it from another thread, now; whoever uses it gets ``Failed``."""
        self._wire.give_up()

    def close(self) -> None:
        """Gives back what it holds; it may be used again."""
        self._wire.close(UNBIND)
        self._connection = self.server = None

    def _at(self, server: Server, until: float, ask: Callable[[Connection], Answer]) -> Answer:
        connection = self._connection
        if connection is None or self.server != server:
            connection = self._open(server, until)
        self._wire.until = min(until, time.monotonic() + self.directory.connect_timeout_seconds)
        if not connection.is_service:
            bind_service(connection, self.directory)
        self._wire.until = until
        return ask(connection)

    def _open(self, server: Server, until: float) -> Connection:
        self.close()
        self._said = ""
        self._wire.until = min(until, time.monotonic() + self.directory.connect_timeout_seconds)
        self._wire.connect(self._lookups.addresses(server, self._wire.seconds_left))
        connection = Connection(self._wire, self._hear)
        encrypt(connection, self.directory, server)
        self._connection, self.server = connection, server
        return connection

    def _hear(self, result: Result) -> None:
        self._said = "" if result.code == SUCCESS else result.message

    def _note(self, server: Server, failure: Failed, started: float) -> None:
        """Remembers a failure that is the server's. A connection after which nothing can follow is given back."""
        if failure.kind not in FAULTS_OF_A_SERVER:
            return
        self.close()
        if failure.kind is not FailureKind.TIMEOUT or time.monotonic() - started >= FAIR_SECONDS:
            self._health.failed(self.directory, server)

    def _find(self, connection: Connection, names: Sequence[str]) -> Found:
        found = entry_of(connection, self.directory, names)
        if isinstance(found, NotProven):
            return Refused(found)
        entry, name = found
        identity = identity_of(self.directory, entry, name, self._clock.now())
        if isinstance(identity, NotProven):
            return Refused(identity)
        return replace(identity, groups=groups_of(connection, self.directory, entry))


def _proven(connection: Connection, dn: str, password: bytes) -> Refused | None:
    refusal = refusal_of(connection.bind(dn, password))
    return None if refusal is None else Refused(refusal)
