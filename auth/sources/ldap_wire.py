"""The connection below LDAP: whole messages within a deadline, and not more of them than are wanted.

Every wait is for what is left until the deadline, so that a server that drips, hangs or never ends costs no more.
``give_up`` ends a wait from another thread.
"""

import socket
import ssl
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Lock
from typing import TypeVar

from auth.sources import ber
from auth.sources.examination import FailureKind
from auth.sources.host_lookups import Address
from auth.sources.ldap_results import Failed
from auth.sources.ldap_tls import failure_of

MESSAGE_OCTETS = 1_000_000
"""Longest message that is read: an entry in some thousand groups. No photographs are asked for."""

_CHUNK = 65_536

Result = TypeVar("Result")


class Wire:
    """One connection. Blocks; one thread uses it at a time, but ``give_up`` may come from any.

    Attributes:
        until: When every wait ends, on the monotonic clock.
        allowed: Octets that may still come; whoever asks sets it anew.
    """

    def __init__(self, until: float) -> None:
        self.until = until
        self.allowed = MESSAGE_OCTETS
        self._socket: socket.socket | None = None
        self._came = bytearray()
        self._is_given_up = False
        self._lock = Lock()

    def seconds_left(self) -> float:
        """Until the deadline. Raises ``Failed`` (``TIMEOUT``, ``STOPPED``) where there is none left."""
        if self._is_given_up:
            raise Failed(FailureKind.STOPPED)
        left = self.until - time.monotonic()
        if left <= 0:
            raise Failed(FailureKind.TIMEOUT)
        return left

    def connect(self, addresses: Sequence[Address]) -> None:
        """Connects to the first address that answers; each has its share of the time. Raises ``Failed``."""
        failure = Failed(FailureKind.NAME_UNKNOWN)
        for place, address in enumerate(addresses):
            seconds = self.seconds_left() / (len(addresses) - place)
            try:
                self._connect(address, seconds)
            except OSError as error:
                failure = self._failure(error, FailureKind.UNREACHABLE)
            else:
                return
        raise failure

    def encrypt(self, context: ssl.SSLContext, host: str) -> None:
        """Speaks TLS from here on. Raises ``Failed``; also where something came unencrypted beforehand."""
        if self._came:
            raise Failed(FailureKind.NOT_LDAP)
        plain = self._connected()
        wrapped = self._within(
            lambda: context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False),
            FailureKind.TLS_FAILED,
        )
        self._hold(wrapped)
        self._within(wrapped.do_handshake, FailureKind.TLS_FAILED)

    def certificate(self) -> bytes | None:
        """What the server showed (DER); ``None`` without TLS."""
        held = self._connected()
        return held.getpeercert(binary_form=True) if isinstance(held, ssl.SSLSocket) else None

    def send(self, message: bytes) -> None:
        """Sends a message. Raises ``Failed``."""
        held = self._connected()
        self._within(lambda: held.sendall(message), FailureKind.CONNECTION_CLOSED)

    def receive(self) -> bytes:
        """The next message, whole. Raises ``Failed``."""
        try:
            size = ber.message_size(self._came)
            while size is None or len(self._came) < size:
                if size is not None and size > min(MESSAGE_OCTETS, self.allowed):
                    raise Failed(FailureKind.TOO_MUCH)
                self._read()
                size = ber.message_size(self._came)
        except ber.Malformed:
            raise Failed(FailureKind.NOT_LDAP) from None
        self.allowed -= size
        if self.allowed < 0:
            raise Failed(FailureKind.TOO_MUCH)
        message = bytes(self._came[:size])
        del self._came[:size]
        return message

    def give_up(self) -> None:
        """Ends every wait, now and later. Safe from any thread."""
        with self._lock:
            self._is_given_up = True
            if self._socket is not None:
                _shut(self._socket)

    def close(self, farewell: bytes = b"") -> None:
        """Gives the connection back, after a last message for which nobody waits."""
        with self._lock:
            held, self._socket = self._socket, None
        self._came.clear()
        if held is None:
            return
        with suppress(OSError):
            held.settimeout(0)
            held.sendall(farewell)
        _shut(held)
        held.close()

    def _connect(self, address: Address, seconds: float) -> None:
        self.close()
        made = socket.socket(address.family, address.kind, address.protocol)
        self._hold(made)
        made.settimeout(seconds)
        made.connect(address.place)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _hold(self, made: socket.socket) -> None:
        """Keeps a socket, so that it is closed and can be shut."""
        with self._lock:
            self._socket = made
            if self._is_given_up:
                _shut(made)

    def _read(self) -> None:
        held = self._connected()
        chunk = self._within(lambda: held.recv(_CHUNK), FailureKind.CONNECTION_CLOSED)
        if not chunk:
            raise self._failure(None, FailureKind.CONNECTION_CLOSED)
        self._came += chunk

    def _within(self, act: Callable[[], Result], otherwise: FailureKind) -> Result:
        """Does something with the socket within the time that is left."""
        self._connected().settimeout(self.seconds_left())
        try:
            return act()
        except (OSError, ValueError) as error:
            raise self._failure(error, otherwise) from None

    def _connected(self) -> socket.socket:
        if self._socket is None:
            raise Failed(FailureKind.CONNECTION_CLOSED)
        return self._socket

    def _failure(self, error: Exception | None, otherwise: FailureKind) -> Failed:
        if self._is_given_up:
            return Failed(FailureKind.STOPPED)
        if isinstance(error, ssl.SSLError):
            return Failed(failure_of(error))
        if isinstance(error, TimeoutError):
            return Failed(FailureKind.TIMEOUT)
        return Failed(FailureKind.CONNECTION_REFUSED if isinstance(error, ConnectionRefusedError) else otherwise)


def _shut(held: socket.socket) -> None:
    """Ends both directions of the socket below TLS, whose own method would forget that it was encrypted."""
    with suppress(OSError):
        socket.socket.shutdown(held, socket.SHUT_RDWR)
