"""Tries one server step by step, with the very functions that a sign-in uses, and tells how far it went."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from auth.clock import Clock
from auth.sources import ldap_tls
from auth.sources.directory import Directory, Server
from auth.sources.examination import Certificate, FailureKind, ServerReport, Step, StepReport, StepState
from auth.sources.host_lookups import Address, HostLookups
from auth.sources.identity import ExternalIdentity, NotProven
from auth.sources.ldap_answers import Entry
from auth.sources.ldap_connection import UNBIND, Connection
from auth.sources.ldap_groups import groups_of
from auth.sources.ldap_opening import bind_service, encrypt
from auth.sources.ldap_people import dn_of, entry_of, identity_of
from auth.sources.ldap_results import Failed, check_search, refusal_of
from auth.sources.ldap_search import EVERY_ENTRY, NO_ATTRIBUTES, Search
from auth.sources.ldap_wire import Wire
from auth.sources.names import names_to_try, password_octets
from models.ldap_profile import LdapConnection

_DEFAULT, _CONTEXTS = "defaultNamingContext", "namingContexts"

_REFUSED_CERTIFICATES = frozenset(
    {
        FailureKind.CERTIFICATE_EXPIRED,
        FailureKind.CERTIFICATE_NOT_YET_VALID,
        FailureKind.CERTIFICATE_UNTRUSTED,
        FailureKind.CERTIFICATE_OTHER_NAME,
    }
)

Answer = TypeVar("Answer")


class _Refused(Exception):
    """The directory answered, and the answer is no."""

    def __init__(self, because: NotProven) -> None:
        super().__init__(because)
        self.because = because


class _Over(Exception):
    """After a step that failed nothing follows."""


class Examination:
    """One server. Blocks; ``give_up`` may come from another thread.

    Attributes:
        seconds: What is left of its time.
        until: When everything ends, on the monotonic clock, while a thread is in it.
    """

    def __init__(
        self, directory: Directory, server: Server, lookups: HostLookups, clock: Clock, seconds: float
    ) -> None:
        self.seconds = seconds
        self.until = time.monotonic() + seconds
        self._directory = directory
        self._server = server
        self._lookups = lookups
        self._clock = clock
        self._wire = Wire(self.until)
        self._steps: dict[Step, StepReport] = {}
        self._identity: ExternalIdentity | None = None
        self._certificate: Certificate | None = None
        self._default_base_dn: str | None = None

    def run(self, test_username: str | None, password: str | None) -> None:
        """Goes through the steps as far as it comes."""
        try:
            connection = self._connected()
            if test_username is not None:
                self._look_for(connection, test_username, password)
        except _Over:
            return
        finally:
            self.close()

    def report(self, otherwise: FailureKind | None = None) -> ServerReport:
        """How far it went. Where it was given up, the step it was at failed for ``otherwise``."""
        steps = dict(self._steps)
        for step in Step:
            if step not in steps:
                state = StepState.SKIPPED if otherwise is None else StepState.FAILED
                steps[step] = StepReport(step, state, kind=otherwise)
                otherwise = None
        ordered = tuple(steps[step] for step in Step)
        return ServerReport(str(self._server), ordered, self._certificate, self._identity, self._default_base_dn)

    def give_up(self) -> None:
        """Ends it from another thread, now."""
        self._wire.give_up()

    def close(self) -> None:
        """Gives back what it holds."""
        self._wire.close(UNBIND)

    def _connected(self) -> Connection:
        addresses = self._step(Step.NAME_RESOLUTION, self._addresses)
        self._step(Step.TCP, lambda: self._connect(addresses))
        connection = Connection(self._wire)
        if self._directory.connection is LdapConnection.INSECURE:
            self._skip(Step.TLS)
        else:
            self._step(Step.TLS, lambda: self._encrypt(connection, addresses))
        self._step(Step.BIND, lambda: bind_service(connection, self._directory))
        self._wire.until = self.until
        self._default_base_dn = self._suggested(connection)
        if self._directory.base_dn:
            self._step(Step.BASE_DN, lambda: self._look_at_base(connection))
        else:
            self._skip(Step.BASE_DN)
        return connection

    def _look_for(self, connection: Connection, username: str, password: str | None) -> None:
        entry, identity = self._step(Step.TEST_USER, lambda: self._person(connection, username))
        self._identity = identity
        groups = self._step(Step.GROUPS, lambda: groups_of(connection, self._directory, entry))
        self._identity = replace(identity, groups=groups)
        if password is not None:
            self._step(Step.USER_BIND, lambda: self._prove(connection, identity.dn, password))

    def _step(self, step: Step, act: Callable[[], Answer]) -> Answer:
        """Does and times a step. Raises ``_Over`` where it failed."""
        started = time.monotonic()
        try:
            answer = act()
        except Failed as failure:
            self._steps[step] = StepReport(step, StepState.FAILED, _milliseconds(started), kind=failure.kind)
        except _Refused as refused:
            self._steps[step] = StepReport(step, StepState.FAILED, _milliseconds(started), because=refused.because)
        else:
            self._steps[step] = StepReport(step, StepState.PASSED, _milliseconds(started))
            return answer
        raise _Over

    def _skip(self, step: Step) -> None:
        self._steps[step] = StepReport(step, StepState.SKIPPED)

    def _addresses(self) -> list[Address]:
        self._wire.until = min(self.until, time.monotonic() + self._directory.connect_timeout_seconds)
        return self._lookups.addresses(self._server, self._wire.seconds_left)

    def _connect(self, addresses: list[Address]) -> None:
        self._wire.until = min(self.until, time.monotonic() + self._directory.connect_timeout_seconds)
        self._wire.connect(addresses)

    def _encrypt(self, connection: Connection, addresses: list[Address]) -> None:
        try:
            encrypt(connection, self._directory, self._server)
        except Failed as failure:
            if failure.kind in _REFUSED_CERTIFICATES:
                self._certificate = self._shown(addresses)
            raise
        self._certificate = _read(self._wire.certificate())

    def _shown(self, addresses: list[Address]) -> Certificate | None:
        """What the server shows, seen over a connection of its own that checks nothing and carries nothing."""
        wire = self._wire
        try:
            self._connect(addresses)
            if self._directory.connection is LdapConnection.STARTTLS:
                Connection(wire).start_tls()
            wire.encrypt(ldap_tls.unchecking_context(), self._server.host)
            return _read(wire.certificate())
        except Failed:
            return None
        finally:
            wire.close()

    def _suggested(self, connection: Connection) -> str | None:
        try:
            return default_base_dn(connection)
        except Failed:
            return None

    def _look_at_base(self, connection: Connection) -> None:
        base = Search(base=self._directory.base_dn, filter=EVERY_ENTRY, attributes=NO_ATTRIBUTES, is_base=True)
        found = connection.search(base, 1)
        check_search(found.result)
        if not found.entries:
            raise Failed(FailureKind.NOT_PERMITTED)

    def _person(self, connection: Connection, username: str) -> tuple[Entry, ExternalIdentity]:
        names = names_to_try(username, self._directory.user_filter)
        found = entry_of(connection, self._directory, names)
        if isinstance(found, NotProven):
            raise _Refused(found)
        entry, name = found
        identity = identity_of(self._directory, entry, name, self._clock.now())
        if isinstance(identity, NotProven):
            raise _Refused(identity)
        return entry, identity

    def _prove(self, connection: Connection, dn: str | None, password: str) -> None:
        octets = password_octets(password)
        refusal = refusal_of(connection.bind(dn, octets)) if dn and octets else NotProven.WRONG_PASSWORD
        if refusal is not None:
            raise _Refused(refusal)


def default_base_dn(connection: Connection) -> str:
    """What a server suggests as base DN (RFC 4512 §5.1): Active Directory its domain, others their only naming context.

    Raises ``Failed`` (``NO_BASE_SUGGESTED``).
    """
    asked = Search(base="", filter=EVERY_ENTRY, attributes=[_DEFAULT, _CONTEXTS], is_base=True)
    found = connection.search(asked, 1)
    check_search(found.result)
    values = [each for entry in found.entries for each in entry.values(_DEFAULT) or entry.values(_CONTEXTS)]
    name = dn_of(values[0]) if len(values) == 1 else None
    if name is None:
        raise Failed(FailureKind.NO_BASE_SUGGESTED)
    return name


def _read(der: bytes | None) -> Certificate | None:
    return None if der is None else ldap_tls.certificate_of(der)


def _milliseconds(started: float) -> int:
    return round((time.monotonic() - started) * 1_000)
